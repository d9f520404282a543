from __future__ import annotations

from blueprint.gaps.rule import Context, Placement, Subject


def low_reach(subject: Subject, context: Context) -> Placement:
    """Fewer customers than designed (`reach`) went on from a stage to its `next`.

    Counted per stage instance that entered at least its own and the next stage's limit before the
    cut: the case did not enter the next stage within that one's limit after leaving this one.
    Tolerated up to 1 minus `reach`.
    """
    stage = context.stage(subject.name)
    return Placement(
        stage=stage.id,
        tolerance=round(1 - (stage.reach or 0.0), 9),
        unit="customers",
        each=context.stages_left(stage.next) if stage.next else 1.0,
        parameters={"stage": stage.id, "next": stage.next},
        follows_from=(f"abandonment:{stage.id}",),
    )
