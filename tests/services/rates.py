"""How often each departure happens: tolerances, noise below them, and gaps planted over them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np

from blueprint.gaps import RULES
from tests.services.drawing import KNOWS_ASSIGNEE, Drawing
from tests.services.service import Key, Rule, Service
from tests.services.subjects import subjects

KINDS = {rule.__name__ for rule in RULES}
BOUNDS = {
    "skipped_above": (0.02, 0.10),
    "undesigned_above": (0.01, 0.05),
    "repeated_above": (0.01, 0.05),
    "order_above": (0.01, 0.05),
    "limit_above": (0.04, 0.10),
    "branch_above": (0.01, 0.05),
    "role_above": (0.01, 0.05),
    "channel_above": (0.01, 0.05),
    "wait_above": (0.05, 0.15),
    "silence_above": (0.05, 0.15),
    "path_above": (0.12, 0.20),
    "emotion_below": (0.15, 0.40),
}
"""Between what the tolerances of a design lie."""
OFTEN_NONE = {"forbidden_above": 0.03, "visibility_above": 0.03, "rule_above": 0.06}
"""Tolerances that are 0 in half of the designs, and otherwise up to this."""
POINTS = 2
"""How many times as much a mean of answers may lack, on its scale of four points."""
LARGEST = 0.6
"""No rate is planted further above its tolerance than this share of what is left."""
_NAMED = {
    "skipped_step": "skipped_above",
    "undesigned_step": "undesigned_above",
    "forbidden_step": "forbidden_above",
    "repeated_step": "repeated_above",
    "wrong_order": "order_above",
    "wrong_branch": "branch_above",
    "broken_rule": "rule_above",
    "wrong_role": "role_above",
    "wrong_channel": "channel_above",
    "visibility_breach": "visibility_above",
    "silence": "silence_above",
    "long_wait": "wait_above",
    "undesigned_path": "path_above",
    "low_emotion": "emotion_below",
}


def tolerance(service: Service, key: Key) -> float:
    """What the design tolerates."""
    kind, subject, facet = key
    if facet == "share":
        return share_of(service, subject) + service.gap["branch_above"]
    if kind in _NAMED:
        return service.gap[_NAMED[kind]]
    return _OWN[kind](service, subject, facet)


def _of_promise(service: Service, subject: str, _facet: str) -> float:
    return round(1 - service.promises[subject.rpartition(">")[2]].share, 9)


_OWN: dict[str, Callable[[Service, str, str], float]] = {
    "abandonment": lambda service, stage, _: service.stages[stage].abandon_max,
    "low_reach": lambda service, stage, _: round(1 - service.stages[stage].reach, 9),
    "failed_touchpoint": lambda service, step, _: service.steps[step].fail_max or 0.0,
    "slow_stage": lambda service, _, facet: {
        "p50": 0.5,
        "p90": 0.1,
        "limit": service.gap["limit_above"],
    }[facet],
    **dict.fromkeys(("late_step", "dropped_handoff", "slow_system"), _of_promise),
}


def share_of(service: Service, step: str) -> float:
    """The designed share of the arm that begins with a step."""
    return _odds_at(service, step)["shares"][step]


def set_rates(drawing: Drawing, *, planted: bool) -> None:
    """Draws tolerances, the noise below them, and, if asked for, gaps of every kind."""
    service, draw = drawing.service, drawing.draw
    service.gap = {name: round(drawing.between(*bound), 3) for name, bound in BOUNDS.items()}
    for name, most in OFTEN_NONE.items():
        service.gap[name] = round(drawing.between(most / 3, most), 3) if drawing.chance(0.5) else 0
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
    settle(service)


_CHANCE = {
    "skipped_step": 0.5, "abandonment": 0.4, "undesigned_step": 0.1, "forbidden_step": 0.2,
    "repeated_step": 0.35, "wrong_order": 0.7, "slow_stage": 0.15, "late_step": 0.7,
    "low_reach": 0.3, "failed_touchpoint": 0.6, "broken_rule": 0.45, "wrong_branch": 0.9,
    "wrong_role": 0.04, "wrong_channel": 0.1, "visibility_breach": 0.1, "dropped_handoff": 0.9,
    "slow_system": 0.9, "silence": 0.45, "long_wait": 0.5, "undesigned_path": 0.8,
    "low_emotion": 0.4,
}  # fmt: skip
"""How many of a kind's subjects are planted: rarer subjects more often, for like numbers of each."""


def _over(drawing: Drawing, key: Key) -> float:
    """A rate over the tolerance: small ones as often as large ones, on a logarithmic scale."""
    allowed = tolerance(drawing.service, key)
    extra = LARGEST * float(np.exp(drawing.between(np.log(0.04), 0)))
    if key[0] == "low_emotion":
        return allowed + POINTS * extra
    return allowed + (1 - allowed) * extra


