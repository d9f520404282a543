"""Where a design leaves the mood of customers unjudged, and what lacks."""

from __future__ import annotations

from collections.abc import Iterator

from blueprint.design.values import Signal
from blueprint.model import Blueprint, Stage

EXPERIENCE_KINDS = ("low_emotion",)


def unjudged_experience(
    blueprint: Blueprint, signals: tuple[Signal, ...]
) -> Iterator[tuple[str, str, str]]:
    """Kind, subject and why, in the order of the file."""
    asking = [s for s in signals if s.kind == "self_report"]
    for stage in blueprint.stages:
        why = _why(stage, [s for s in asking if s.stage in (None, stage.id)])
        if why:
            yield "low_emotion", stage.id, why


def _why(stage: Stage, asking: list[Signal]) -> str:
    if stage.emotion is None:
        return "the stage has no emotion"
    if not asking:
        return "no signal of kind self_report asks there"
    if all(s.value is None or s.scale is None for s in asking):
        return f'its signal "{asking[0].id}" lacks its value or its scale'
    return ""
