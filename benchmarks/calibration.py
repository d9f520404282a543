"""How often the intervals hold and the tests refute the truth, over simulated logs.

`python benchmarks/calibration.py` prints a table of every setting, exits 1 where something does not
hold, and with `--write` puts the tables in docs/calibration.md. It calls the functions that judge
gaps. `--runs` (1,000) sets how many logs a setting is tried on.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from benchmarks.calibrated_amounts import sum_cells
from benchmarks.calibrated_cells import LEAST, ORACLE, Cell, best_known, mistakes
from benchmarks.calibrated_shares import score_cells, share_cells
from benchmarks.calibrated_times import cohort_cells, survival_cells

PAGE = Path(__file__).parents[1] / "docs" / "calibration.md"
BEGIN, END = "<!-- measured: begin -->\n", "<!-- measured: end -->"


def main() -> int:
    """Prints the tables; 1 where something does not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=1_000)
    parser.add_argument("--write", action="store_true", help="into docs/calibration.md")
    options = parser.parse_args()
    found = cells(options.runs)
    text = "\n".join(report(found, options.runs))
    print(text)
    if options.write:
        before, rest = PAGE.read_text(encoding="utf-8").split(BEGIN)
        after = rest.split(END)[1]
        PAGE.write_text(f"{before}{BEGIN}{text}\n{END}{after}", encoding="utf-8")
    wrong = mistakes(found)
    return 1 if wrong else 0


def cells(runs: int) -> list[Cell]:
    """Every setting of every table."""
    every = (share_cells, score_cells, cohort_cells, survival_cells, sum_cells)
    return [cell for one in every for cell in one(runs)]


def report(found: list[Cell], runs: int) -> Iterator[str]:
    """The summary, what does not hold, then one table per kind of number."""
    covered = [c.ours.coverage for c in found]
    under = sum(c.ours.fails(len(found)) for c in found)
    yield f"{len(found)} settings, {runs} logs each. Mean coverage {np.mean(covered):.4f};"
    trivial = [c.ours.coverage for c in found if c.setting[1] not in {0, 1} or c.table != "shares"]
    yield f"without rates of 0 and 1, which always hold, {np.mean(trivial):.4f};"
    yield f"least {min(covered):.3f};"
    yield f"significantly under {LEAST}: {under}. {_widths(found)}"
    yield ""
    wrong = mistakes(found)
    yield f"Not as asked: {len(wrong)}." if wrong else "All is as asked."
    yield from (f"- {text.split('ours=')[0]}" for text in wrong)
    for table in dict.fromkeys(c.table for c in found):
        yield from _table(table, found)


def _widths(found: list[Cell]) -> str:
    best = best_known(found)
    ratios = [found[at].ours.width / width for at, (_, width) in best.items() if width]
    return (
        f"Against the best known method that holds: {len(ratios)} settings have one; mean width"
        f" {np.mean(ratios):.3f} of its, at most {max(ratios):.3f}."
    )


def _table(table: str, found: list[Cell]) -> Iterator[str]:
    """One row per setting."""
    best = best_known(found)
    yield f"\n### {table[0].upper()}{table[1:]}\n"
    heads = "design, n, setting, held, refuted, known methods held, best, width/best, width/oracle"
    yield f"| {heads.replace(', ', ' | ')} |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for at, cell in enumerate(found):
        if cell.table == table:
            yield _row(cell, best.get(at))


def _row(cell: Cell, best: tuple[str, float] | None) -> str:
    oracle = cell.known.get(ORACLE)
    values = [
        *([cell.design[0], f"{cell.design[1]}"] if len(cell.design) > 1 else ["", cell.design[0]]),
        ", ".join(str(value) for value in cell.setting),
        f"{cell.ours.coverage:.3f}",
        "" if cell.rejected is None else f"{cell.rejected / cell.ours.runs:.3f}",
        ", ".join(f"{k} {h.coverage:.3f}" for k, h in cell.known.items() if k != ORACLE),
        best[0] if best else "none holds" if cell.known else "",
        _ratio(cell.ours.width, best[1] if best else None),
        _ratio(cell.ours.width, oracle.width if oracle else None),
    ]
    return f"| {' | '.join(str(v) for v in values)} |"


def _ratio(width: float, other: float | None) -> str:
    return f"{width / other:.2f}" if other else ""


if __name__ == "__main__":
    raise SystemExit(main())
