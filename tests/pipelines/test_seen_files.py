"""Files that are as they were are not hashed again, unless that is asked for."""

from __future__ import annotations

import os

import pytest

from pipelines import export_files
from pipelines.load import load_all
from tests.pipelines.fixture_loading import ask, load, make_project, put

CSV = {
    "format": "csv",
    "files": "*.csv",
    "columns": {"activity": "a", "timestamp": "t", "objects": {"ticket": "o"}},
}
ROW = "o,a,t\n{},Opened,2025-03-01T10:00:00Z\n"
HOUR_NS = 3600 * 10**9


@pytest.fixture
def hashed(monkeypatch):
    """The names of the files that are hashed, in order."""
    names = []
    plain = export_files.file_sha256

    def noting(path):
        names.append(path.name)
        return plain(path)

    monkeypatch.setattr(export_files, "file_sha256", noting)
    return names


@pytest.fixture
def project(tmp_path):
    """Two files: `old.csv` was written an hour ago, `new.csv` just now."""
    made = make_project(
        tmp_path, {"s": CSV}, {"old.csv": ROW.format("x"), "new.csv": ROW.format("y")}
    )
    make_old(tmp_path / "old.csv", hours=1)
    return made


def make_old(path, *, hours):
    moment = path.stat().st_mtime_ns - hours * HOUR_NS
    os.utime(path, ns=(moment, moment))


def test_a_file_as_it_was_is_not_hashed_and_one_just_written_is(project, hashed):
    assert load(project)["s"].events_loaded == 2
    assert hashed == ["new.csv", "old.csv"]
    hashed.clear()
    assert load(project)["s"].rows_read == 0
    assert hashed == ["new.csv"]


def test_a_new_time_of_change_is_noted_when_the_content_is_the_same(project, hashed):
    load(project)
    make_old(project.root / "new.csv", hours=2)
    hashed.clear()
    assert load(project)["s"].rows_read == 0
    assert hashed == ["new.csv"]
    hashed.clear()
    assert load(project)["s"].rows_read == 0
    assert hashed == []


def test_another_size_or_time_is_looked_at(project, hashed):
    load(project)
    put(project.root / "old.csv", ROW.format("other"))
    make_old(project.root / "old.csv", hours=1)
    assert load(project)["s"].events_loaded == 1
    assert ask(project, "select object_id from event_objects order by 1") == [("other",), ("y",)]


def test_what_was_changed_in_secret_is_found_when_files_are_verified(project, hashed):
    load(project)
    path = project.root / "old.csv"
    before = path.stat().st_mtime_ns
    put(path, ROW.format("z"))
    os.utime(path, ns=(before, before))
    assert load(project)["s"].rows_read == 0
    [verified] = load_all(project, frozenset(), "again", wait_s=5, verify=True)
    assert verified.events_loaded == 1
    assert ask(project, "select object_id from event_objects order by 1") == [("y",), ("z",)]


def test_a_file_that_is_gone_is_forgotten(project):
    load(project)
    (project.root / "new.csv").unlink()
    load(project)
    make_old(project.root / "old.csv", hours=3)
    load(project)
    assert ask(project, "select source, source_file from seen_files") == [("s", "old.csv")]
