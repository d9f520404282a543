"""Each measure with its options, beside its oracle: what logs of all kinds are held to."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from miner import measures
from miner.log import EventLog
from tests.miner import oracles, oracles_of_waiting, oracles_over_time


@dataclass(frozen=True)
class Call:
    """A measure, its options, and the oracle's where they are others."""

    name: str
    options: dict[str, Any] = field(default_factory=dict)
    oracle: dict[str, Any] | None = None

    def measured(self, log: EventLog) -> Any:
        return getattr(measures, self.name)(log, **self.options)

    def expected(self, cases: oracles.Cases) -> Any:
        modules = (oracles, oracles_over_time, oracles_of_waiting)
        module = next(each for each in modules if hasattr(each, self.name))
        options = self.options if self.oracle is None else self.oracle
        return getattr(module, self.name)(cases, **options)


WITHOUT_OPTIONS = (
    "activities",
    "start_activities",
    "end_activities",
    "directly_follows",
    "eventually_follows",
    "variants",
    "concurrency",
    "rework",
    "ping_pong",
    "handoffs",
    "throughput_times",
    "waits",
)
MADRID = {"unit": "day", "zone": "Europe/Madrid", "ends": None}


def calls(goals: list[str], parties: dict[str, str]) -> tuple[Call, ...]:
    """Every measure, for a log in which the goals end or decide something, and who does what."""
    return (
        *map(Call, WITHOUT_OPTIONS),
        Call("batches", {"gap_us": 900_000_000, "least": 2}),
        Call("batches", {"gap_us": 0, "least": 3}),
        Call("drop_offs", {"goals": goals}),
        Call("throughput_histogram", {"bins": 7}),
        Call("throughput_histogram", {"logarithmic": True}, {"bins": None}),
        Call("wait_histogram", {"bins": 3}),
        Call("wait_histogram", {"logarithmic": True}, {"bins": None}),
        Call("turns", {"party_of": parties}),
        Call("turns"),
        Call("case_turns", {"party_of": parties}),
        Call("times_to_end", {"goal": goals, "until_us": 10**16, "otherwise": ["b", "d"]}),
        Call("times_to_end", {"goal": ["a", "d"], "until_us": 1_743_314_400_000_000}),
        Call("case_rates", MADRID),
        Call("case_rates", {"unit": "week", "zone": "America/Havana", "ends": goals}),
        Call("work_in_progress", MADRID),
        Call("work_in_progress", {"unit": "day", "zone": "America/Havana", "ends": goals}),
        Call("work_in_progress", {"unit": "month", "zone": "UTC", "ends": None}),
        Call("dots", {"most": 4}),
        Call("pair_presence", {"block": 1}),
        Call("pair_presence", {"block": 3}),
        Call("dot_cells", {"columns": 5, "rows": 4, "relative": False}),
        Call("dot_cells", {"columns": 3, "rows": 2, "relative": True}),
    )


def cases_of(log: EventLog) -> oracles.Cases:
    """The cases of a log as plain lists, in its order."""
    rows = log.connection.execute(
        "select case_no, activity, ts_us from traces join activities using (activity_no)"
        " order by case_no, event_no"
    ).fetchall()
    return [[row[1:] for row in case] for _, case in groupby(rows, key=lambda row: row[0])]


def same(rows: Any, expected: Any) -> bool:
    """The same rows in the same order; None is no row."""
    return rows == expected if rows is None or expected is None else [*rows] == [*expected]
