"""Who does it, where, seen by whom, how it ends: the manner of events, with the rates drawn."""

from __future__ import annotations

from math import sqrt

import numpy as np

from tests.services.departing import Departing, Events
from tests.services.drawing import HOUR
from tests.services.service import Key, Service

SILENT_SHARE = 0.15
"""Of events whose role, channel or visibility the log leaves open."""


def act_out(departing: Departing, events: Events) -> Events:
    """Sets the manner of all events of a stage."""
    for step in departing.service.steps.values():
        if step.stage == departing.stage.id:
            rows = np.flatnonzero(events.step == departing.numbers[step.id])
            for kind, wrong, unknown in MANNERS:
                _set(departing, events, rows, (kind, step.id, wrong, unknown))
    return events


ROLE, NO_ROLE, CHANNEL, NO_CHANNEL, SHOWN, NOT_SAID, FAILED = (1 << bit for bit in range(7))
HOLDER = 1 << 7
"""From here on: who is in charge afterwards, 0 where nobody is named."""
SCORE = 1 << 10
"""Times the answer to a survey, 1 to 5."""
MOST = 4
MANNERS = (
    ("wrong_role", ROLE, NO_ROLE),
    ("wrong_channel", CHANNEL, NO_CHANNEL),
    ("visibility_breach", SHOWN, NOT_SAID),
    ("failed_touchpoint", FAILED, 0),
)
"""Kind, what makes an event one of it, and what leaves the question open."""


def _set(
    departing: Departing, events: Events, rows: np.ndarray, how: tuple[str, str, int, int]
) -> None:
    kind, step, wrong, unknown = how
    rate = departing.service.rates.get((kind, step, ""), 0.0)
    draw = departing.draw.random(len(rows))
    is_open = departing.draw.random(len(rows)) < SILENT_SHARE
    if departing.service.steps[step].place == "failing" and kind == "failed_touchpoint":
        return  # a fail point fails by happening
    events.manner[rows] |= np.where(draw < rate, wrong, np.where(is_open, unknown, 0))


def hold(departing: Departing, events: Events) -> Events:
    """Steps that say who is in charge: one, perhaps another later, and the first again with its rate."""
    for step in departing.service.steps_of(departing.stage.id, "held"):
        hit = departing.hits(("repeated_step", step.id, "pingpong"))
        other = departing.draw.random(len(hit)) < 0.3
        rows = np.flatnonzero(events.step == departing.numbers[step.id])
        events.manner[rows] |= HOLDER
        there = np.flatnonzero(hit | other)
        first = np.full(len(hit), -1)
        first[events.instance[rows]] = events.time[rows]
        there = there[first[there] >= 0]
        for number, seconds, whom in ((2, 5, there), (1, 10, there[hit[there]])):
            events = events.plus(
                whom, departing.numbers[step.id], first[whom] + seconds * 1_000_000
            )
            events.manner[len(events.manner) - len(whom) :] |= number * HOLDER
    return events


def deviation(service: Service, key: Key) -> float | None:
    """Of the answers to one survey, in points."""
    if key[0] != "low_emotion":
        return None
    share = ((service.stages[key[1]].emotion or 0) - service.rates[key] + 2) / MOST
    return sqrt(MOST * share * (1 - share))


def answer(departing: Departing, events: Events, asked: np.ndarray) -> Events:
    """What customers say of the stage some time after its end; half of them answer.

    Answers are binomial between the ends of the scale, with a mean below what is expected by the rate.
    """
    stage = departing.stage
    for name, of in departing.service.surveys.items():
        if of == stage.id:
            answered = np.flatnonzero(asked & (departing.draw.random(len(asked)) < 0.5))
            mean = (stage.emotion or 0) - departing.service.rates.get(("low_emotion", of, ""), 0.0)
            score = 1 + departing.draw.binomial(MOST, (mean + 2) / MOST, len(answered))
            last = np.zeros(len(asked), dtype=np.int64)
            np.maximum.at(last, events.instance, events.time)
            later = (departing.draw.uniform(0.1, 20, len(answered)) * HOUR).astype(np.int64)
            events = events.plus(answered, departing.numbers[name], last[answered] + later)
            events.manner[len(events.manner) - len(answered) :] = score * SCORE
    return events
