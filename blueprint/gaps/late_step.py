from __future__ import annotations

from blueprint.gaps.rule import Context, Placement, Subject, per_promise, seconds, weight_of


def late_step(subject: Subject, context: Context) -> Placement:
    """A promised step came later than promised (`sla.within` after `sla.after`), or never.

    Counted per stage instance in which `after` happened at least `within` before the cut, on the
    promise's clock; those that never came are told apart. Tolerated up to 1 minus the promised
    share.
    """
    step = context.step(subject.name)
    promise = step.sla
    if promise is None:
        raise ValueError(f"late_step: step {step.id} makes no promise")
    after = context.step(promise.after)
    line = context.line(after, step)
    return Placement(
        stage=after.stage,
        lane=step.lane,
        line=line,
        tolerance=round(1 - promise.share, 9),
        unit="hours",
        weight=weight_of(step, line),
        each=per_promise(promise.within_us),
        parameters={
            "step": step.id,
            "after": after.id,
            "stage": after.stage,
            "within_s": seconds(promise.within_us),
            "clock": promise.clock,
            "never": subject.details.get("never", 0),
        },
    )
