"""The log over time: arrivals and completions, work in progress, and the dotted chart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from miner.groups import Tables
from miner.warehouse import LogError

UNITS = ("day", "week", "month")
"""What time can be cut into; a week begins on Monday."""


class CaseRate(NamedTuple):
    """The cases that began and that ended on a day, or in the week or month that begins on it.

    A case begins with its first event (arrival rate) and ends with its last one, or with its last
    event among the activities that end a case, if such are given (completion, or throughput, rate).
    Source: Dumas et al. 2018, chapter 7.
    """

    since: date
    began: int
    ended: int


class WorkInProgress(NamedTuple):
    """The cases that were in progress in a day, week or month: at its start, at most, on average.

    A case is in progress from its first event until just before its end (see `CaseRate`); one that
    has not ended until the last event of the log. The mean is over time: what Little's law relates
    to arrival rate and throughput time. Source: Dumas et al. 2018, chapter 7.
    """

    since: date
    at_start: int
    highest: int
    mean: float


class Dot(NamedTuple):
    """An event as a dot of the dotted chart: `case_rank` is the place of its case by first event.

    `since_us` is the time since the case began. Where there are more events than dots asked for,
    every n-th is taken, case by case. Source: Song & van der Aalst, Supporting process mining by
    showing events at a glance (2007).
    """

    case_rank: int
    case_no: int
    activity: str
    ts_us: int
    since_us: int


class DotCell(NamedTuple):
    """All events of an activity in a cell of the dotted chart, none left out.

    Times from `from_us` to before `to_us` (since 1970, or since the case began), and the cases of
    the ranks from `from_rank` to `to_rank`. Source: as of `Dot`.
    """

    from_us: int
    to_us: int
    from_rank: int
    to_rank: int
    activity: str
    events: int


def case_rates(
    log: Tables, unit: str = "day", zone: str = "UTC", ends: Sequence[str] | None = None
) -> list[CaseRate]:
    """One row per day, week or month of a zone from the first to the last, also without a case.

    `ends` are the activities that end a case. Raises `LogError` for an unknown unit or zone.
    """
    cut = _cut(unit, zone, ends)
    return [CaseRate(*row) for row in log.table("case_rates", **cut)]


def work_in_progress(
    log: Tables, unit: str = "day", zone: str = "UTC", ends: Sequence[str] | None = None
) -> list[WorkInProgress]:
    """One row per day, week or month of a zone from the first event to the last.

    `ends` are the activities that end a case. Raises `LogError` for an unknown unit or zone.
    """
    cut = _cut(unit, zone, ends)
    return [
        WorkInProgress(since, at_start, highest, case_us / length_us if length_us else 0.0)
        for since, at_start, highest, case_us, length_us in log.table("work_in_progress", **cut)
    ]


def dots(log: Tables, most: int = 20_000) -> list[Dot]:
    """One row per dot, by the beginning of the cases; at most `most` of them.

    Raises `LogError` when that is below 1.
    """
    _refuse_none(most=most)
    return [Dot(*row) for row in log.table("dots", most=most)]


def dot_cells(
    log: Tables, columns: int = 100, rows: int = 50, *, relative: bool = False
) -> list[DotCell]:
    """One row per cell and activity with an event, by column, row and name.

    With `relative` times are since the case began. Raises `LogError` without a column or row.
    """
    _refuse_none(columns=columns, rows=rows)
    found = log.table("dot_cells", columns=columns, rows=rows, relative=relative)
    return [DotCell(*row) for row in found]


def _cut(unit: str, zone: str, ends: Sequence[str] | None) -> dict[str, Any]:
    """The parameters of a measure over time."""
    if unit not in UNITS:
        raise LogError(f"time is cut into {', '.join(UNITS)}, not {unit!r}.")
    return {"unit": unit, "zone": zone, "ends": None if ends is None else list(ends)}


def _refuse_none(**numbers: int) -> None:
    """Raises `LogError` for a number below 1."""
    for name, number in numbers.items():
        if number < 1:
            raise LogError(f"{name} of a dotted chart is at least 1, not {number}.")
