from __future__ import annotations

from blueprint.gaps.rule import Context, Placement, Subject, mostly, weight_of


def wrong_role(subject: Subject, context: Context) -> Placement:
    """Somebody did a step whom the design does not let do it.

    Counted per occurrence whose actor is known: by kind (customer, person, system, partner), which
    must be the `actor` of the step's lane, or by the role that the log names, which must be one of
    the step's `role` (`roles.<id>.is` has the logs' words). A source that has only roles that the
    design does not know is not translated, and its roles are not judged. Tolerated up to
    `role_above`.
    """
    step = context.step(subject.name)
    return Placement(
        stage=step.stage,
        lane=step.lane,
        tolerance=context.tolerances["role_above"],
        unit="acts",
        weight=weight_of(step),
        parameters={"step": step.id, "stage": step.stage, "seen": mostly(subject)},
    )
