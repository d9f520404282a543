"""Bins have integer edges: what lies on one is in the bin that it begins, however long it took."""

from __future__ import annotations

from itertools import pairwise

import pytest

from miner.log import EventLog
from miner.measures import throughput_histogram, wait_histogram
from miner.measures.durations import LOG_EDGES_US, WIDTHS_US
from miner.warehouse import LogError, in_memory
from tests.miner.oracles import histogram

AT_EDGES = [edge + by for edge in LOG_EDGES_US[:-1] for by in (-1, 0, 1) if edge + by >= 0]


@pytest.fixture(scope="module")
def lasting():
    """A log of one case of two events for each of some durations."""
    with in_memory() as connection:
        connection.execute(
            """create table activities as select 1 as activity_no, 'a' as activity;
            create table spans as select 0::bigint as n, 0::bigint as length_us limit 0;
            create view traces as
            select n as case_no, 1 as activity_no, unnest([0, length_us]) as ts_us,
                unnest([null, 1]) as previous_activity_no, unnest([null, 0]) as previous_ts_us
            from spans"""
        )

        def made(lengths: list[int]) -> EventLog:
            connection.execute("delete from spans")
            connection.execute(
                "insert into spans select row_number() over (), length_us"
                " from (select unnest($lengths) as length_us)",
                {"lengths": lengths},
            )
            return EventLog(connection)

        yield made


def test_every_edge_of_the_logarithmic_axis_begins_its_bin(lasting):
    log = lasting(AT_EDGES)
    expected = histogram(AT_EDGES, None)
    assert throughput_histogram(log, logarithmic=True) == expected
    assert [row[2:] for row in wait_histogram(log, logarithmic=True)] == expected


def test_the_logarithmic_edges_double_every_two_bins():
    steps = LOG_EDGES_US[1:]
    assert steps[0] == 1_000_000
    assert all(
        0 <= after - 2 * before <= 1 for before, after in zip(steps, steps[2:], strict=False)
    )


@pytest.mark.parametrize("bins", [1, 2, 7, 40])
def test_a_linear_axis_has_the_least_width_that_needs_no_more_bins(lasting, bins):
    for longest in (0, 9, 999_999, 3_600_000_000, 10**13, 10**17):
        lengths = [0, longest // 3, longest]
        found = throughput_histogram(lasting(lengths), bins)
        assert found == histogram(lengths, bins)
        assert len(found) <= bins


def test_the_widths_grow():
    assert all(one < other for one, other in pairwise(WIDTHS_US))


@pytest.mark.parametrize("measure", [throughput_histogram, wait_histogram])
def test_a_histogram_has_a_bin(lasting, measure):
    with pytest.raises(LogError, match="at least one bin, not 0"):
        measure(lasting([1]), 0)
