"""Clocks in plain Python: the calendar, and opening hours. Times are microseconds."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays

HOUR = 3_600_000_000
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class Clock:
    """Counts time in spans of being open; no spans means always open. `day` is what `1d` means."""

    day: int
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


def calendar() -> Clock:
    """The clock on the wall: a day has 24 hours."""
    return Clock(day=24 * HOUR)


def opening_hours(text: str, country: str, zone: str, year: int = 2025) -> Clock:
    """`mon-fri 09:00-17:00` without the public holidays of a country, around that year."""
    days, _, hours = text.partition(" ")
    first, _, last = days.partition("-")
    open_days = range(WEEKDAYS.index(first), WEEKDAYS.index(last) + 1)
    opens, closes = (time.fromisoformat(part) for part in hours.split("-"))
    closed = holidays.country_holidays(country, years=(year - 1, year, year + 1))
    start = date(year - 1, 12, 1)
    dates = [start + timedelta(days=number) for number in range(430)]
    working = [day for day in dates if day.weekday() in open_days and day not in closed]
    spans = tuple((_instant(day, opens, zone), _instant(day, closes, zone)) for day in working)
    before, total = [], 0
    for opened, closing in spans:
        before.append(total)
        total += closing - opened
    length = (closes.hour - opens.hour) * HOUR
    return Clock(day=length, spans=spans, before=tuple(before))


def _instant(day: date, at: time, zone: str) -> int:
    """Microseconds since 1970 of a wall-clock time."""
    moment = datetime.combine(day, at, tzinfo=ZoneInfo(zone))
    return int(moment.timestamp()) * 1_000_000
