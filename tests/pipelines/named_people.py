"""Any format under pseudonyms: no attribute that nobody asked for, and no name of a person."""

from __future__ import annotations

import json

from pipelines.pseudonyms import PERSON_TYPES
from tests.pipelines.fixture_loading import ask, load, make_project

SHORTEST = 4
"""A shorter id may stand in another text by chance."""
ATTRIBUTES = "select attributes from events where attributes is not null"


def check_nobody_is_named(plain, folder, name, case):
    """A case that is loaded as it stands, and again under pseudonyms with nothing asked for."""
    asked = {*case.get("keep", ()), *case.get("settings", {}).get("keep", ())}
    assert {key for (text,) in ask(plain, ATTRIBUTES) for key in json.loads(text)} <= asked
    hashed = under_pseudonyms(folder, name, case)
    assert ask(hashed, ATTRIBUTES) == []
    told = texts(hashed)
    assert [person for person in named(plain) if person in told] == []


def under_pseudonyms(folder, name, case):
    own = {key: value for key, value in case.get("settings", {}).items() if key != "keep"}
    settings = {"format": name, "files": list(case["files"]), **own}
    privacy = {"quarantine": "plain", "identifiers": "pseudonyms"}
    project = make_project(folder, {"s": settings}, case["files"], privacy=privacy)
    load(project)
    return project


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
