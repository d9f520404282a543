from __future__ import annotations

from typing import Any

from blueprint.flow import steps_of
from blueprint.gaps.rule import Context, Placement, Subject, weight_of


def wrong_branch(subject: Subject, context: Context) -> Placement:
    """Of the ways that the design lets an instance choose between, it took more than one.

    Counted per stage instance that took any of them; not where the choice stands in a loop.
    Tolerated up to `branch_above`. Facet `.share` asks, of those that took one, whether a way was
    taken more or less often than its designed `share`, give or take `branch_above`; its effect is
    how many more, or fewer, than designed took it.
    """
    first = subject.name.split("|", 1)[0]
    choice, step = context.choice(subject.name), context.step(first)
    above, share = context.tolerances["branch_above"], choice.arms[first].share
    steps = [step for arm in choice.arms.values() for step in steps_of(arm)]
    said: dict[str, Any]
    if subject.facet is None or share is None:
        tolerance, expected, template = above, 0.0, None
        said = {"arms": list(choice.arms)}
    else:
        fewer = "fewer" in subject.details
        expected = round(1 - share if fewer else share, 9)
        tolerance = min(round(expected + above, 9), 1.0)
        template = "wrong_branch.fewer" if fewer else None
        said = {"share": share}
    return Placement(
        stage=step.stage,
        lane=step.lane,
        tolerance=tolerance,
        unit="instances",
        weight=weight_of(step),
        expected=expected,
        parameters={"step": first, "stage": step.stage, "steps": steps, **said},
        template=template,
    )
