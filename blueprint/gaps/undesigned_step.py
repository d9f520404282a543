from __future__ import annotations

from blueprint.gaps.rule import Context, Placement, Subject


def undesigned_step(subject: Subject, context: Context) -> Placement:
    """Something happened that the design neither binds to a step nor ignores.

    Counted per stage instance: the activity happened between the instance's first and last bound
    event, or before the customer's next stage. Judged only when enough of the log is bound
    (`coverage_min`). Tolerated up to `undesigned_above`.
    """
    stage = subject.name.split("/", 1)[0]
    step = context.undesigned.get(subject.name)
    return Placement(
        stage=stage,
        lane=step.lane if step else None,
        tolerance=context.tolerances["undesigned_above"],
        unit="instances",
        parameters={"stage": stage, "activity": step.name[""] if step else subject.name},
    )
