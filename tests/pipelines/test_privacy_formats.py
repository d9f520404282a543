"""Every format, by its case files: no attribute that nobody asked for, and no name of a person."""

from __future__ import annotations

import json

import pytest

from pipelines.pseudonyms import PERSON_TYPES
from tests.pipelines.fixture_loading import ask, load, make_project
from tests.pipelines.test_sources import cases

LOADED = [case for case in cases() if "error" not in case.values[1]]
SHORTEST = 4
"""A shorter id may stand in another text by chance."""


def loaded(folder, name, case, *keep, **privacy):
    own = {key: value for key, value in case.get("settings", {}).items() if key != "keep"}
    settings = {"format": name, "files": list(case["files"]), **own}
    project = make_project(
        folder, {"s": settings}, case["files"], privacy={"quarantine": "plain", **privacy}
    )
    load(project, *keep)
    return project


@pytest.mark.parametrize(("name", "case"), LOADED)
def test_nothing_unasked_is_kept_and_no_person_is_named(name, case, tmp_path, monkeypatch):
    monkeypatch.setenv("BLUEPRINT_MINER_KEY", "of the tests of privacy")
    plain = loaded(tmp_path / "plain", name, case, identifiers="plain")
    assert ask(plain, "select attributes from events where attributes is not null") == []
    asked = {*case.get("keep", ()), *case.get("settings", {}).get("keep", ())}
    hashed = loaded(tmp_path / "hashed", name, case, *asked, identifiers="pseudonyms")
    kept = ask(hashed, "select attributes from events where attributes is not null")
    assert {key for (text,) in kept for key in json.loads(text)} <= asked
    assert [person for person in named(plain) if person in texts(hashed)] == []


def texts(project):
    """All that the warehouse says of events, but for attributes that were asked for."""
    tables = ("(select * exclude attributes from events)", "event_objects", "object_links")
    return "\n".join(str(row) for table in tables for row in ask(project, f"from {table}"))


def named(project):
    """Ids of persons as the case file has them, but for those that are also another thing's id."""
    types = ", ".join(f"'{kind}'" for kind in sorted(PERSON_TYPES))
    rows = ask(
        project,
        f"""
        with touched as (
            select object_type as kind, object_id as id from event_objects
            union select from_type, from_id from object_links
            union select to_type, to_id from object_links
            union select 'user', actor from events where actor_kind <> 'system'
        )

        select distinct id
        from touched
        where kind in ({types}) and length(id) >= {SHORTEST} and lower(id) <> 'unknown'
            and id not in (select id from touched where kind not in ({types}))
            and id not in (select actor from events where actor_kind = 'system' and actor is not null)
        """,
    )
    return sorted(person for (person,) in rows)
