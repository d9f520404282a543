"""Many services, told in one table: of each kind what was planted, found, and rightly confirmed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tests.services.service import Key
from tests.services.trying import Outcome, id_of

COLUMNS = (
    *("planted", "large", "confirmed", "share", "all confirmed", "right", "precision"),
    *("tests", "unequal"),
)

FACETS = ("p50", "p90", "limit", "share", "pingpong", "effect")


@dataclass(frozen=True, slots=True)
class Trial:
    """One service: its outcomes, the kind of every test that the oracle counts too, and the ids
    of those that it counts otherwise.
    """

    number: int
    outcomes: tuple[Outcome, ...]
    compared: tuple[str, ...]
    unequal: tuple[str, ...]
    unequal_kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One kind, or all: gaps planted, of these large ones and those of them that were confirmed;
    all confirmed gaps, and those that are true or said to follow from a true one; tests that were
    compared with the oracle's, and those that differ.
    """

    kind: str
    planted: int
    large: int
    found: int
    confirmed: int
    right: int
    tests: int
    unequal: int

    @property
    def share(self) -> float:
        """Share of the large planted gaps that are confirmed."""
        return self.found / self.large if self.large else 1.0

    @property
    def precision(self) -> float:
        """Share of the confirmed gaps that are right."""
        return self.right / self.confirmed if self.confirmed else 1.0


def rows(trials: Iterable[Trial]) -> list[Row]:
    """One row per kind in their order of names, and one for all."""
    every = list(trials)
    outcomes = [one for each in every for one in each.outcomes]
    compared = Counter(kind for each in every for kind in each.compared)
    unequal = Counter(kind for each in every for kind in each.unequal_kinds)
    kinds = sorted({label(one.key) for one in outcomes} | compared.keys())
    found = [
        _row(kind, [o for o in outcomes if label(o.key) == kind], (compared[kind], unequal[kind]))
        for kind in kinds
    ]
    return [*found, _row("all", outcomes, (compared.total(), unequal.total()))]


def label(key: Key) -> str:
    """A kind; a facet that asks another question stands alone."""
    kind, _, facet = key
    return f"{kind}.{facet}" if facet in FACETS else kind


def _row(kind: str, outcomes: list[Outcome], tests: tuple[int, int]) -> Row:
    planted = [one for one in outcomes if one.is_true and one.follows is None]
    large = [one for one in planted if one.is_large]
    confirmed = [one for one in outcomes if one.verdict == "confirmed"]
    return Row(
        kind=kind,
        planted=len(planted),
        large=len(large),
        found=sum(one.verdict == "confirmed" for one in large),
        confirmed=len(confirmed),
        right=sum(one.is_true for one in confirmed),
        tests=tests[0],
        unequal=tests[1],
    )


def lines(found: list[Row]) -> Iterator[str]:
    """The table as text."""
    yield f"{'kind':<20}" + "".join(f"{name:>14}" for name in COLUMNS)
    for row in found:
        numbers = (row.planted, row.large, row.found, f"{row.share:.4f}")
        others = (row.confirmed, row.right, f"{row.precision:.4f}", row.tests, row.unequal)
        yield f"{row.kind:<20}" + "".join(f"{cell!s:>14}" for cell in (*numbers, *others))


def told(one: Outcome) -> str:
    """One outcome as a line: what was missed, or what is not true."""
    rate = one.affected / one.eligible if one.eligible else 0.0
    return (
        f"service {one.seed}: {id_of(one.key)} {one.verdict or 'no gap'}: {one.affected} of {one.eligible}"
        f" ({rate:.4f}), planted {one.rate:.4f}, tolerated {one.tolerance:.4f}, power {one.power:.4f}"
    )


def misses(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """Large planted gaps that are not confirmed."""
    return [one for one in outcomes if one.is_large and one.verdict != "confirmed"]


def wrong(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """Confirmed gaps that are neither true nor said to follow from a true one."""
    return [one for one in outcomes if one.verdict == "confirmed" and not one.is_true]
