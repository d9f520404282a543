from __future__ import annotations

from blueprint.gaps.rule import Context, Placement, Subject, clock_of, per_promise, seconds
from blueprint.model import lanes_named


def long_wait(subject: Subject, context: Context) -> Placement:
    """It was one side's turn for longer than the stage's `wait_budget` for it.

    Counted per budget (facet: a lane, or all lanes of a role) and finished stage instance that
    entered at least one limit before the cut. The time before each step is its lane's, on the
    stage's clock; all such times of one instance add up. Tolerated up to `wait_above`.
    """
    stage, named = context.stage(subject.name), subject.facet or ""
    lanes = lanes_named(context.designed, named)
    return Placement(
        stage=stage.id,
        lane=lanes[0] if len(lanes) == 1 else None,
        tolerance=context.tolerances["wait_above"],
        unit="hours",
        each=per_promise(stage.wait_budget_us.get(named)),
        parameters={
            "stage": stage.id,
            "turn": named,
            "most_s": seconds(stage.wait_budget_us.get(named)),
            "clock": clock_of(stage),
        },
    )
