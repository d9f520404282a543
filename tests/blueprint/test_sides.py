"""Two sides that do not differ: how often a difference is called sure, and intervals hold, with the same customers on both."""

from __future__ import annotations

from functools import cache

import duckdb
import numpy as np
import pytest

from blueprint.as_is_difference import compare_sides

TESTS, CUSTOMERS = 600, 70


def two_sides(*, shared, seed):
    """Independent tests; each customer has a rate of their own, and one or two instances on a side."""
    draw = np.random.default_rng(seed)
    rows, sides, number = [], [], 0
    for test in range(TESTS):
        rates = draw.beta(1.2, 2.8, (2, CUSTOMERS))
        for side in (1, 2):
            for customer in range(CUSTOMERS):
                rate = rates[0 if shared else side - 1, customer]
                name = customer if shared else customer + side * 1000
                for _ in range(draw.integers(1, 3)):
                    number += 1
                    rows.append((f"step{test:03d}", number, name, bool(draw.random() < rate)))
                    sides.append((number, side))
    return rows, sides


def compared(rows, sides):
    with duckdb.connect() as connection:
        connection.execute(
            "create table r (subject varchar, instance_no bigint, customer_no integer, affected boolean)"
        )
        columns = list(zip(*rows, strict=True))
        connection.execute(
            "insert into r select unnest($1), unnest($2), unnest($3), unnest($4)",
            list(map(list, columns)),
        )
        numbers = list(zip(*sides, strict=True))
        connection.execute(
            "create table sides as select unnest($1)::bigint as instance_no, unnest($2)::integer as side",
            list(map(list, numbers)),
        )
        connection.execute(
            "create table instance_rows as select 'skipped_step' as kind, subject, null::varchar as facet, instance_no,"
            " instance_no::integer as case_no, customer_no, null::varchar as detail, affected, affected::bigint as effect from r"
        )
        connection.execute(
            "create table judged as select 's' as stage, instance_no, case_no, customer_no, 'open' as state,"
            " null::bigint as duration_us, false as left_truncated, false as by_limit from instance_rows"
        )
        connection.execute("create table instances as from judged")
        connection.execute("create table stages (stage varchar, limit_us bigint)")
        return compare_sides(connection, 36)


@cache
def differences(*, shared, seed=7):
    """What two sides that do not differ are told to differ by, test by test."""
    return compared(*two_sides(shared=shared, seed=seed)).differences


@pytest.mark.parametrize("shared", [True, False])
def test_intervals_and_tests_hold_where_nothing_differs(shared):
    found = differences(shared=shared)
    assert len(found) == TESTS
    inside = sum(d.interval[0] <= 0 <= d.interval[1] for d in found) / TESTS
    refused = sum(d.p_value < 0.05 for d in found) / TESTS
    assert 0.93 <= inside <= 0.985
    assert 0.015 <= refused <= 0.07
    assert sum(d.verdict != "unsure" for d in found) <= 2  # of a family of 600, at q < 0.05


def test_customers_on_both_sides_make_the_difference_surer():
    widths = {
        shared: np.mean([d.interval[1] - d.interval[0] for d in differences(shared=shared)])
        for shared in (True, False)
    }
    assert widths[True] < 0.97 * widths[False]
