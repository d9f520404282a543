"""Every measure equals its definition in plain Python, on random logs; more with FUZZ_EXAMPLES."""

from __future__ import annotations

import os
from datetime import UTC, datetime

from hypothesis import example, given, settings
from hypothesis import strategies as st

from miner import measures
from tests.miner.every_measure import calls, cases_of, same

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "10"))
PARTIES = {"a": "customer", "c": "office", "d": "customer", "nothing": "nobody"}
HOUR_US = 3_600_000_000
CHANGES = [
    int(datetime.fromisoformat(f"{day}T00:00:00+00:00").astimezone(UTC).timestamp()) * 1_000_000
    for day in ("2025-03-30", "2025-10-26", "2024-11-03", "2025-01-01")
]
"""Days on which clocks change in Madrid, or in Havana at midnight; and one on which none do."""

MOMENTS = st.one_of(
    st.integers(0, 3),
    st.integers(0, 40).map(lambda n: n * HOUR_US),
    st.integers(0, 60 * HOUR_US),
)
LOGS = st.tuples(
    st.sampled_from(CHANGES),
    st.lists(
        st.lists(st.tuples(st.sampled_from("abcd"), MOMENTS), min_size=1, max_size=6),
        max_size=6,
    ),
)
"""Ties, single events, repeated activities, zero durations, and clocks that change."""


def test_every_measure_is_called():
    assert {call.name for call in calls([], {})} == set(measures.SQL)


@settings(max_examples=EXAMPLES, deadline=None)
@given(drawn=LOGS)
@example(drawn=(0, [[("a", 0), ("a", 369), ("a", 5339), ("a", 10784)]]))  # P99: half a microsecond
def test_every_measure_equals_its_oracle(plain, drawn):
    start, cases = drawn
    log = plain([[(a, at + start) for a, at in case] for case in cases])
    read = cases_of(log)
    for call in calls(["c"], PARTIES):
        assert same(call.measured(log), call.expected(read)), call
