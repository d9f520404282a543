"""Zones, calendars, clocks, and targets that rise."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

from blueprint.design.document import Place
from blueprint.design.durations import CALENDAR_DAY, Day, duration_us, working_day
from blueprint.design.forms import shown
from blueprint.design.readings import Readings
from blueprint.design.schema import CalendarEntry, StageEntry, TimeEntry
from blueprint.design.sheet import Sheet
from blueprint.mistakes import did_you_mean
from miner.calendar import CALENDAR
from miner.warehouse import LogError


def check_calendars(sheet: Sheet, _readings: Readings) -> None:
    """The zone is known, and each calendar has hours and holidays that can be read."""
    zone = sheet.head.scope.timezone
    if not _is_zone(zone):
        hint = did_you_mean(zone, available_timezones(), "zones")
        sheet.wrong(("scope", "timezone"), f'scope: "{zone}" is no time zone', hint)
    for name, entry in sheet.head.scope.calendars.items():
        place: Place = ("scope", "calendars", name)
        if name == CALENDAR:
            hint = "That name is the clock of 24 hours a day; call it business"
            sheet.wrong(place, f'a calendar cannot be named "{CALENDAR}"', hint)
        try:
            working_day(entry.hours)
        except LogError as error:
            message, _, hint = str(error).partition(". ")
            sheet.wrong((*place, "hours"), f'calendar "{name}": {message}', hint.rstrip("."))
        _check_holidays(sheet, place, entry)


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, OSError, ValueError):
        return False
    return True


def _check_holidays(sheet: Sheet, place: Place, entry: CalendarEntry) -> None:
    told, at = f'calendar "{place[-1]}"', (*place, "holidays")
    codes = [item for item in entry.holidays if not isinstance(item, date)]
    for code in codes:
        if not isinstance(code, str) or not _has_holidays(code):
            hint = "A country as in ISO 3166 (PL, ES-MD), or days (2025-12-24)"
            sheet.wrong(at, f"{told}: no holidays are known for {shown(code)}", hint)
    if len(codes) > 1:
        sheet.wrong(at, f"{told}: holidays of several countries", "Make a calendar for each")


def _has_holidays(code: str) -> bool:
    import holidays  # noqa: PLC0415 - 0.3 s, and only calendars with holidays need it
    from holidays.registry import COUNTRIES  # noqa: PLC0415

    country, _, subdivision = code.partition("-")
    countries = {word for words in COUNTRIES.values() for word in words[1:] if word.isupper()}
    if country not in countries:
        return False
    known = getattr(holidays, country)  # country_holidays() would import every country: 0.5 s
    return not subdivision or subdivision in {*known.subdivisions, *known.subdivisions_aliases}


def check_times(sheet: Sheet, _readings: Readings) -> None:
    """Clocks are known, timed steps are declared, and targets rise."""
    days = dict(_days(sheet))
    for place, stage in sheet.stages.items():
        if stage.time is not None:
            at, told = (*place, "time"), f'stage "{stage.id}"'
            _check_timed_steps(sheet, at, stage.time, told)
            _check_timed_objects(sheet, at, stage)
            _check_clock(sheet, at, stage.time.clock, told)
            _check_rise(sheet, at, stage.time, days.get(stage.time.clock, CALENDAR_DAY))
    for place, entry in sheet.steps.items():
        if entry.sla:
            _check_clock(sheet, (*place, "sla"), entry.sla.clock, f'step "{entry.id}"')


def _check_timed_steps(sheet: Sheet, place: Place, time: TimeEntry, told: str) -> None:
    for key, steps in (("from", time.start), ("to", time.end)):
        for at, step in enumerate(steps):
            said = f'{told} is timed {key} step "{step}"'
            sheet.unknown((*place, key, at), step, "steps", said)


def _check_timed_objects(sheet: Sheet, place: Place, stage: StageEntry) -> None:
    """A stage that is counted by an object is timed by steps of that object only."""
    counted = sheet.head.scope.instances
    owners = {entry.id: entry.stage for entry in sheet.steps.values()}
    time, by = stage.time, counted.get(stage.id)
    if time is None or by is None:
        return
    for step in dict.fromkeys((*time.start, *time.end)):
        if step in owners and counted.get(owners[step]) != by:
            message = f'stage "{stage.id}" is counted by {by}, but timed by step "{step}"'
            hint = f'Time it by steps of stages that are counted by {by}; "{step}" is not'
            sheet.wrong(place, message, hint)


def _days(sheet: Sheet) -> Iterator[tuple[str, Day]]:
    """The clocks whose day is known; those with a mistake are told elsewhere."""
    yield CALENDAR, CALENDAR_DAY
    for name, entry in sheet.head.scope.calendars.items():
        try:
            yield name, working_day(entry.hours)
        except LogError:
            continue


def _check_clock(sheet: Sheet, place: Place, clock: str, told: str) -> None:
    known = {CALENDAR, *sheet.names["calendars"]}
    if clock not in known:
        hint = did_you_mean(clock, known, "clocks")
        sheet.wrong((*place, "clock"), f'{told} is timed on clock "{clock}"', hint)


def _check_rise(sheet: Sheet, place: Place, time: TimeEntry, day: Day) -> None:
    told = f'stage "{sheet.stages[place[:-1]].id}"'
    targets = {"p50": time.p50, "p90": time.p90, "limit": time.limit}
    said = [(key, text) for key, text in targets.items() if text is not None]
    for (low, shorter), (high, longer) in pairwise(said):
        if duration_us(longer, day) < duration_us(shorter, day):
            message = f"{told}: {high} ({longer}) is shorter than {low} ({shorter})"
            sheet.wrong((*place, high), message, "Times rise: p50, p90, limit")
