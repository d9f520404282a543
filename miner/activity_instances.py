"""Activity instances: what events of a start and a complete make together, and why they waited.

Most sources tell that something happened, some also when it began: XES (IEEE 1849) has the
lifecycle extension, whose `lifecycle:transition` is `start` or `complete`. The source must keep
that attribute. Where both ends are known, waiting and work can be told apart; elsewhere there is
only the time between events. docs/time.md has the definitions in words, and shows how.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

from miner import calendar
from miner.queries import run_script

_HERE = Path(__file__).parent


def pair(
    connection: duckdb.DuckDBPyConnection,
    transition: str = "lifecycle",
    instance: str = "instance",
    starts: Sequence[str] = ("start",),
    completes: Sequence[str] = ("complete",),
) -> None:
    """Makes the table activity_instances from the table traces of `miner.cases.prepare`.

    `transition` and `instance` name attributes of events; which of its values are a start and which
    a complete is compared in lower case. Of one case, activity and instance a complete belongs to
    the first start that has none yet (first in, first out, as pm4py's `to_interval`). An event
    without a transition is an instance of which only the end is known; other transitions (schedule,
    suspend ...) are none. An instance is enabled by the latest completion in its case before it,
    and its actor is that of its start, else of its complete.
    """
    run_script(
        connection,
        _HERE / "activity_instances.sql",
        transition=_path(transition),
        instance=_path(instance),
        starts=[value.lower() for value in starts],
        completes=[value.lower() for value in completes],
    )


def explain_waits(
    connection: duckdb.DuckDBPyConnection,
    clock: str = calendar.CALENDAR,
    clocks: Mapping[str, str] | None = None,
    gap_us: int = 0,
) -> None:
    """Makes the table wait_causes from activity_instances: each wait, and what it was spent on.

    After Lashkevich, Milani, Chapela-Campa, Suvorau & Dumas, "Why am I Waiting? Data-Driven
    Analysis of Waiting Times in Business Processes" (CAiSE 2023). Actors work on `clock`, or on
    the one that `clocks` names for them (`miner.calendar.register`). Work on one activity belongs
    together (a batch) when the pauses between are at most `gap_us`. Raises `LogError` for a clock
    that is not registered.
    """
    if not _has_clocks(connection):
        calendar.register(connection, ())
    for name in sorted({clock, *(clocks or {}).values()}):
        calendar.worked_us(connection, name, 0)
    run_script(connection, _HERE / "work_batches.sql", gap_us=gap_us)
    while run_script(connection, _HERE / "work_batches_round.sql") != [(0,)]:
        pass
    actors = dict(clocks or {})
    run_script(
        connection,
        _HERE / "wait_causes.sql",
        clock=clock,
        actors=list(actors),
        clocks=list(actors.values()),
    )


def _path(attribute: str) -> str:
    """The JSON path of an attribute by its name."""
    return '$."' + attribute.replace('"', "") + '"'


def _has_clocks(connection: duckdb.DuckDBPyConnection) -> bool:
    found = connection.execute(
        "select count(*) from duckdb_functions() where function_name = 'with_worked'"
    ).fetchone()
    return found is not None and found[0] > 0
