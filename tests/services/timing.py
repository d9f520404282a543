"""When the events of a run happen: durations and delays with the rates that were drawn."""

from __future__ import annotations

import numpy as np

from tests.services.clocks import instant, reading
from tests.services.drawing import MINUTE
from tests.services.service import Service, Stage
from tests.services.walking import Floats, Ints


def durations(draw: np.random.Generator, service: Service, stage: Stage, befalls: Ints) -> Floats:
    """How long each instance takes: over limit and targets with the rates of the service.

    `befalls` gives the row of the draw that an instance shares with others of its customer.
    """
    p50, p90, limit = (service.rates["slow_stage", stage.id, f] for f in ("p50", "p90", "limit"))
    late = 1.02 * (1 + service.gap["time_tolerance"])
    edges = np.array([p50, p90, limit])
    lowest = np.array([0.25 * stage.p50, late * stage.p50, late * stage.p90, 1.02 * stage.limit])
    highest = np.array([0.98 * stage.p50, 0.98 * stage.p90, 0.98 * stage.limit, 1.4 * stage.limit])
    level = (draw.random(len(befalls))[befalls][:, None] < edges).sum(axis=1)
    part = draw.random(len(befalls))
    return lowest[level] + part * (highest[level] - lowest[level])


def delays(draw: np.random.Generator, service: Service, step: str, befalls: Ints) -> Floats:
    """How long after its `after` a promised step comes in each instance."""
    within, rate = service.promises[step].within, service.rates.get(service.promises[step].key, 0.0)
    is_late = draw.random(len(befalls))[befalls] < rate
    part = draw.random(len(befalls))
    return within * np.where(is_late, 1.15 + 0.85 * part, 0.05 + 0.85 * part)


def times(stage: Stage, entered: Ints, instance: Ints, total: Floats, fixed: Floats) -> Ints:
    """The moment of every event; `fixed` is the delay after the one before, NaN where it is free.

    Events are in order of their instances; what is free of an instance's total is shared out.
    """
    is_first = np.diff(instance, prepend=-1) != 0
    free = np.isnan(fixed) & ~is_first
    delay = np.where(free | is_first, 0.0, fixed)
    weight = np.where(free, 0.1 + np.random.default_rng(len(free)).exponential(size=len(free)), 0.0)
    size = len(entered)
    left = total - np.bincount(instance, delay, size)
    scale = left / np.maximum(np.bincount(instance, weight, size), 1e-9)
    delay = delay + weight * scale[instance]
    passed = np.cumsum(delay)
    since = passed - passed[is_first][instance]
    return np.where(
        is_first,
        entered[instance],
        instant(stage.clock, reading(stage.clock, entered)[instance] + since.astype(np.int64)),
    )


def pauses(draw: np.random.Generator, following: Stage, ended: Ints) -> Ints:
    """When the next stage is entered: well within its limit after the end of this one."""
    wait = (0.01 + 0.4 * draw.random(len(ended))) * following.limit + MINUTE
    return (
        instant(following.clock, reading(following.clock, ended) + wait.astype(np.int64)) + MINUTE
    )
