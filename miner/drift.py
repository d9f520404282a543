"""Concept drift: when the cases began to run otherwise, and what changed.

Cases stand in the order in which they began. Of each case it counts whether it has a directly-
follows pair (beginning and end are pairs, too), so that one case is one observation however often
it repeats itself. The cases before and after a boundary are compared in windows of equal size, of
several sizes (each twice the one before), pair by pair with Fisher's exact test. A boundary stands
out when the p-value of a pair is at most `alpha` divided by the number of all tests (Bonferroni):
if cases do not depend on each other and nothing changed, any drift at all is told with probability
`alpha` at most. Of the boundaries that stand out the one with the narrowest windows is a drift;
those whose windows reach over it are its echo; then the next (narrowest over threshold: Baranowski,
Chen & Fryzlewicz 2019). The drift lies where two shares per pair explain the windows best (Hinkley
1970). Two windows over a stream of cases are from Maaradji, Dumas, La Rosa & Ostovar 2015 (there
whole traces, chi-square and one window that adapts).

Cases that are not over yet lack their ends, which looks like a drift in the last weeks: leave them
out with `log.where_case`. What depends on the season is drift here, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.stats import hypergeom

from miner.groups import Tables
from miner.measures import pair_presence, start_activities

LEAST = 50
"""Cases in the narrowest window."""
MOST_WINDOWS = 200
"""The narrowest window is at least the log's cases divided by this."""
BLOCKS = 10
"""Blocks of cases in the narrowest window: how exactly a drift is placed."""
ALPHA = 0.05
_CANDIDATE = 3.0
"""Standard errors between two shares below which no exact test is worked out."""

Counts = NDArray[np.int64]
Side = tuple[int, Counts]
"""A window: its cases, and those with each pair."""


class Change(NamedTuple):
    """The share of cases with a pair, before and after; None is the beginning or the end."""

    source: str | None
    target: str | None
    before: float
    after: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """The cases that began from `since_us` on run otherwise; `position` cases began before it.

    `window` is how many cases on each side show it, `p` the p-value after correction, `changes` the
    pairs whose shares differ beyond chance, the surest first.
    """

    since_us: int
    position: int
    window: int
    p: float
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Blocks:
    """Cases and cases with each pair, cumulated over blocks (a row of zeros first)."""

    pairs: Sequence[tuple[str | None, str | None]]
    began_us: Sequence[int]
    cases: Counts
    present: Counts


class _Test(NamedTuple):
    """Two windows of so many blocks on both sides of a boundary, and the p-value of each pair."""

    width: int
    p: float
    boundary: int
    p_values: NDArray[np.float64]


