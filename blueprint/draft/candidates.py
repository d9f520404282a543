"""The steps that a log could have: its activities, parted where the parts are different steps.

An activity is parted by an attribute that was kept, when it has few values and the several events
of one unit mostly differ in it (the template of a mail); and by who acts and what is public, when
the parts lie on different lanes (a customer's comment, an agent's reply, an internal note). A unit
is a case, or an object with a life of its own (a ticket).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from blueprint.draft.lanes import Placing, placing
from blueprint.queries import fill
from miner.log import run_script

SEVERAL = 0.2
"""Share of the owners of a type with more than one object, from which it has a life of its own."""

LIVING = 0.5
"""Share of the objects of a type with more than one event, from which the type has a life."""

SHARED = 0.2
"""Share of the objects of a type that touch several customers, above which it is nobody's own."""

PARTING = {"most_values": 8, "covered": 0.9, "mixed": 0.5, "least_units": 20}
"""An attribute parts an activity: its values, events with one, units in which they differ."""

RHYTHM = {"least_events": 50, "least_hours": 48, "same_wait": 0.2}
"""A machine: its events, the shortest wait that tells, the share of them after the same hours."""

_HERE = Path(__file__).parent
Part = tuple[str, str, str | None]
"""Source, activity, and the value of the attribute that parts it."""

Way = tuple[tuple[str, Any], ...]
"""One alternative of a binding: field (with its operator) and value of each condition."""

Ways = tuple[Way, ...]


class Face(NamedTuple):
    """Events of one activity that look alike: part, life, kind of actor and visibility."""

    source: str
    activity: str
    part: str | None
    life: str
    actor_kind: str
    public: bool | None
    events: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A step that could be: its events, where it lies and how often it comes.

    `part` is the value of the attribute that parts its activity; `ways` are the alternatives of
    its binding; `units` have it, the median of them `repeats` times, `share` of all of its life.
    """

    no: int
    source: str
    activity: str
    part: str | None
    placing: Placing
    life: str
    ways: Ways
    events: int = 0
    units: int = 0
    repeats: int = 0
    share: float = 0.0


def lives(connection: duckdb.DuckDBPyConnection, customer_type: str) -> list[str]:
    """Object types with a life of their own: customers have several, each has several events.

    Not those that several customers share (a product). The type with most objects comes first:
    an event that touches two belongs to the finer one.
    """
    rows = run_script(connection, _HERE / "lives.sql", customer_type=customer_type)
    return [
        object_type
        for object_type, objects, living, shared, owners, several in rows
        if living >= LIVING * objects and several >= SEVERAL * owners and shared <= SHARED * objects
    ]


def candidates(connection: duckdb.DuckDBPyConnection, own: Sequence[str]) -> list[Candidate]:
    """Every step that the log could have, with its counts, in the order of source and activity.

    Leaves draft_candidate_events and draft_sightings (sightings.sql) in the connection.
    """
    run_script(connection, _HERE / "events.sql", lives=list(own))
    partings = _partings(connection)
    faces = [Face(*row) for row in run_script(connection, _HERE / "faces.sql")]
    machines = set(run_script(connection, _HERE / "rhythm.sql", **RHYTHM))
    found, members = _grouped(faces, machines, partings)
    fill(connection, "draft_candidates", _COLUMNS, members)
    counts = {no: rest for no, *rest in run_script(connection, _HERE / "sightings.sql")}
    return [_counted(candidate, *counts[candidate.no]) for candidate in found]


_COLUMNS = (
    "source varchar, activity varchar, part varchar, actor_kind varchar, public boolean,"
    " candidate integer"
)
Partings = dict[tuple[str, str], tuple[str, tuple[str, ...]]]


def _counted(candidate: Candidate, events: int, units: int, repeats: int) -> Candidate:
    return replace(candidate, events=events, units=units, repeats=repeats)


def _partings(connection: duckdb.DuckDBPyConnection) -> Partings:
    """The attribute that parts an activity, if any: the one with the fewest values."""
    found: Partings = {}
    for source, activity, name, kinds in run_script(
        connection, _HERE / "attributes.sql", **PARTING
    ):
        found.setdefault((source, activity), (name, tuple(kinds)))
    rows = [(*where, name, list(kinds)) for where, (name, kinds) in found.items()]
    columns = "source varchar, activity varchar, name varchar, kinds varchar[]"
    fill(connection, "draft_partings", columns, rows)
    return found


def _grouped(
    faces: Iterable[Face], machines: set[tuple[Any, ...]], partings: Partings
) -> tuple[list[Candidate], list[tuple[Any, ...]]]:
    """Faces of one activity, part and lane are one candidate; and which face is in which."""
    placings: dict[tuple[Part, str], Placing] = {}
    parts: dict[Part, dict[str, list[Face]]] = {}
    for face in faces:
        is_machine = face[:2] in machines
        where = placing(face.activity, face.actor_kind, public=face.public, automatic=is_machine)
        placings.setdefault((face[:3], where.lane), where)
        parts.setdefault(face[:3], {}).setdefault(where.lane, []).append(face)
    found: list[Candidate] = []
    members: list[tuple[Any, ...]] = []
    for (part, lane), where in placings.items():
        own = parts[part][lane]
        others = [face for other in parts[part].values() for face in other if other is not own]
        members += [(*part, face.actor_kind, face.public, len(found)) for face in own]
        ways = _ways(part, partings.get(part[:2]), own, others)
        found.append(_candidate(len(found), where, own, ways))
    return found, members


def _candidate(no: int, where: Placing, faces: Sequence[Face], ways: Ways) -> Candidate:
    source, activity, part = faces[0][:3]
    return Candidate(
        no=no,
        source=source,
        activity=activity,
        part=part,
        placing=where,
        life=_life(faces),
        ways=ways,
    )


def _ways(
    part: Part,
    parting: tuple[str, tuple[str, ...]] | None,
    own: Sequence[Face],
    others: Sequence[Face],
) -> Ways:
    """The alternatives of a binding: source, activity and part, and what tells the faces apart."""
    first = _part_conditions(part, parting)
    return tuple((*first, *more) for more in _telling(own, others))


def _life(faces: Iterable[Face]) -> str:
    """The life that most of the events belong to."""
    events: dict[str, int] = {}
    for face in faces:
        events[face.life] = events.get(face.life, 0) + face.events
    return min(events, key=lambda life: (-events[life], life))


def _part_conditions(part: Part, parting: tuple[str, tuple[str, ...]] | None) -> Way:
    """Source, activity, and the value of the attribute that parts it; else: none of its values."""
    source, activity, value = part
    base = (("source", source), ("activity", activity))
    if parting is None:
        return base
    name, kinds = parting
    one = (f"attributes.{name}!", list(kinds)) if value is None else (f"attributes.{name}", value)
    return (*base, one)


def _telling(own: Sequence[Face], others: Sequence[Face]) -> list[Way]:
    """What tells these faces from the others of the activity: who acts, then what is public."""
    if not others:
        return [()]
    foreign = {face.actor_kind for face in others}
    clear = sorted({face.actor_kind for face in own} - foreign)
    found: list[Way] = [(("actor_kind", clear),)] if clear else []
    for actor in sorted({face.actor_kind for face in own} & foreign):
        seen = {face.public for face in own if face.actor_kind == actor}
        said = [public for public in (True, False) if public in seen]
        if said:
            found.append((("actor_kind", actor), ("public", said)))
        if None in seen:
            found.append((("actor_kind", actor), ("public!", [True, False])))
    return found
