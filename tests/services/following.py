"""Gaps that nobody planted and that are true all the same: what a planted one brings with it.

Only paths: whoever leaves a step out, turns two round, repeats one or takes two arms goes ways that
the design does not have. Everything else that follows from something planted either has a rate of
its own in `rates.true_rates`, or must be marked so by the findings.
"""

from __future__ import annotations

from collections.abc import Mapping

from tests.services.service import Key, Service
from tests.services.subjects import choices
from tests.services.walking import leaves


def brought_by(service: Service, true: Mapping[Key, float], path: str) -> Key | None:
    """The planted gap because of which instances go a path; None where there is none."""
    pair = tuple(path.split(">"))
    stage = service.stages[service.steps[pair[0]].stage]
    for key in true:
        if key[0] == "skipped_step" and _passes_by(leaves(stage.flow), pair, key[1]):
            return key
        if key[0] in _TOUCHED and not set(_steps(service, key)).isdisjoint(pair):
            return key
    return None


_TOUCHED = ("wrong_order", "repeated_step", "wrong_branch", "undesigned_path")


def _passes_by(steps: list[str], pair: tuple[str, ...], left_out: str) -> bool:
    """Whether a pair has the left-out step between its two."""
    if left_out not in steps:
        return False
    before, at, after = steps.index(pair[0]), steps.index(left_out), steps.index(pair[1])
    return before < at < after


def _steps(service: Service, key: Key) -> list[str]:
    """The steps that a planted gap speaks of: of a choice all."""
    kind, subject, facet = key
    if kind != "wrong_branch" or facet:
        return subject.split(">") if not facet else []
    first = subject.split("|")[0]
    arms = next(
        arms
        for stage in service.stages.values()
        for arms in choices(stage.flow)
        if arms[0][0] == first
    )
    return [step for arm in arms for step in arm]
