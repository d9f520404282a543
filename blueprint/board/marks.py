"""Which gaps the board numbers, and where each badge hangs: on a step or on a stage.

A gap that follows from another, or with too little data, gets no number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from blueprint.findings import Findings, Gap
from blueprint.model import Blueprint, say
from blueprint.sentences import OF_A_STAGE

UNSURE = "not_enough_data"


@dataclass(frozen=True, slots=True)
class Mark:
    """A numbered gap; the largest effect has number 1."""

    number: int
    gap: Gap


@dataclass(frozen=True, slots=True)
class Marks:
    """All numbered gaps, by step and by stage; `unsure`: steps with a gap on too few cases."""

    all: tuple[Mark, ...]
    by_step: Mapping[str, tuple[Mark, ...]]
    by_stage: Mapping[str, tuple[Mark, ...]]
    unsure: Mapping[str, Gap]


def marks(findings: Findings, blueprint: Blueprint) -> Marks:
    """Number the gaps in the order of the findings, and hang each at its step or its stage."""
    live = [gap for gap in findings.gaps if gap.follows_from is None and gap.verdict != UNSURE]
    numbered = tuple(Mark(number, gap) for number, gap in enumerate(live, start=1))
    homes = {mark.number: step_of(mark.gap, blueprint) for mark in numbered}
    unsure = {
        step: gap
        for gap in findings.gaps
        if gap.verdict == UNSURE and (step := step_of(gap, blueprint))
    }
    return Marks(
        numbered,
        _grouped([(homes[mark.number], mark) for mark in numbered]),
        _grouped([(mark.gap.stage, mark) for mark in numbered if homes[mark.number] is None]),
        unsure,
    )


def _grouped(pairs: Sequence[tuple[str | None, Mark]]) -> dict[str, tuple[Mark, ...]]:
    """Marks by their home; those without are left out."""
    homes = {home for home, _ in pairs if home}
    return {home: tuple(mark for other, mark in pairs if other == home) for home in sorted(homes)}


def step_of(gap: Gap, blueprint: Blueprint) -> str | None:
    """The step that a gap hangs at: of a wrong order the one that should have come first."""
    if gap.kind in OF_A_STAGE:
        return None
    known = {step.id for step in blueprint.steps}
    parameters = gap.sentence.parameters
    activity = parameters.get("activity")
    keys = ("before",) if gap.kind == "wrong_order" else ("step",)
    named = [
        step.id for step in blueprint.steps if not step.designed and say(step.name) == activity
    ]
    tries = [
        *(str(parameters[key]) for key in keys if key in parameters),
        *(gap.subject, gap.subject.partition("/")[2], gap.subject.partition(">")[0]),
        *named,
    ]
    return next((one for one in tries if one in known), None)
