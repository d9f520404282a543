"""How often each departure happens: tolerances, noise below them, and gaps planted over them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

import numpy as np

from tests.services.drawing import Drawing
from tests.services.service import Key, Service, Stage

BOUNDS = {
    "skipped_above": (0.02, 0.10),
    "undesigned_above": (0.01, 0.05),
    "repeated_above": (0.01, 0.05),
    "order_above": (0.01, 0.05),
    "limit_above": (0.04, 0.10),
}
"""Between what the tolerances of a design lie."""
LARGEST = 0.6
"""No rate is planted further above its tolerance than this share of what is left."""


def tolerance(service: Service, key: Key) -> float:
    """What the design tolerates."""
    kind, subject, facet = key
    named = {
        "skipped_step": "skipped_above",
        "undesigned_step": "undesigned_above",
        "forbidden_step": "forbidden_above",
        "repeated_step": "repeated_above",
        "wrong_order": "order_above",
    }
    if kind in named:
        return service.gap[named[kind]]
    if kind == "abandonment":
        return service.stages[subject].abandon_max
    if kind == "late_step":
        return round(1 - service.promises[subject].share, 9)
    return {"p50": 0.5, "p90": 0.1, "limit": service.gap["limit_above"]}[facet]


Subject = tuple[Key, tuple[str, ...]]
"""What can be planted, with the steps that it needs for itself."""


def subjects(service: Service) -> Iterator[Subject]:
    """Everything that can be planted, stage by stage; promised steps and their starts stand alone."""
    for stage in service.stages.values():
        for find in _FINDERS:
            yield from find(service, stage)


def _of_stages(_service: Service, stage: Stage) -> Iterator[Subject]:
    yield ("abandonment", stage.id, ""), ()
    yield from ((("slow_stage", stage.id, facet), ()) for facet in ("p50", "p90", "limit"))


def _skipped(service: Service, stage: Stage) -> Iterator[Subject]:
    for step in service.steps_of(stage.id, "plain", "arm", "beside"):
        if step.id not in _timed(service):
            yield ("skipped_step", step.id, ""), (step.id,)


def _repeated(service: Service, stage: Stage) -> Iterator[Subject]:
    for step in service.steps_of(stage.id, "plain", "repeat", "optional", "do", "rest"):
        if step.id not in _timed(service):
            yield ("repeated_step", step.id, ""), (step.id,)


def _forbidden(service: Service, stage: Stage) -> Iterator[Subject]:
    for step in service.steps_of(stage.id, "forbidden"):
        yield ("forbidden_step", step.id, ""), (step.id,)


def _swapped(service: Service, stage: Stage) -> Iterator[Subject]:
    for one, other in service.pairs(stage.id):
        if not {one, other} & _timed(service):
            yield ("wrong_order", f"{one}>{other}", ""), (one, other)


def _late(service: Service, stage: Stage) -> Iterator[Subject]:
    for after, step in sorted(service.promised_pairs()):
        if service.steps[step].stage == stage.id and {after, step} <= _seen(service):
            yield ("late_step", step, ""), (after, step)


def _undesigned(service: Service, stage: Stage) -> Iterator[Subject]:
    for name, (_, ignored) in service.noise.items():
        if not ignored:
            yield ("undesigned_step", f"{stage.id}/{slug(name)}", ""), ()


_FINDERS = (_of_stages, _skipped, _repeated, _forbidden, _swapped, _late, _undesigned)


def _timed(service: Service) -> set[str]:
    return {step for pair in service.promised_pairs() for step in pair}


def _seen(service: Service) -> set[str]:
    return {step.id for step in service.steps.values() if step.source != service.unlogged}


def slug(activity: str) -> str:
    """An activity as a gap's id has it."""
    return activity.lower().replace(" ", "_")


def set_rates(drawing: Drawing, *, planted: bool) -> None:
    """Draws tolerances, the noise below them, and, if asked for, gaps of every kind."""
    service, draw = drawing.service, drawing.draw
    service.gap = {name: round(drawing.between(*bound), 3) for name, bound in BOUNDS.items()}
    service.gap["forbidden_above"] = (
        round(drawing.between(0.01, 0.03), 3) if drawing.chance(0.5) else 0
    )
    service.gap["time_tolerance"] = float(draw.choice([0.0, 0.1, 0.2]))
    service.gap["min_cases"], service.gap["coverage_min"] = int(draw.choice([20, 36, 50])), 0.5
    for stage in service.stages.values():
        stage.abandon_max = round(drawing.between(0.03, 0.2), 3)
    found = list(subjects(service))
    mixed = [found[at] for at in draw.permutation(len(found))]
    many = Counter(key[0] for key, _ in found)
    taken: set[str] = set()
    for key, needed in sorted(mixed, key=lambda one: many[one[0][0]]):  # rare ones choose first
        if taken.isdisjoint(needed):
            wanted = planted and drawing.chance(_CHANCE[key[0]])
            service.rates[key] = _over(drawing, key) if wanted else _below(drawing, key)
            taken.update(needed)
    _nest(service)


_CHANCE = {
    "skipped_step": 0.2,
    "abandonment": 0.2,
    "undesigned_step": 0.12,
    "forbidden_step": 0.4,
    "repeated_step": 0.15,
    "wrong_order": 0.4,
    "slow_stage": 0.12,
    "late_step": 0.6,
}
"""How many of a kind's subjects are planted: rarer subjects more often, for like numbers of each."""


def _over(drawing: Drawing, key: Key) -> float:
    """A rate over the tolerance: small ones as often as large ones, on a logarithmic scale."""
    allowed = tolerance(drawing.service, key)
    extra = LARGEST * float(np.exp(drawing.between(np.log(0.02), 0)))
    return allowed + (1 - allowed) * extra


def _below(drawing: Drawing, key: Key) -> float:
    """Noise: none at all, or up to eight tenths of what is tolerated."""
    if key[0] == "slow_stage":
        return _SLOW[key[2]](drawing, tolerance(drawing.service, key))
    share = 0.3 if key[0] == "abandonment" else 0.8
    limit = drawing.service.gap["limit_above"] if key[0] == "abandonment" else 1.0
    return (
        drawing.between(0, share)
        * min(limit, tolerance(drawing.service, key))
        * drawing.chance(0.6)
    )


_SLOW: dict[str, Callable[[Drawing, float], float]] = {
    "p50": lambda drawing, allowed: allowed * drawing.between(0.3, 0.85),
    "p90": lambda drawing, allowed: allowed * drawing.between(0.1, 0.8),
    "limit": lambda drawing, allowed: allowed * drawing.between(0, 0.3),
}


def _nest(service: Service) -> None:
    """What is slower than the limit is slower than the targets, too; who gave up is not finished."""
    for name in service.stages:
        p50, p90, limit = (("slow_stage", name, facet) for facet in ("p50", "p90", "limit"))
        rates = service.rates
        rates[p90] = max(rates[p90], rates[limit])
        rates[p50] = max(rates[p50], rates[p90])


def truth(service: Service) -> dict[Key, float]:
    """The rate of every gap that the service truly has, over its tolerance.

    Besides what was planted: an instance that was given up is not finished within the limit.
    """
    rates = dict(service.rates)
    for name in service.stages:
        limit, given_up = ("slow_stage", name, "limit"), ("abandonment", name, "")
        rates[limit] = 1 - (1 - rates[limit]) * (1 - rates[given_up])
    return {key: rate for key, rate in rates.items() if rate > tolerance(service, key)}
