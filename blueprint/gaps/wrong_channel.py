from __future__ import annotations

from blueprint.gaps.rule import Context, Placement, Subject, mostly, weight_of


def wrong_channel(subject: Subject, context: Context) -> Placement:
    """A step happened on a channel that the design does not give it.

    Counted per occurrence whose channel is known, of a step that names its `channel`
    (`channels.<id>.is` has the logs' words), from a source that shows the step on one of them at
    all: one that never does tells where people work, not where they meet the customer. Tolerated
    up to `channel_above`.
    """
    step = context.step(subject.name)
    return Placement(
        stage=step.stage,
        lane=step.lane,
        tolerance=context.tolerances["channel_above"],
        unit="acts",
        weight=weight_of(step),
        parameters={"step": step.id, "stage": step.stage, "seen": mostly(subject)},
    )
