"""Business clocks: opening hours and holidays as spans of time that SQL can add up.

A clock runs while its calendar is open, in its own time zone; `calendar` always runs. For each
clock B(t) is the time that it has run up to t, in microseconds, and business time between two
moments is B(t2) - B(t1). In SQL, for a whole column at once (an ASOF join on calendar_spans):

    with moments as (select 'business' as clock, ts_us from traces)
    select * from with_worked('moments')    -- adds worked_us = B(ts_us); null for an unknown clock

Spans cover the years of the log with two to spare; before and after them a business clock stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

from miner.calendar_hours import ClockSettings
from miner.calendar_spans import open_spans
from miner.queries import run_script
from miner.warehouse import LogError

CALENDAR = "calendar"
"""The clock that always runs; its day has 24 hours."""

_BEFORE_ALL_US = -(2**62)
_YEARS_TO_SPARE = 2
_FIRST_YEAR, _LAST_YEAR = 1900, 2200
_NO_EVENTS = 2000  # any year will do
_HERE = Path(__file__).parent


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


def worked_us(connection: duckdb.DuckDBPyConnection, clock: str, at_us: int) -> int:
    """B(t) of one moment, as `EventLog.on_clock` has it for each event.

    Raises `LogError` for a clock that is not registered.
    """
    ((worked,),) = run_script(connection, _HERE / "calendar_moment.sql", clock=clock, at_us=at_us)
    if worked is None:
        raise LogError(f'"{clock}" is no clock of this log: register it first.')
    return int(worked)


def moment_before(
    connection: duckdb.DuckDBPyConnection, clock: str, at_us: int, span_us: int
) -> int:
    """The latest moment from which the clock still runs `span_us` up to `at_us`.

    What happened at or before it had that much time on the clock. Where the clock has not run
    so long by then, that is before all time. Raises `LogError` for a clock that is not registered.
    """
    if clock == CALENDAR:
        return at_us - span_us
    worked = worked_us(connection, clock, at_us)
    script = _HERE / "calendar_before.sql"
    ((moment,),) = run_script(connection, script, clock=clock, worked_us=worked, span_us=span_us)
    return _BEFORE_ALL_US if moment is None else int(moment)


def _years(connection: duckdb.DuckDBPyConnection) -> range:
    """The years that the spans must cover; implausible times do not stretch them without end.

    They are those of the events or, where there are none (a flat log), of the traces.
    """
    first, last = None, None
    for (script,) in run_script(connection, _HERE / "calendar_times.sql"):
        if first is None:
            first, last = run_script(connection, _HERE / script)[0]
    if first is None or last is None:
        return range(_NO_EVENTS, _NO_EVENTS + 1)
    earliest = min(max(first - _YEARS_TO_SPARE, _FIRST_YEAR), _LAST_YEAR)
    latest = min(max(last + _YEARS_TO_SPARE, earliest), _LAST_YEAR)
    return range(earliest, latest + 1)
