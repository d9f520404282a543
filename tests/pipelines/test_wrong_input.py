"""Wrong input of each sort: one clear message and status 1, or a rejected row that is counted."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest

from tests.pipelines.projects import edit


def no_project(shop: Path) -> None:
    (shop / "project.yaml").unlink()


def no_design(shop: Path) -> None:
    (shop / "blueprint.yaml").unlink()


def no_file(shop: Path) -> None:
    (shop / "orders.csv").unlink()


def no_column(shop: Path) -> None:
    edit(shop / "orders.csv", "when", "moment")


def no_zone(shop: Path) -> None:
    edit(shop / "project.yaml", "    zone: UTC\n", "")


def no_event(shop: Path) -> None:
    (shop / "orders.csv").write_text("who,what,when\n", encoding="utf-8")


def project_mistake(shop: Path) -> None:
    edit(shop / "project.yaml", "format: csv", "fromat: csv")


def project_broken(shop: Path) -> None:
    edit(shop / "project.yaml", "sources:", "sources: {")


def design_mistake(shop: Path) -> None:
    edit(shop / "blueprint.yaml", "lane: counter", "lane: countr")


def design_broken(shop: Path) -> None:
    edit(shop / "blueprint.yaml", "lanes:", "lanes: [")


SORTS = [
    (no_project, "project.yaml"),
    (no_design, "blueprint.yaml"),
    (no_file, "orders.csv"),
    (no_column, "when"),
    (no_zone, "zone"),
    (no_event, "no event"),
    (project_mistake, 'project.yaml:6.*"?fromat'),
    (project_broken, "project.yaml:"),
    (design_mistake, r'blueprint.yaml:\d+: .*"countr".*Did you mean "counter"'),
    (design_broken, "blueprint.yaml:"),
]


@pytest.mark.parametrize(("spoil", "named"), SORTS, ids=[sort.__name__ for sort, _ in SORTS])
def test_wrong_input_is_1_with_one_clear_message(call, shop, plain_flow, spoil, named):
    spoil(shop)
    status, output, messages = call("run", "-p", shop)
    assert status == 1
    assert re.search(named, messages), messages
    assert output == ""
    assert not (shop / "out" / "latest").exists()


@pytest.mark.parametrize(
    "row", ["c00,ask,yesterday", "c00,,2026-01-05 08:00:00", ",ask,2026-01-05 08:00:00"]
)
def test_a_bad_row_is_quarantined_and_the_run_goes_on(call, shop, plain_flow, row):
    with (shop / "orders.csv").open("a", encoding="utf-8") as file:
        file.write(row + "\n")
    status, output, _ = call("run", "-p", shop)
    assert status == 0
    assert "160 events" in output
    findings = json.loads((shop / "out/latest/findings.json").read_text(encoding="utf-8"))
    assert findings["run"]["sources"][0]["rows_quarantined"] == 1
    assert findings["run"]["sources"][0]["rows_read"] == 161


def test_compare_before_anything_is_loaded(call, shop):
    status, _, messages = call("compare", "-p", shop)
    assert status == 1
    assert "blueprint-miner run" in messages


def test_window_that_is_no_date(call, published_shop):
    status, _, messages = call("compare", "-p", published_shop, "--window", "monday", "2026-01-31")
    assert status == 1
    assert "'monday'" in messages


def test_window_narrows_what_is_judged(call, published_shop):
    assert call("compare", "-p", published_shop, "--window", "2026-01-06", "2026-01-08")[0] == 0
    findings = json.loads((published_shop / "out/latest/findings.json").read_text(encoding="utf-8"))
    # one every five hours from Monday the 5th at 8: numbers 4 (4:00 on the 6th) to 12 (20:00 on the 7th)
    assert findings["stages"][0]["entered"] == 9
    assert findings["run"]["window"] == ["2026-01-06T00:00:00+00:00", "2026-01-08T00:00:00+00:00"]


def test_check_tells_the_mistakes_of_both_files(call, shop):
    project_mistake(shop)
    design_mistake(shop)
    status, _, messages = call("check", "-p", shop)
    assert status == 1
    assert "fromat" in messages
    assert "countr" in messages


def test_check_tells_a_source_that_is_not_there(call, shop):
    edit(shop / "blueprint.yaml", "{activity: ask}", "{source: shoop, activity: ask}")
    status, _, messages = call("check", "-p", shop)
    assert status == 1
    assert 'step "ask" names source "shoop". Did you mean "shop"?' in messages


def test_check_of_a_right_project(call, shop):
    status, output, messages = call("check", "-p", shop)
    assert (status, messages) == (0, "")
    assert "3 steps, 3 of them bound" in output


def test_a_design_can_be_drafted_checked_and_compared(call, shop):
    written = shop / "blueprint.yaml"
    written.unlink()
    status, output, messages = call("draft", "-p", shop)
    assert status == 0, messages
    assert output.startswith("shop: 160 rows of 1 file read = ")
    assert "Drafted " in output
    assert "ask" in written.read_text(encoding="utf-8")
    assert call("check", "-p", shop)[0] == 0
    assert call("compare", "-p", shop)[0] == 0
    _, output, _ = call("draft", "-p", shop)  # now beside a design
    assert "blueprint.draft.yaml. Look at every line of it; `blueprint-miner compare` reads blueprint.yaml" in output  # fmt: skip


def test_a_draft_says_which_sources_were_stopped(call, shop):
    packed = gzip.compress(b"who,what,when\n" + b"c90,ask,2026-01-06 08:00:00\n" * 9)
    (shop / "cut.csv.gz").write_bytes(packed[:-12])
    more = "  cut:\n    format: csv\n    files: cut.csv.gz\n    zone: UTC\n"
    more += "    columns: {activity: what, timestamp: when, objects: {customer: who}}\n"
    edit(shop / "project.yaml", "sources:\n", f"sources:\n{more}")
    (shop / "blueprint.yaml").unlink()
    status, output, _ = call("draft", "-p", shop)
    assert status == 4
    assert "cut was stopped: source cut: cut.csv.gz cannot be read (it is broken where" in output
    assert f"{shop}/cut.csv.gz" not in output
    assert (shop / "blueprint.yaml").exists()
    assert "stopped" not in call("draft", "-p", shop)[1]


def test_a_draft_never_overwrites_a_design(call, published_shop):
    before = (published_shop / "blueprint.yaml").read_bytes()
    assert call("draft", "-p", published_shop)[0] == 0
    assert (published_shop / "blueprint.yaml").read_bytes() == before
    assert (published_shop / "blueprint.draft.yaml").exists()
