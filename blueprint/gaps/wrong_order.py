from __future__ import annotations

from blueprint.gaps.rule import Context, Placement, Subject, weight_of


def wrong_order(subject: Subject, context: Context) -> Placement:
    """Of two steps that the design puts one after the other, the second came first.

    Counted per stage instance that has both, with no step between them by the design, and whose
    times are far enough apart to tell (events of two systems closer than the coarser clock are a
    tie). Tolerated up to `order_above`.
    """
    before, after = (context.step(s) for s in subject.name.split(">", 1))
    line = context.line(before, after)
    return Placement(
        stage=after.stage,
        lane=before.lane,
        line=line,
        tolerance=context.tolerances["order_above"],
        unit="instances",
        weight=weight_of(after, line),
        parameters={"step": after.id, "before": before.id, "after": after.id, "stage": after.stage},
    )
