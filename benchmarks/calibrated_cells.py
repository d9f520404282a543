"""What one cell of a calibration is, and what is asked of all of them: for calibration.py."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy.stats import binomtest

from blueprint.intervals import Limits

LEAST, SURE, MOST_WIDE = 0.93, 0.05, 1.2
ORACLE = "oracle"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """How often an interval held the truth, and its mean width."""

    runs: int
    held: int
    width: float

    @property
    def coverage(self) -> float:
        """The share of runs in which it held."""
        return self.held / self.runs

    def fails(self, cells: int) -> bool:
        """Whether it holds in under 93 of 100, beyond chance (Bonferroni over the cells)."""
        under = binomtest(self.held, self.runs, LEAST, alternative="less").pvalue
        return bool(under < SURE / cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One setting: ours and the known methods; `design` is what a user would know beforehand."""

    table: str
    design: tuple[Any, ...]
    setting: tuple[Any, ...]
    ours: Held
    known: Mapping[str, Held] = field(default_factory=dict)
    rejected: int | None = None  # runs in which the one-sided test refuted the truth

    def test_fails(self, cells: int) -> bool:
        """Whether the test of level 0.05 refutes the truth too often, beyond chance."""
        if self.rejected is None:
            return False
        over = binomtest(self.rejected, self.ours.runs, SURE, alternative="greater").pvalue
        return bool(over < SURE / cells)


def held(limits: Limits, truth: float) -> Held:
    """Counted over the runs. What touches the truth but for rounding holds it."""
    low, high = (np.atleast_1d(np.asarray(v, float)) for v in limits)
    inside = (low <= truth + 1e-12) & (truth - 1e-12 <= high)
    width = np.where(np.isfinite(high - low), high - low, np.nan)
    return Held(runs=len(inside), held=int(inside.sum()), width=float(np.nanmean(width)))


def best_known(cells: Iterable[Cell]) -> dict[int, tuple[str, float]]:
    """By the place of a cell: the narrowest known method that holds for all cells of its design.

    A user knows the design (how many instances, of which customers), but neither the true rate nor
    how customers' instances go together: a method that fails at some of them is of no use. Cells of
    designs for which no known method holds are left out.
    """
    cells = list(cells)
    found = {}
    for at, cell in enumerate(cells):
        alike = [c for c in cells if (c.table, c.design) == (cell.table, cell.design)]
        usable = [
            name
            for name in cell.known
            if name != ORACLE and not any(_fails(c, name, len(cells)) for c in alike)
        ]
        if usable:
            best = min(usable, key=lambda name: cell.known[name].width)
            found[at] = (best, cell.known[best].width)
    return found


def mistakes(cells: list[Cell]) -> list[str]:
    """What does not hold of what is asked."""
    mean = float(np.mean([c.ours.coverage for c in cells]))
    wrong = [] if 0.94 <= mean <= 0.98 else [f"mean coverage {mean:.3f}"]
    wrong += [f"holds too seldom: {c}" for c in cells if c.ours.fails(len(cells))]
    wrong += [f"refutes too often: {c}" for c in cells if c.test_fails(len(cells))]
    for at, (name, width) in best_known(cells).items():
        if cells[at].ours.width > MOST_WIDE * width + 1e-12:
            wrong.append(f"wider than {name}: {cells[at]}")
    return wrong


def _fails(cell: Cell, name: str, cells: int) -> bool:
    """Whether a known method was tried there, and fails."""
    return name in cell.known and cell.known[name].fails(cells)
