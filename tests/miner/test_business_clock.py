"""Business clocks against a walk over the minutes of a wall clock: 10,000 intervals per zone.

The walk knows nothing of spans: it takes each minute in UTC, asks zoneinfo what a clock on the wall
shows, and looks that up in hours that are written here by hand. It goes over the weeks around both
changes of the clocks, and around the turn of the year with its holidays.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

import duckdb
import holidays
import numpy as np
import pytest

from miner.calendar import register
from miner.calendar_hours import ClockSettings
from miner.warehouse import in_memory

MINUTE_US = 60_000_000
INTERVALS = 10_000
Minutes = list[tuple[int, int]]


def each(days: int, *minutes: tuple[int, int]) -> dict[int, Minutes]:
    """The same open minutes on the first so many days of the week."""
    return {day: list(minutes) for day in range(days)}


class Place(NamedTuple):
    """A calendar, and the same in plain numbers: per weekday the open minutes of its day."""

    zone: str
    country: str
    subdivision: str | None
    hours: str
    week: dict[int, Minutes]
    dated: dict[date, Minutes]
    around: tuple[str, ...]


PLACES = (
    Place(
        "Europe/Warsaw",
        "PL",
        None,
        "mon-fri 09:00-13:00, mon-fri 13:30-17:00, sun 01:15-01:50, sun 02:10-02:20, sun 03:00-03:45, 2025-12-24 09:00-12:00",
        {**each(5, (540, 780), (810, 1020)), 6: [(75, 110), (130, 140), (180, 225)]},
        {date(2025, 12, 24): [(540, 720)]},
        ("2025-03-30", "2025-10-26", "2025-12-28", "2025-05-02"),
    ),
    Place(
        "America/New_York",
        "US",
        "NY",
        "mon-sun 22:00-06:00, sat 10:00-14:00, 2025-07-04 22:00-23:00",
        {**each(7, (1320, 1800)), 5: [(600, 840), (1320, 1800)]},
        {date(2025, 7, 4): [(1320, 1380)]},
        ("2025-03-09", "2025-11-02", "2025-12-28", "2025-07-04"),
    ),
    Place(
        "Australia/Lord_Howe",  # the clocks change by half an hour
        "AU",
        "NSW",
        "mon-fri 08:00-16:20, sat-sun 00:00-24:00",
        {**each(5, (480, 980)), 5: [(0, 1440)], 6: [(0, 1440)]},
        {},
        ("2025-04-06", "2025-10-05", "2025-12-28", "2025-04-25"),
    ),
    Place(
        "America/Santiago",  # the clocks change at midnight
        "CL",
        None,
        "mon-sat 18:00-02:30, sun 00:10-23:50",
        {**each(6, (1080, 1590)), 6: [(10, 1430)]},
        {},
        ("2025-04-06", "2025-09-07", "2025-12-28", "2025-09-18"),
    ),
)


def walked(place: Place, first: int, minutes: int) -> np.ndarray:
    """For each minute of UTC from `first` whether the wall clock shows open hours."""
    zone = ZoneInfo(place.zone)
    closed = holidays.country_holidays(
        place.country, subdiv=place.subdivision, years=range(2024, 2027)
    )
    by_day: dict[int, Minutes] = {}

    def open_on(number: int) -> Minutes:
        if number not in by_day:
            day = date.fromordinal(number)
            usual = [] if day in closed else place.week.get(day.weekday(), [])
            by_day[number] = place.dated.get(day, usual)
        return by_day[number]

    shown = np.zeros(minutes, dtype=bool)
    for at in range(minutes):
        wall = datetime.fromtimestamp((first + at) * 60, zone)
        number, now = wall.toordinal(), wall.hour * 60 + wall.minute
        today = any(opens <= now < closes for opens, closes in open_on(number))
        shown[at] = today or any(now + 1440 < closes for _, closes in open_on(number - 1))
    return shown


def moments(place: Place, day: str, draw: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Random intervals in the 16 days around a day, and what the walk says of them, microseconds."""
    half = 8 * 1440
    first = round(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp()) // 60 - half
    shown = walked(place, first, 2 * half)
    run = np.concatenate([[0], np.cumsum(shown) * MINUTE_US])
    offsets = np.sort(draw.integers(0, 2 * half * MINUTE_US, (INTERVALS // 4, 2)), axis=1)
    minute, rest = np.divmod(offsets, MINUTE_US)
    clock = run[minute] + shown[minute] * rest
    return offsets + first * MINUTE_US, clock[:, 1] - clock[:, 0]


def measured(connection: duckdb.DuckDBPyConnection, place: Place, times: np.ndarray) -> list[int]:
    """What SQL says of the intervals, in one query."""
    settings = ClockSettings(
        name="business",
        zone=place.zone,
        hours=place.hours,
        country=place.country,
        subdivision=place.subdivision,
    )
    connection.execute(
        """insert into events by name
        select 'e' || i as event_id, 's' as source, 'a' as activity, 'occurred' as timestamp_kind,
            make_timestamp(unnest([$first, $last]))::timestamptz as "timestamp",
            'us' as timestamp_precision, 'person' as actor_kind, 'f' as source_file,
            1 as source_row, 'l' as load_id from range(1) as r(i)""",
        {"first": int(times.min()), "last": int(times.max())},
    )
    register(connection, [settings])
    rows = connection.execute(
        """with moments as (
            select 'business' as clock, generate_subscripts($times, 1) as nr, unnest($times) as ts_us
        )
        select worked_us from with_worked('moments') order by nr""",
        {"times": times.ravel().tolist()},
    ).fetchall()
    found = np.array(rows, dtype=np.int64).reshape(-1, 2)
    return (found[:, 1] - found[:, 0]).tolist()


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.zone)
def test_ten_thousand_intervals_equal_a_walk_over_the_minutes(place):
    draw = np.random.default_rng(2025)
    drawn = [moments(place, day, draw) for day in place.around]
    expected = np.concatenate([durations for _, durations in drawn])
    with in_memory() as connection:
        found = measured(connection, place, np.concatenate([times for times, _ in drawn]))
    assert len(found) == INTERVALS
    assert 0 < np.count_nonzero(expected) < INTERVALS
    assert found == expected.tolist()
