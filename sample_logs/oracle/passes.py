"""Passes of one customer, or of a ticket, through a stage, before anything is picked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sample_logs.oracle.design import Stage, Step
from sample_logs.oracle.events import Event
from sample_logs.oracle.setting import Setting


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """An event that can be a step; `place` is its place in the case's order.

    `own`: the stage owns the step. `opens`: it can make an instance; an end that another stage
    owns does not, a start that another stage owns does.
    """

    place: int
    step: str
    pick: str
    event: Event
    own: bool
    opens: bool


@dataclass(slots=True)
class Passage:
    """The matches of one pass; `key` is the object, None for a stage of the customer."""

    key: int | str | None
    matches: list[Match]


def passages(journey: list[Event], name: str, setting: Setting) -> list[Passage]:
    """The passes through a stage, in order."""
    stage = setting.design.stages[name]
    matches = list(_matches(journey, stage, setting))
    keys = dict.fromkeys(_key(match.event, stage) for match in matches)
    found = []
    for key in keys:
        own = [match for match in matches if _key(match.event, stage) == key]
        found += [Passage(key, part) for part in _restarted(own, stage)]
    return found


def _key(event: Event, stage: Stage) -> int | str | None:
    return event.objects.get(stage.object_type) if stage.object_type else None


def _matches(journey: list[Event], stage: Stage, setting: Setting) -> Iterator[Match]:
    wanted = {*stage.steps, *stage.start, *stage.end}
    for place, event in enumerate(journey):
        for step, pick in event.steps:
            if step in wanted and _takes_part(event, setting.design.steps[step], stage, setting):
                own = step in stage.steps
                yield Match(
                    place=place,
                    step=step,
                    pick=pick,
                    event=event,
                    own=own,
                    opens=own or step in stage.start,
                )


def _takes_part(event: Event, step: Step, stage: Stage, setting: Setting) -> bool:
    """Whether the event has the object that the step is counted by, and the stage's own."""
    owner = setting.design.stages[step.stage].object_type
    if owner and owner not in event.objects:
        return False
    return not stage.object_type or stage.object_type == owner


def _restarted(matches: list[Match], stage: Stage) -> list[list[Match]]:
    """Begin another pass at a restart step that comes after an end step."""
    parts: list[list[Match]] = []
    ended = False
    for match in matches:
        if not parts or (match.step == stage.restart and ended):
            parts.append([])
            ended = False
        parts[-1].append(match)
        ended |= match.step in stage.end
    return parts
