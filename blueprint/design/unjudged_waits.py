"""Where a design leaves unjudged links in time, silence, and whose turn it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from blueprint.model import Blueprint, Link, Role, Stage, Step, lanes_named

Unjudged = tuple[str, str, str]
WAIT_KINDS = ("dropped_handoff", "slow_system", "silence", "long_wait")
_LACKS = {
    "dropped_handoff": "no link across a line has a within",
    "slow_system": "no link between two systems has a within",
}


def unjudged_waits(blueprint: Blueprint, blind: Mapping[str, str]) -> Iterator[Unjudged]:
    """Kind, subject and why; `blind` says why a step cannot be seen."""
    yield from _links(blueprint, blind)
    for stage in blueprint.stages:
        steps = [step for step in blueprint.steps if step.stage == stage.id]
        unseen = [step for step in steps if step.id in blind]
        yield from _silence(stage, blueprint, unseen)
        yield from _waits(stage, blueprint, unseen)


def _links(blueprint: Blueprint, blind: Mapping[str, str]) -> Iterator[Unjudged]:
    """Links with a time of which a step cannot be seen; kinds for which there is no link."""
    steps = {step.id: step for step in blueprint.steps}
    roles = {lane.id: lane.role for lane in blueprint.lanes}
    timed = [link for link in blueprint.links if link.within_us is not None]
    for kind, why in _LACKS.items():
        own = [link for link in timed if _is_of(kind, link, steps, roles)]
        if not own:
            yield kind, "all links", why
        for link in own:
            hidden = [step for step in (link.source, link.target) if step in blind]
            if hidden:
                yield kind, f"{link.source}>{link.target}", f'"{hidden[0]}" cannot be seen'


def _is_of(kind: str, link: Link, steps: Mapping[str, Step], roles: Mapping[str, Role]) -> bool:
    """Whether a link is one that the kind judges."""
    one, other = steps[link.source], steps[link.target]
    if kind == "dropped_handoff":
        return roles[one.lane] != roles[other.lane]
    return bool(one.systems and other.systems and not set(one.systems) & set(other.systems))


def _silence(stage: Stage, blueprint: Blueprint, unseen: list[Step]) -> Iterator[Unjudged]:
    above = {x.id for x in blueprint.lanes if x.role in (Role.CUSTOMER, Role.FRONTSTAGE)}
    hidden = [step.id for step in unseen if step.lane in above]
    if stage.silence_us is None:
        yield "silence", stage.id, "the stage has no silence"
    elif hidden:
        yield "silence", stage.id, f'"{hidden[0]}" cannot be seen and may be a sign to the customer'


def _waits(stage: Stage, blueprint: Blueprint, unseen: list[Step]) -> Iterator[Unjudged]:
    if not stage.wait_budget_us:
        yield "long_wait", stage.id, "the stage has no wait_budget"
    for named in stage.wait_budget_us:
        why = _wait_lacks(stage, lanes_named(blueprint, named), unseen)
        if why:
            yield "long_wait", f"{stage.id}.{named}", why


def _wait_lacks(stage: Stage, lanes: tuple[str, ...], unseen: list[Step]) -> str:
    """Why a budget cannot be judged; empty where it can."""
    if not lanes:
        return "no lane has this role"
    if stage.time is None:
        return "the stage has no time"
    ends = {step.id for step in unseen}
    if set(stage.time.end) <= ends or set(stage.time.start) <= ends:
        return "its beginning or its end cannot be seen"
    other = [step.id for step in unseen if step.lane not in lanes]
    return f'"{other[0]}" cannot be seen and may be what is waited for' if other else ""
