"""Durations and working days."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blueprint.design.durations import Day, duration_us, is_duration, working_day

HOUR_US = 3_600_000_000


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("90s", 90_000_000),
        ("5m", 300_000_000),
        ("1h30m", 5_400_000_000),
        ("2d", 48 * HOUR_US),
        ("1w", 168 * HOUR_US),
        ("1w1d1h1m1s", (168 + 24 + 1) * HOUR_US + 61_000_000),
    ],
)
def test_durations(text, expected):
    assert duration_us(text) == expected


@pytest.mark.parametrize("text", ["", "5", "m", "1.5h", "-1h", "1h 30m", "30m1h", "1h1h", "٣m"])
def test_what_is_no_duration(text):
    assert not is_duration(text)
    with pytest.raises(ValueError, match=r".*"):
        duration_us(text)


@given(st.tuples(*[st.integers(0, 400)] * 5))
def test_a_duration_is_the_sum_of_its_parts(numbers):
    parts = [f"{number}{unit}" for number, unit in zip(numbers, "wdhms", strict=True)]
    assert duration_us("".join(parts)) == sum(map(duration_us, parts))


@pytest.mark.parametrize(
    ("hours", "day"),
    [
        ("mon-fri 09:00-17:00", Day(8 * HOUR_US, 5)),
        ("mon-thu 08:00-17:00, fri 08:00-14:00", Day(9 * HOUR_US, 5)),
        ("mon-fri 09:00-13:00, mon-fri 14:00-18:00, sat 10:00-12:00", Day(8 * HOUR_US, 6)),
    ],
)
def test_a_working_day_is_the_longest_of_the_week(hours, day):
    assert working_day(hours) == day
