from __future__ import annotations

from blueprint.gaps.rule import Context, Placement, Subject, weight_of


def forbidden_step(subject: Subject, context: Context) -> Placement:
    """A step that must not happen (`occurs: 0`) happened.

    Counted per instance of its stage. Tolerated up to `forbidden_above`, which is 0 unless the
    design says otherwise.
    """
    step = context.step(subject.name)
    return Placement(
        stage=step.stage,
        lane=step.lane,
        tolerance=context.tolerances["forbidden_above"],
        unit="instances",
        weight=weight_of(step),
        parameters={"step": step.id, "stage": step.stage},
    )
