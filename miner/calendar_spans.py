"""The spans of time in which a business clock runs: hours, zone and holidays made absolute.

When the clocks go forward or back, open time is what a wall clock in that zone shows as open: the
hour that is skipped does not count, the hour that comes twice counts twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from miner.calendar_hours import DAY_US, ClockSettings, Span, dated_hours, merged, weekly_hours
from miner.warehouse import LogError

_THURSDAY = 3  # 1970-01-01
_EPOCH = date(1970, 1, 1).toordinal()


class _Days:
    """The open spans of each day, counted from 1970: its own hours, else none or its weekday's."""

    def __init__(self, clock: ClockSettings, years: range) -> None:
        self._week = weekly_hours(clock.hours)
        self._dated = {_number(day): spans for day, spans in dated_hours(clock.hours).items()}
        self._closed = _closed_days(clock, years)

    def spans(self, day: int) -> list[Span]:
        if day in self._dated:
            return self._dated[day]
        return [] if day in self._closed else self._week.get((day + _THURSDAY) % 7, [])


def open_spans(clock: ClockSettings, years: range) -> list[Span]:
    """The spans [open, close) in which a clock runs in those years, microseconds UTC, in order.

    Raises `LogError` for hours, a zone or a country that cannot be read.
    """
    days = _Days(clock, years)
    return merged(
        span
        for start_us, end_us, offset_us in _offsets(clock, years)
        for span in _opened(days, (start_us, end_us), offset_us)
    )


def _opened(days: _Days, within: Span, offset_us: int) -> Iterator[Span]:
    """The open spans of a stretch of time that has one offset from UTC, by their beginning.

    The day before the first one counts, too: its last span may end after midnight.
    """
    first_us, last_us = within[0] + offset_us, within[1] + offset_us
    for day in range(first_us // DAY_US - 1, -(-last_us // DAY_US)):
        for start_us, end_us in days.spans(day):
            open_us = max(day * DAY_US + start_us, first_us)
            close_us = min(day * DAY_US + end_us, last_us)
            if open_us < close_us:
                yield open_us - offset_us, close_us - offset_us


def _offsets(clock: ClockSettings, years: range) -> Iterator[tuple[int, int, int]]:
    """The stretches of those years in which the zone keeps one offset: from, to, offset."""
    zone = _zone(clock)
    last = datetime(years[-1] + 1, 1, 2, tzinfo=UTC)
    start = at = datetime(years[0], 1, 1, tzinfo=UTC) - timedelta(days=1)
    while at < last:
        after = at + timedelta(days=1)
        if _offset(zone, after) != _offset(zone, at):
            change = _change(zone, at, after)
            yield _us(start), _us(change), _offset(zone, at)
            start = change
        at = after
    yield _us(start), _us(last), _offset(zone, start)


def _change(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The first second with the offset of `after`."""
    old = _offset(zone, before)
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        before, after = (middle, after) if _offset(zone, middle) == old else (before, middle)
    return after


def _offset(zone: ZoneInfo, at: datetime) -> int:
    return (at.astimezone(zone).utcoffset() or timedelta()) // timedelta(microseconds=1)


def _us(at: datetime) -> int:
    return (at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def _zone(clock: ClockSettings) -> ZoneInfo:
    try:
        return ZoneInfo(clock.zone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise LogError(
            f'calendar {clock.name}: "{clock.zone}" is no time zone. Expected an IANA name such as'
            " Europe/Warsaw."
        ) from error


def _closed_days(clock: ClockSettings, years: range) -> frozenset[int]:
    """The days since 1970 on which a clock stands all day."""
    days = {_number(day) for day in clock.closed}
    return frozenset(days | {_number(day) for day in _holidays(clock, years)})


def _holidays(clock: ClockSettings, years: range) -> Mapping[date, str]:
    """The public holidays of the clock's country, none without one."""
    if not clock.country:
        return {}
    import holidays  # noqa: PLC0415 - 0.3 s, and only calendars with holidays need it

    try:
        found: Mapping[date, str] = holidays.country_holidays(
            clock.country, subdiv=clock.subdivision, years=years
        )
    except NotImplementedError as error:
        raise LogError(
            f"calendar {clock.name}: no holidays known: {error}. Expected an ISO 3166 code"
            " such as PL, or days under `closed`."
        ) from error
    return found


def _number(day: date) -> int:
    return day.toordinal() - _EPOCH
