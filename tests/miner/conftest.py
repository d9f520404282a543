"""Logs written as words, and a normal form that is filled by hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

import miner
from miner.cases import prepare
from miner.log import EventLog
from miner.queries import run_script
from miner.warehouse import in_memory

START_US = int(datetime(2025, 1, 1, tzinfo=UTC).timestamp()) * 1_000_000
MINUTE_US = 60_000_000


@dataclass
class Written:
    """Events, objects and links by hand; `fill` writes them into an empty normal form, in order."""

    events: list[tuple] = field(default_factory=list)
    objects: list[tuple] = field(default_factory=list)
    links: list[tuple] = field(default_factory=list)

    def event(self, activity, minute, *touched, source="web", sequence=None, event_id=None) -> str:
        """An event some minutes after the start that touches `type:id` objects."""
        event_id = event_id or f"e{len(self.events) + 1:04}"
        at = START_US + round(minute * MINUTE_US)
        self.events.append((event_id, source, activity, at, sequence))
        self.objects += [(event_id, *each.split(":", 1)) for each in touched]
        return event_id

    def link(self, one, other, qualifier="same", minute=None) -> None:
        """A link between two `type:id` objects."""
        at = None if minute is None else START_US + round(minute * MINUTE_US)
        self.links.append((*one.split(":", 1), *other.split(":", 1), qualifier, at))

    def fill(self, connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
        """Writes everything, in the order in which the lists stand."""
        for table in ("events", "event_objects", "object_links"):
            connection.execute(f"delete from {table}")
        connection.execute(
            """insert into events by name
            select unnest($c1) as event_id, unnest($c2) as source, unnest($c3) as activity,
                make_timestamp(unnest($c4)::bigint)::timestamptz as "timestamp",
                unnest($c5)::bigint as sequence, 'occurred' as timestamp_kind,
                's' as timestamp_precision, 'customer' as actor_kind, 'f' as source_file,
                1 as source_row, 'l' as load_id""",
            {f"c{n}": [row[n - 1] for row in self.events] for n in range(1, 6)},
        )
        connection.execute(
            "insert into event_objects select unnest($c1), unnest($c2), unnest($c3), 'subject'",
            {f"c{n}": [row[n - 1] for row in self.objects] for n in range(1, 4)},
        )
        connection.execute(
            """insert into object_links select 's', unnest($c1), unnest($c2), unnest($c3),
            unnest($c4), unnest($c5), make_timestamp(unnest($c6)::bigint)::timestamptz, 'l'""",
            {f"c{n}": [row[n - 1] for row in self.links] for n in range(1, 7)},
        )
        return connection


def written(words: str) -> Written:
    """Cases parted by `;`, events by blanks, a minute apart; `b@7` happens at minute 7."""
    log = Written()
    for number, case in enumerate(words.split(";"), start=1):
        minute = -1.0
        for word in case.split():
            activity, _, at = word.partition("@")
            minute = float(at) if at else minute + 1
            log.event(activity, minute, f"customer:c{number}")
    return log


@pytest.fixture
def connection():
    """An empty normal form."""
    with in_memory() as connection:
        yield connection


@pytest.fixture
def write():
    """An empty log to be written by hand."""
    return Written


@pytest.fixture
def log(connection):
    """`log("a b; a c")`: two cases of two events each, as an EventLog."""

    def made(words: str):
        return prepare(written(words).fill(connection), "customer")

    return made


@pytest.fixture(scope="session")
def plain():
    """`plain([[("a", 0), ("b", 5)], ...])`: cases of activities and microseconds since 1970.

    Without customers and identities, over one connection: quick enough for hundreds of logs.
    """
    with in_memory() as connection:
        yield lambda cases: plain_log(connection, cases)


def plain_log(connection: duckdb.DuckDBPyConnection, cases: list[list[tuple[str, int]]]):
    """The prepared tables of cases that are known already."""
    log = Written()
    for case in cases:
        for activity, at_us in case:
            log.event(activity, (at_us - START_US) / MINUTE_US)
    log.fill(connection)
    run_script(connection, Path(miner.__file__).with_name("events.sql"))
    connection.execute(
        "create or replace table cases as select (row_number() over (order by no))::integer as case_no,"
        " 'c' || no as case_id from (select unnest($numbers)::integer as no)",
        {"numbers": [number for number, case in enumerate(cases, 1) if case]},
    )
    connection.execute(
        """create or replace table event_cases as
        select n.event_no, c.case_no from numbered_events as n
        inner join (select unnest($events) as event_id, unnest($cases) as case_id) using (event_id)
        inner join cases as c using (case_id) order by n.event_no""",
        {
            "events": [event[0] for event in log.events],
            "cases": [f"c{number}" for number, case in enumerate(cases, 1) for _ in case],
        },
    )
    run_script(connection, Path(miner.__file__).with_name("traces.sql"))
    return EventLog(connection)
