"""What became of each step's gaps since an earlier run: one state, the worst of them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from blueprint.board.marks import Marks
from blueprint.board.states import CHANGES, State, step_states
from blueprint.findings import Findings, FixedGap, Gap
from blueprint.model import Blueprint, Step, say
from blueprint.sentences import status_word, word

_SEVERAL = re.compile(r"[>|]")
KNOWN_AS = frozenset({State.NO_DATA, State.TOO_FEW})
"""What is said of a step in every view that judges."""


def state_of(gap: Gap) -> State:
    """What became of a gap; one without a history is new."""
    return State(gap.status) if gap.status else State.NEW


def state_word(state: State, language: str) -> str:
    """A state in one or two words."""
    return status_word(state, language) if state in CHANGES else word(state, language)


def change_states(findings: Findings, steps: tuple[Step, ...], marks: Marks) -> dict[str, State]:
    """The state of each step drawn between two runs; where nothing was or is wrong, as designed."""
    base = step_states(findings, steps, marks)
    fixed = {step for one in findings.fixed for step in steps_in(one.subject, steps)}
    states = {}
    for step in steps:
        found = {state_of(mark.gap) for mark in marks.by_step.get(step.id, ())}
        found |= {State.FIXED} if step.id in fixed else set()
        plain = State.AS_DESIGNED if step.least else State.OPTIONAL
        known = base[step.id] if base[step.id] in KNOWN_AS else plain
        states[step.id] = next((state for state in CHANGES if state in found), known)
    return states


def steps_in(subject: str, steps: Iterable[Step]) -> list[str]:
    """The step that a gap hangs at, in a list: the last one that its subject names, if any."""
    known = {step.id for step in steps}
    return [part for part in _SEVERAL.split(subject) if part in known][-1:]


def fixed_name(one: FixedGap, blueprint: Blueprint, language: str) -> str:
    """What a gap that is none any more was about, by the names of steps, stages and lanes."""
    names = {lane.id: lane.name for lane in blueprint.lanes}
    names |= {stage.id: stage.name for stage in blueprint.stages}
    names |= {step.id: step.name for step in blueprint.steps}
    parts = _SEVERAL.split(one.subject)
    shown = [say(names.get(part), language) or part.partition("/")[2] or part for part in parts]
    return " \N{RIGHTWARDS ARROW} ".join(shown)
