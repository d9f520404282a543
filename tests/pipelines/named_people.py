"""Any format under pseudonyms: no attribute that nobody asked for, and no name of a person."""

from __future__ import annotations

import json

from pipelines.pseudonyms import PERSON_TYPES
from tests.pipelines.fixture_loading import ask_all, load, make_project

SHORTEST = 4
"""A shorter id may stand in another text by chance."""
ATTRIBUTES = "select attributes from events where attributes is not null"
TEXTS = ("select * exclude attributes from events", "from event_objects", "from object_links")
"""All that the warehouse says of events, but for attributes that were asked for."""


def check_nobody_is_named(plain, folder, name, case):
    """A case that is loaded as it stands, and again under pseudonyms with nothing asked for."""
    asked = {*case.get("keep", ()), *case.get("settings", {}).get("keep", ())}
    kept, people = ask_all(plain, ATTRIBUTES, named())
    assert {key for (text,) in kept for key in json.loads(text)} <= asked
    kept, *tables = ask_all(under_pseudonyms(folder, name, case), ATTRIBUTES, *TEXTS)
    assert kept == []
    told = "\n".join(str(row) for table in tables for row in table)
    assert [person for (person,) in people if person in told] == []


def under_pseudonyms(folder, name, case):
    own = {key: value for key, value in case.get("settings", {}).items() if key != "keep"}
    settings = {"format": name, "files": list(case["files"]), **own}
    privacy = {"quarantine": "plain", "identifiers": "pseudonyms"}
    project = make_project(folder, {"s": settings}, case["files"], privacy=privacy)
    load(project)
    return project


def named():
    """The query for ids of persons as the case file has them, but for those that are also another thing's id."""
    types = ", ".join(f"'{kind}'" for kind in sorted(PERSON_TYPES))
    return f"""
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
        order by id
        """
