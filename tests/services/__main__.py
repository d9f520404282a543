"""`python -m tests.services`: makes services with planted gaps and without, and tells what was found."""

from __future__ import annotations

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from tests.services.table import lines, misses, rows, told, wrong
from tests.services.trying import Outcome, tried

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
        planted = [one for found in pool.map(_outcomes, numbers) for one in found]
        numbers = range(asked.first, asked.first + asked.empty)
        empty = list(pool.map(partial(_outcomes, planted=False), numbers))
    alarmed = [found for found in empty if wrong(found)]
    _tell(planted, alarmed, asked.services, asked.empty)
    bars = [row.share >= ENOUGH and row.precision >= ENOUGH for row in rows(planted)]
    return 0 if all(bars) and len(alarmed) < ALARMS * max(asked.empty, 1) else 1


def _outcomes(number: int, *, planted: bool = True) -> list[Outcome]:
    return tried(number, planted=planted).outcomes


def _tell(planted: list[Outcome], alarmed: list[list[Outcome]], services: int, empty: int) -> None:
    print(f"{services} services with planted gaps")
    print("\n".join(lines(rows(planted))))
    for title, found in (("missed", misses(planted)), ("wrong", wrong(planted))):
        print("\n".join(f"{title}: {told(one)}" for one in found))
    print(f"{empty} services with nothing planted: a confirmed gap in {len(alarmed)}")
    print("\n".join(f"wrong: {told(one)}" for found in alarmed for one in wrong(found)))


if __name__ == "__main__":
    sys.exit(main())
