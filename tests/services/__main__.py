"""`python -m tests.services`: makes services with planted gaps and without, and tells what was found."""

from __future__ import annotations

import argparse
import pickle
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from tests.services.table import Trial, label, lines, misses, rows, told, wrong
from tests.services.trying import id_of, tried

ENOUGH = 0.97
ALARMS = 0.05


def main() -> int:
    """Prints the table and what is amiss; 1 where a bar is missed."""
    asked = _asked()
    with ProcessPoolExecutor(asked.processes) as pool:
        numbers = range(asked.first, asked.first + asked.services)
        one = partial(kept_trial, keep=asked.keep, oracle_every=asked.oracle_every)
        planted = list(pool.map(one, numbers))
        numbers = range(asked.first, asked.first + asked.empty)
        empty = list(pool.map(partial(one, departures="tolerated"), numbers))
    alarmed = [one for one in empty if wrong(one.outcomes)]
    _tell(planted, empty, alarmed)
    bars = [row.share >= ENOUGH and row.precision >= ENOUGH for row in rows(planted)]
    unequal = any(one.unequal for one in (*planted, *empty))
    return 0 if all(bars) and not unequal and len(alarmed) < ALARMS * max(len(empty), 1) else 1


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.services", description=__doc__)
    parser.add_argument("--services", type=int, default=310, help="services with planted gaps")
    parser.add_argument("--empty", type=int, default=50, help="services with nothing planted")
    parser.add_argument("--first", type=int, default=1, help="number of the first service")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument(
        "--oracle-every", type=int, default=1, help="let the oracle count every n-th service"
    )
    parser.add_argument(
        "--keep", type=Path, help="folder that keeps what was tried, to go on later"
    )
    return parser.parse_args()


def kept_trial(
    number: int, keep: Path | None, oracle_every: int, departures: str = "planted"
) -> Trial:
    """What became of one service, tried now or before."""
    with_oracle = number % oracle_every == 0
    if keep is None:
        return trial(number, departures, with_oracle=with_oracle)
    path = keep / f"{departures}-{number}.pickle"
    if not path.exists():
        keep.mkdir(exist_ok=True, parents=True)
        path.write_bytes(pickle.dumps(trial(number, departures, with_oracle=with_oracle)))
    found: Trial = pickle.loads(path.read_bytes())
    return found


def trial(number: int, departures: str = "planted", *, with_oracle: bool = True) -> Trial:
    """What became of one service."""
    found = tried(number, departures, with_oracle=with_oracle)
    unequal = [id_of(key) for key in found.unequal]
    kinds = (tuple(label(key) for key in keys) for keys in (found.compared, found.unequal))
    compared, unlike = kinds
    return Trial(number, tuple(found.outcomes), compared, tuple(unequal), unlike)


def _tell(planted: list[Trial], empty: list[Trial], alarmed: list[Trial]) -> None:
    print(f"{len(planted)} services with planted gaps")
    print(*lines(rows(planted)), sep="\n")
    outcomes = [one for each in planted for one in each.outcomes]
    brought = [one for one in outcomes if one.is_true and one.follows]
    marked = sum(one.is_marked for one in brought)
    print(f"confirmed, not planted, brought by what is: {len(brought)}, marked so: {marked}")
    for title, found in (("missed", misses(outcomes)), ("wrong", wrong(outcomes))):
        print(f"{title}: {len(found)}", *map(told, found), sep="\n  ")
    print(f"{len(empty)} services with nothing planted: a confirmed gap in {len(alarmed)}")
    print(*(f"  {told(one)}" for each in alarmed for one in wrong(each.outcomes)), sep="\n")
    for each in (*planted, *empty):
        for name in each.unequal:
            print(f"service {each.number}: unlike the oracle: {name}")


if __name__ == "__main__":
    sys.exit(main())
