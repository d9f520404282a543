"""Each customer's own journey as a list of events in order, from the simulator's state."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from sample_logs.clock import Flags
from sample_logs.kinds import KINDS, Kind
from sample_logs.state import Events

MICRO = {"web": 1_000, "crm": 1_000_000, "helpdesk": 1_000_000}
"""Precision of each source in microseconds: Segment writes milliseconds, the others seconds."""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to one customer."""

    customer: int
    time: int  # microseconds
    kind: Kind
    ticket: int | None
    sequence: int | None

    @property
    def order(self) -> tuple[int, str, bool, int, str]:
        """Place in the total order of definitions.md, 1."""
        return (
            self.time,
            self.kind.source,
            self.sequence is None,
            self.sequence or 0,
            self.kind.activity,
        )


def is_tie(one: Event, other: Event) -> bool:
    """Whether the order of two events cannot be told."""
    if one.kind.source != other.kind.source:
        coarser = max(MICRO[one.kind.source], MICRO[other.kind.source])
        return abs(one.time - other.time) < coarser
    return one.time == other.time and one.sequence is None and other.sequence is None


def journeys(events: Events, observable: Flags | None = None) -> Iterator[list[Event]]:
    """The journey of every customer; with `observable`, less the events that the dirt destroyed."""
    if observable is not None:
        events = events.only(observable)
    columns = zip(
        events.customer.tolist(),
        events.time_ms.tolist(),
        events.kind.tolist(),
        events.item.tolist(),
        events.sequence.tolist(),
        strict=True,
    )
    told = (
        Event(
            customer,
            time_ms * 1_000,
            KINDS[kind],
            item if KINDS[kind].source == "helpdesk" else None,
            sequence if sequence >= 0 else None,
        )
        for customer, time_ms, kind, item, sequence in columns
    )
    for _, own in groupby(told, key=attrgetter("customer")):
        yield sorted(own, key=attrgetter("order"))
