"""Where cases and a model part: what was skipped and what was inserted, counted over cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from miner.alignments import Move, Trace
from miner.rows import Rows

Side = Literal["skipped", "inserted"]
_SIDES: dict[str, Side] = {"model": "skipped", "log": "inserted"}


class Deviation(NamedTuple):
    """An activity that cases lack (`skipped`) or have beside the model (`inserted`).

    One row per kind, activity and place: `after` is the activity of the model's run before it, None
    at the start. `cases` have it at least once, `times` counts each.
    """

    kind: Side
    activity: str
    after: str | None
    cases: int
    times: int


class Agreement(NamedTuple):
    """An activity of the model or the log: how often both have it, and how often one alone.

    `both`, `skipped` and `inserted` count moves, `skipped_cases` and `inserted_cases` the cases
    with at least one.
    """

    activity: str
    both: int
    skipped: int
    skipped_cases: int
    inserted: int
    inserted_cases: int


Moves = Mapping[Trace, Iterable[Move]]


def deviations_of(moves: Moves, variants: Mapping[Trace, int]) -> Rows[Deviation]:
    """One row per kind, activity and place, the one with most cases first."""
    cases: Counter[tuple[Side, str, str | None]] = Counter()
    times: Counter[tuple[Side, str, str | None]] = Counter()
    for trace, path in moves.items():
        found = Counter(_places(path))
        for place, count in found.items():
            cases[place] += variants[trace]
            times[place] += variants[trace] * count
    rows = [Deviation(*place, cases[place], times[place]) for place in cases]
    rows.sort(key=lambda row: (-row.cases, row.kind, row.activity, row.after or ""))
    return Rows(rows, Deviation._fields)


def agreements_of(moves: Moves, variants: Mapping[Trace, int]) -> Rows[Agreement]:
    """One row per activity, in order of name."""
    cases: Counter[tuple[str, str]] = Counter()
    times: Counter[tuple[str, str]] = Counter()
    for trace, path in moves.items():
        for (kind, activity), count in Counter(path).items():
            cases[kind, activity] += variants[trace]
            times[kind, activity] += variants[trace] * count
    rows = [
        Agreement(
            activity,
            both=times["both", activity],
            skipped=times["model", activity],
            skipped_cases=cases["model", activity],
            inserted=times["log", activity],
            inserted_cases=cases["log", activity],
        )
        for activity in sorted({activity for _, activity in times})
    ]
    return Rows(rows, Agreement._fields)


def _places(path: Iterable[Move]) -> Iterator[tuple[Side, str, str | None]]:
    """The moves of one side alone, each with the activity of the run before it."""
    after: str | None = None
    for kind, activity in path:
        if kind in _SIDES:
            yield _SIDES[kind], activity, after
        if kind != "log":
            after = activity
