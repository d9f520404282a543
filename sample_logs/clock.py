"""The simulated service's time: the exported period, and the hours in which its people work.

All times are integer milliseconds since 1970 in UTC; worked time is milliseconds of opening hours.
`NEVER` lies far beyond every export: what happens then is not in any log.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

SECOND = 1_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
WORKDAY = 8 * HOUR
NEVER = 1 << 60

ZONE = ZoneInfo("Europe/Warsaw")
PUBLIC_HOLIDAYS = frozenset(
    date.fromisoformat(day)
    for day in ("2025-11-01", "2025-11-11", "2025-12-25", "2025-12-26", "2026-01-01", "2026-01-06")
)


def epoch_ms(text: str) -> int:
    """Milliseconds since 1970 of an ISO time with its zone."""
    return int(datetime.fromisoformat(text).timestamp()) * SECOND


def iso(instant_ms: int) -> str:
    """An instant as ISO 8601 in UTC, whole seconds."""
    return datetime.fromtimestamp(instant_ms // SECOND, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


COVERAGE_FROM = epoch_ms("2025-09-01T00:00:00Z")
"""The first instant of all three exports."""
HORIZON = epoch_ms("2025-11-30T06:00:00Z")
"""When the exports were made: nothing later is in them."""
COMPLETE_UNTIL = {
    "web": epoch_ms("2025-11-30T00:00:00Z"),
    "crm": epoch_ms("2025-11-29T23:00:00Z"),
    "helpdesk": epoch_ms("2025-11-29T22:00:00Z"),
}
"""Per source, what project.yaml declares; a few hours short of the horizon, as real exports are."""


def _openings() -> Ints:
    """When each working day opens, from before the first event until well after the last."""
    first = date(2025, 8, 1)
    days = (first + timedelta(days=number) for number in range(240))
    return np.array(
        [
            int(datetime(day.year, day.month, day.day, 9, tzinfo=ZONE).timestamp()) * SECOND
            for day in days
            if day.weekday() < 5 and day not in PUBLIC_HOLIDAYS  # noqa: PLR2004 - Monday to Friday
        ],
        dtype=np.int64,
    )


OPENINGS = _openings()


def worked(instants: Ints) -> Ints:
    """Opening hours from the first day of the calendar until each instant; NEVER stays NEVER."""
    day = np.searchsorted(OPENINGS, instants, side="right") - 1
    inside = np.minimum(instants - OPENINGS[np.maximum(day, 0)], WORKDAY)
    return np.where(instants >= NEVER, NEVER, day * WORKDAY + inside)


def instants(worked_ms: Ints) -> Ints:
    """The instant at which so many opening hours have passed; beyond the calendar it is NEVER."""
    day = worked_ms // WORKDAY
    known = np.minimum(day, len(OPENINGS) - 1)
    return np.where(day < len(OPENINGS), OPENINGS[known] + worked_ms % WORKDAY, NEVER)


def later(base: Ints, delay: Ints) -> Ints:
    """`base` plus a delay, where NEVER stays NEVER."""
    return np.where((base >= NEVER) | (delay >= NEVER), NEVER, base + np.minimum(delay, NEVER))


def whole_seconds(times: Ints) -> Ints:
    """Times cut to whole seconds, as CRM and help desk write them."""
    return times // SECOND * SECOND


def local_to_utc(local_ms: Ints) -> Ints:
    """Wall-clock milliseconds in Warsaw as UTC (summer time ends on 26 October 2025)."""
    change = epoch_ms("2025-10-26T01:00:00Z")
    return local_ms - np.where(local_ms < change + 2 * HOUR, 2 * HOUR, HOUR)
