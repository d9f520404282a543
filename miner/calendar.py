"""Business clocks: opening hours and holidays as spans of time that SQL can add up.

A clock runs while its calendar is open, in its own time zone; `calendar` always runs. For each
clock B(t) is the time that it has run up to t, in microseconds, and business time between two
moments is B(t2) - B(t1). In SQL, for a whole column at once (an ASOF join on calendar_spans):

    with moments as (select 'business' as clock, ts_us from traces)
    select * from with_worked('moments')    -- adds worked_us = B(ts_us); null for an unknown clock

Spans cover the years of the log with two to spare; before and after them a business clock stands.
When the clocks go forward or back, open time is what a wall clock in that zone shows as open: the
hour that is skipped does not count, the hour that comes twice counts twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import duckdb

from miner.log import run_script
from miner.warehouse import LogError

CALENDAR = "calendar"
"""The clock that always runs; its day has 24 hours."""

DAY_US = 86_400_000_000
_MINUTE_US = 60_000_000
_HOUR_US = 60 * _MINUTE_US
_BEFORE_ALL_US = -(2**62)
_YEARS_TO_SPARE = 2
_FIRST_YEAR, _LAST_YEAR = 1900, 2200
_NO_EVENTS = 2000  # any year will do
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_THURSDAY = 3  # 1970-01-01
_SPAN = re.compile(r"([a-z]{3})(?:-([a-z]{3}))? (\d\d):(\d\d)-(\d\d):(\d\d)")
_EPOCH = date(1970, 1, 1).toordinal()
_HERE = Path(__file__).parent

Span = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockSettings:
    """A business clock: `hours` such as `mon-thu 08:00-17:00, fri 08:00-14:00` in an IANA `zone`.

    `country` (ISO 3166, with a `subdivision` if need be) closes it on public holidays, `closed`
    on further days.
    """

    name: str
    zone: str
    hours: str
    country: str | None = None
    subdivision: str | None = None
    closed: tuple[date, ...] = ()


def register(connection: duckdb.DuckDBPyConnection, clocks: Sequence[ClockSettings]) -> None:
    """Makes the table calendar_spans and the macro with_worked, for the years of the events.

    Raises `LogError` for hours, a zone or a country that cannot be read.
    """
    years = _years(connection)
    rows = [(clock.name, *span) for clock in clocks for span in open_spans(clock, years)]
    rows += [(clock.name, _BEFORE_ALL_US, _BEFORE_ALL_US) for clock in clocks]
    run_script(
        connection,
        _HERE / "calendar.sql",
        clocks=[clock for clock, _, _ in rows],
        opens=[open_us for _, open_us, _ in rows],
        closes=[close_us for _, _, close_us in rows],
    )


def day_us(clock: ClockSettings | None) -> int:
    """One working day of a clock: the longest daily total of its week; None (calendar) has 24 h."""
    if clock is None:
        return DAY_US
    week = weekly_hours(clock.hours)
    return max(sum(end - start for start, end in spans) for spans in week.values())


def weekly_hours(hours: str) -> dict[int, list[Span]]:
    """Per day of the week (Monday is 0) the open spans, in microseconds since its midnight.

    Raises `LogError` for hours that cannot be read.
    """
    week: dict[int, list[Span]] = {}
    for text in hours.split(","):
        found = _SPAN.fullmatch(text.strip())
        if not found or not {found[1], found[2] or found[1]} <= set(_DAYS):
            raise _hours_error(text)
        start, end = (int(found[at]) * _HOUR_US + int(found[at + 1]) * _MINUTE_US for at in (3, 5))
        if not start < end <= DAY_US:
            raise _hours_error(text)
        for day in _days(found[1], found[2] or found[1]):
            week.setdefault(day, []).append((start, end))
    return {day: _merged(sorted(spans)) for day, spans in sorted(week.items())}


def open_spans(clock: ClockSettings, years: range) -> list[Span]:
    """The spans [open, close) in which a clock runs in those years, microseconds UTC, in order."""
    week = weekly_hours(clock.hours)
    closed = _closed_days(clock, years)
    return _merged(
        span
        for start_us, end_us, offset_us in _offsets(clock, years)
        for span in _opened(week, closed, (start_us, end_us), offset_us)
    )


def _opened(
    week: dict[int, list[Span]], closed: frozenset[int], within: Span, offset_us: int
) -> Iterator[Span]:
    """The open spans of a stretch of time that has one offset from UTC; days count from 1970."""
    first_us, last_us = within[0] + offset_us, within[1] + offset_us
    for day in range(first_us // DAY_US, -(-last_us // DAY_US)):
        if day in closed:
            continue
        for start_us, end_us in week.get((day + _THURSDAY) % 7, ()):
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
    days = set(clock.closed)
    if clock.country:
        import holidays  # noqa: PLC0415 - 0.3 s, and only calendars with holidays need it

        try:
            days |= set(
                holidays.country_holidays(clock.country, subdiv=clock.subdivision, years=years)
            )
        except NotImplementedError as error:
            raise LogError(
                f"calendar {clock.name}: no holidays known: {error}. Expected an ISO 3166 code"
                " such as PL, or days under `closed`."
            ) from error
    return frozenset(day.toordinal() - _EPOCH for day in days)


def _merged(spans: Iterable[Span]) -> list[Span]:
    """Spans in order, those that touch or overlap made one."""
    merged: list[Span] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _days(first: str, last: str) -> list[int]:
    """The days from one to another, over the week's end if need be."""
    start, end = _DAYS.index(first), _DAYS.index(last)
    return [day % 7 for day in range(start, end + 1 if start <= end else end + 8)]


def _hours_error(text: str) -> LogError:
    return LogError(
        f'"{text.strip()}" are no business hours. Expected days and a span, such as'
        " `mon-fri 09:00-17:00`; several with commas between."
    )


def _years(connection: duckdb.DuckDBPyConnection) -> range:
    """The years that the spans must cover; implausible times do not stretch them without end."""
    first, last = run_script(connection, _HERE / "calendar_years.sql")[0]
    if first is None or last is None:
        return range(_NO_EVENTS, _NO_EVENTS + 1)
    earliest = min(max(first - _YEARS_TO_SPARE, _FIRST_YEAR), _LAST_YEAR)
    latest = min(max(last + _YEARS_TO_SPARE, earliest), _LAST_YEAR)
    return range(earliest, latest + 1)
