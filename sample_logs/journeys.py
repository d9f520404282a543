"""Each customer's own journey as the oracle reads it, from the simulator's state."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter

from sample_logs.clock import Flags
from sample_logs.kinds import KINDS, Kind
from sample_logs.oracle.events import Event
from sample_logs.state import Events

MICRO = {"web": 1_000, "crm": 1_000_000, "helpdesk": 1_000_000}
"""Precision of each source in microseconds: Segment writes milliseconds, the others seconds."""


def told(customer: int, time_us: int, kind: Kind, item: int, sequence: int) -> Event:
    """One event of the state; `item` and `sequence` below 0 are none."""
    is_ticket = kind.source == "helpdesk" and item >= 0
    return Event(
        customer=customer,
        time=time_us,
        source=kind.source,
        activity=kind.activity,
        steps=kind.steps,
        ignored=kind.ignored,
        objects={"ticket": item} if is_ticket else {},
        sequence=sequence if sequence >= 0 else None,
        precision=MICRO[kind.source],
    )


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
    every = (
        told(customer, time_ms * 1_000, KINDS[kind], item, sequence)
        for customer, time_ms, kind, item, sequence in columns
    )
    for _, own in groupby(every, key=attrgetter("customer")):
        yield sorted(own, key=attrgetter("order"))
