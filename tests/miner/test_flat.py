"""A flat log: equal to plain Python and to `prepare`; every row ends as an event or as a count."""

from __future__ import annotations

import os
import random
from collections import Counter
from datetime import UTC, datetime, timedelta

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from miner import measures
from miner.cases import prepare
from miner.flat import FlatColumns, FlatRows, flat_log
from miner.warehouse import LogError, in_memory
from tests.miner.conftest import Written

BEGIN = datetime(2025, 3, 29, 22, tzinfo=UTC)  # the night of a clock change in Europe
SOME = [("c1", "a", 0), ("c1", "b", 5), ("c2", "a", 5)]
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["c1", "c2", "c3", "c4", "", None]),
        st.sampled_from(["a", "b", "c", "é", " ", None]),
        st.sampled_from([0, 1, 1, 2, 90, 5000, None]),
    ),
    max_size=25,
)


def arrow(rows) -> pa.Table:
    """Rows of case, activity and minute as a table."""
    times = [None if minute is None else BEGIN + timedelta(minutes=minute) for *_, minute in rows]
    return pa.table(
        {
            "case": pa.array([case for case, *_ in rows], pa.string()),
            "activity": pa.array([activity for _, activity, _ in rows], pa.string()),
            "time": pa.array(times, pa.timestamp("us", tz="UTC")),
        }
    )


def traces(rows) -> dict[str, list[tuple[int, str]]]:
    """The plain definition: the events of a case by time, then by activity."""
    usable = [r for r in rows if r[0] and r[1] and r[1].strip() and r[2] is not None]
    cases: dict[str, list[tuple[int, str]]] = {}
    for case, activity, minute in sorted(usable, key=lambda row: (row[0], row[2], row[1])):
        cases.setdefault(case, []).append((minute, activity))
    return cases


def found(connection) -> dict[str, list[tuple[int, str]]]:
    """The traces of the tables; their predecessors and positions are checked on the way."""
    rows = connection.execute(
        "select case_id, position, ts_us, a.activity, b.activity, previous_ts_us, event_no"
        " from traces join cases using (case_no) join activities a using (activity_no)"
        " left join activities b on b.activity_no = previous_activity_no order by event_no"
    ).fetchall()
    cases: dict[str, list[tuple[int, str]]] = {}
    for number, (case, position, ts_us, activity, *before, event_no) in enumerate(rows, 1):
        trace = cases.setdefault(case, [])
        assert (event_no, position) == (number, len(trace) + 1)
        assert tuple(before) == (trace[-1][1::-1] if trace else (None, None))
        trace.append((ts_us, activity))
    return cases


@settings(max_examples=int(os.environ.get("FUZZ_EXAMPLES", "30")), deadline=None)
@given(rows=ROWS)
def test_it_is_the_plain_definition_and_every_row_is_counted(rows):
    with duckdb.connect() as connection:
        expected = traces(rows)
        if rows and not expected:
            with pytest.raises(LogError, match="no row of the flat log is an event"):
                flat_log(connection, arrow(rows))
            return
        made = flat_log(connection, arrow(rows)).rows
        begin = int(BEGIN.timestamp()) * 1_000_000
        assert found(connection) == {
            case: [(begin + minute * 60_000_000, activity) for minute, activity in trace]
            for case, trace in expected.items()
        }
    lacks = [
        "case" if not case else "activity" if not (activity or "").strip() else "time"
        for case, activity, minute in rows
        if not (case and (activity or "").strip() and minute is not None)
    ]
    parts = Counter(lacks)
    events = sum(map(len, expected.values()))
    assert made == FlatRows(len(rows), events, *(parts[k] for k in ("case", "activity", "time")), 0)


@settings(max_examples=int(os.environ.get("FUZZ_EXAMPLES", "12")), deadline=None)
@given(rows=ROWS)
def test_measures_equal_those_of_the_normal_form(rows):
    usable = [
        (case, minute, activity) for case, t in traces(rows).items() for minute, activity in t
    ]
    written = Written()
    for case, minute, activity in usable:
        written.event(activity, minute, f"customer:{case}")
    with in_memory() as connection, duckdb.connect() as other:
        log = prepare(written.fill(connection), "customer")
        flat = flat_log(other, arrow([(c, a, m) for c, m, a in usable])).log
        for name in ("directly_follows", "variants", "throughput_times", "eventually_follows"):
            assert log.table(name, most=None) == flat.table(name, most=None)


