"""Promises about silence and waiting, set so that a known share of a twin's instances breaks them.

How long the customer hears nothing follows from everything else that happens. So the rate is chosen
first, and the promise is the quantile of a twin: the same stage with other draws.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from tests.services.clocks import reading
from tests.services.drawing import LANES
from tests.services.manners import told
from tests.services.rates import tolerance
from tests.services.service import Key, Service, Stage
from tests.services.simulating import DAY, START, acts, passed
from tests.services.subjects import is_below
from tests.services.walking import Ints

TWIN = 4000
SECOND = 1_000_000
LEAST = 60
"""Seconds of the shortest target."""


def set_targets(service: Service) -> None:
    """Silence and wait budgets of every stage that has them."""
    for number, stage in enumerate(service.stages.values()):
        if stage.silence is not None or stage.budgets:
            _set(service, stage, _Twin(service, stage, number))


def waiting(service: Service) -> Iterator[Key]:
    """What `set_targets` sets a promise for."""
    for stage in service.stages.values():
        if stage.silence is not None:
            yield "silence", stage.id, ""
        yield from (("long_wait", stage.id, lane) for lane in stage.budgets)


class _Twin:
    """Events of instances in order, with the time on the stage's clock since the one before."""

    def __init__(self, service: Service, stage: Stage, number: int) -> None:
        draw = np.random.default_rng([service.seed, 3, number])
        self.service, self.stage = service, stage
        self.entered = START + (draw.uniform(0, service.days, TWIN) * DAY).astype(np.int64)
        events, self.ended, gone = passed(draw, service, stage, self.entered, np.arange(TWIN))
        self.finished = ~gone
        kept = ~gone[events.instance] & (events.step >= len(service.noise))
        order = np.lexsort((events.step, events.time, events.instance))
        self.events = events.only(order[kept[order]])

    def since(self, kept: np.ndarray) -> tuple[Ints, Ints]:
        """Instances, and how long before each of some events the last of them was."""
        instance = self.events.instance[kept]
        until = np.minimum(self.events.time[kept], self.ended[instance])
        until = np.maximum(until, self.entered[instance])
        begins = np.diff(instance, prepend=-1) != 0
        before = np.where(begins, self.entered[instance], np.roll(until, 1))
        clock = self.stage.clock
        return instance, reading(clock, until) - reading(clock, before)

    def by_event(self, tell: dict[tuple[int, int], bool]) -> np.ndarray:
        """Which events are told of as true, by act and manner."""
        pairs = zip(self.events.step.tolist(), self.events.manner.tolist(), strict=True)
        return np.array([tell[pair] for pair in pairs])

    def kinds(self) -> list[tuple[int, int]]:
        """The acts and manners that there are."""
        both = np.stack([self.events.step, self.events.manner])
        return [(act, how) for act, how in np.unique(both, axis=1).T.tolist()]


def _set(service: Service, stage: Stage, twin: _Twin) -> None:
    if stage.silence is not None:
        stage.silence = _target(service, ("silence", stage.id, ""), _silences(twin))
    for lane in stage.budgets:
        stage.budgets[lane] = _target(service, ("long_wait", stage.id, lane), _turns(twin, lane))


def _target(service: Service, key: Key, values: Ints) -> int:
    """What the wanted share of the values is above, in whole seconds; where nothing may depart, or
    it is never that lane's turn in so many instances, nobody can have too much of it.
    """
    rate = service.rates.setdefault(key, 0.3 * tolerance(service, key))
    if rate == 0:
        return 2 * int(values.max()) // SECOND * SECOND + LEAST * SECOND
    found = int(np.quantile(values, 1 - rate)) // SECOND
    if found < LEAST:
        service.rates[key] = 0.0
        found = 2 * int(values.max()) // SECOND + LEAST
    return found * SECOND


def _silences(twin: _Twin) -> Ints:
    """The longest time between signs to the customer."""
    names = list(acts(twin.service))
    is_sign = {
        (act, how): not is_below(twin.service, names[act]) if public is None else public
        for act, how in twin.kinds()
        for public in [told(twin.service, act, how)["public"]]
    }
    last = twin.events.step == acts(twin.service)[twin.stage.last]
    instance, waited = twin.since(twin.by_event(is_sign) | last)
    longest = np.zeros(len(twin.ended), dtype=np.int64)
    np.maximum.at(longest, instance, waited)
    return longest[twin.finished]


def _turns(twin: _Twin, lane: str) -> Ints:
    """The time of a lane (or of the lanes of a role) in each instance."""
    lanes = {lane} if lane in LANES else {one for one, (role, _) in LANES.items() if role == lane}
    names = list(acts(twin.service))
    is_theirs = {kind: twin.service.steps[names[kind[0]]].lane in lanes for kind in twin.kinds()}
    instance, waited = twin.since(np.ones(len(twin.events.step), dtype=bool))
    total = np.zeros(len(twin.ended), dtype=np.int64)
    np.add.at(total, instance, waited * twin.by_event(is_theirs))
    return total[twin.finished]
