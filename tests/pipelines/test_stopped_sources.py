"""One broken export costs its source only; what project.yaml can mend ends the first run."""

from __future__ import annotations

import gzip
import json
import shutil

import pytest

from pipelines import load as loading
from pipelines.load import load_all
from pipelines.project import SourceError, load_project
from tests.pipelines.fixture_loading import ask, load, make_project
from tests.pipelines.projects import edit

CUT = gzip.compress(
    b"who,what,when\n" + b"".join(b"c%d,ask,2026-01-05 08:00:00\n" % n for n in range(5000))
)[:2000]
BACKUP = """
  backup:
    format: csv
    files: {files}
    zone: UTC
    columns:
      activity: what
      timestamp: when
      objects: {{customer: who}}
"""
ROW = "who,what,when\nzz,ask,2026-01-17 08:00:00\n"


def with_backup(shop, files="backup.csv*"):
    edit(shop / "project.yaml", "identity:", BACKUP.format(files=files).strip("\n") + "\nidentity:")


def states(shop):
    findings = json.loads((shop / "out/latest/findings.json").read_text(encoding="utf-8"))
    return {s["source"]: (s["events"], s["stopped"]) for s in findings["run"]["sources"]}


def stops(project):
    return ask(project, "select source, source_row, reason, detail from quarantine")


def test_an_export_that_is_cut_off_stops_its_source_only(call, shop, plain_flow):
    with_backup(shop)
    (shop / "backup.csv.gz").write_bytes(CUT)
    status, output, messages = call("run", "-p", shop)
    assert (status, messages) == (4, "")
    assert "backup was stopped: source backup: " in output
    assert "backup.csv.gz" in output
    assert states(shop)["shop"] == (160, None)
    assert "backup.csv.gz" in states(shop)["backup"][1]
    # what compares later knows it still
    assert call("compare", "-p", shop)[0] == 4
    [(source, row, reason, detail)] = stops(load_project(shop))
    assert (source, row, reason) == ("backup", 0, "unreadable_source")
    assert "backup.csv.gz" in detail

    (shop / "backup.csv.gz").write_bytes(gzip.compress(ROW.encode()))
    assert call("run", "-p", shop)[0] == 0
    assert stops(load_project(shop)) == []
    assert states(shop)["backup"] == (1, None)


def test_a_mistyped_path_ends_the_first_run_with_all_mistakes_and_nothing_is_loaded(
    call, shop, plain_flow
):
    with_backup(shop, "bakcup.csv")
    edit(shop / "project.yaml", "files: orders.csv", "files: ordres.csv")
    status, _, messages = call("run", "-p", shop)
    assert status == 1
    assert "ordres.csv" in messages
    assert "bakcup.csv" in messages
    assert not (shop / "warehouse.duckdb").exists()


def lose(path):
    path.unlink()


def rename_a_column(path):
    edit(path, "when", "moment")


def empty(path):
    path.write_bytes(b"")


@pytest.mark.parametrize("spoil", [lose, rename_a_column, empty])
def test_a_source_that_was_loaded_before_is_stopped_and_keeps_what_it_has(
    call, shop, plain_flow, spoil
):
    with_backup(shop)
    (shop / "backup.csv").write_text(ROW)
    assert call("run", "-p", shop)[0] == 0
    spoil(shop / "backup.csv")
    with (shop / "orders.csv").open("a") as file:
        file.write("c99,ask,2026-01-06 08:00:00\n")
    status, output, _ = call("run", "-p", shop)
    assert status == 4
    assert "backup was stopped" in output
    assert states(shop)["shop"] == (161, None)
    assert states(shop)["backup"][0] == 1


def test_when_nothing_can_be_read_at_all_the_input_is_wrong(call, shop, plain_flow):
    shutil.move(shop / "orders.csv", shop / "orders.txt")
    edit(shop / "project.yaml", "files: orders.csv", "files: orders.csv.gz")
    (shop / "orders.csv.gz").write_bytes(CUT)
    status, _, messages = call("run", "-p", shop)
    assert status == 1
    assert "orders.csv.gz" in messages


def test_too_much_rejected_in_one_of_many_files_keeps_every_rejected_row(tmp_path, monkeypatch):
    monkeypatch.setattr(loading, "GROUP_FILES", 1)
    sources = {
        "a": {"format": "segment", "files": "a*.jsonl"},
        "b": {"format": "segment", "files": "b.jsonl"},
    }
    good = json.dumps(
        {"type": "page", "messageId": "m", "userId": "u", "timestamp": "2025-03-01T10:00:00Z"}
    )
    files = {f"a{n}.jsonl": "{broken\n" for n in range(3)} | {"b.jsonl": good}
    project = make_project(tmp_path, sources, files)
    loads = load(project)
    assert loads["a"].stopped.startswith("3 of 3 rows were rejected, reject_limit is 0.2")
    assert (loads["b"].stopped, loads["b"].events_loaded) == (None, 1)
    assert ask(project, "select count(*) from quarantine where source = 'a'") == [(3,)]


def test_a_stop_is_first_seen_once(tmp_path):
    source = {"format": "segment", "files": "a.jsonl.gz"}
    project = make_project(tmp_path, {"a": source, "b": source | {"files": "b.jsonl"}})
    good = {"type": "page", "messageId": "m", "userId": "u", "timestamp": "2025-03-01T10:00:00Z"}
    (tmp_path / "b.jsonl").write_text(json.dumps(good))
    (tmp_path / "a.jsonl.gz").write_bytes(CUT)
    query = "select count(*), min(first_seen), min(run_id) from quarantine"
    load(project, run="one")
    [first] = ask(project, query)
    load(project, run="two")
    [second] = ask(project, query)
    assert (first[0], first[2]) == (1, "one")
    assert (second[0], second[1], second[2]) == (1, first[1], "two")


def test_a_wrong_setting_is_no_broken_export(tmp_path):
    source = {
        "format": "csv",
        "columns": {"activity": "a", "timestamp": "t", "objects": {"o": "o"}},
    }
    project = make_project(
        tmp_path,
        {"a": source | {"files": "a.csv"}, "b": source | {"files": "b.csv"}},
        {"a.csv": "o,a\nx,y\n", "b.csv": "o,a,t\nx,A,2016-02-29T01:16:00Z\n"},
    )
    with pytest.raises(SourceError, match='lacks the column "t"'):
        load_all(project, frozenset(), "r")


def test_what_stopped_a_source_is_counted_without_what_is_no_fault(shop, call, plain_flow):
    line = '1.2.3.4 - - [06/Jan/2026:08:00:00 +0000] "GET / HTTP/1.1" 200 1 "-" "{}"\n'
    lines = line.format("Firefox") + 4 * line.format("Googlebot") + 3 * "no request\n"
    (shop / "a.log").write_text(lines)
    web = "  web: {format: access_log, files: a.log}\n"
    edit(shop / "project.yaml", "sources:\n", f"sources:\n{web}")
    assert "web was stopped: 3 of 8 rows were rejected" in call("run", "-p", shop)[1]
    told = call("compare", "-p", shop)[1]
    assert "web was stopped: 3 rows of the last load were rejected" in told
