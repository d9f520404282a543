"""The log of a made-up service: every event with its customer and ticket, as whole arrays."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import UTC, datetime

import numpy as np

from tests.services.acting import act_out, answer, hold
from tests.services.departing import Departing, Events
from tests.services.drawing import Drawing
from tests.services.service import Key, Service, Stage
from tests.services.timing import delays, durations, pauses, times
from tests.services.walking import Ints, Walk

DAY = 86_400_000_000
START = int(datetime(2025, 2, 3, tzinfo=UTC).timestamp()) * 1_000_000
"""From when the exports reach back; customers began to come ten days before."""
TICKETS = {0: 0.3, 1: 0.4, 2: 0.15, 3: 0.1, 5: 0.05}
"""How many customers have how many tickets, of each stage counted by tickets."""


@dataclass(slots=True)
class Log:
    """One row per event: what (number of noise or of a step) in which manner, when, whose, of which
    ticket (or -1).
    """

    act: Ints
    manner: Ints
    time: Ints
    customer: Ints
    ticket: Ints
    sequence: Ints

    def only(self, kept: np.ndarray) -> Log:
        """Some of the events."""
        return Log(*(getattr(self, field.name)[kept] for field in fields(self)))


BY_OCCURRENCE = (
    *(
        "low_emotion",
        "wrong_role",
        "wrong_channel",
        "visibility_breach",
        "broken_rule",
        "failed_touchpoint",
    ),
)
"""Kinds whose departures are drawn for each event, not for instances or customers."""


def design_effect(service: Service, key: Key) -> float:
    """How many instances know as much as one alone: those of a customer share their fate, or not."""
    kind, subject, _ = key
    if kind in BY_OCCURRENCE:
        return 1.0
    name = re.split("[/>|]", subject)[0]
    stage = service.stages[service.steps[name].stage if name in service.steps else name]
    if not (stage.by_ticket and service.by_customer):
        return 1.0
    squares = sum(many * many * share for many, share in TICKETS.items())
    return squares / sum(many * share for many, share in TICKETS.items())


def acts(service: Service) -> dict[str, int]:
    """Numbers of the noise and of all steps; further steps come last."""
    return {name: number for number, name in enumerate([*service.noise, *service.steps])}


def simulated(drawing: Drawing) -> Log:
    """The log of the service, with what the exports do not show left out."""
    service = drawing.service
    draw = np.random.default_rng([service.seed, 2])
    begun = START + (draw.uniform(-10, service.days, service.customers) * DAY).astype(np.int64)
    parts = [*_chain(draw, service, begun), *_tickets(draw, service, begun)]
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
    log = Log(*columns, sequence=np.zeros(len(columns[0]), dtype=np.int64))
    log = log.only(np.lexsort((log.act, log.customer, log.time)))
    log.sequence = np.arange(len(log.act))
    return _exported(draw, service, log)


Part = tuple[Ints, Ints, Ints, Ints, Ints]


def _part(events: Events, customer: Ints, ticket: Ints | None = None) -> Part:
    """Columns of a log: act, manner, time, customer, ticket."""
    whose = customer[events.instance]
    of = np.full(len(whose), -1) if ticket is None else ticket[events.instance]
    return events.step, events.manner, events.time, whose, of


def _chain(draw: np.random.Generator, service: Service, begun: Ints) -> Iterator[Part]:
    """The stages of the customers, each entered by those who have done with the one before."""
    customer, entered = np.arange(len(begun)), begun
    for stage in (s for s in service.stages.values() if not s.by_ticket):
        events, ended, gone = passed(draw, service, stage, entered, customer)
        yield _part(events, customer)
        on = ~gone
        if stage.restart:
            back = on & (draw.random(len(on)) < 0.3)
            again = ended[back] + (draw.uniform(1, 20, int(back.sum())) * DAY).astype(np.int64)
            events, _, _ = passed(draw, service, stage, again, customer[back])
            yield _part(events, customer[back])
        if stage.next:
            on = on & (draw.random(len(on)) >= service.rates["low_reach", stage.id, ""])
            customer = customer[on]
            entered = pauses(draw, service.stages[stage.next], ended[on])


def _tickets(draw: np.random.Generator, service: Service, begun: Ints) -> Iterator[Part]:
    """The stages counted by tickets: none, one or several for each customer, at any time."""
    first = 1
    for stage in (s for s in service.stages.values() if s.by_ticket):
        many = draw.choice(list(TICKETS), size=len(begun), p=list(TICKETS.values()))
        customer = np.repeat(np.arange(len(begun)), many)
        entered = begun[customer] + (draw.uniform(0, 30, len(customer)) * DAY).astype(np.int64)
        events, _, _ = passed(draw, service, stage, entered, customer)
        yield _part(events, customer, first + np.arange(len(customer)))
        first += len(customer)


def passed(
    draw: np.random.Generator, service: Service, stage: Stage, entered: Ints, customer: Ints
) -> tuple[Events, Ints, np.ndarray]:
    """One pass through a stage: its events, when each instance ended, and who gave up."""
    numbers = acts(service)
    befalls = np.arange(len(customer))
    if service.by_customer:
        befalls = np.unique(customer, return_inverse=True)[1]
    in_turn = entered if service.evenly else None
    instance, step = Walk(draw, stage, service.steps, numbers, in_turn).runs(len(customer))
    fixed = np.full(len(step), np.nan)
    for promised in service.promises:
        if service.steps[promised].stage == stage.id:
            rows = step == numbers[promised]
            fixed[rows] = delays(draw, service, promised, befalls)[instance[rows]]
    total = durations(draw, service, stage, befalls)
    events = Events(
        instance, step, np.zeros_like(step), times(stage, entered, instance, total, fixed)
    )
    ended = events.time[np.append(np.flatnonzero(np.diff(instance)), len(instance) - 1)]
    departing = Departing(draw, service, stage, numbers, befalls)
    events, gone = departing.given_up(events)
    events = act_out(departing, hold(departing, departing.depart(events)))
    return answer(departing, events, ~gone), ended, gone


def _exported(draw: np.random.Generator, service: Service, log: Log) -> Log:
    """What the exports have: not before they begin, and after their end only some early rows."""
    steps = [*service.steps.values()]
    sources = [source for source, _ in service.noise.values()] + [s.source for s in steps]
    until = service.complete_until
    ends = np.array([until.get(source, 0) for source in sources])[log.act]
    precision = np.array([service.precision.get(source, 1) for source in sources])[log.act]
    counts = np.array([source == "helpdesk" for source in sources])[log.act]
    early = (draw.random(len(log.act)) < 0.5) & (log.time < START + service.days * DAY)
    kept = (log.time >= START) & ((log.time <= ends) | (early & (ends > 0)))
    log.time = log.time - log.time % precision
    log.sequence = np.where(counts, log.sequence, -1)
    return log.only(kept)
