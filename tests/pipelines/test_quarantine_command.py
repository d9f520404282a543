"""`quarantine` and its replay: what was rejected, and what a fix makes of it."""

from __future__ import annotations

import gzip
import json
import shutil

import pytest

from pipelines.project import load_project
from pipelines.run import compare_loaded, load_sources, new_order, stopped
from tests.pipelines.conftest import SHOP
from tests.pipelines.fixture_loading import ask
from tests.pipelines.projects import edit

ROW = "c01,ask,2026-01-06 08:00:00\n"


def spoil(shop):
    """Loads the corner shop with three bad rows in two files."""
    shutil.copytree(SHOP, shop)
    edit(shop / "project.yaml", "files: orders.csv", "files: ['*.csv']")
    with (shop / "orders.csv").open("a") as file:
        file.write("c90,ask,yesterday evening\nc91,,2026-01-06 08:00:00\n")
    (shop / "more.csv").write_text("who,what,when\n" + ROW + ROW.replace("2026-01", "2026-13"))
    edit(shop / "project.yaml", "    zone: UTC\n", "    zone: UTC\n    reject_limit: 0.5\n")
    order = new_order(shop)
    assert not stopped(load_sources(order))
    compare_loaded(order)


@pytest.fixture(scope="session")
def _spoilt(once):
    return once("spoilt", spoil)


@pytest.fixture
def spoilt(_spoilt, tmp_path, plain_flow):
    """A copy of the corner shop with three bad rows in two files, loaded."""
    return shutil.copytree(_spoilt, tmp_path / "shop", symlinks=True)


def rows(shop):
    query = "select source_file, source_row, reason, replay_status from quarantine order by 1, 2"
    return ask(load_project(shop), query)


def counts(shop):
    query = "select source_file, rows_read, rows_quarantined from loads order by 1"
    return ask(load_project(shop), query)


BAD = [
    ("more.csv", 3, "bad_timestamp", "new"),
    ("orders.csv", 162, "bad_timestamp", "new"),
    ("orders.csv", 163, "missing_activity", "new"),
]


def test_groups_with_counts_and_the_first_row(call, spoilt):
    status, output, _ = call("quarantine", "-p", spoilt, "--json")
    assert status == 0
    found = [(g["reason"], g["source_file"], g["rows"], g["first_row"]) for g in json.loads(output)]
    assert sorted(found) == [(r, f, 1, n) for f, n, r, _ in BAD]
    status, output, _ = call("quarantine", "-p", spoilt)
    assert "3 rows are set aside, 3 of them for a fault." in output
    assert "missing_activity" in output
    status, output, _ = call("quarantine", "-p", spoilt, "--reason", "missing_activity")
    assert "1 rows are set aside" in output


def test_single_rows_lead_back_and_show_nobody(call, spoilt):
    _, output, _ = call("quarantine", "-p", spoilt, "--rows", "--source", "shop")
    assert "shop  orders.csv:162  bad_timestamp  new  found xxxxxxxxx xxxxxxx; expected" in output
    assert '{"who":"x00","what":"xxx","when":"xxxxxxxxx xxxxxxx"}' in output
    _, output, _ = call("quarantine", "-p", spoilt, "--rows", "--json")
    assert [(r["source_file"], r["source_row"]) for r in json.loads(output)] == [b[:2] for b in BAD]


def test_nothing_set_aside_and_an_unknown_source(call, published_shop):
    assert call("quarantine", "-p", published_shop)[1] == "No row is set aside.\n"
    assert "nothing" not in call("quarantine", "replay", "-p", published_shop)[1]
    status, _, messages = call("quarantine", "-p", published_shop, "--source", "shpo")
    assert (status, 'Did you mean "shop"?' in messages) == (1, True)


def test_before_anything_is_loaded(call, shop):
    assert call("quarantine", "-p", shop)[0] == 1


def test_a_replay_without_a_fix_says_so_and_changes_no_event(call, spoilt):
    before = ask(load_project(spoilt), "select * exclude (load_id) from events order by all")
    status, output, _ = call("quarantine", "replay", "-p", spoilt)
    assert (status, output) == (0, "shop: 0 of 3 rows are read now, 3 still bad.\n")
    assert rows(spoilt) == [(*bad[:3], "still_bad") for bad in BAD]
    assert before == ask(
        load_project(spoilt), "select * exclude (load_id) from events order by all"
    )
    assert "3 still bad" not in call("quarantine", "replay", "-p", spoilt, "--source", "shop")[2]
    assert call("run", "-p", spoilt)[0] == 0
    assert len(rows(spoilt)) == 3


def test_after_a_fix_rows_are_read_and_stay_as_replayed_without_their_text(call, spoilt):
    edit(spoilt / "orders.csv", "yesterday evening", "2026-01-06 19:00:00")
    first = ask(
        load_project(spoilt), "select min(first_seen) from quarantine where source_row = 162"
    )
    status, output, _ = call("quarantine", "replay", "-p", spoilt)
    assert status == 0
    assert output.startswith("shop: 1 of 3 rows are read now, 2 still bad.\n")
    assert "blueprint-miner compare" in output
    assert rows(spoilt) == [
        ("more.csv", 3, "bad_timestamp", "still_bad"),
        ("orders.csv", 162, "bad_timestamp", "replayed"),
        ("orders.csv", 163, "missing_activity", "still_bad"),
    ]
    kept = "select first_seen, raw_text from quarantine where replay_status = 'replayed'"
    assert ask(load_project(spoilt), kept) == [(*first[0], None)]
    assert counts(spoilt) == [("more.csv", 2, 1), ("orders.csv", 162, 1)]
    assert len(ask(load_project(spoilt), "from events where source_file = 'orders.csv'")) == 161
    # those that are read are not tried again
    assert "shop: 0 of 2 rows" in call("quarantine", "replay", "-p", spoilt)[1]
    assert call("compare", "-p", spoilt)[0] == 0


