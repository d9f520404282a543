"""The services' two clocks for arrays: all hours of the calendar, and business hours."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays
import numpy as np

from tests.services.walking import Ints

HOURS = "mon-fri 09:00-17:00"
ZONE = "Europe/Warsaw"
HOLIDAYS = "PL"
FIRST_DAY, DAYS = date(2024, 11, 1), 900
SATURDAY = 5


def _spans() -> tuple[Ints, Ints, Ints]:
    """When each working day opens and closes, and the time that was open before it."""
    free = holidays.country_holidays(HOLIDAYS, years=(2024, 2025, 2026, 2027))
    every = (FIRST_DAY + timedelta(days=number) for number in range(DAYS))
    working = [day for day in every if day.weekday() < SATURDAY and day not in free]
    opened, closed = (np.array([_instant(day, time(hour)) for day in working]) for hour in (9, 17))
    return opened, closed, np.concatenate([[0], np.cumsum(closed - opened)[:-1]])


def _instant(day: date, at: time) -> int:
    return int(datetime.combine(day, at, tzinfo=ZoneInfo(ZONE)).timestamp()) * 1_000_000


OPENED, CLOSED, BEFORE = _spans()


def reading(clock: str, instants: Ints) -> Ints:
    """What the clock shows: time open until each instant."""
    if clock == "calendar":
        return instants
    place = np.searchsorted(OPENED, instants, side="right") - 1
    return BEFORE[place] + np.minimum(instants, CLOSED[place]) - OPENED[place]


def instant(clock: str, readings: Ints) -> Ints:
    """When the clock shows that: the opposite of `reading` (the end of a day, not the next morning)."""
    if clock == "calendar":
        return readings
    place = np.maximum(np.searchsorted(BEFORE, readings, side="left") - 1, 0)
    return OPENED[place] + readings - BEFORE[place]