def _below(drawing: Drawing, key: Key) -> float:
    """Noise: none at all, or up to eight tenths of what is tolerated."""
    allowed = tolerance(drawing.service, key)
    if key[0] in _OTHERS:
        return _OTHERS[key[0]](drawing, key, allowed)
    return drawing.between(0, 0.8) * allowed * drawing.chance(0.6)


def _few_give_up(drawing: Drawing, _key: Key, allowed: float) -> float:
    """Who gives up is not finished within the limit, and does not reach what follows."""
    most = min(drawing.service.gap["limit_above"], allowed)
    return drawing.between(0, 0.3) * most * drawing.chance(0.6)


def _not_too_slow(drawing: Drawing, key: Key, allowed: float) -> float:
    low, high = {"p50": (0.3, 0.85), "p90": (0.1, 0.8), "limit": (0.0, 0.3)}[key[2]]
    return allowed * drawing.between(low, high)


def _about_the_share(drawing: Drawing, key: Key, allowed: float) -> float:
    if key[2] != "share":
        return drawing.between(0, 0.8) * allowed * drawing.chance(0.6)
    return allowed - drawing.between(0.3, 1) * drawing.service.gap["branch_above"]


def _rarely_broken(drawing: Drawing, key: Key, allowed: float) -> float:
    """What comes before the first step is forbidden, besides."""
    form = next(rule.form for rule in drawing.service.rules if rule.id == key[1])
    most = min(allowed, drawing.service.gap["forbidden_above"]) if form == "first" else allowed
    return drawing.between(0, 0.8) * most * drawing.chance(0.6)


_OTHERS: dict[str, Callable[[Drawing, Key, float], float]] = {
    "abandonment": _few_give_up,
    "slow_stage": _not_too_slow,
    "wrong_branch": _about_the_share,
    "broken_rule": _rarely_broken,
    "low_emotion": lambda drawing, _, allowed: drawing.between(-0.3, 0.6) * allowed,
    "low_reach": lambda drawing, _, allowed: drawing.between(0, 0.5) * allowed,
    "silence": lambda drawing, _, allowed: drawing.between(0.1, 0.7) * allowed,
    "long_wait": lambda drawing, _, allowed: drawing.between(0.1, 0.7) * allowed,
}


def settle(service: Service) -> None:
    """What one rate says of another, and of the odds of a run."""
    rates = service.rates
    for stage in service.stages.values():
        p50, p90, limit = (("slow_stage", stage.id, facet) for facet in ("p50", "p90", "limit"))
        rates.setdefault(limit, 0.0)
        rates[p90] = max(
            rates[p90], rates[limit]
        )  # slower than the limit is slower than the target
        rates[p50] = max(rates[p50], rates[p90])
    for (kind, subject, facet), rate in list(rates.items()):
        if kind == "failed_touchpoint" and service.steps[subject].place == "failing":
            _odds_at(service, subject)[subject] = rate
        if facet == "share":
            _odds_at(service, subject)[subject] = [rate, 1 - rate]
    for rule in service.rules:
        _settle_rule(service, rule)


def _settle_rule(service: Service, rule: Rule) -> None:
    """A rule is broken by the odds of its optional steps, or by what comes before the first step."""
    rate = service.rates.get(("broken_rule", rule.id, ""), 0.0)
    odds = service.stages[rule.stage].odds
    odds.update(dict.fromkeys(rule.odds_of, _ODDS.get(rule.form, lambda r: r)(rate)))
    if rule.form == "first":
        for early in service.steps_of(rule.stage, "early"):
            service.rates["forbidden_step", early.id, ""] = rate


def _odds_at(service: Service, step: str) -> dict[str, Any]:
    return service.stages[service.steps[step].stage].odds


_ODDS: dict[str, Callable[[float], float]] = {
    **dict.fromkeys(("must", "before", "leads_to"), lambda rate: 1 - rate),
    "not_both": lambda rate: 2 * rate / (1 + rate),
}


def true_rates(service: Service) -> dict[Key, float]:
    """The rate of everything that was drawn.

    What was given up is not finished within the limit, and does not reach the next stage.
    """
    rates = dict(service.rates)
    for name in service.stages:
        given_up = rates.get(("abandonment", name, ""), 0.0)
        for key in (("slow_stage", name, "limit"), ("low_reach", name, "")):
            if key in rates:
                rates[key] = 1 - (1 - rates[key]) * (1 - given_up)
    return rates


def truth(service: Service) -> dict[Key, float]:
    """The rate of every gap that the service truly has, over its tolerance."""
    judged = {key: rate for key, rate in true_rates(service).items() if is_judged(key)}
    return {key: rate for key, rate in judged.items() if rate > tolerance(service, key)}


def is_judged(key: Key) -> bool:
    """Whether there is a rule for it."""
    return key[0] in KINDS and (key[2] != "pingpong" or KNOWS_ASSIGNEE)
