"""What a reader sees of persons are pseudonyms: gaps, examples, lists of cases, report, mart."""

from __future__ import annotations

import csv
import re

from pipelines.run import compare_loaded, load_sources, new_order
from tests.pipelines.projects import edit

PERSON = re.compile(rb"\bc\d\d\b")
"""How orders.csv of the corner shop names its customers."""


def test_gaps_examples_and_all_that_is_published_name_pseudonyms_only(shop, call, monkeypatch):
    monkeypatch.setenv("BLUEPRINT_MINER_KEY", "of the tests of what is shown")
    edit(shop / "project.yaml", "identifiers: plain", "identifiers: pseudonyms")
    assert PERSON.search((shop / "orders.csv").read_bytes())
    order = new_order(shop)
    load_sources(order)
    folder = compare_loaded(order)
    status, output, _ = call("gaps", "-p", shop, "--all-cases", shop / "cases.csv")
    assert status == 0
    with (shop / "cases.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 5
    for row in rows:
        assert re.fullmatch(r"p_[0-9a-f]{20}", row["case_id"])
        assert row["instance"] == row["case_id"]
    gap = rows[0]["gap_id"]
    _, output, _ = call("gaps", gap, "-p", shop)
    assert "p_" in output
    _, as_json, _ = call("gaps", gap, "-p", shop, "--json")
    shown = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    for text in [output.encode(), as_json.encode(), (shop / "cases.csv").read_bytes(), *shown]:
        assert not PERSON.search(text)
