"""Moments so long before another on a clock."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from miner.calendar import CALENDAR, moment_before, register, worked_us
from miner.calendar_hours import ClockSettings
from miner.warehouse import LogError, in_memory

HOUR_US = 3_600_000_000
OFFICE = ClockSettings(name="business", zone="UTC", hours="mon-fri 09:00-17:00")


def us(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()) * 1_000_000


@pytest.fixture(scope="module")
def clocked():
    """The office clock over the years around an event of September 2025."""
    connection = in_memory()
    connection.execute(
        """insert into events by name select 'e' as event_id, 's' as source, 'a' as activity,
           make_timestamp($at)::timestamptz as "timestamp", 'occurred' as timestamp_kind,
           's' as timestamp_precision, 'person' as actor_kind, 'f' as source_file,
           1 as source_row, 'l' as load_id""",
        {"at": us("2025-09-05T12:00")},
    )
    register(connection, [OFFICE])
    return connection


@pytest.mark.parametrize(
    ("at", "hours", "expected"),
    [
        ("2025-09-05T12:00", 2, "2025-09-05T10:00"),
        ("2025-09-05T12:00", 3, "2025-09-05T09:00"),  # not Thursday 17:00: the latest such moment
        ("2025-09-05T12:00", 4, "2025-09-04T16:00"),
        ("2025-09-07T12:00", 8, "2025-09-05T09:00"),  # from Sunday a working day back is all Friday
        ("2025-09-08T09:00", 40, "2025-09-01T09:00"),
    ],
)
def test_the_latest_moment_from_which_a_clock_still_runs_so_long(clocked, at, hours, expected):
    found = moment_before(clocked, "business", us(at), hours * HOUR_US)
    assert found == us(expected)
    here, later, end = (
        worked_us(clocked, "business", moment) for moment in (found, found + 1, us(at))
    )
    assert end - here == hours * HOUR_US
    assert later > here


def test_the_calendar_clock_runs_always(clocked):
    assert moment_before(clocked, CALENDAR, us("2025-09-07T12:00"), HOUR_US) == us(
        "2025-09-07T11:00"
    )


def test_a_clock_that_has_not_run_so_long_has_no_such_moment(clocked):
    assert moment_before(clocked, "business", 0, HOUR_US) == -(2**62)
    with pytest.raises(LogError, match="no clock"):
        moment_before(clocked, "nights", 0, HOUR_US)
