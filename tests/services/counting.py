"""The oracle's counts: plain Python over the same log, shared with nothing that it checks."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, partial
from itertools import groupby
from operator import attrgetter
from typing import Any

from blueprint.gaps import RULES
from sample_logs.oracle.counting import count_gaps
from sample_logs.oracle.events import Event
from sample_logs.oracle.reading import parse_design
from sample_logs.oracle.setting import Period
from tests.services.designing import design_of
from tests.services.manners import is_ignored, signals_of_act, steps_of_act, told
from tests.services.service import Key, Service
from tests.services.simulating import START, Log

KINDS = {rule.__name__ for rule in RULES}
"""The kinds that both count."""


def counted(service: Service, log: Log) -> dict[Key, tuple[int, int]]:
    """Eligible and affected of every kind, subject and facet."""
    until = service.complete_until
    period = Period(coverage_from=dict.fromkeys(until, START), complete_until=until)
    found = count_gaps(_journeys(service, log), parse_design(design_of(service)), period)
    return {key: (count.eligible, count.affected) for key, count in found.items()}


def _journeys(service: Service, log: Log) -> Iterator[list[Event]]:
    """The events of each customer in their order."""
    columns = (log.act, log.manner, log.time, log.customer, log.ticket, log.sequence)
    kinds = cache(partial(_kind, service))
    events = [
        Event(
            customer=customer, time=time, id=f"e{number}", **kinds(act, manner),
            objects={} if ticket < 0 else {"ticket": f"t{ticket}"},
            sequence=None if sequence < 0 else sequence,
        )
        for number, (act, manner, time, customer, ticket, sequence) in enumerate(
            zip(*(column.tolist() for column in columns), strict=True)
        )
    ]  # fmt: skip
    events.sort(key=attrgetter("customer"))
    for _, own in groupby(events, key=attrgetter("customer")):
        yield sorted(own, key=attrgetter("order"))


def _kind(service: Service, act: int, manner: int) -> dict[str, Any]:
    """What is known of an event by its step or noise, and by its manner."""
    steps = steps_of_act(service, act)
    return told(service, act, manner) | {
        "steps": steps,
        "ignored": is_ignored(service, act),
        "signals": signals_of_act(service, act),
    }
