"""The views of one set of findings: what each tells of the blueprint, and which gaps it numbers.

`designed` is the poster as its designers drew it, `as_is` what the logs show, `gaps` both in one
picture, `journey` what the customer meets, `flow` the model that was mined, `before-after` what
changed since an earlier run. A view changes the story that the rows look things up in, never the
rows' own numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum

from blueprint.board.changes import change_states
from blueprint.board.layout import drawn, with_lanes
from blueprint.board.marks import Marks, marks
from blueprint.board.states import State, plain_states, step_states
from blueprint.findings import Findings, StageMeasure
from blueprint.model import Blueprint


class View(StrEnum):
    """The views, in the order in which they are offered; the values are part of links."""

    GAPS = "gaps"
    DESIGNED = "designed"
    AS_IS = "as_is"
    JOURNEY = "journey"
    FLOW = "flow"
    BEFORE_AFTER = "before-after"


JUDGED = frozenset({View.GAPS, View.JOURNEY, View.BEFORE_AFTER})
"""The views that say where design and logs differ."""
NO_MARKS = Marks((), {}, {}, {})


def offered(findings: Findings) -> list[View]:
    """The views that there is something to tell in: two runs only where an earlier one is kept."""
    return [view for view in View if view is not View.BEFORE_AFTER or findings.before]


def blueprint_of(findings: Findings, view: View) -> Blueprint:
    """The blueprint that a view draws."""
    if view is View.DESIGNED:
        return findings.designed
    return with_lanes(findings.as_is, findings) if view is View.AS_IS else drawn(findings)


def marks_of(findings: Findings, blueprint: Blueprint, view: View) -> Marks:
    """The numbered gaps of a view that judges; the same numbers in all of them."""
    return marks(findings, blueprint) if view in JUDGED else NO_MARKS


def states_of(
    findings: Findings, blueprint: Blueprint, numbered: Marks, view: View
) -> Mapping[str, State]:
    """The state of each step in a view; outside the gaps a step is only there, or optional."""
    if view is View.BEFORE_AFTER:
        return change_states(findings, blueprint.steps, numbered)
    if view in JUDGED:
        return step_states(findings, blueprint.steps, numbered)
    return plain_states(findings, blueprint.steps, measured=view is View.AS_IS)


def measures_of(findings: Findings, view: View) -> Mapping[str, StageMeasure]:
    """The stages' measures: none beside a design, without targets in what is measured alone."""
    if view is View.DESIGNED:
        return {}
    stages = findings.stages
    if view is View.AS_IS:
        stages = [_without_targets(stage) for stage in stages]
    return {stage.id: stage for stage in stages}


def _without_targets(stage: StageMeasure) -> StageMeasure:
    """What was measured, not what it is measured against."""
    clock = {"clock": stage.target.get("clock")}
    return replace(stage, target=clock, within_target=None, within_limit=None)
