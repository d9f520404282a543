"""How long it takes: throughput times, waits, and both as histograms."""

from __future__ import annotations

from math import isqrt
from typing import Any, NamedTuple

from miner.groups import Tables
from miner.warehouse import LogError

_SECOND_US = 1_000_000
_WEEK_US = 7 * 86_400 * _SECOND_US
_SECONDS = (
    *(1, 2, 5, 10, 15, 30),
    *(60 * n for n in (1, 2, 5, 10, 15, 30)),
    *(3_600 * n for n in (1, 2, 3, 6, 12, 24, 48)),
)
WIDTHS_US = (
    *(n * 10**power for power in range(6) for n in (1, 2, 5)),
    *(n * _SECOND_US for n in _SECONDS),
    *(n * _WEEK_US for n in (1, 2, 4, 13, 26)),
    *(52 * n * _WEEK_US * 10**power for power in range(4) for n in (1, 2, 5)),
    2**62,
)
"""Widths of bins that people can read: 1, 2, 5, 10, 15, 30 seconds or minutes, hours, weeks."""

LOG_EDGES_US = (0, *(isqrt(_SECOND_US**2 << halves) for halves in range(85)))
"""Edges of bins on a logarithmic axis: zero, then one second and twice as much every two bins."""


class ThroughputTimes(NamedTuple):
    """The time from the first to the last event of a case, over all cases, finished or not.

    Source: Dumas, La Rosa, Mendling & Reijers, Fundamentals of Business Process Management
    (2nd ed., 2018), chapter 7, there "cycle time"; van der Aalst 2016, chapter 9, "flow time".
    """

    cases: int
    mean_us: int
    p50_us: int
    p90_us: int


class ThroughputBin(NamedTuple):
    """The cases whose throughput time is at least `from_us` and less than `to_us`.

    Edges are integers. On a linear axis the bins are multiples of the least readable width that
    needs no more of them than asked for; on a logarithmic one they are the same for every log.
    """

    from_us: int
    to_us: int
    cases: int


class Wait(NamedTuple):
    """The wait of a directly-follows pair, from the event of `source` to that of `target`.

    `at_once` of them are zero. It is inter-event time: whether somebody worked in it is not known
    (van der Aalst 2016, chapter 9; Dumas et al. 2018, chapter 11).
    """

    source: str
    target: str
    frequency: int
    at_once: int
    mean_us: int
    least_us: int
    p10_us: int
    p25_us: int
    p50_us: int
    p75_us: int
    p90_us: int
    p99_us: int
    most_us: int


class WaitBin(NamedTuple):
    """The waits of a directly-follows pair that are at least `from_us` and less than `to_us`.

    Edges are those of `ThroughputBin`, for each pair by itself.
    """

    source: str
    target: str
    from_us: int
    to_us: int
    frequency: int


def throughput_times(log: Tables) -> ThroughputTimes | None:
    """The throughput times of the log, None when it has no case."""
    rows = log.table("throughput_times")
    return ThroughputTimes(*rows[0]) if rows else None


def throughput_histogram(
    log: Tables, bins: int = 40, *, logarithmic: bool = False
) -> list[ThroughputBin]:
    """One row per bin from the first to the last that has a case, in order; empty ones are 0.

    `bins` is the highest number of them on a linear axis. Raises `LogError` when it is below 1.
    """
    scale = _scale(bins, logarithmic=logarithmic)
    return [ThroughputBin(*row) for row in log.table("throughput_histogram", **scale)]


def waits(log: Tables) -> list[Wait]:
    """One row per directly-follows pair, the most frequent first."""
    return [Wait(*row) for row in log.table("waits")]


def wait_histogram(log: Tables, bins: int = 40, *, logarithmic: bool = False) -> list[WaitBin]:
    """One row per directly-follows pair and bin from its first to its last, in order by name.

    `bins` is the highest number of them on a linear axis. Raises `LogError` when it is below 1.
    """
    scale = _scale(bins, logarithmic=logarithmic)
    return [WaitBin(*row) for row in log.table("wait_histogram", **scale)]


def _scale(bins: int, *, logarithmic: bool) -> dict[str, Any]:
    """The parameters of a histogram."""
    if bins < 1:
        raise LogError(f"a histogram needs at least one bin, not {bins}.")
    edges = list(LOG_EDGES_US) if logarithmic else None
    return {"edges": edges, "widths": list(WIDTHS_US), "bins": bins}
