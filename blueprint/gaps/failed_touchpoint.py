from __future__ import annotations

from blueprint.gaps.rule import Context, Placement, Subject, weight_of


def failed_touchpoint(subject: Subject, context: Context) -> Placement:
    """A step at which the service can fail did fail.

    It failed when its `outcome` says so; a `fail_point` without an `outcome` is the failure itself.
    Counted per stage instance that reached it: a step that the flow puts just before it happened,
    or it happened itself. Tolerated up to its `fail_max`.
    """
    step = context.step(subject.name)
    return Placement(
        stage=step.stage,
        lane=step.lane,
        tolerance=step.fail_max or 0.0,
        unit="instances",
        weight=weight_of(step),
        parameters={"step": step.id, "stage": step.stage},
        template="failed_touchpoint.outcome" if step.outcome else None,
    )
