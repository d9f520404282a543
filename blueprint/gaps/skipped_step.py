from __future__ import annotations

from blueprint.flow import precedence
from blueprint.gaps.rule import Context, Placement, Subject, weight_of
from blueprint.model import Step


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
        follows_from=(f"abandonment:{step.stage}",) if _is_after_exit(step, context) else (),
    )


def _is_after_exit(step: Step, context: Context) -> bool:
    """Whether it is the step that most who gave up lacked first, or comes after that one."""
    due = context.next_due.get(step.stage)
    tree = context.flows.get(step.stage)
    return due == step.id or (tree is not None and (due, step.id) in precedence(tree))
