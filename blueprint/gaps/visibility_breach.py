from __future__ import annotations

from blueprint.gaps.rule import Context, Placement, Subject, weight_of
from blueprint.model import LINES, Role


def visibility_breach(subject: Subject, context: Context) -> Placement:
    """The customer saw a step of the backstage, or did not see one of the frontstage.

    Counted per occurrence of which the log says whether it was public; steps on lanes below the
    line of visibility must not be, steps above it must. A source that never shows a step as public
    does not tell. Tolerated up to `visibility_above`, which is 0 unless the design says otherwise.
    """
    step = context.step(subject.name)
    line = LINES[Role.FRONTSTAGE, Role.BACKSTAGE]
    return Placement(
        stage=step.stage,
        lane=step.lane,
        line=line,
        tolerance=context.tolerances["visibility_above"],
        unit="acts",
        weight=weight_of(step, line),
        parameters={"step": step.id, "stage": step.stage, "hidden": int(context.is_above(step))},
    )
