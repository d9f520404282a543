"""Business hours as people write them, and the settings of a business clock."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from miner.warehouse import LogError

DAY_US = 86_400_000_000
_MINUTE_US = 60_000_000
_HOUR_US = 60 * _MINUTE_US
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_TIMES = r" (\d\d):([0-5]\d)-(\d\d):([0-5]\d)"
_WEEKLY = re.compile(r"([a-z]{3})(?:-([a-z]{3}))?" + _TIMES, re.ASCII)
_DATED = re.compile(r"(\d{4}-\d\d-\d\d)" + _TIMES, re.ASCII)

Span = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockSettings:
    """A business clock: `hours` such as `mon-thu 08:00-17:00, fri 08:00-14:00` in an IANA `zone`.

    A span that ends at or before its beginning ends on the next day (`22:00-06:00`) and belongs to
    the day on which it begins. A date in place of a day (`2025-12-24 09:00-12:00`) has these hours
    and no others, whatever its weekday and though it be a holiday. `country` (ISO 3166, with a
    `subdivision` if need be) closes the clock on public holidays, `closed` on further days.
    """

    name: str
    zone: str
    hours: str
    country: str | None = None
    subdivision: str | None = None
    closed: tuple[date, ...] = ()


def day_us(clock: ClockSettings | None) -> int:
    """One working day of a clock: the longest daily total of its week; None (calendar) has 24 h."""
    if clock is None:
        return DAY_US
    week = weekly_hours(clock.hours)
    return max(sum(end - start for start, end in spans) for spans in week.values())


def weekly_hours(hours: str) -> dict[int, list[Span]]:
    """Per day of the week (Monday is 0) the open spans, in microseconds since its midnight.

    A span over midnight ends after 24 hours. Raises `LogError` for hours that cannot be read.
    """
    week: dict[int, list[Span]] = {}
    for days, span in _entries(hours):
        for day in days:
            if isinstance(day, int):
                week.setdefault(day, []).append(span)
    if not week:
        raise _hours_error(hours)
    return {day: merged(sorted(spans)) for day, spans in sorted(week.items())}


def dated_hours(hours: str) -> dict[date, list[Span]]:
    """Per date that has hours of its own the open spans, as those of `weekly_hours`."""
    dates: dict[date, list[Span]] = {}
    for days, span in _entries(hours):
        for day in days:
            if isinstance(day, date):
                dates.setdefault(day, []).append(span)
    return {day: merged(sorted(spans)) for day, spans in sorted(dates.items())}


def merged(spans: Iterable[Span]) -> list[Span]:
    """Spans in order, those that touch or overlap made one."""
    joined: list[Span] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _entries(hours: str) -> Iterator[tuple[Sequence[int | date], Span]]:
    """What stands between commas: the days of the week, or the date, and the span."""
    for text in (part.strip() for part in hours.split(",")):
        if found := _WEEKLY.fullmatch(text):
            yield _days(text, found[1], found[2] or found[1]), _span(text, found)
        elif found := _DATED.fullmatch(text):
            yield [_date(text, found[1])], _span(text, found)
        else:
            raise _hours_error(text)


def _span(text: str, found: re.Match[str]) -> Span:
    """The last four groups as a span; it ends on the next day where it would not rise."""
    hour, minute, to_hour, to_minute = (int(part) for part in found.groups()[-4:])
    start = hour * _HOUR_US + minute * _MINUTE_US
    end = to_hour * _HOUR_US + to_minute * _MINUTE_US
    if start >= DAY_US or end > DAY_US or start == end:
        raise _hours_error(text)
    return start, end if end > start else end + DAY_US


def _days(text: str, first: str, last: str) -> list[int]:
    """The days from one to another, over the week's end if need be."""
    if not {first, last} <= set(_DAYS):
        raise _hours_error(text)
    start, end = _DAYS.index(first), _DAYS.index(last)
    return [day % 7 for day in range(start, end + 1 if start <= end else end + 8)]


def _date(text: str, day: str) -> date:
    try:
        return date.fromisoformat(day)
    except ValueError as error:
        raise _hours_error(text) from error


def _hours_error(text: str) -> LogError:
    return LogError(
        f'"{text.strip()}" are no business hours. Expected days and a span, such as'
        " `mon-fri 09:00-17:00`; several with commas between."
    )
