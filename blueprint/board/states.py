"""What the gap overlay says of a step: one state, with its border, its word and its number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from blueprint.board.marks import Marks
from blueprint.board.theme import (
    AMBER,
    BLUE,
    FAINT,
    GREEN,
    MAGENTA,
    MUTED,
    PAPER,
    RED,
    TEAL,
    VERMILLION,
    VIOLET,
)
from blueprint.findings import Findings, StepMeasure
from blueprint.model import Step


class State(StrEnum):
    """The states of a step; the values are the words of the legend."""

    AS_DESIGNED = "as_designed"
    OPTIONAL = "optional"
    NEVER_SEEN = "never_seen"
    UNDESIGNED = "undesigned"
    FORBIDDEN = "forbidden"
    SKIPPED = "skipped"
    ORDER = "order"
    LATE = "late"
    REPEATED = "repeated"
    NO_DATA = "not_instrumented"
    TOO_FEW = "too_few"
    WORSE = "worse"
    CAME_BACK = "came_back"
    NEW = "new"
    PERSISTING = "persisting"
    BETTER = "better"
    FIXED = "fixed"


@dataclass(frozen=True, slots=True)
class Look:
    """How a box in a state is drawn."""

    border: str
    width: float
    dash: str | None = None
    fill: str = PAPER
    hatched: bool = False


LOOKS: Mapping[State, Look] = {
    State.AS_DESIGNED: Look("#c3ccd4", 1.2),
    State.OPTIONAL: Look("#b4bfc9", 1.2, "4 3"),
    State.NEVER_SEEN: Look(BLUE, 1.8, "5 3", PAPER, hatched=True),
    State.UNDESIGNED: Look(AMBER, 1.8, None, "#fff3d6"),
    State.FORBIDDEN: Look(RED, 2, None, "#fdeaea"),
    State.SKIPPED: Look(VIOLET, 2, "10 3"),
    State.ORDER: Look(MAGENTA, 2, "9 3 2 3"),
    State.LATE: Look(VERMILLION, 2),
    State.REPEATED: Look(TEAL, 2, "3 2"),
    State.NO_DATA: Look(FAINT, 1.4, "1.5 3", "#fafbfc"),
    State.TOO_FEW: Look("#c3ccd4", 1.2, None, "#fafbfc"),
    State.WORSE: Look(RED, 2.6, None, "#fdeaea"),
    State.CAME_BACK: Look(VIOLET, 2, "9 3 2 3", "#f6effc"),
    State.NEW: Look(AMBER, 2, "3 2", "#fff3d6"),
    State.PERSISTING: Look(MUTED, 1.8),
    State.BETTER: Look(BLUE, 2, "10 3", "#eaf4fb"),
    State.FIXED: Look(GREEN, 2.2, None, "#e6f5ee"),
}
CHANGES = (
    State.WORSE,
    State.CAME_BACK,
    State.NEW,
    State.PERSISTING,
    State.BETTER,
    State.FIXED,
)
"""What became of a gap since an earlier run, the worst first."""
OF_KIND: Mapping[str, State] = {
    "skipped_step": State.SKIPPED,
    "wrong_order": State.ORDER,
    "late_step": State.LATE,
    "dropped_handoff": State.LATE,
    "slow_system": State.LATE,
    "repeated_step": State.REPEATED,
    "forbidden_step": State.FORBIDDEN,
    "undesigned_step": State.UNDESIGNED,
}


def step_states(findings: Findings, steps: tuple[Step, ...], marks: Marks) -> dict[str, State]:
    """The state of each step drawn."""
    measures = {measure.id: measure for measure in findings.steps}
    entered = {stage.id: stage.entered for stage in findings.stages}
    blind = set(findings.gates.blind_steps)
    states = {}
    for step in steps:
        measure = None if step.id in blind else measures.get(step.id)
        few = entered.get(step.stage, 0) < findings.gates.min_cases
        rare = measure is not None and measure.instances < findings.gates.min_cases
        known = _state(step, measure, marks, few=few)
        unsure = known in {State.AS_DESIGNED, State.OPTIONAL} and step.id in marks.unsure
        states[step.id] = State.TOO_FEW if unsure and rare else known
    return states


def plain_states(
    findings: Findings, steps: tuple[Step, ...], *, measured: bool
) -> dict[str, State]:
    """The states where nothing is judged: optional or not, designed or not, too few to say."""
    entered = {stage.id: stage.entered for stage in findings.stages}
    few = {s for s, n in entered.items() if measured and n < findings.gates.min_cases}
    return {step.id: State.TOO_FEW if step.stage in few else _plain(step) for step in steps}


def _plain(step: Step) -> State:
    """The state of a step beside nothing else."""
    if not step.designed:
        return State.UNDESIGNED
    if step.most == 0:
        return State.FORBIDDEN
    return State.AS_DESIGNED if step.least else State.OPTIONAL


def _state(step: Step, measure: StepMeasure | None, marks: Marks, *, few: bool) -> State:
    """What is known decides first, then what was seen, then the largest gap."""
    if not step.designed:
        return State.UNDESIGNED
    if measure is None or not measure.instrumented:
        return State.NO_DATA
    if step.most == 0:
        return State.FORBIDDEN if measure.instances else State.OPTIONAL
    return State.TOO_FEW if few else _judged(step, measure, marks)


def _judged(step: Step, measure: StepMeasure, marks: Marks) -> State:
    """The state of an instrumented step with enough instances."""
    if not measure.instances:
        return State.NEVER_SEEN
    kinds = [mark.gap.kind for mark in marks.by_step.get(step.id, ())]
    found = next((OF_KIND[kind] for kind in kinds if kind in OF_KIND), None)
    if found:
        return found
    return State.AS_DESIGNED if step.least else State.OPTIONAL
