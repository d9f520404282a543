"""`python -m tests.services`: makes services with planted gaps and without, and tells what was found."""

from __future__ import annotations

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from tests.services.table import Trial, label, lines, misses, rows, told, wrong
from tests.services.trying import id_of, tried

ENOUGH = 0.97
ALARMS = 0.05


def main() -> int:
    """Prints the table and what is amiss; 1 where a bar is missed."""
    parser = argparse.ArgumentParser(prog="python -m tests.services", description=__doc__)
    parser.add_argument("--services", type=int, default=300, help="services with planted gaps")
    parser.add_argument("--empty", type=int, default=50, help="services with nothing planted")
    parser.add_argument("--first", type=int, default=1, help="number of the first service")
    parser.add_argument("--processes", type=int, default=1)
    asked = parser.parse_args()
    with ProcessPoolExecutor(asked.processes) as pool:
        numbers = range(asked.first, asked.first + asked.services)
        planted = list(pool.map(trial, numbers))
        numbers = range(asked.first, asked.first + asked.empty)
        empty = list(pool.map(partial(trial, departures="tolerated"), numbers))
    alarmed = [one for one in empty if wrong(one.outcomes)]
    _tell(planted, empty, alarmed)
    bars = [row.share >= ENOUGH and row.precision >= ENOUGH for row in rows(planted)]
    unequal = any(one.unequal for one in (*planted, *empty))
    return 0 if all(bars) and not unequal and len(alarmed) < ALARMS * max(len(empty), 1) else 1


def trial(number: int, departures: str = "planted") -> Trial:
    """What became of one service."""
    found = tried(number, departures)
    unequal = [id_of(key) for key in found.unequal]
    kinds = (tuple(label(key) for key in keys) for keys in (found.compared, found.unequal))
    compared, unlike = kinds
    return Trial(number, tuple(found.outcomes), compared, tuple(unequal), unlike)


def _tell(planted: list[Trial], empty: list[Trial], alarmed: list[Trial]) -> None:
    print(f"{len(planted)} services with planted gaps")
    print(*lines(rows(planted)), sep="\n")
    outcomes = [one for each in planted for one in each.outcomes]
    for title, found in (("missed", misses(outcomes)), ("wrong", wrong(outcomes))):
        print(f"{title}: {len(found)}", *map(told, found), sep="\n  ")
    print(f"{len(empty)} services with nothing planted: a confirmed gap in {len(alarmed)}")
    print(*(f"  {told(one)}" for each in alarmed for one in wrong(each.outcomes)), sep="\n")
    for each in (*planted, *empty):
        print(
            *(f"service {each.number}: unlike the oracle: {name}" for name in each.unequal),
            sep="\n",
            end="",
        )


if __name__ == "__main__":
    sys.exit(main())
