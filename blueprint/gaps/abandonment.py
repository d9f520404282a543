from __future__ import annotations

from blueprint.gaps.rule import LINE_WEIGHT, Context, Placement, Subject


def abandonment(subject: Subject, context: Context) -> Placement:
    """The customer entered a stage, neither finished it nor went on, and stayed away.

    Away means: not seen for the stage's limit. Counted per stage instance that entered at least one
    limit before the cut, where the stage's exit can be seen in the logs; blamed on the lane whose
    step was due next. Tolerated up to the stage's `abandon_max`.
    """
    stage = context.stage(subject.name)
    due = context.next_due.get(stage.id)
    step = context.step(due) if due else None
    return Placement(
        stage=stage.id,
        lane=step.lane if step else None,
        tolerance=stage.abandon_max or 0.0,
        unit="customers",
        weight=LINE_WEIGHT,
        each=context.stages_left(stage.id),
        parameters={"stage": stage.id, "step": due},
    )
