"""Gaps of actors: who did it, on which channel, and whether the customer saw it."""

from __future__ import annotations

from collections.abc import Iterator

from sample_logs.oracle.events import Event
from sample_logs.oracle.instances import Case, Instance
from sample_logs.oracle.setting import Setting
from sample_logs.oracle.verdicts import Verdict

BELOW = ("backstage", "support")
"""Roles of lanes below the line of visibility."""


def _occurrences(instance: Instance, setting: Setting) -> Iterator[tuple[str, Event]]:
    """What is judged: steps that must not happen are judged by forbidden_step alone."""
    for step, event in instance.own:
        known = step not in setting.blind and _is_surely(step, event, instance)
        if known and setting.design.steps[step].most != 0:
            yield step, event


def _is_surely(step: str, event: Event, instance: Instance) -> bool:
    """Which of several is the first can be told where nothing before it lacks."""
    is_whole = not instance.left_truncated and instance.is_known(event)
    return is_whole or dict(event.steps)[step] == "all"


def wrong_role(instance: Instance, _case: Case, setting: Setting) -> Iterator[Verdict]:
    """The kind of actor is not the lane's, or the role not one of the step's."""
    for name, event in _occurrences(instance, setting):
        step = setting.design.steps[name]
        known = []
        if event.actor_kind not in (None, "unknown"):
            known.append(event.actor_kind != step.actor)
        if step.roles is not None and _is_known_role(name, event, setting):
            known.append(event.role not in step.roles)
        if known:
            yield name, "", any(known)


def _is_known_role(step: str, event: Event, setting: Setting) -> bool:
    """Foreign words tell nothing where the source never says a word that we know."""
    return event.role is not None and (step, event.source) in setting.spoken.roles


def wrong_channel(instance: Instance, _case: Case, setting: Setting) -> Iterator[Verdict]:
    """The channel is not one of the step's."""
    for name, event in _occurrences(instance, setting):
        allowed = setting.design.steps[name].channels
        known = event.channel is not None and (name, event.source) in setting.spoken.channels
        if allowed is not None and known:
            yield name, "", event.channel not in allowed


def visibility_breach(instance: Instance, _case: Case, setting: Setting) -> Iterator[Verdict]:
    """What should stay backstage was shown, or the reverse."""
    for name, event in _occurrences(instance, setting):
        public = known_public(name, event, setting)
        if public is not None:
            yield name, "", public == (setting.design.steps[name].role in BELOW)


def known_public(step: str, event: Event, setting: Setting) -> bool | None:
    """Whether the customer saw it; a source that shows a step from inside only says nothing."""
    if setting.design.steps[step].role in BELOW:
        return event.public
    return event.public if (step, event.source) in setting.spoken.public else None
