from __future__ import annotations

from blueprint.gaps.rule import Context, Placement, Subject, weight_of


def repeated_step(subject: Subject, context: Context) -> Placement:
    """A step happened more often than its `occurs` allows.

    Counted per stage instance that has the step at least once. Tolerated up to `repeated_above`.
    Facet `.pingpong` asks of a step with an `assignee` whether it went from one to another and
    back again.
    """
    step = context.step(subject.name)
    return Placement(
        stage=step.stage,
        lane=step.lane,
        tolerance=context.tolerances["repeated_above"],
        unit="occurrences",
        weight=weight_of(step),
        parameters={"step": step.id, "stage": step.stage, "most": step.most},
    )
