"""Time that a clock runs between moments, added up from its opening spans. Microseconds."""

from __future__ import annotations

import re
from bisect import bisect_right
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import holidays

MICRO = 1_000_000
DAY = 86_400 * MICRO
_UNITS = {"s": MICRO, "m": 60 * MICRO, "h": 3600 * MICRO}


class Clock:
    """The calendar, or mon-fri between two hours without holidays."""

    def __init__(self, said: dict[str, Any] | None, zone: str) -> None:
        """From `scope.calendars.NAME` of a design; without one all day and night."""
        self.spans: list[tuple[int, int]] = []
        self.run: list[int] = [0]
        self.day = DAY
        if said is None:
            return
        found = re.fullmatch(r"mon-fri (\d\d):(\d\d)-(\d\d):(\d\d)", said["hours"])
        assert found is not None
        begins, ends = time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4]))
        closed = holidays.country_holidays(said["holidays"], years=range(2008, 2021))
        day = date(2008, 1, 1)
        while day < date(2021, 1, 1):
            if day.weekday() < 5 and day not in closed:
                self._add(*(datetime.combine(day, at, ZoneInfo(zone)) for at in (begins, ends)))
            day += timedelta(days=1)
        self.day = self.run[1]

    def _add(self, begins: datetime, ends: datetime) -> None:
        span = micros(begins), micros(ends)
        self.spans.append(span)
        self.run.append(self.run[-1] + span[1] - span[0])

    def at(self, moment: int) -> int:
        """How long the clock has run up to a moment."""
        if not self.spans:
            return moment
        last = bisect_right(self.spans, (moment, DAY * 10**6)) - 1
        if last < 0:
            return 0
        begins, ends = self.spans[last]
        return self.run[last] + min(moment, ends) - begins

    def between(self, first: int, then: int) -> int:
        """How long it runs from one moment to another."""
        return self.at(then) - self.at(first)

    def latest(self, until: int, long: int) -> int:
        """The latest moment from which it still runs so long before `until`."""
        if not self.spans:
            return until - long
        target = self.at(until) - long
        span = bisect_right(self.run, target) - 1
        return self.spans[span][0] + target - self.run[span]

    def length(self, text: str) -> int:
        """A duration such as 4h or 2d; a day is what the clock runs on one of its days."""
        number, unit = int(text[:-1]), text[-1]
        return number * (_UNITS.get(unit) or self.day * {"d": 1, "w": 7}[unit])


def micros(moment: datetime) -> int:
    """Microseconds since 1970 in UTC."""
    return (moment.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
