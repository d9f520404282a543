"""What an event says besides who and when: by its step (or noise), and by the manner of it.

A manner is a number whose bits say what is unusual of one event, so that few of them differ.
"""

from __future__ import annotations

import json
from typing import Any

from tests.services.drawing import LANES
from tests.services.service import Service, Step

PLAIN = 0
"""As the design has it."""


def told(service: Service, act: int, _manner: int) -> dict[str, Any]:
    """The fields of the normal form."""
    if act < len(service.noise):
        name = list(service.noise)[act]
        return _fields(service, service.noise[name][0], name, "system")
    step = list(service.steps.values())[act - len(service.noise)]
    return _fields(service, step.source, step.activity, LANES[step.lane][1]) | {
        "attributes": {"type": step.kind_of} if step.kind_of else {}
    }


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


def is_ignored(service: Service, act: int) -> bool:
    """Whether the design knows it as noise."""
    return act < len(service.noise) and list(service.noise.values())[act][1]
