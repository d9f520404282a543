"""The id that a source gives an event stays, to be looked up by, unless it tells of a person."""

from __future__ import annotations

import json

import pytest

from pipelines import known_actors
from tests.pipelines.fixture_loading import ask, contents, load, make_project

COLUMNS = {
    "activity": "what", "timestamp": "at", "event_id": "id", "actor": "by", "actor_kind": "kind",
    "objects": {"ticket": "ticket", "user": "who", "phone": "phone"},
}  # fmt: skip
KEPT = ["ev-1", "4711", "0a1b2c3d-0000-4000-8000-123456789abc", "x" * 64, "ev-7", "T-9/2"]
HASHED = ["me@x.org/3", "U-Anna:4", "u-anna", "by-agent-smith", "0600-100-200.5", "7", "y" * 65]
NAMES = ["id", "at", "what", "ticket", "who", "phone", "by", "kind"]


def rows():
    for number, ident in enumerate([*KEPT, *HASHED]):
        actor = "7" if ident in ("ev-7", "7") else "Agent-Smith"
        at = f"2025-11-01T10:{number:02}:00Z"
        yield [ident, at, "Asked", "T-9", "u-anna", "+48 600 100 200", actor, "person"]


def texts():
    lines = [json.dumps(dict(zip(NAMES, row, strict=True))) for row in rows()]
    table = "\n".join(",".join(row) for row in [NAMES, *rows()])
    return {"csv": table + "\n", "jsonl": "\n".join(lines) + "\n"}


def desk(tmp_path, form, files, identifiers="pseudonyms"):
    source = {"format": form, "files": f"*.{form}", "columns": COLUMNS}
    return make_project(tmp_path, {"desk": source}, files, privacy={"identifiers": identifiers})


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_ids_that_tell_of_nobody_stay_as_they_are(tmp_path, form):
    project = desk(tmp_path, form, {f"log.{form}": texts()[form]})
    load(project)
    found = {ident for (ident,) in ask(project, "select event_id from events")}
    objects = {ident for (ident,) in ask(project, "select event_id from event_objects")}
    assert found == objects
    assert {f"desk:{ident}" for ident in KEPT} <= found
    assert not {f"desk:{ident}" for ident in HASHED} & found
    assert len(found) == len([*KEPT, *HASHED])


def test_with_plain_identifiers_all_stay(tmp_path):
    project = desk(tmp_path, "csv", {"log.csv": texts()["csv"]}, "plain")
    load(project)
    found = {ident for (ident,) in ask(project, "select event_id from events")}
    assert found == {f"desk:{ident}" for ident in [*KEPT, *HASHED]}


def test_the_same_events_in_another_file_are_duplicates(tmp_path):
    text = texts()["csv"]
    project = desk(tmp_path, "csv", {"a.csv": text, "b.csv": text})
    done = load(project)["desk"]
    assert (done.rows_loaded, done.rows_duplicate) == (len(KEPT) + len(HASHED),) * 2


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_actors_have_the_same_names_whether_or_not_they_were_looked_for_first(
    tmp_path, monkeypatch, form
):
    by = ["Smith", "unknown", "", "Bob"] * 5
    kinds = ["person", "person", "person", "system", "system", "customer"] * 4
    lines = [
        [f"e{n}", "2025-11-01T10:00:00Z", "Asked", "T", "", "", *who]
        for n, who in enumerate(zip(by, kinds, strict=False))
    ]
    table = "\n".join(",".join(row) for row in [NAMES, *lines]) + "\n"
    objects = [json.dumps(dict(zip(NAMES, row, strict=True))) for row in lines]
    files = {f"log.{form}": table if form == "csv" else "\n".join(objects) + "\n"}
    monkeypatch.setenv("BLUEPRINT_MINER_KEY", "correct horse battery staple")
    one = desk(tmp_path / "one", form, files)
    load(one)
    monkeypatch.setattr(known_actors, "LARGE", 0)
    other = desk(tmp_path / "other", form, files)
    load(other)
    assert contents(one) == contents(other)
    query = "select distinct actor_kind from events where actor in ('Smith', 'Bob')"
    assert ask(other, query) == [("system",)]
