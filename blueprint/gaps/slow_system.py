from __future__ import annotations

from dataclasses import replace

from blueprint.gaps.rule import Context, Placement, Subject, link_placement


def slow_system(subject: Subject, context: Context) -> Placement:
    """From one system to another it took longer than the link's `within`, or never arrived.

    Counted for links between two steps that name `systems` and have none in common, per stage
    instance whose first step was seen at least `within` before the cut. Tolerated up to 1 minus the
    link's `share`.
    """
    place = link_placement(subject, context)
    return replace(place, follows_from=(*place.follows_from, f"dropped_handoff:{subject.name}"))
