"""From a checked sheet to the design: defaults filled, durations in microseconds, links derived."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo

from blueprint.design import named
from blueprint.design.durations import CALENDAR_DAY, Day, duration_us, working_day
from blueprint.design.readings import Readings
from blueprint.design.schema import (
    CalendarEntry,
    EpisodeEntry,
    ScopeEntry,
    SlaEntry,
    StageEntry,
    StepEntry,
    TimeEntry,
)
from blueprint.design.sheet import Sheet
from blueprint.design.unjudged import unjudged
from blueprint.design.unjudged_form import ask
from blueprint.design.values import Bindings, Calendar, Design
from blueprint.design.warnings import warnings
from blueprint.flow import Tree, designed_links, first_steps, last_steps
from blueprint.model import Blueprint, Declared, Lane, Link, Sla, Stage, StageTime, Step
from miner.case_notions import OBJECTS, CaseNotion

Clocks = Mapping[str, Day]


def build_design(sheet: Sheet, readings: Readings) -> Design:
    """The design of a sheet that passed all checks."""
    head, built = sheet.head, blueprint(sheet, readings)
    flows = {stage: read.tree for stage, read in sheet.flows.items()}
    bindings = _bindings(sheet, readings)
    rules = tuple(named.rules(sheet))
    return Design(
        blueprint=built,
        flows=flows,
        bindings=bindings,
        gap=readings.gap,
        calendars={name: calendar(name, entry) for name, entry in head.scope.calendars.items()},
        timezone=head.scope.timezone,
        channels=named.channels(sheet),
        systems=named.systems(sheet),
        roles=named.roles(sheet),
        outcomes=readings.outcomes,
        rules=rules,
        actions=tuple(named.actions(sheet)),
        case=_notion(head.scope),
        customer=head.scope.customer,
        status=head.status,
        owner=head.owner,
        reviewed=head.reviewed,
        effective_from=instant(head.effective_from, head.scope.timezone),
        segments=tuple(dict.fromkeys(head.scope.segments)),
        kept_attributes=readings.attributes() | {*head.scope.segments} | _assignees(built),
        unjudged=unjudged(ask(built, flows, bindings.steps, rules, readings.gap), bindings.signals),
        warnings=tuple(warnings(sheet)),
        sha256=sheet.document.sha256,
    )


def _assignees(built: Blueprint) -> frozenset[str]:
    """The attributes that say who is in charge after a step."""
    said = (step.assignee or "" for step in built.steps)
    return frozenset(
        name.removeprefix("attributes.") for name in said if name.startswith("attributes.")
    )


def _notion(scope: ScopeEntry) -> CaseNotion:
    """What a case is; the objects that stages are counted by bridge a pause, too."""
    entry = scope.episode or EpisodeEntry()
    objects = entry.objects or [*OBJECTS, *scope.instances.values()]
    return CaseNotion(
        name=scope.case,
        gap_us=None if entry.gap is None else duration_us(entry.gap),
        objects=tuple(dict.fromkeys(objects)),
    )


def _bindings(sheet: Sheet, readings: Readings) -> Bindings:
    steps = {step: tuple(way for _, way in ways) for step, ways in readings.steps.items()}
    return Bindings(
        customer=sheet.bindings.customer,
        steps=steps,
        ignore=readings.ignore,
        signals=readings.signals,
        places={step: sheet.document.line(("bindings", "steps", step)) for step in steps},
    )


def clocks(sheet: Sheet) -> Clocks:
    """The length of a day on each clock of the design."""
    hours = {name: entry.hours for name, entry in sheet.head.scope.calendars.items()}
    return {"calendar": CALENDAR_DAY, **{name: working_day(text) for name, text in hours.items()}}


def calendar(name: str, entry: CalendarEntry) -> Calendar:
    """A calendar with its holidays told apart: a country, and further closed days."""
    codes = [str(item) for item in entry.holidays if not isinstance(item, date)]
    country, _, subdivision = codes[0].partition("-") if codes else ("", "", "")
    day = working_day(entry.hours)
    return Calendar(
        id=name,
        hours=entry.hours,
        country=country or None,
        subdivision=subdivision or None,
        closed=tuple(sorted(item for item in entry.holidays if isinstance(item, date))),
        day_us=day.us,
        week_days=day.in_week,
    )


def blueprint(sheet: Sheet, readings: Readings) -> Blueprint:
    """The designed blueprint: lanes, stages, steps, and links derived and declared."""
    days = clocks(sheet)
    stages = tuple(_stage(entry, sheet, days) for entry in sheet.stages.values())
    steps = tuple(_step(entry, readings, days) for entry in sheet.steps.values())
    flows = {stage: read.tree for stage, read in sheet.flows.items()}
    return Blueprint(
        id=sheet.head.id,
        version=sheet.head.version,
        name=sheet.head.name,
        lanes=tuple(
            Lane(id=entry.id, role=entry.role, actor=entry.actor, name=entry.name)
            for entry in sheet.lanes.values()
        ),
        stages=stages,
        steps=steps,
        links=(*flow_links(flows, stages, [step.id for step in steps]), *_declared_links(sheet)),
        channels={
            key: Declared(name=each.name, contact=each.contact)
            for key, each in named.channels(sheet).items()
        },
        systems={
            key: Declared(name=each.name, external=each.external)
            for key, each in named.systems(sheet).items()
        },
        roles={
            key: Declared(name=each.name, team=each.team, does=each.does, external=each.external)
            for key, each in named.roles(sheet).items()
        },
    )


def flow_links(
    flows: Mapping[str, Tree], stages: Iterable[Stage], order: list[str]
) -> tuple[Link, ...]:
    """The links that the flows say: inside each stage, and from its last steps to the next one."""
    pairs: set[tuple[str, str]] = set()
    for stage in stages:
        tree = flows.get(stage.id, Tree("sequence"))
        pairs |= designed_links(tree)
        if stage.next is not None and stage.next in flows:
            pairs |= set(product(last_steps(tree), first_steps(flows[stage.next])))
    rank = {step: at for at, step in enumerate(order)}
    ordered = sorted(pairs, key=lambda pair: (rank[pair[0]], rank[pair[1]]))
    return tuple(Link(source=source, target=target) for source, target in ordered)


def _declared_links(sheet: Sheet) -> Iterable[Link]:
    for entry in sheet.links.values():
        yield Link(
            source=entry.start,
            target=entry.end,
            kind=entry.kind,
            within_us=_us(entry.within, CALENDAR_DAY),
            share=entry.share,
        )


def _us(text: str | None, day: Day) -> int | None:
    return None if text is None else duration_us(text, day)


def _stage(entry: StageEntry, sheet: Sheet, days: Clocks) -> Stage:
    day = days[entry.time.clock] if entry.time else CALENDAR_DAY
    budget = {lane: duration_us(text, day) for lane, text in entry.wait_budget.items()}
    return Stage(
        id=entry.id,
        name=entry.name,
        time=None if entry.time is None else _time(entry.time, day),
        next=entry.next,
        reach=entry.reach,
        abandon_max=entry.abandon_max,
        restart=entry.restart,
        silence_us=_us(entry.silence, day),
        wait_budget_us=budget,
        emotion=entry.emotion,
        instances=sheet.head.scope.instances.get(entry.id),
        section=entry.section,
        description=entry.description,
    )


def _time(entry: TimeEntry, day: Day) -> StageTime:
    return StageTime(
        start=tuple(entry.start),
        end=tuple(entry.end),
        p50_us=_us(entry.p50, day),
        p90_us=_us(entry.p90, day),
        limit_us=_us(entry.limit, day),
        clock=entry.clock,
    )


def _step(entry: StepEntry, readings: Readings, days: Clocks) -> Step:
    least, most = entry.occurs
    taken: dict[str, Any] = {
        name: getattr(entry, name)
        for name in (
            *("id", "stage", "lane", "name", "kind", "policy", "description", "fail_point"),
            *("moment_of_truth", "fail_max", "observable", "assignee"),
        )
    }
    return Step(
        **taken,
        least=least,
        most=most,
        sla=None if entry.sla is None else _sla(entry.sla, days),
        roles=tuple(entry.role),
        channels=tuple(entry.channel),
        systems=tuple(entry.systems),
        evidence=tuple(entry.evidence),
        outcome=readings.outcome_text(entry.id),
    )


def _sla(entry: SlaEntry, days: Clocks) -> Sla:
    within = duration_us(entry.within, days[entry.clock])
    return Sla(after=entry.after, within_us=within, share=entry.share, clock=entry.clock)


def instant(value: date | None, zone: str) -> datetime | None:
    """A date as the first moment of that day in the zone; a time without a zone is in it."""
    if value is None:
        return None
    at = value if isinstance(value, datetime) else datetime.combine(value, time.min)
    return at if at.tzinfo else at.replace(tzinfo=ZoneInfo(zone))
