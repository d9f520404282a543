"""Durations such as `90s`, `1h30m` or `2d`, in microseconds on a clock.

On the clock `calendar` a day has 24 hours and a week 7 days. On a business clock `d` is one working
day: the longest daily total of open hours in that calendar; `w` is as many working days as the
week has open days; `h`, `m` and `s` are clock time inside the open hours.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from miner.calendar_hours import DAY_US, weekly_hours

SECOND_US = 1_000_000
MINUTE_US = 60 * SECOND_US
HOUR_US = 60 * MINUTE_US
WEEK_DAYS = 7

DURATION = r"(?=\d)(\d+w)?(\d+d)?(\d+h)?(\d+m)?(\d+s)?"


class Day(NamedTuple):
    """How long `d` is on a clock, and how many of them make `w`."""

    us: int
    in_week: int


CALENDAR_DAY = Day(DAY_US, WEEK_DAYS)


def is_duration(text: str) -> bool:
    """Whether a text is a duration, its units from the largest to the smallest."""
    return re.fullmatch(DURATION, text, re.ASCII) is not None


def duration_us(text: str, day: Day = CALENDAR_DAY) -> int:
    """The microseconds of a duration on a clock whose day is `day`; raises ValueError if none."""
    match = re.fullmatch(DURATION, text, re.ASCII)
    if match is None:
        raise ValueError(text)
    units = (day.us * day.in_week, day.us, HOUR_US, MINUTE_US, SECOND_US)
    return sum(
        int(part[:-1]) * unit
        for part, unit in zip(match.groups(), units, strict=True)
        if part is not None
    )


def working_day(hours: str) -> Day:
    """The working day of business hours; raises `miner.warehouse.LogError` if they are none."""
    week = weekly_hours(hours)
    totals = [sum(end - start for start, end in spans) for spans in week.values()]
    return Day(max(totals), len(totals))
