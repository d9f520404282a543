"""What a case is: one customer, one object (a ticket, an order), or one episode of a customer.

*Object*: an event belongs to the object of the type that it touches; else to the one that an object
it touches belongs to (`of`, by the fewest links). Of several the smallest id has it. Events that
touch none are in no case.

*Episode*: what a customer does for one reason, cut in this order. (1) Objects bridge a pause: from
the first to the last event of a ticket, deal or order, with those that follow it or were merged
into it, all is one episode. (2) What is left is cut where nothing happens for `gap_us`. Events of
systems never open an episode and never make one longer: they belong to the one that runs, or to the
one whose object they touch, else to none. A planned event is no event.

The gap comes from the data where it is not set: of the pauses of an hour or more between what the
objects bridge, the two groups that the logarithm tells apart best (Otsu 1979, IEEE Trans. Syst. Man
Cybern. 9(1)) are the pauses within and between episodes, and the emptiest place between their
middles is the gap, in whole days.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from miner.log import run_script

CUSTOMER = "customer"
EPISODE = "episode"
RULE_VERSION = 1
"""Changes when the same log would be cut in other places."""
OBJECTS = ("ticket", "case", "issue", "incident", "deal", "opportunity", "order", "application")
"""Types of objects that bridge a pause, where a project names none."""
DAY_US = 86_400_000_000
FEWEST_PAUSES = 30
"""With fewer pauses than this their distribution says nothing."""
DEEP_ENOUGH = 0.5
"""Pauses are of two kinds when the valley between them has at most so much of the lower hill."""
USUAL_GAP_US = 30 * DAY_US
BINS_PER_OCTAVE = 4
_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseNotion:
    """The rule that says which events are one case."""

    name: str = CUSTOMER  # customer, episode, or a type of object
    gap_us: int | None = None  # of episodes; None: from the data
    objects: tuple[str, ...] = OBJECTS  # that bridge a pause


def cut(connection: duckdb.DuckDBPyConnection, notion: CaseNotion, hops: int) -> None:
    """Makes cases, event_cases and object_cases of customers into those of the notion.

    `hops` is the longest chain of links from an object to the one it belongs to. Leaves case_rule.
    """
    rule, gap_us, gap_from = f"{notion.name} {RULE_VERSION}", None, None
    if notion.name == EPISODE:
        gap_us, gap_from = _episodes(connection, notion)
        rule += f", gap {gap_us / DAY_US:g} days"
    elif notion.name != CUSTOMER:
        run_script(connection, _HERE / "object_notion.sql", notion=notion.name, hops=hops)
    told = {"rule": rule, "gap_us": gap_us, "gap_from": gap_from}
    run_script(connection, _HERE / "case_rule.sql", **told)


def _episodes(connection: duckdb.DuckDBPyConnection, notion: CaseNotion) -> tuple[int, str]:
    """Cuts each customer's events; the gap is measured first where it is not set. Gives both."""
    run_script(connection, _HERE / "pauses.sql", objects=list(notion.objects))
    gap_us, gap_from = notion.gap_us, "set"
    if gap_us is None:
        rows = connection.execute("select bin, pauses from pause_histogram").fetchall()
        natural = natural_gap({int(place): int(count) for place, count in rows})
        gap_us = natural or USUAL_GAP_US
        gap_from = "data" if natural else "usual"
    run_script(connection, _HERE / "episodes.sql", gap_us=gap_us)
    return gap_us, gap_from


def natural_gap(histogram: Mapping[int, int]) -> int | None:
    """Where pauses within an episode end and those between episodes begin, in microseconds.

    `histogram` counts the pauses of 2^(bin/4) to 2^((bin+1)/4) hours. Whole days, at least one and
    at most 365; None where the pauses are too few, or all of one kind.
    """
    total = sum(histogram.values())
    if total < FEWEST_PAUSES or len(histogram) < 2:  # noqa: PLR2004 - a cut needs two sides
        return None
    valley = _valley(histogram)
    if valley is None:
        return None
    hours = 2 ** ((valley + 0.5) / BINS_PER_OCTAVE)
    return min(max(round(hours / 24), 1), 365) * DAY_US


def _valley(histogram: Mapping[int, int]) -> int | None:
    """The emptiest bin between the two groups; None where it is no valley, but one hill's slope."""
    low, high = _middles(histogram)
    smooth = {
        place: _around(histogram, place) for place in range(min(histogram), max(histogram) + 1)
    }
    between = [place for place in smooth if low <= place <= high]
    fewest = min(smooth[place] for place in between)
    emptiest = [place for place in between if smooth[place] == fewest]
    valley = emptiest[len(emptiest) // 2]
    lower_hill = min(
        max(count for place, count in smooth.items() if place < valley),
        max(count for place, count in smooth.items() if place > valley),
    )
    return valley if fewest <= lower_hill * DEEP_ENOUGH else None


def _middles(histogram: Mapping[int, int]) -> tuple[float, float]:
    """The means of the two groups of bins whose separation is largest."""
    places = sorted(histogram)
    best = (-1.0, 0.0, 0.0)
    for cut_at in range(1, len(places)):
        low = [(place, histogram[place]) for place in places[:cut_at]]
        high = [(place, histogram[place]) for place in places[cut_at:]]
        (n_low, m_low), (n_high, m_high) = _weighed(low), _weighed(high)
        best = max(best, (n_low * n_high * (m_high - m_low) ** 2, m_low, m_high))
    return best[1], best[2]


def _weighed(bins: list[tuple[int, int]]) -> tuple[int, float]:
    """How many pauses lie in some bins, and their mean place."""
    count = sum(pauses for _, pauses in bins)
    return count, sum(place * pauses for place, pauses in bins) / count


def _around(histogram: Mapping[int, int], place: int) -> int:
    """The pauses in a bin and its neighbours: single bins may be empty by chance."""
    return sum(histogram.get(near, 0) for near in (place - 1, place, place + 1))