def test_the_order_of_rows_and_threads_never_count():
    rows = [
        (f"c{n % 700}", "abcdefgh"[(n * n + n // 7) % 8], (n * 7919) % 5000) for n in range(30_000)
    ]
    tables = set()
    for threads in (1, 3):
        random.Random(threads).shuffle(rows)
        with duckdb.connect() as connection:
            connection.execute(f"set threads = {threads}")
            connection.execute("set preserve_insertion_order = false")
            flat_log(connection, arrow(rows))
            tables.add(str(connection.execute("from traces order by event_no").fetchall()))
    assert len(tables) == 1


def test_every_kind_of_source_gives_the_same(tmp_path):
    table = arrow(SOME)
    pa.parquet.write_table(table, tmp_path / "log.parquet")
    (tmp_path / "log.csv").write_text(
        "case,activity,time\nc1,a,2025-03-29T22:00:00Z\nc2,a,2025-03-29 22:05\n"
        "c1,b,2025-03-29 23:05:00+01:00\n"
    )
    frame = table.to_pandas()
    sources = [
        table, frame, pl.from_arrow(table), tmp_path / "log.parquet", str(tmp_path / "*.parquet"),
        tmp_path / "log.csv", frame.assign(time=frame["time"].dt.tz_localize(None)),
        frame.assign(activity=frame["activity"].astype("category")),
    ]  # fmt: skip
    results = set()
    for source in sources:
        with duckdb.connect() as connection:
            made = flat_log(connection, source, zone="UTC")
            assert made.rows == FlatRows(3, 3, 0, 0, 0, 0)
            results.add(str(connection.execute("from traces order by event_no").fetchall()))
            leavings = connection.execute("select name from (show all tables)").fetchall()
            assert not [name for (name,) in leavings if name.startswith("flat_s")]
    assert len(results) == 1


def test_times_without_a_zone_are_in_the_one_that_is_given():
    frame = pd.DataFrame({"id": [7, 7], "what": ["a", "b"], "at": ["2025-07-01 02:00", "1.7.2025"]})
    with duckdb.connect() as connection:
        columns = FlatColumns("id", "what", "at")
        made = flat_log(connection, frame, columns, zone="Europe/Madrid")
        assert made.rows == FlatRows(2, 1, 0, 0, 1, 0)
        ((case, ts_us),) = connection.execute(
            "select case_id, ts_us from traces join cases using (case_no)"
        ).fetchall()
        assert (case, ts_us) == ("7", datetime(2025, 7, 1, tzinfo=UTC).timestamp() * 1_000_000)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2025-01-01 10:00:00 UTC", "10:00"),
        ("2025-01-01 10:00:00.5 America/New_York", "15:00"),
        ("2025-01-01 10:00 PM", None),
        ("2025-01-01 10:00:00 Nowhere/Here", None),
        ("2025-01-01 10:00:00 Etc/GMT+5", "15:00"),
    ],
)
def test_letters_after_a_time_are_its_zone_or_it_is_not_readable(written, read):
    frame = pd.DataFrame(
        {"case": ["c"] * 2, "activity": ["a"] * 2, "time": ["2030-01-01", written]}
    )
    with duckdb.connect() as connection:
        made = flat_log(connection, frame, zone="Europe/Madrid")
        assert made.rows.without_time == (read is None)
        hour = "select strftime(make_timestamp(min(ts_us)), '%H:%M') from traces"
        assert connection.execute(hour).fetchone() == (read or "23:00",)


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        ({"case": ["a"], "time": [BEGIN]}, "no column 'activity'; its columns are: case, time"),
        ({"case": ["a"], "activity": ["x"], "time": [7]}, "of type BIGINT"),
        ({"case": ["a"], "activity": ["x"], "time": [BEGIN.replace(tzinfo=None)]}, "zone='UTC'"),
        ({"case": ["a"], "activity": ["x"], "time": ["2025-01-01"]}, "zone='UTC'"),
    ],
)
def test_what_cannot_be_read_is_told(frame, message):
    with duckdb.connect() as connection, pytest.raises(LogError, match=message):
        flat_log(connection, pd.DataFrame(frame))


def test_a_csv_file_may_have_other_delimiters_and_lines_in_its_values(tmp_path):
    (tmp_path / "log.csv").write_text('case;time;activity\n1;2025-01-01 00:00Z;"a ""b""\nc;d"\n')
    with duckdb.connect() as connection:
        log = flat_log(connection, tmp_path / "log.csv").log
        assert measures.variant_counts(log) == {('a "b"\nc;d',): 1}
    (tmp_path / "log.csv").write_text("case,what\n1,a\n")
    with duckdb.connect() as connection, pytest.raises(LogError, match="activity"):
        flat_log(connection, tmp_path / "log.csv")


def test_a_file_that_is_not_there_is_told(tmp_path):
    with duckdb.connect() as connection, pytest.raises(LogError, match="flat log cannot be read"):
        flat_log(connection, tmp_path / "none.parquet")


def test_malformed_lines_are_counted(tmp_path):
    lines = ["c1,a,2025-01-01 00:00Z"] * 30_000
    lines[25_000] = 'c2,a,2025-01-01 00:00Z,"too","many"'
    lines[29_000] = "few"
    (tmp_path / "log.csv").write_text("case,activity,time\n" + "\n".join(lines) + "\n")
    with duckdb.connect() as connection:
        rows = flat_log(connection, tmp_path / "log.csv").rows
    assert rows == FlatRows(30_000, 29_998, 0, 0, 0, 2)


@pytest.mark.parametrize("names", [2, 3, 300])
def test_variants_of_long_cases_are_exact(names):
    rows = [
        (f"c{case}", f"a{(n * n * (case % 3) + n // 97) % names:03}", n)
        for case in range(6)
        for n in range(400 - (case == 5))
    ]
    with duckdb.connect() as connection:
        counts = measures.variant_counts(flat_log(connection, arrow(rows)).log)
    plain = Counter(tuple(activity for _, activity in trace) for trace in traces(rows).values())
    assert counts == plain
