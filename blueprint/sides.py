"""The two sides of a comparison: which instances of a log stand on which.

An instance stands on a side when it entered its stage in the side's window and the side's field has
one of its values at the first own event of the instance that has the field at all.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from blueprint.bindings import add_values
from blueprint.conditions import FIELDS
from blueprint.design import Design
from blueprint.design_tables import Window, microseconds
from blueprint.queries import fill, run

_FAR_US = 2**62


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A field of the normal form and its value; `is_rest`: all that have another, or none."""

    field: str
    value: str
    is_rest: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A window [from, to) and a segment; what is None does not restrict."""

    name: str
    window: Window = (None, None)
    segment: Segment | None = None


def place(connection: duckdb.DuckDBPyConnection, design: Design, sides: tuple[Side, Side]) -> None:
    """Makes `sides` (instance_no, side): an instance may stand on both, on one or on none.

    Reads the tables of `instances.build`. Raises `LogError` when a query fails.
    """
    fill(connection, "sides", "instance_no bigint, side integer", ())
    for number, side in enumerate(sides, 1):
        _place(connection, design, number, side)


def is_field(name: str) -> bool:
    """Whether a segment may speak of this field."""
    return name in FIELDS or name.startswith("attributes.")


def _place(connection: duckdb.DuckDBPyConnection, design: Design, number: int, side: Side) -> None:
    low, high = side.window
    values: list[str] | None = None
    fill(connection, "segment_values", "instance_no bigint, value varchar", ())
    if side.segment:
        add_values(connection, "segment_values", side.segment.field)
        values = sorted(_words(design, side.segment))
    asked = {
        "side": number,
        "low": -_FAR_US if low is None else microseconds(low),
        "high": _FAR_US if high is None else microseconds(high),
        "values": values,
        "is_rest": bool(side.segment and side.segment.is_rest),
    }
    run(connection, "sides", _SIDE, asked)


_SIDE = """
    insert into sides
    select j.instance_no, $side
    from judged as j
    left join segment_values as v on v.instance_no = j.instance_no
    where j.entered_us >= $low and j.entered_us < $high
        and (
            $values::varchar[] is null
            or coalesce(list_contains($values::varchar[], v.value), false) <> $is_rest
        )"""


def _words(design: Design, segment: Segment) -> set[str]:
    """The value, and of a channel, role or system of the design the logs' own words for it."""
    named = {
        "channel": {c.id: c.words for c in design.channels.values()},
        "role": {r.id: r.words for r in design.roles.values()},
        "source": {s.id: s.sources for s in design.systems.values()},
    }
    return {segment.value, *named.get(segment.field, {}).get(segment.value, ())}
