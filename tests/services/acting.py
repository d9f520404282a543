"""Who does it, where, seen by whom, how it ends: the manner of events, with the rates drawn."""

from __future__ import annotations

import numpy as np

from tests.services.departing import Departing, Events

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