def test_a_file_that_is_gone_is_told_and_its_rows_stay(call, spoilt):
    (spoilt / "more.csv").unlink()
    status, output, _ = call("quarantine", "replay", "-p", spoilt)
    assert status == 0
    assert "shop: more.csv is gone, or files: does not name it any more: its 1 rows stay." in output
    assert rows(spoilt)[0] == ("more.csv", 3, "bad_timestamp", "new")


def test_a_source_that_could_not_be_read_and_now_can_is_not_told_as_gone(call, shop, plain_flow):
    assert call("run", "-p", shop)[0] == 0
    edit(shop / "project.yaml", "files: orders.csv", "files: 'orders*.csv'")
    orders = (shop / "orders.csv").read_text()
    (shop / "orders.csv").write_text("who\nc01\n")
    assert call("run", "-p", shop)[0] == 4
    assert rows(shop) == [("orders*.csv", 0, "unreadable_source", "new")]
    (shop / "orders.csv").write_text(orders + "c90,ask,2026-01-06 08:00:00\n")
    status, output, _ = call("quarantine", "replay", "-p", shop)
    assert (status, rows(shop)) == (0, [])
    assert "gone" not in output


def test_rows_that_are_no_fault_are_not_counted_as_tried(call, spoilt):
    line = '1.2.3.4 - - [06/Jan/2026:08:00:00 +0000] "GET {} HTTP/1.1" 200 1 "-" "{}"\n'
    (spoilt / "a.log").write_text(
        line.format("/", "Firefox") * 3 + line.format("/", "Googlebot") + "no request\n"
    )
    edit(
        spoilt / "project.yaml",
        "sources:\n",
        "sources:\n  web: {format: access_log, files: a.log}\n",
    )
    assert call("run", "-p", spoilt)[0] in {0, 4}
    output = call("quarantine", "replay", "-p", spoilt, "--source", "web")[1]
    assert output == "web: 0 of 1 rows are read now, 1 still bad.\n"
    nothing = call("quarantine", "-p", spoilt, "--source", "web", "--reason", "probe")[1]
    assert nothing == 'No row of "web" and "probe" is set aside.\n'


def test_a_source_that_could_not_be_read_is_read_again(call, spoilt):
    packed = gzip.compress(b"who,what,when\n" + 9 * ROW.encode())
    (spoilt / "cut.csv.gz").write_bytes(packed[:-12])
    cut = "  cut: {format: csv, files: '*.gz', zone: UTC, columns: {activity: what, timestamp: when, objects: {customer: who}}}\n"
    edit(spoilt / "project.yaml", "sources:\n", f"sources:\n{cut}")
    assert call("run", "-p", spoilt)[0] == 4
    status, output, _ = call("quarantine", "replay", "-p", spoilt, "--source", "cut")
    assert (status, output.startswith("cut was stopped: source cut: cut.csv.gz")) == (4, True)
    (spoilt / "cut.csv.gz").write_bytes(packed)
    status, output, _ = call("quarantine", "replay", "-p", spoilt, "--source", "cut")
    assert (status, output.splitlines()[0]) == (0, "cut can be read again.")
    assert "gone" not in output
    assert "blueprint-miner compare" in output


def test_a_source_that_stays_stopped_ends_with_4(call, shop, plain_flow):
    with (shop / "orders.csv").open("a") as file:
        file.writelines("c90,ask,never\n" for _ in range(200))
    assert call("run", "-p", shop)[0] == 1  # nothing is loaded yet
    status, output, _ = call("quarantine", "replay", "-p", shop)
    assert status == 4
    assert "shop was stopped: 200 of 360 rows were rejected" in output
    text = (shop / "orders.csv").read_text().replace("c90,ask,never\n", "")
    (shop / "orders.csv").write_text(text)
    status, output, _ = call("quarantine", "replay", "-p", shop)
    assert status == 0
    assert output.startswith("shop: 200 of 200 rows are read now, 0 still bad.\n")
    assert len(ask(load_project(shop), "from events")) == 160


def test_a_run_shows_that_every_row_is_accounted_for(call, spoilt, plain_flow):
    (spoilt / "more.csv").write_text("who,what,when\n" + 2 * ROW + ROW.replace("2026", "20260") + ROW.replace("ask", "pay"))  # fmt: skip
    _, output, _ = call("run", "-p", spoilt)
    assert (
        "shop: 4 rows of 1 file read = 2 loaded + 1 duplicate + 1 quarantined; 2 new events\n"
        in output
    )
    again = call("run", "-p", spoilt)[1]
    assert "Nothing new was loaded.\n" in again
    assert "rows of" not in again
