"""Checks the sentences of a gap report case by case against the raw rows.

`python tests/real_logs/check_cases.py LOG PROJECT` takes, of each gap of the last run in
PROJECT, five affected cases by a fixed seed and five eligible ones that are not, and decides from the rows of the
file (casewise/) whether the sentence is true of them; then it does so with all cases, and counts
the numbers of each segment again. With `whatever-picked` at the end, a step is whatever row has its
activity, as a reader would take it, also where the design's `pick` leaves it out.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from tests.real_logs.casewise import kinds, rules, segments, times
from tests.real_logs.casewise.logs import units
from tests.real_logs.casewise.passes import Unit

# ruff: noqa: T201 - printing is what it is for
CASES, SEED, CLOSE_H = 5, 7, 1 / 3600
CONTENT = (
    *("skipped_step", "abandonment", "low_reach", "undesigned_step", "repeated_step"),
    *("failed_touchpoint", "wrong_order", "undesigned_path", "wrong_role"),
)
TIMES = ("slow_stage", "late_step", "dropped_handoff", "silence", "long_wait")
KINDS = (
    {"broken_rule": rules.broken_rule}
    | {name: getattr(kinds, name) for name in CONTENT}
    | {name: getattr(times, name) for name in TIMES}
)


@dataclass
class Checked:
    """One gap: what was drawn, what of it is not so, and how all cases and segments compare."""

    gap: str
    verdict: str
    affected: int
    unaffected: int
    all_cases: int
    false: list[str]
    all_false: list[str]
    segments: int
    segments_false: list[str]


def check(gap: dict[str, Any], told: Mapping[str, float], cases: Mapping[str, Unit]) -> Checked:
    """Draws five affected and five others, and decides of all from the raw rows."""
    answers = {
        name: KINDS[gap["kind"]](unit, gap["subject"], gap["facet"]) for name, unit in cases.items()
    }
    answers = {name: answer for name, answer in answers.items() if answer not in (None, [])}
    found = {name: sum(a) if isinstance(a, list) else a for name, a in answers.items()}
    hit, spared = _drawn(told), _drawn(found.keys() - told.keys())
    counted = sum(len(a) if isinstance(a, list) else 1 for a in answers.values())
    all_false = [*_false(told, found, sorted(told.keys() | found.keys()))]
    all_false += [] if counted == gap["eligible"] else [f"eligible are {counted}"]
    each = [segments.differing(gap, one, answers, cases) for one in gap["segments"]]
    return Checked(
        gap=gap["id"],
        verdict=gap["verdict"],
        affected=len(hit),
        unaffected=len(spared),
        all_cases=len(found),
        false=[*_false(told, found, [*hit, *spared])],
        all_false=all_false,
        segments=len(each),
        segments_false=[line for lines in each for line in lines],
    )


def _drawn(names: Iterable[str]) -> list[str]:
    every = sorted(names)
    return random.Random(SEED).sample(every, min(CASES, len(every)))


def _false(
    told: Mapping[str, float], found: Mapping[str, float], names: Iterable[str]
) -> Iterable[str]:
    """Where one says affected and the other not, or the sizes differ by a second."""
    for name in names:
        says, is_so = told.get(name), found.get(name, 0.0)
        if (says is not None) != (is_so > 0) or abs((says or 0) - is_so) >= CLOSE_H:
            yield f"{name}: told {says}, is {is_so}"


def check_log(log: str, project: Path, *, whatever_picked: bool = False) -> list[Checked]:
    """Every gap of the last run of a project."""
    out = project / "out" / "latest"
    gaps = json.loads((out / "findings.json").read_text(encoding="utf-8"))["gaps"]
    deviations = pd.read_parquet(out / "mart" / "deviations.parquet")
    told = deviations.groupby(["gap_id", "instance"])["effect"].sum()
    cases = units(log)
    next(iter(cases.values())).plan.whatever_picked = whatever_picked
    return [check(gap, told[gap["id"]].to_dict(), cases) for gap in gaps]


def main(log: str, project: str, *how: str) -> None:
    """Prints a line for each gap, and what is false."""
    found = check_log(log, Path(project), whatever_picked=bool(how))
    for one in found:
        print(
            f"{one.gap} ({one.verdict}): {len(one.false)} of {one.affected} + {one.unaffected} "
            f" drawn and {len(one.all_false)} of all {one.all_cases} are false;"
            f" {len(one.segments_false)} numbers of {one.segments} segments"
        )
        for line in [*one.all_false, *one.segments_false][:8]:
            print(f"    {line}")
    drawn, others = sum(o.affected for o in found), sum(o.unaffected for o in found)
    print(
        f"{log}: {len(found)} gaps, {drawn} affected and {others} others drawn,"
        f" {sum(len(o.false) for o in found)} false; {sum(o.all_cases for o in found)} in all,"
        f" {sum(len(o.all_false) for o in found)} false; {sum(o.segments for o in found)} segments,"
        f" {sum(len(o.segments_false) for o in found)} numbers false"
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
