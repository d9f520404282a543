"""The help desk's export: Zendesk ticket audits, users and ratings as JSON lines.

Grain of `Audits`: one row per audit: what one person did to one ticket in one second.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sample_logs.clock import DAY, Flags, Ints, epoch_ms, iso
from sample_logs.dirt import Deliveries, Plan, Rows, deliver
from sample_logs.draws import Draws
from sample_logs.kinds import KINDS, NUMBER
from sample_logs.service import Service
from sample_logs.state import IS_DESK, Events
from sample_logs.writing import Writer

ACTORS = ("customer", "agent", "engineer", "system")
ACTOR_OF_KIND = np.array(
    [ACTORS.index(kind.by) if kind.source == "helpdesk" else -1 for kind in KINDS]
)
PLAN = Plan(
    cuts=tuple(epoch_ms(f"2025-{day}T00:00:00Z") for day in ("09-01", "10-01", "11-01")),
    overlap_ms=DAY,
    spoilt=(0.0, 0.0015, 0.0015),
    late=0.005,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Audits:
    """All audits as columns, and the audit of each event."""

    ticket: Ints
    time_ms: Ints
    actor: Ints
    creates: Flags
    state: Ints  # rows of the state that are written in audits
    of_event: Ints  # the audit of each of them


def make_audits(service: Service) -> Audits:
    """Put what one actor does to a ticket in one second into one audit."""
    state = np.flatnonzero(IS_DESK[service.events.kind] & (service.events.kind != NUMBER["rated"]))
    state = state[np.argsort(service.events.sequence[state], kind="stable")]
    events = service.events.only(state)
    actor = _actors(service, events)
    keys = np.stack([events.time_ms, events.item, actor], axis=1)
    audits, of_event = np.unique(keys, axis=0, return_inverse=True)
    of_event = of_event.reshape(-1)
    creates = np.zeros(len(audits), dtype=np.bool_)
    creates[of_event[events.kind == NUMBER["ticket"]]] = True
    return Audits(
        ticket=audits[:, 1],
        time_ms=audits[:, 0],
        actor=audits[:, 2],
        creates=creates,
        state=state,
        of_event=of_event,
    )


def _actors(service: Service, events: Events) -> Ints:
    """Who writes each event's audit; a confirmation sent at once stands in the customer's own."""
    actor = ACTOR_OF_KIND[events.kind]
    at_once = (events.kind == NUMBER["acknowledged"]) & (
        events.time_ms == service.tickets.opened_ms[np.maximum(events.item, 0)]
    )
    return np.where(at_once, ACTORS.index("customer"), actor)


def deliver_desk(service: Service, audits: Audits) -> Deliveries:
    """How the audits reach the files; those that create a ticket are never spoilt."""
    nothing = np.zeros(len(audits.ticket), dtype=np.bool_)
    to_deliver = Rows(sent_ms=audits.time_ms, whole=audits.creates, once=nothing, bot=nothing)
    return deliver(to_deliver, PLAN, Draws(service.seed, "helpdesk deliveries"))


def write_desk(service: Service, audits: Audits, deliveries: Deliveries, writer: Writer) -> None:
    """Write audits, users and ratings."""
    events = service.events.only(audits.state)
    writer.table(
        "desk_kinds",
        {
            "kind": range(len(KINDS)),
            "name": [kind.name for kind in KINDS],
        },
    )
    writer.table(
        "desk_events",
        {
            "audit": audits.of_event,
            "kind": events.kind,
            "event_no": events.sequence,
            "ticket": events.item,
            "customer": events.customer,
        },
    )
    old_form = Draws(service.seed, "helpdesk text").chance(0.03, len(audits.ticket))
    for number, cut in enumerate(PLAN.cuts):
        lines = deliveries.of_file(number)
        writer.table(
            "numbers",
            {
                "line_no": np.arange(len(lines.row), dtype=np.int64),
                "audit": lines.row,
                "defect": lines.defect,
                "time_ms": audits.time_ms[lines.row],
                "ticket": audits.ticket[lines.row],
                "actor": audits.actor[lines.row],
                "old_form": old_form[lines.row],
            },
        )
        writer.lines("desk_audits", f"exports/helpdesk/ticket_audits_{iso(cut)[:7]}.jsonl")
    _write_people(service, writer)


def _write_people(service: Service, writer: Writer) -> None:
    """Users (customers who ever asked, and staff) and ratings."""
    customer = np.unique(service.tickets.customer)
    people = service.customers
    writer.table(
        "requesters",
        {
            "customer": customer,
            "has_user_id": people.in_desk_by_user_id[customer],
            "letters": np.where(people.mixed_case[customer] == 1, 1, 0),
        },
    )
    writer.lines("desk_users", "exports/helpdesk/users.jsonl")
    ratings = service.events.only(service.events.kind == NUMBER["rated"])
    writer.table(
        "ratings",
        {
            "number": np.arange(len(ratings), dtype=np.int64),
            "ticket": ratings.item,
            "customer": ratings.customer,
            "good": ratings.detail,
            "time_ms": ratings.time_ms,
        },
    )
    writer.lines("desk_ratings", "exports/helpdesk/satisfaction_ratings.jsonl")
