"""Each customer's own journey as the oracle reads it, from the simulator's state."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter

from sample_logs.clock import Flags
from sample_logs.kinds import KINDS, Kind
from sample_logs.oracle.events import Event
from sample_logs.state import Events

DESK_CHANNELS = ("web", "email", "email", "chat")
"""On which channel the customer of each ticket writes, by the ticket's number; one in 11 calls."""
CALLS = 11, 3
FIRST_AGENT, AGENTS = 900_000_001, 5
MICRO = {"web": 1_000, "crm": 1_000_000, "helpdesk": 1_000_000}
"""Precision of each source in microseconds: Segment writes milliseconds, the others seconds."""


ACTORS = {
    "customer": ("customer", "end-user"),
    "agent": ("person", "support_agent"),
    "engineer": ("person", "engineer"),
    "system": ("system", None),
    "Automated Process": ("system", None),
    "sales": ("person", "sales"),
    "billing": ("person", "billing"),
    "care": ("person", "support_agent"),
}
"""Kind of actor and role of whoever `Kind.by` names, as the two systems with staff tell them."""


def _actor(kind: Kind) -> tuple[str, str | None]:
    if kind.source == "web":
        return ("system" if kind.server else "customer"), None
    return ("system", None) if kind.activity == "ticket.notification" else ACTORS[kind.by]


def _public(kind: Kind) -> bool | None:
    """What the systems say of who saw it: the help desk of comments and mails, the CRM never."""
    if kind.source == "crm":
        return False
    shown = {"ticket.notification": True, "ticket.comment": kind.public}
    return shown.get(kind.activity)


def _channel(kind: Kind, item: int) -> str | None:
    if kind.source != "helpdesk":
        return "email" if kind.template else kind.source
    if kind.name == "rated":
        return None
    if kind.activity == "ticket.notification":
        return "email"
    written = "voice" if item % CALLS[0] == CALLS[1] else DESK_CHANNELS[item % len(DESK_CHANNELS)]
    return {"customer": written, "system": "rule"}.get(kind.by, "web")


def _attributes(kind: Kind, item: int, detail: int) -> dict[str, str]:
    """How a ticket was rated, or to whom it was given."""
    if kind.name == "rated":
        return {"score": "good" if detail else "bad"}
    if kind.activity != "ticket.assignee":
        return {}
    return {"value": str(FIRST_AGENT + (item + (kind.name == "passed")) % AGENTS)}


SIGNALS = {"rated": ("csat",), "rage": ("rage_click",)}


def told(customer: int, time_us: int, kind: Kind, numbers: tuple[int, int, int]) -> Event:
    """One event of the state; of the numbers, `item` and `sequence` below 0 are none."""
    item, sequence, detail = numbers
    actor_kind, role = _actor(kind)
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
        actor_kind=actor_kind,
        role=role,
        channel=_channel(kind, item),
        public=_public(kind),
        attributes=_attributes(kind, item, detail),
        signals=SIGNALS.get(kind.name, ()),
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
        events.detail.tolist(),
        strict=True,
    )
    every = (
        told(customer, time_ms * 1_000, KINDS[kind], (item, sequence, detail))
        for customer, time_ms, kind, item, sequence, detail in columns
    )
    for _, own in groupby(every, key=attrgetter("customer")):
        yield sorted(own, key=attrgetter("order"))
