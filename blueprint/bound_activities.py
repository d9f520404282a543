"""What became of the events of each activity: bound, not picked, ignored, unplaced or unbound.

Grain: one `BoundActivity` per source, activity, state and step; events of cases only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import duckdb

from blueprint.queries import select

LONGEST_VALUE = 40
MOST_ATTRIBUTES = 4
_EXAMPLES = "sql/example_events"


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundActivity:
    """Events of one activity in one state; `step` is the one that they are, or would be."""

    source: str
    activity: str
    state: str  # bound, not_picked, ignored, unplaced, unbound
    step: str | None
    events: int
    customers: int
    examples: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventExample:
    """One event to look up: file and row, time, and a few fields that a binding may speak of."""

    place: str
    happened_at: datetime
    fields: Mapping[str, str]


def bound_activities(connection: duckdb.DuckDBPyConnection) -> list[BoundActivity]:
    """Every activity in every state, on the tables of `instances.build`; the largest first."""
    return [
        BoundActivity(
            source=source,
            activity=activity,
            state=state,
            step=step,
            events=events,
            customers=customers,
            examples=tuple(examples),
        )
        for source, activity, state, step, events, customers, examples in select(
            connection, "sql/activity_states"
        )
    ]


def event_examples(
    connection: duckdb.DuckDBPyConnection, events: Iterable[int], smallest: int
) -> Mapping[int, EventExample]:
    """The events of these numbers; of their attributes what events of `smallest` customers share.

    A value that only a few have (an address, a token in a path) could name them.
    """
    asked = {"events": sorted(events), "smallest": smallest}
    return {number: _example(rest) for number, *rest in select(connection, _EXAMPLES, asked)}


def _example(row: Sequence[Any]) -> EventExample:
    file, line, happened_at, actor_kind, role, channel, public, attributes = row
    seen = None if public is None else str(public).lower()
    told = {"actor_kind": actor_kind, "role": role, "channel": channel, "public": seen}
    for each in attributes[:MOST_ATTRIBUTES]:
        told[f"attributes.{each['name']}"] = _short(each["value"])
    fields = {name: value for name, value in told.items() if value is not None}
    return EventExample(place=f"{file}:{line}", happened_at=happened_at, fields=fields)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 1]}…"
