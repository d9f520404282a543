"""From the normal form to numbered events, cases and traces."""

from __future__ import annotations

import pytest

from miner.cases import prepare
from miner.warehouse import LogError


def test_the_total_order(write, connection):
    log = write()
    log.event("b", 5, event_id="9 no sequence, by name", source="web")
    log.event("a", 5, event_id="8 no sequence", source="web")
    log.event("z", 5, event_id="7 same sequence, by id", source="web", sequence=2)
    log.event("z", 5, event_id="6 same sequence", source="web", sequence=2)
    log.event("z", 5, event_id="5 first sequence", source="web", sequence=1)
    log.event("z", 5, event_id="4 source before sequence", source="crm", sequence=9)
    log.event("z", 4, event_id="3 earliest", source="web", sequence=9)
    prepare(log.fill(connection), "customer")
    rows = connection.execute(
        "select event_no, event_id[1] from numbered_events order by event_no"
    ).fetchall()
    assert rows == [(n, str(n + 2)) for n in range(1, 8)]


def test_activities_are_numbered_by_name_and_cases_by_id(write, connection):
    log = write()
    log.event("b", 1, "customer:x")
    log.event("a", 2, "customer:Y")
    log.event("c", 3, "customer:x", source="crm")
    prepare(log.fill(connection), "customer")
    assert connection.execute("from activities").fetchall() == [(1, "a"), (2, "b"), (3, "c")]
    cases = connection.execute("select case_no, case_id from cases").fetchall()
    assert cases == [(1, "Y"), (2, "x")]
    assert connection.execute("from traces order by all").fetchall() == [
        (1, 2, 1, 1, rows_us(connection, 2), None, None),
        (2, 1, 1, 2, rows_us(connection, 1), None, None),
        (2, 3, 2, 3, rows_us(connection, 3), 2, rows_us(connection, 1)),
    ]


def rows_us(connection, event_no):
    query = "select ts_us from numbered_events where event_no = $no"
    return connection.execute(query, {"no": event_no}).fetchone()[0]


@pytest.mark.parametrize(
    ("precision", "us"),
    [("us", 1), ("ms", 1_000), ("s", 10**6), ("minute", 6 * 10**7), ("day", 864 * 10**8)],
)
def test_precisions_in_microseconds(write, connection, precision, us):
    log = write()
    log.event("a", 1)
    log.fill(connection).execute("update events set timestamp_precision = $p", {"p": precision})
    prepare(connection, "customer")
    assert connection.execute("select precision_us from numbered_events").fetchall() == [(us,)]


def test_an_unknown_precision_is_refused(write, connection):
    log = write()
    log.event("a", 1)
    log.fill(connection).execute("update events set timestamp_precision = 'week'")
    with pytest.raises(LogError, match="unknown timestamp_precision week"):
        prepare(connection, "customer")


def test_preparing_again_changes_nothing_and_leaves_no_working_table(write, connection):
    log = write()
    log.event("a", 1, "customer:x", "ticket:t")
    prepare(log.fill(connection), "customer")
    tables = connection.execute("select table_name from duckdb_tables() order by 1").fetchall()
    first = connection.execute("from traces").fetchall()
    prepare(connection, "customer")
    assert connection.execute("from traces").fetchall() == first
    assert (
        connection.execute("select table_name from duckdb_tables() order by 1").fetchall() == tables
    )
    assert not connection.execute(
        "select table_name from duckdb_tables() where temporary"
    ).fetchall()


def test_hostile_text_is_only_text(write, connection):
    log = write()
    name = "'; drop table events; -- $1 <script>\x00\u202e"
    log.event(name, 1, f"customer:{name}")
    prepare(log.fill(connection), "customer")
    assert connection.execute("select case_id from cases").fetchall() == [(name,)]
    assert connection.execute("select activity from activities").fetchall() == [(name,)]
