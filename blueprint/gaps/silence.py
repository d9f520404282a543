from __future__ import annotations

from blueprint.gaps.rule import Context, Placement, Subject, clock_of, per_promise, seconds


def silence(subject: Subject, context: Context) -> Placement:
    """The customer saw nothing for longer than the stage's `silence`.

    Counted per stage instance that entered at least one limit before the cut (without a limit: one
    `silence` before): the longest time between two signs, from its beginning to its end, on the
    stage's clock. A sign is a step that was public or, where the log does not say, stands above the
    line of visibility, and whatever else the log calls public. Tolerated up to `silence_above`.
    """
    stage = context.stage(subject.name)
    return Placement(
        stage=stage.id,
        tolerance=context.tolerances["silence_above"],
        unit="hours",
        each=per_promise(stage.silence_us),
        parameters={
            "stage": stage.id,
            "most_s": seconds(stage.silence_us),
            "clock": clock_of(stage),
        },
    )
