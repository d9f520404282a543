"""A log on a business clock: every measure of how long in business time."""

from __future__ import annotations

from datetime import UTC, datetime

import duckdb
import pyarrow as pa
import pytest

from miner.calendar import CALENDAR, register, worked_us
from miner.calendar_hours import ClockSettings
from miner.cases import prepare
from miner.flat import flat_log
from miner.measures import directly_follows, throughput_times, times_to_end
from miner.warehouse import LogError, in_memory

HOUR_US = 3_600_000_000
MINUTE_US = 60_000_000
OFFICE = ClockSettings(name="business", zone="UTC", hours="mon-fri 09:00-17:00")


def office_log(log):
    """a at 08:00, b at 10:00 and c at 18:00 of a Thursday, d on Friday at 09:30; two cases."""
    made = log("a@480 b@600 c@1080 d@2010; a@600 c@602")
    made.connection.execute("""update events set "timestamp" = "timestamp" + interval 1 day""")
    prepared = prepare(made.connection, "customer")
    register(made.connection, [OFFICE])
    return prepared


def test_every_measure_of_how_long_can_be_told_on_a_business_clock(log):
    made = office_log(log)
    times = {row[:2]: row.mean_us / HOUR_US for row in directly_follows(made.on_clock("business"))}
    assert times == {("a", "b"): 1, ("b", "c"): 7, ("c", "d"): 0.5, ("a", "c"): 1 / 30}
    assert throughput_times(made.on_clock("business")).mean_us == (8.5 * 60 + 2) / 2 * MINUTE_US
    assert directly_follows(made.on_clock(CALENDAR)) == directly_follows(made)


def test_a_clock_goes_with_the_other_verbs(log):
    made = office_log(log)
    kept = made.where_case("case_no = 1").on_clock("business").retrace("activity_no <> 2")
    assert [(*row[:2], row.mean_us / HOUR_US) for row in directly_follows(kept)] == [
        ("a", "c", 8),
        ("c", "d", 0.5),
    ]
    grouped = made.on_clock("business").by("""date_trunc('day', "timestamp")::date::varchar""")
    assert list(grouped.each(throughput_times)) == ["2025-01-02"]


def test_open_cases_are_last_seen_on_the_same_clock(log):
    made = office_log(log)
    at = datetime(2025, 1, 3, 10, tzinfo=UTC)
    until_us = worked_us(made.connection, "business", round(at.timestamp()) * 1_000_000)
    ends = times_to_end(made.on_clock("business"), ["d"], until_us)
    assert [(row.duration_us / HOUR_US, row.end) for row in ends] == [(8, "open"), (8.5, "reached")]


def test_a_log_is_on_one_clock(log):
    with pytest.raises(LogError, match="on a clock already: business"):
        office_log(log).on_clock("business").on_clock("business")


def test_a_clock_that_is_not_registered_is_refused(log):
    made = office_log(log)
    with pytest.raises(LogError, match='"nights" is no clock of this log'):
        made.on_clock("nights")
    with pytest.raises(LogError, match='"nights" is no clock of this log'):
        worked_us(made.connection, "nights", 7)


@pytest.mark.parametrize("connect", [in_memory, duckdb.connect])
def test_a_flat_log_has_its_clocks_too(connect):
    frame = pa.table(
        {
            "case": ["c1", "c1"],
            "activity": ["a", "b"],
            "time": [datetime(2031, 1, 2, 8, tzinfo=UTC), datetime(2031, 1, 3, 10, tzinfo=UTC)],
        }
    )
    with connect() as connection:
        made = flat_log(connection, frame).log
        register(connection, [OFFICE])
        assert throughput_times(made.on_clock("business")).mean_us == 9 * HOUR_US
