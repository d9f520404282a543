"""Durations (`90s`, `1h30m`, `2d`) and business hours (`mon-fri 09:00-17:00`).

On the clock `calendar` a day has 24 hours and a week 7 days. On a business clock `d` is one working
day: the longest daily total of open hours in that calendar; `w` is as many working days as the
week has open days; `h`, `m` and `s` are clock time inside the open hours.
"""

from __future__ import annotations

import re
from datetime import time
from itertools import pairwise
from typing import NamedTuple

SECOND_US = 1_000_000
MINUTE_US = 60 * SECOND_US
HOUR_US = 60 * MINUTE_US
DAY_US = 24 * HOUR_US
WEEK_DAYS = 7

DURATION = r"(?=\d)(\d+w)?(\d+d)?(\d+h)?(\d+m)?(\d+s)?"
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SPAN = re.compile(r"([a-z]{3})(?:-([a-z]{3}))? (\d\d):(\d\d)-(\d\d):(\d\d)")


class Day(NamedTuple):
    """How long `d` is on a clock, and how many of them make `w`."""

    us: int
    in_week: int


CALENDAR_DAY = Day(DAY_US, WEEK_DAYS)


def is_duration(text: str) -> bool:
    """Whether a text is a duration, its units from the largest to the smallest."""
    return re.fullmatch(DURATION, text) is not None


def duration_us(text: str, day: Day = CALENDAR_DAY) -> int:
    """The microseconds of a duration on a clock whose day is `day`; raises ValueError if none."""
    match = re.fullmatch(DURATION, text)
    if match is None:
        raise ValueError(text)
    units = (day.us * day.in_week, day.us, HOUR_US, MINUTE_US, SECOND_US)
    return sum(
        int(part[:-1]) * unit
        for part, unit in zip(match.groups(), units, strict=True)
        if part is not None
    )


def working_day(hours: str) -> Day:
    """The working day of business hours; raises ValueError with what is wrong in them."""
    open_us: dict[str, list[tuple[int, int]]] = {}
    for span in hours.split(","):
        days, start, end = _span(span.strip())
        for day in days:
            open_us.setdefault(day, []).append((start, end))
    for day, spans in open_us.items():
        _refuse_overlap(day, sorted(spans))
    totals = [sum(end - start for start, end in spans) for spans in open_us.values()]
    return Day(max(totals), len(totals))


def _span(text: str) -> tuple[tuple[str, ...], int, int]:
    match = SPAN.fullmatch(text)
    if match is None:
        raise ValueError(f'"{text}" is no span of hours')
    first, last, *clock = match.groups()
    start, end = (_time_us(*clock[at : at + 2]) for at in (0, 2))
    if end <= start:
        raise ValueError(f'"{text}" ends before it begins')
    return _days(first, last or first), start, end


def _days(first: str, last: str) -> tuple[str, ...]:
    for name in (first, last):
        if name not in DAYS:
            raise ValueError(f'"{name}" is no day of the week')
    start, end = DAYS.index(first), DAYS.index(last)
    return DAYS[start : end + 1] if start <= end else (*DAYS[start:], *DAYS[: end + 1])


def _time_us(hour: str, minute: str) -> int:
    if (hour, minute) == ("24", "00"):
        return DAY_US
    try:
        at = time(int(hour), int(minute))
    except ValueError:
        raise ValueError(f'"{hour}:{minute}" is no time of day') from None
    return at.hour * HOUR_US + at.minute * MINUTE_US


def _refuse_overlap(day: str, spans: list[tuple[int, int]]) -> None:
    for (_, end), (start, _) in pairwise(spans):
        if start < end:
            raise ValueError(f"two spans of hours overlap on {day}")
