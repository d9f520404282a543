"""Who the simulated customers are, and when each of them signs up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sample_logs.clock import (
    COVERAGE_FROM,
    DAY,
    HOUR,
    NEVER,
    SECOND,
    Flags,
    Ints,
    local_to_utc,
)
from sample_logs.draws import Draws

LOCAL_MIDNIGHT = COVERAGE_FROM  # wall clock of the first day, as if Warsaw were UTC


@dataclass(frozen=True, slots=True, kw_only=True)
class Customers:
    """One row per customer who ever filled in the form; row number = customer number."""

    signup_ms: Ints
    second_device: Flags
    has_lead: Flags
    in_desk_by_user_id: Flags  # the help desk knows the user id; else only the e-mail address
    mixed_case: Ints  # how the address is written: 0 plain, 1 in capitals, 2 a capital first letter

    def __len__(self) -> int:
        """Number of customers."""
        return len(self.signup_ms)


def time_of_day(draws: Draws, size: int) -> Ints:
    """Milliseconds after midnight, mostly by day."""
    by_day = np.clip(draws.bell(13.5 * HOUR, 3 * HOUR, size), 6 * HOUR, 23 * HOUR)
    return np.where(draws.chance(0.8, size), by_day, draws.between(0, DAY - SECOND, size))


def arrivals(draws: Draws, size: int) -> Ints:
    """When each customer signs up: a few before the exports begin, most in eight weeks."""
    day = draws.mixture([(0.03, -6, 0), (0.87, 0, 54), (0.10, 54, 91)], size)
    return local_to_utc(LOCAL_MIDNIGHT + day * DAY + time_of_day(draws, size))


def make_customers(draws: Draws, size: int) -> Customers:
    """All customers of a simulation; one in seven never becomes a lead in the CRM (planted)."""
    return Customers(
        signup_ms=arrivals(draws, size),
        second_device=draws.chance(0.15, size),
        has_lead=~draws.chance(0.15, size),
        in_desk_by_user_id=draws.chance(0.75, size),
        mixed_case=draws.choice([0.85, 0.05, 0.10], size),
    )


def never(size: int) -> Ints:
    """As many times that never come."""
    return np.full(size, NEVER, dtype=np.int64)
