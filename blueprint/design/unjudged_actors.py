"""Where a design leaves unjudged who did a step, on which channel, and what the customer saw."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from blueprint.model import Blueprint, Step

Unjudged = tuple[str, str, str]
ACTOR_KINDS = ("wrong_role", "wrong_channel", "visibility_breach")


def unjudged_actors(blueprint: Blueprint, blind: Mapping[str, str]) -> Iterator[Unjudged]:
    """Kind, subject and why; `blind` says why a step cannot be seen."""
    for stage in blueprint.stages:
        steps = [s for s in blueprint.steps if s.stage == stage.id and s.most != 0]
        if steps and not any(step.channels for step in steps):
            yield "wrong_channel", stage.id, "no step of the stage names a channel"
        for step in steps:
            yield from _blind(step, blind)


def _blind(step: Step, blind: Mapping[str, str]) -> Iterator[Unjudged]:
    """The kinds that would judge a step that cannot be seen."""
    why = blind.get(step.id)
    if why is None:
        return
    yield "wrong_role", step.id, why
    if step.channels:
        yield "wrong_channel", step.id, why
    yield "visibility_breach", step.id, why
