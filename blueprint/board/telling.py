"""What the board tells in a view: the findings, with everything that the rows look up."""

from __future__ import annotations

from typing import Any

from blueprint.board.scene import Story
from blueprint.board.views import View, blueprint_of, marks_of, measures_of, states_of
from blueprint.findings import Findings
from blueprint.sentences import LANGUAGES


def tell(findings: Findings, view: View = View.GAPS) -> Story:
    """Everything that the rows look up, once."""
    blueprint = blueprint_of(findings, view)
    language = findings.run.language if findings.run.language in LANGUAGES else "en"
    numbered = marks_of(findings, blueprint, view)
    return Story(
        findings=findings,
        blueprint=blueprint,
        language=language,
        marks=numbered,
        states=states_of(findings, blueprint, numbered, view),
        steps={step.id: step for step in findings.steps} if view is not View.DESIGNED else {},
        measures=measures_of(findings, view),
        **_past(findings, view),
        stages={stage.id: stage for stage in blueprint.stages},
        view=view,
    )


def _past(findings: Findings, view: View) -> dict[str, Any]:
    """What the run before measured, in the view that tells it."""
    before = findings.before if view is View.BEFORE_AFTER else None
    if before is None:
        return {}
    return {
        "past_steps": {step.id: step for step in before.steps},
        "past_stages": {stage.id: stage for stage in before.stages},
    }
