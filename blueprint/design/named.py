"""The declared words around the blueprint: channels, systems, roles, rules and actions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from blueprint.design.durations import duration_us
from blueprint.design.schema import ActionEntry, RuleEntry
from blueprint.design.sheet import Sheet
from blueprint.design.values import Action, Channel, Expectation, RoleEntry, Rule, System

RULE_KINDS = ("before", "leads_to", "never", "must", "first", "not_both", "at_most")


def channels(sheet: Sheet) -> Mapping[str, Channel]:
    """The channels; without words of the logs' own, a channel is known by its id."""
    return {
        str(key): Channel(
            id=str(key),
            contact=entry.contact,
            name=entry.name or {"": str(key)},
            words=tuple(entry.words) or (str(key),),
        )
        for (_, key), entry in sheet.channels.items()
    }


def systems(sheet: Sheet) -> Mapping[str, System]:
    """The systems; without sources of its own, a system is known by its id."""
    return {
        str(key): System(
            id=str(key),
            name=entry.name or {"": str(key)},
            sources=tuple(entry.words) or (str(key),),
            external=entry.external,
        )
        for (_, key), entry in sheet.systems.items()
    }


def roles(sheet: Sheet) -> Mapping[str, RoleEntry]:
    """The roles; without words of the logs' own, a role is known by its id."""
    return {
        str(key): RoleEntry(
            id=str(key),
            name=entry.name or {"": str(key)},
            words=tuple(entry.words) or (str(key),),
            team=entry.team,
            does=entry.does,
            external=entry.external,
        )
        for (_, key), entry in sheet.roles.items()
    }


def rules(sheet: Sheet) -> Iterator[Rule]:
    """The rules, each with its one kind."""
    for entry in sheet.rules.values():
        steps, count = rule_steps(entry)
        yield Rule(
            id=entry.id,
            kind=rule_kinds(entry)[0],
            steps=steps,
            count=count,
            within_us=None if entry.within is None else duration_us(entry.within),
            per="case" if entry.per == sheet.head.scope.case != "customer" else entry.per,
            why=entry.why,
        )


def rule_kinds(entry: RuleEntry) -> list[str]:
    """The kinds that a rule's entry names; there must be one."""
    return [kind for kind in RULE_KINDS if getattr(entry, kind) is not None]


def rule_steps(entry: RuleEntry) -> tuple[tuple[str, ...], int | None]:
    """The steps that a rule speaks of, and the number of `at_most`."""
    said = [getattr(entry, kind) for kind in rule_kinds(entry)]
    steps = [step for one in said for step in ([one] if isinstance(one, str) else one)]
    return tuple(steps), next(iter((entry.at_most or {}).values()), None)


def actions(sheet: Sheet) -> Iterator[Action]:
    """The declared plans."""
    for entry in sheet.actions.values():
        yield Action(
            id=entry.id,
            gap=entry.gap,
            what=entry.what,
            owner=entry.owner,
            due=entry.due,
            status=entry.status,
            expect=_expectation(entry),
        )


def _expectation(entry: ActionEntry) -> Expectation | None:
    if entry.expect is None:
        return None
    expect = entry.expect
    return Expectation(metric=expect.metric, start=expect.start, target=expect.target)
