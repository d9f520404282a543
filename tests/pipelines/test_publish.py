"""Publishing: whole or not at all, one switch, the same bytes from run to run; the mart and its dictionary."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from blueprint.findings import Findings, from_json
from pipelines import mart
from pipelines import publish as publishing
from pipelines.project import SourceError
from pipelines.published import findings_of, latest
from pipelines.run import compare_loaded, new_order

FILES = {
    "board.svg",
    "findings.json",
    "report.html",
    *(f"mart/{name}.parquet" for name in mart.TABLES),
}


@pytest.fixture
def nothing_written(monkeypatch):
    """Publishing without drawing: what is tested is the folders."""
    monkeypatch.setattr(publishing, "draw", lambda _: "<svg/>")
    monkeypatch.setattr(publishing, "page", lambda _: "<html/>")
    monkeypatch.setattr(publishing, "write_tables", lambda *_: [])


def files_below(folder: Path) -> set[str]:
    return {str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()}


def named(findings: Findings, run_id: str) -> Findings:
    return replace(findings, run=replace(findings.run, id=run_id))


def test_a_published_run_is_complete_and_the_latest(published_shop):
    out = published_shop / "out"
    assert files_below(latest(out)) == FILES
    assert not (out / "latest").readlink().is_absolute()
    assert from_json((out / "latest/findings.json").read_text(encoding="utf-8")).run.cases == 60


def test_twice_is_the_same_but_for_id_and_time(published_shop):
    first, second = (compare_loaded(new_order(published_shop)) for _ in range(2))
    told = [
        json.loads((run / "findings.json").read_text(encoding="utf-8")) for run in (first, second)
    ]
    assert told[0]["run"].pop("id") != told[1]["run"].pop("id")
    for findings in told:
        findings["run"].pop("at")
    assert json.dumps(told[0]) == json.dumps(told[1])
    for name in mart.TABLES:
        paths = [run / "mart" / f"{name}.parquet" for run in (first, second)]
        assert paths[0].read_bytes() == paths[1].read_bytes(), name


@pytest.mark.parametrize("broken", ["draw", "page", "write_tables", "_sync_tree", "_switch"])
def test_a_publication_that_fails_leaves_the_last_one(published_shop, monkeypatch, broken):
    out = published_shop / "out"
    before = latest(out)

    def fails(*_):
        raise OSError("no space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(publishing, broken, fails)
        with pytest.raises(OSError, match="no space"):
            compare_loaded(new_order(published_shop))
    assert latest(out) == before
    assert files_below(before) == FILES

    after = compare_loaded(new_order(published_shop))
    assert latest(out) == after.resolve()
    assert not list((out / "runs").glob(".partial-*"))


def test_leftovers_of_a_killed_run_go(published_shop, nothing_written):
    out = published_shop / "out"
    shutil.copytree(latest(out), out / "runs" / ".partial-killed")
    (out / ".partial-latest").symlink_to("runs/nowhere")
    publishing.publish(out, named(findings_of(latest(out)), "29990101T000000Z-a"), duckdb.connect())
    assert {p.name for p in out.iterdir()} == {".publishing", "latest", "runs"}
    assert not list((out / "runs").glob(".*"))


def test_only_the_newest_runs_stay(published_shop, nothing_written):
    out = published_shop / "out"
    findings = findings_of(latest(out))
    ids = [f"2999010{n}T000000Z-a" for n in range(1, 6)]
    for run_id in ids:
        publishing.publish(out, named(findings, run_id), duckdb.connect(), keep=3)
    assert sorted(p.name for p in (out / "runs").iterdir()) == ids[2:]
    assert latest(out).name == ids[-1]


def test_a_clock_that_goes_back_does_not_remove_the_latest(published_shop, nothing_written):
    out = published_shop / "out"
    findings = findings_of(latest(out))
    publishing.publish(out, named(findings, "19990101T000000Z-a"), duckdb.connect(), keep=1)
    assert latest(out).name == "19990101T000000Z-a"
    assert len(list((out / "runs").iterdir())) == 1


def test_latest_is_switched_in_one_step(published_shop, nothing_written, monkeypatch):
    """At every moment of the switch the link leads to a whole run."""
    out = published_shop / "out"
    seen = []
    replaced = Path.replace

    def watched(self, target):
        seen.append((out / "latest" / "findings.json").exists())
        replaced(self, target)
        seen.append((out / "latest" / "findings.json").exists())

    monkeypatch.setattr(Path, "replace", watched)
    publishing.publish(out, named(findings_of(latest(out)), "29990101T000000Z-a"), duckdb.connect())
    assert seen == [True, True]


def test_findings_of_another_version_are_refused(published_shop):
    path = latest(published_shop / "out") / "findings.json"
    path.write_text(
        path.read_text(encoding="utf-8").replace('"schema": 1', '"schema": 99'), encoding="utf-8"
    )
    with pytest.raises(SourceError, match="not the findings of this version"):
        findings_of(path.parent)


def test_a_second_publication_waits_for_the_first(published_shop, nothing_written):
    import fcntl
    import threading

    out = published_shop / "out"
    findings = named(findings_of(latest(out)), "29990101T000000Z-a")
    with (out / ".publishing").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        other = threading.Thread(target=publishing.publish, args=(out, findings, duckdb.connect()))
        other.start()
        other.join(0.3)
        assert other.is_alive()
        assert latest(out).name != findings.run.id
    other.join(10)
    assert latest(out).name == findings.run.id
    assert str((out / "latest").readlink()) == f"runs/{findings.run.id}"
