"""What an event says besides who and when: by its step (or noise), and by the manner of it.

A manner is a number whose bits say what is unusual of one event, so that few of them differ.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from tests.services.acting import (
    CHANNEL,
    FAILED,
    HOLDER,
    NO_CHANNEL,
    NO_ROLE,
    NOT_SAID,
    ROLE,
    SCORE,
    SHOWN,
)
from tests.services.drawing import CHANNELS, LANES, ROLES
from tests.services.service import Service, Step
from tests.services.subjects import is_below


def told(service: Service, act: int, manner: int) -> dict[str, Any]:
    """The fields of the normal form."""
    if act < len(service.noise):
        name = list(service.noise)[act]
        said = {"attributes": {"score": str(manner // SCORE)}} if name in service.surveys else {}
        return _fields(service, service.noise[name][0], name, "system") | said
    step = list(service.steps.values())[act - len(service.noise)]
    actor = LANES[step.lane][1]
    is_foreign = manner & ROLE and not step.roles  # where any role may do it, another kind of actor
    fields = _fields(service, step.source, step.activity, _OTHER[actor] if is_foreign else actor)
    return fields | {
        "role": None if manner & NO_ROLE else _word(step.roles, ROLES, manner & ROLE),
        "channel": None
        if manner & NO_CHANNEL
        else _word(step.channels, CHANNELS, manner & CHANNEL),
        "public": _public(service, step, manner),
        "attributes": _attributes(step, manner),
    }


_OTHER = {"customer": "person", "person": "system", "system": "person"}


def _fields(service: Service, source: str, activity: str, actor_kind: str) -> dict[str, Any]:
    return {
        "source": source,
        "activity": activity,
        "actor_kind": actor_kind,
        "role": None,
        "channel": None,
        "public": None,
        "attributes": {},
        "precision": service.precision.get(source, 1),
    }


def _word(
    allowed: tuple[str, ...], known: Mapping[str, tuple[str, ...]], is_wrong: int
) -> str | None:
    """A word that the design allows, or another one that it knows."""
    if not allowed:
        return None
    names = [name for name in known if (name in allowed) != bool(is_wrong)]
    return known[names[0]][-1]


def _public(service: Service, step: Step, manner: int) -> bool | None:
    if not step.tells_public or manner & NOT_SAID:
        return None
    return is_below(service, step.id) == bool(manner & SHOWN)


def _attributes(step: Step, manner: int) -> dict[str, str]:
    said = {"type": step.kind_of} if step.kind_of else {}
    if step.fail_max is not None and step.place == "plain":
        said |= {"result": "failed" if manner & FAILED else "fine"}
    return said | ({"owner": f"agent {manner // HOLDER}"} if manner >= HOLDER else {})


def written(fields: dict[str, Any]) -> dict[str, Any]:
    """The same as the warehouse holds them."""
    words = {1_000_000: "s", 1_000: "ms", 1: "us"}
    return fields | {
        "attributes": json.dumps(fields["attributes"]),
        "precision": words[fields["precision"]],
    }


def steps_of_act(service: Service, act: int) -> tuple[tuple[str, str], ...]:
    """The steps that an event can be, each with how an instance picks it."""
    if act < len(service.noise):
        return ()
    steps = list(service.steps.values())
    step = steps[act - len(service.noise)]
    return tuple((other.id, other.pick) for other in steps if _is_bound_alike(step, other))


def _is_bound_alike(one: Step, other: Step) -> bool:
    return (one.source, one.activity, one.kind_of) == (other.source, other.activity, other.kind_of)


def signals_of_act(service: Service, act: int) -> tuple[str, ...]:
    """The signals that an event is an answer to."""
    name = list(service.noise)[act] if act < len(service.noise) else ""
    return (service.surveys[name],) if name in service.surveys else ()


def is_ignored(service: Service, act: int) -> bool:
    """Whether the design knows it as noise."""
    return act < len(service.noise) and list(service.noise.values())[act][1]