def drifts(log: Tables, alpha: float = ALPHA, least: int = LEAST) -> list[Drift]:
    """The drifts of a log in order of time; `least` cases are in the narrowest window.

    None where the log has fewer than twice that many cases.
    """
    cases = sum(row.cases for row in start_activities(log))
    narrowest = max(least, cases // MOST_WINDOWS)
    block = max(1, narrowest // BLOCKS)
    if cases < 2 * narrowest:
        return []
    blocks = _blocks(log, block)
    bar = alpha / _tests(blocks, narrowest // block)
    found, waiting = list[Drift](), sorted(_standing_out(blocks, narrowest // block, bar))
    while waiting:
        sure = waiting[0].p_values <= bar
        place = _place(blocks, waiting[0], sure)
        found.append(_drift(blocks, waiting[0], place, sure, alpha / bar))
        waiting = [test for test in waiting if abs(test.boundary - place) >= test.width]
    return sorted(found, key=lambda drift: drift.position)


def _blocks(log: Tables, block: int) -> _Blocks:
    """The pairs' presence in blocks of cases, cumulated."""
    rows = pair_presence(log, block)
    pairs = list(dict.fromkeys((row.source, row.target) for row in rows))
    place = {pair: number for number, pair in enumerate(pairs)}
    size = rows[-1].block + 1
    present = np.zeros((size + 1, len(pairs)), dtype=np.int64)
    cases, began = np.zeros(size + 1, dtype=np.int64), [0] * size
    for row in rows:
        present[row.block + 1, place[row.source, row.target]] = row.present
        cases[row.block + 1], began[row.block] = row.cases, row.began_us
    return _Blocks(
        pairs=pairs, began_us=began, cases=cases.cumsum(), present=present.cumsum(axis=0)
    )


def _boundaries(blocks: int, narrowest: int) -> Iterator[tuple[int, int]]:
    """Every boundary that is looked at, with the width of its windows in blocks."""
    width = narrowest
    while 2 * width <= blocks:
        step = max(1, width // 4)
        yield from ((at, width) for at in range(width, blocks - width + 1, step))
        width *= 2


def _tests(blocks: _Blocks, narrowest: int) -> int:
    """How many tests are made: one per boundary, width and pair."""
    return sum(1 for _ in _boundaries(len(blocks.began_us), narrowest)) * len(blocks.pairs)


def _standing_out(blocks: _Blocks, narrowest: int, bar: float) -> Iterator[_Test]:
    """The tests with a pair that stands out."""
    for boundary, width in _boundaries(len(blocks.began_us), narrowest):
        p_values = _fisher(*_sides(blocks, boundary, width))
        if p_values.min() <= bar:
            yield _Test(width, float(p_values.min()), boundary, p_values)


def _sides(blocks: _Blocks, boundary: int, width: int) -> tuple[Side, Side]:
    """The windows before and after a boundary, cut where the log ends."""
    first = max(0, boundary - width)
    last = min(len(blocks.began_us), boundary + width)
    return _window(blocks, first, boundary), _window(blocks, boundary, last)


def _window(blocks: _Blocks, first: int, last: int) -> Side:
    """The cases of some blocks, and those with each pair."""
    cases = int(blocks.cases[last] - blocks.cases[first])
    return cases, blocks.present[last] - blocks.present[first]


def _fisher(before: Side, after: Side) -> NDArray[np.float64]:
    """Fisher's exact test per pair, two-sided (twice the smaller tail); 1 for no candidate."""
    (n, k), (m, j) = before, after
    both = k + j
    share = both / (n + m)
    spread = np.sqrt(share * (1 - share) * (1 / n + 1 / m))
    chosen = np.abs(k / n - j / m) > _CANDIDATE * spread
    p_values = np.ones(len(both))
    law = hypergeom(n + m, both[chosen], n)
    tails = np.minimum(law.cdf(k[chosen]), law.sf(k[chosen] - 1))
    p_values[chosen] = np.minimum(1, 2 * tails)
    return p_values


def _place(blocks: _Blocks, test: _Test, sure: NDArray[np.bool_]) -> int:
    """The boundary in the middle of the windows at which the shares of the sure pairs fit best."""
    reach = test.width // 2
    places = range(test.boundary - reach, test.boundary + reach + 1)
    first, last = test.boundary - test.width, test.boundary + test.width
    fits = [
        _fit(_window(blocks, first, place), sure) + _fit(_window(blocks, place, last), sure)
        for place in places
    ]
    return places[int(np.argmax(fits))]


def _fit(side: Side, sure: NDArray[np.bool_]) -> float:
    """The logarithm of how likely a window is with one share per pair."""
    cases, present = side[0], side[1][sure]
    absent = cases - present
    logs = [count * np.log(np.maximum(count, 1) / cases) for count in (present, absent)]
    return float(np.sum(logs))


def _drift(
    blocks: _Blocks, test: _Test, place: int, sure: NDArray[np.bool_], tests: float
) -> Drift:
    """What a test tells, at the place that explains it best."""
    (n, before), (m, after) = _sides(blocks, place, test.width)
    order = sorted(
        (pair for pair, is_sure in enumerate(sure) if is_sure),
        key=lambda pair: (float(test.p_values[pair]), pair),
    )
    shares = [(blocks.pairs[i], int(before[i]) / n, int(after[i]) / m) for i in order]
    return Drift(
        since_us=blocks.began_us[place],
        position=int(blocks.cases[place]),
        window=_window(blocks, test.boundary - test.width, test.boundary)[0],
        p=min(1.0, test.p * tests),
        changes=tuple(Change(*pair, old, new) for pair, old, new in shares),
    )
