"""A run over one export more publishes what a first run over all of them publishes."""

from __future__ import annotations

import json
import logging
import shutil

import duckdb
import pytest

from pipelines.mart import TABLES
from pipelines.published import latest
from pipelines.run import compare_loaded, load_sources, new_order

STRANGER = "a99,ask,2026-01-05 08:01:00\na99,answer,2026-01-05 08:20:00\n"
"""A customer whose name and time come before the others'."""


@pytest.fixture
def days(shop, tmp_path):
    """The shop with its export cut into two files, and the same with the first file only."""
    head, *lines = (shop / "orders.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (shop / "orders.csv").unlink()
    settings = shop / "project.yaml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("orders.csv", '"day-*.csv"'), encoding="utf-8")
    (shop / "day-1.csv").write_text("".join([head, *lines[:-9]]), encoding="utf-8")
    first = shutil.copytree(shop, tmp_path / "first")
    (shop / "day-2.csv").write_text("".join([head, *lines[-9:], STRANGER]), encoding="utf-8")
    return shop, first


def published(project, caplog):
    """What a run publishes, but for its own name and time; and what it says of the preparation."""
    order = new_order(project)
    load_sources(order)
    with caplog.at_level(logging.INFO, "blueprint_miner"):
        compare_loaded(order)
    folder = latest(project / "out")
    findings = json.loads((folder / "findings.json").read_text(encoding="utf-8"))
    del findings["run"]["id"], findings["run"]["at"]
    marts = {t: duckdb.sql(f"from '{folder}/mart/{t}.parquet'").fetchall() for t in TABLES}
    said = [each for each in caplog.messages if "made anew" in each or "brought" in each]
    return findings, marts, (folder / "board.svg").read_text(encoding="utf-8"), said[-1]


def test_a_day_more_gives_what_a_first_run_over_both_gives(days, caplog):
    both, first = days
    *expected, said = published(both, caplog)
    assert said == "made anew: nothing was kept"
    before = published(first, caplog)
    shutil.copy(both / "day-2.csv", first)
    *found, said = published(first, caplog)
    assert said.startswith("brought up to date: 11 events came, 0 went")
    assert found[0] != before[0]
    assert found == expected


def test_what_a_changed_file_no_longer_says_is_taken_out(days, caplog):
    both, first = days
    published(both, caplog)
    changed = "who,what,when\nc00,pay,2026-01-09 10:00:00\n"
    for project in days:
        (project / "day-2.csv").write_text(changed, encoding="utf-8")
    *found, said = published(both, caplog)
    assert said.startswith("brought up to date: 1 events came, 11 went")
    assert found == [*published(first, caplog)[:3]]
