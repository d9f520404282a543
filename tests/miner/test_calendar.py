"""Business clocks against a plain walk over the minutes of a wall clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from miner.calendar import CALENDAR, register
from miner.calendar_hours import DAY_US, ClockSettings, dated_hours, day_us, weekly_hours
from miner.calendar_spans import open_spans
from miner.warehouse import LogError, in_memory

HOUR_US = 3_600_000_000
MINUTE_US = 60_000_000
OFFICE = "mon-fri 09:00-17:00"
MIXED = "mon-thu 08:00-12:00, mon-thu 13:00-17:30, fri 08:00-14:00, sun 02:15-03:30"
ALWAYS = "mon-sun 00:00-24:00"


def us(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()) * 1_000_000


def clock(hours: str, zone: str = "UTC", **more) -> ClockSettings:
    return ClockSettings(name="business", zone=zone, hours=hours, **more)


def worked(settings: ClockSettings, *moments: str) -> list[int]:
    """B(t) of each moment, by SQL; the log reaches from the first to the last of them."""
    connection = in_memory()
    times = [us(moment) for moment in moments]
    for at in times:
        connection.execute(
            """insert into events by name select 'e' as event_id, 's' as source, 'a' as activity,
               make_timestamp($at)::timestamptz as "timestamp", 'occurred' as timestamp_kind,
               's' as timestamp_precision, 'person' as actor_kind, 'f' as source_file,
               1 as source_row, 'l' as load_id""",
            {"at": at},
        )
    register(connection, [settings])
    connection.execute(
        "create table moments as select 'business' as clock, unnest($times) as ts_us, "
        "unnest(range(len($times))) as nr",
        {"times": times},
    )
    return [
        row[0]
        for row in connection.execute(
            "select worked_us from with_worked('moments') order by nr"
        ).fetchall()
    ]


def walked(settings: ClockSettings, start: str, end: str) -> int:
    """The oracle: every minute in UTC, looked at on the wall clock."""
    zone, week = ZoneInfo(settings.zone), weekly_hours(settings.hours)
    at, minutes = datetime.fromisoformat(start).replace(tzinfo=UTC), 0
    until = datetime.fromisoformat(end).replace(tzinfo=UTC)
    while at < until:
        wall = at.astimezone(zone)
        now = (wall.hour * 60 + wall.minute) * MINUTE_US
        spans = [] if wall.date() in settings.closed else week.get(wall.weekday(), [])
        minutes += any(opens <= now < closes for opens, closes in spans)
        at += timedelta(minutes=1)
    return minutes * MINUTE_US


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2025-03-03T09:00", "2025-03-03T17:00", 8),  # a Monday, all of it
        ("2025-03-03T10:00", "2025-03-03T11:00", 1),
        ("2025-03-07T16:00", "2025-03-10T10:00", 2),  # over a weekend
        ("2025-03-08T10:00", "2025-03-09T10:00", 0),  # inside a weekend
        ("2025-03-03T07:00", "2025-03-03T08:00", 0),  # before it opens
        ("2025-03-03T18:00", "2025-03-04T09:00", 0),
    ],
)
def test_office_hours_by_hand(start, end, hours):
    first, last = worked(clock(OFFICE), start, end)
    assert last - first == hours * HOUR_US


@pytest.mark.parametrize("hours", [OFFICE, MIXED, ALWAYS])
@pytest.mark.parametrize(
    ("zone", "start", "end"),
    [
        ("Europe/Warsaw", "2025-03-28T00:00", "2025-04-01T13:17"),  # forward, Sunday 02:00
        ("Europe/Warsaw", "2025-10-24T11:11", "2025-10-28T00:00"),  # back, Sunday 03:00
        ("America/New_York", "2025-03-07T00:00", "2025-03-11T02:34"),
        ("America/Sao_Paulo", "2018-11-02T00:00", "2018-11-06T00:00"),  # forward, at midnight
        ("Asia/Kathmandu", "2025-05-01T00:00", "2025-05-05T09:59"),  # 5 h 45 min
        ("Pacific/Apia", "2011-12-28T00:00", "2012-01-02T00:00"),  # a day that was left out
    ],
)
def test_equal_to_a_walk_over_the_minutes(zone, hours, start, end):
    settings = clock(hours, zone, closed=(date(2025, 4, 1), date(2018, 11, 5)))
    first, last = worked(settings, start, end)
    assert last - first == walked(settings, start, end)


def test_a_day_on_which_the_clocks_change_has_23_or_25_hours():
    settings = clock(ALWAYS, "Europe/Warsaw")
    spring = worked(settings, "2025-03-29T23:00", "2025-03-30T22:00")
    autumn = worked(settings, "2025-10-25T22:00", "2025-10-26T23:00")
    assert spring[1] - spring[0] == 23 * HOUR_US
    assert autumn[1] - autumn[0] == 25 * HOUR_US


def test_microseconds_count():
    (span,) = [
        s for s in open_spans(clock(OFFICE), range(2025, 2026)) if s[0] == us("2025-03-03T09:00")
    ]
    assert span == (us("2025-03-03T09:00"), us("2025-03-03T17:00"))


def test_holidays_by_country():
    settings = clock(OFFICE, "Europe/Warsaw", country="PL")
    first, last = worked(settings, "2025-11-10T00:00", "2025-11-12T00:00")
    assert last - first == 8 * HOUR_US  # the 11th is Independence Day
    bavaria = clock(OFFICE, "Europe/Berlin", country="DE", subdivision="BY")
    first, last = worked(bavaria, "2025-01-06T00:00", "2025-01-07T00:00")
    assert last == first  # Epiphany


def test_the_calendar_clock_is_time_itself_and_an_unknown_clock_is_null():
    connection = in_memory()
    register(connection, [clock(OFFICE)])
    rows = connection.execute(
        "with moments as (select unnest([$calendar, 'nights', 'business', null]) as clock, 7 as ts_us) "
        "select clock, worked_us from with_worked('moments')",
        {"calendar": CALENDAR},
    ).fetchall()
    assert set(rows) == {(CALENDAR, 7), ("nights", None), ("business", 0), (None, None)}


def test_before_the_first_span_nothing_has_run():
    first, last = worked(clock(OFFICE), "2025-01-01T00:00", "2025-01-02T00:00")
    assert last - first == 8 * HOUR_US
    connection = in_memory()
    register(connection, [clock(OFFICE)])
    query = "with m as (select 'business' as clock, -$far::bigint as ts_us) select worked_us from with_worked('m')"
    assert connection.execute(query, {"far": 10**17}).fetchall() == [(0,)]


def test_a_working_day_is_the_longest_of_the_week():
    assert day_us(clock(OFFICE)) == 8 * HOUR_US
    assert day_us(clock(MIXED)) == 8.5 * HOUR_US
    assert day_us(None) == DAY_US


def test_a_span_of_days_may_pass_the_end_of_the_week():
    assert sorted(weekly_hours("sat-mon 10:00-12:00")) == [0, 5, 6]


def test_a_span_over_midnight_belongs_to_the_day_on_which_it_begins():
    assert weekly_hours("fri 22:00-06:00") == {4: [(22 * HOUR_US, 30 * HOUR_US)]}
    assert day_us(clock("fri 22:00-06:00")) == 8 * HOUR_US
    friday, eve = "2025-03-07", date(2025, 3, 7)
    first, six, last = worked(
        clock("fri 22:00-06:00"), f"{friday}T12:00", "2025-03-08T06:00", "2025-03-08T12:00"
    )
    assert (six - first, last - six) == (8 * HOUR_US, 0)
    first, last = worked(
        clock("fri 22:00-06:00", closed=(eve,)), f"{friday}T12:00", "2025-03-08T12:00"
    )
    assert first == last
    closed_saturday = clock("fri 22:00-06:00", closed=(date(2025, 3, 8),))
    first, last = worked(closed_saturday, f"{friday}T12:00", "2025-03-08T12:00")
    assert last - first == 8 * HOUR_US


def test_a_week_without_a_break_is_all_of_its_time():
    first, last = worked(
        clock("mon-sun 08:00-20:00, mon-sun 20:00-08:00"), "2025-03-03T07:31", "2025-03-10T05:11"
    )
    assert last - first == us("2025-03-10T05:11") - us("2025-03-03T07:31")


def test_a_date_has_hours_of_its_own_though_it_be_a_holiday():
    hours = f"{OFFICE}, 2025-12-24 09:00-12:00, 2025-12-27 10:00-11:00, 2025-12-27 22:00-01:00"
    assert dated_hours(hours)[date(2025, 12, 24)] == [(9 * HOUR_US, 12 * HOUR_US)]
    settings = clock(hours, country="PL", closed=(date(2025, 12, 24),))
    wednesday = worked(settings, "2025-12-24T00:00", "2025-12-25T00:00")
    saturday = worked(settings, "2025-12-27T00:00", "2025-12-29T00:00")
    assert wednesday[1] - wednesday[0] == 3 * HOUR_US
    assert saturday[1] - saturday[0] == 4 * HOUR_US


def test_spans_that_touch_or_overlap_are_one():
    assert weekly_hours("mon 09:00-12:00, mon 11:00-13:00") == {0: [(9 * HOUR_US, 13 * HOUR_US)]}


@pytest.mark.parametrize(
    "hours",
    [
        "",
        "mon",
        "mon-fri 9-17",
        "mon 09:00-09:00",
        "mon-fry 09:00-17:00",
        "mon 09:00-25:00",
        "mon 09:00-24:01",
        "mon 24:00-06:00",
        "mon 09:60-17:00",
        "mon-fri 09:00-17:00, 2025-02-30 09:00-12:00",
        "2025-12-24 09:00-12:00",
        "mon 0٩:00-17:00",
    ],
)
def test_hours_that_are_none_are_refused(hours):
    with pytest.raises(LogError, match="are no business hours"):
        weekly_hours(hours)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        (clock(OFFICE, "Europe/Nowhere"), "calendar business: .* is no time zone"),
        (clock(OFFICE, country="XX"), "calendar business: no holidays known"),
    ],
)
def test_unknown_zones_and_countries_are_refused(settings, words):
    with pytest.raises(LogError, match=words):
        open_spans(settings, range(2025, 2026))
