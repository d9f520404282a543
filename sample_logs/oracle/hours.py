"""Clocks in plain Python: the calendar, and opening hours. Times are microseconds."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays

HOUR = 3_600_000_000
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
FIRST_DAY, LAST_DAY = date(2022, 1, 1), date(2028, 12, 31)
"""The days that opening hours are laid out for."""


@dataclass(frozen=True, slots=True)
class Clock:
    """Counts time in spans of being open; no spans means always open. `day` is what `1d` means."""

    day: int
    week: int
    spans: tuple[tuple[int, int], ...] = ()
    before: tuple[int, ...] = ()  # time open before each span

    def reading(self, instant: int) -> int:
        """Time open until an instant."""
        if not self.spans:
            return instant
        place = bisect_right(self.spans, (instant, instant)) - 1
        if place < 0:
            return 0
        opened, closed = self.spans[place]
        return self.before[place] + min(instant, closed) - opened

    def between(self, first: int, second: int) -> int:
        """Time open from one instant to another."""
        return self.reading(second) - self.reading(first)

    def back(self, instant: int, amount: int) -> int:
        """The latest instant from which the clock still runs so long until that one."""
        target = self.reading(instant) - amount
        if not self.spans:
            return target
        place = max(bisect_right(self.before, target) - 1, 0)
        return self.spans[place][0] + target - self.before[place]


def calendar() -> Clock:
    """The clock on the wall: a day has 24 hours."""
    return Clock(day=24 * HOUR, week=7 * 24 * HOUR)


def opening_hours(text: str, closed: str | Iterable[str | date], zone: str) -> Clock:
    """`mon-fri 09:00-13:00, mon-fri 14:00-17:00` without a country's holidays, or those days.

    A `d` is the opening time of the first weekday that is open.
    """
    daily = [_hours(part) for part in text.split(",")]
    free = _closed(closed)
    spans = tuple(sorted(_spans(daily, free, zone)))
    before, total = [], 0
    for opened, closing in spans:
        before.append(total)
        total += closing - opened
    lengths = [sum(_length(at) for days, *at in daily if day in days) for day in range(7)]
    day = next(length for length in lengths if length)
    return Clock(day, day * sum(map(bool, lengths)), spans, tuple(before))


def _hours(part: str) -> tuple[range, time, time]:
    days, hours = part.split()
    first, _, last = days.partition("-")
    opens, closes = (time.fromisoformat(at) for at in hours.split("-"))
    return range(WEEKDAYS.index(first), WEEKDAYS.index(last or first) + 1), opens, closes


def _length(hours: list[time]) -> int:
    opens, closes = (at.hour * 60 + at.minute for at in hours)
    return (closes - opens) * HOUR // 60


def _closed(closed: str | Iterable[str | date]) -> set[date]:
    named = [closed] if isinstance(closed, str | date) else list(closed)
    years = range(FIRST_DAY.year, LAST_DAY.year + 1)
    free: set[date] = set()
    for one in named:
        if isinstance(one, str) and one[:1].isalpha():
            free |= set(holidays.country_holidays(one, years=years))
        else:
            free.add(one if isinstance(one, date) else date.fromisoformat(one))
    return free


def _spans(
    daily: list[tuple[range, time, time]], free: set[date], zone: str
) -> Iterator[tuple[int, int]]:
    for number in range((LAST_DAY - FIRST_DAY).days + 1):
        day = FIRST_DAY + timedelta(days=number)
        for days, opens, closes in daily:
            if day.weekday() in days and day not in free:
                yield _instant(day, opens, zone), _instant(day, closes, zone)


def _instant(day: date, at: time, zone: str) -> int:
    """Microseconds since 1970 of a wall-clock time."""
    moment = datetime.combine(day, at, tzinfo=ZoneInfo(zone))
    return int(moment.timestamp()) * 1_000_000
