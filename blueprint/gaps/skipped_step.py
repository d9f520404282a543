from __future__ import annotations

from blueprint.gaps.rule import Context, Placement, Subject, weight_of


def skipped_step(subject: Subject, context: Context) -> Placement:
    """A mandatory step never happened, although a step that must come after it did.

    Counted per stage instance that is not open and whose whole time the step's sources cover; the
    later step may stand in the same instance or, for a stage of the customer, in a later stage. A
    share of 1 is told as "never seen".
    """
    step = context.step(subject.name)
    return Placement(
        stage=step.stage,
        lane=step.lane,
        tolerance=context.tolerances["skipped_above"],
        unit="instances",
        weight=weight_of(step),
        parameters={"step": step.id, "stage": step.stage},
    )
