from __future__ import annotations

from blueprint.gaps.rule import Context, Placement, Subject, link_placement


def dropped_handoff(subject: Subject, context: Context) -> Placement:
    """What went over a line was not taken up in time: a link's second step came late or never.

    Counted for links with a `within` between lanes of different roles, per stage instance whose
    first step was seen at least `within` before the cut; those that never came are told apart.
    Tolerated up to 1 minus the link's `share`.
    """
    return link_placement(subject, context)
