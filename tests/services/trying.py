"""One made-up service from its design and log to its gaps, beside its truth."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from blueprint import spreads
from blueprint.comparison import RunFacts, compare
from blueprint.design import load_design
from blueprint.findings import Findings
from blueprint.gap import Gap
from tests.services.acting import deviation
from tests.services.counting import KINDS, counted
from tests.services.following import brought_by
from tests.services.making import made
from tests.services.power import ENOUGH, Planted, powers
from tests.services.rates import tolerance, true_rates, truth
from tests.services.service import Key, Service
from tests.services.simulating import Log, design_effect
from tests.services.walking import Ints
from tests.services.writing import prepared, source_states, write_design


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one planted gap, or of one confirmed gap that nobody planted."""

    seed: int
    key: Key
    rate: float
    tolerance: float
    eligible: int
    affected: int
    power: float
    verdict: str | None
    is_true: bool
    follows: str | None = None
    """What explains it, where it is not planted itself."""
    is_marked: bool = False
    """Whether the findings say so."""

    @property
    def is_large(self) -> bool:
        """Whether it was planted large enough to be sure of a verdict."""
        return self.power >= ENOUGH


@dataclass(slots=True)
class Tried:
    """The outcomes of one service, and eligible and affected of every test: ours, the oracle's."""

    service: Service
    log: Log
    gaps: list[Gap]
    counts: dict[Key, tuple[int, int]]
    oracle: dict[Key, tuple[int, int]]
    customers: dict[Key, int]
    outcomes: list[Outcome] = field(default_factory=list)

    @property
    def compared(self) -> list[Key]:
        """The tests that the oracle counts, too."""
        every = self.counts.keys() | self.oracle.keys() if self.oracle else ()
        return sorted(key for key in every if key[0] in KINDS)

    @property
    def unequal(self) -> list[Key]:
        """The tests that the oracle counts otherwise."""
        return [key for key in self.compared if self.counts.get(key) != self.oracle.get(key)]


def tried(seed: int, departures: str = "planted", *, with_oracle: bool = True) -> Tried:
    """Makes the service of that number, compares it, and tells what became of what was planted."""
    service, log = made(seed, departures=departures)
    connection, findings = compared(service, log)
    found = {(s.kind, s.subject, s.facet or ""): s for s in spreads.counts(connection)}
    result = Tried(
        service,
        log,
        findings.gaps,
        counts={key: (one.n, one.x) for key, one in found.items()},
        oracle=counted(service, log) if with_oracle else {},
        customers={key: one.customers for key, one in found.items()},
    )
    result.outcomes = [*_of_planted(result), *_of_others(result)]
    return result


def compared(
    service: Service, log: Log, order: Ints | None = None
) -> tuple[duckdb.DuckDBPyConnection, Findings]:
    """The findings of a log, and the connection that has the counts behind them."""
    with TemporaryDirectory() as folder:
        design = load_design(write_design(service, Path(folder)))
    connection = prepared(service, log, order)
    facts = RunFacts(id="1", at="2025-12-01", version="1", sources=source_states(service))
    return connection, compare(connection, design, facts)


def key_of(gap: Gap) -> Key:
    """Kind, subject and facet of a gap."""
    return gap.kind, gap.subject, gap.facet or ""


def id_of(key: Key) -> str:
    """The id of the gap of that key."""
    kind, subject, facet = key
    return f"{kind}:{subject}" + (f".{facet}" if facet else "")


def _of_planted(found: Tried) -> list[Outcome]:
    service, true = found.service, truth(found.service)
    verdicts = {key_of(gap): gap.verdict for gap in found.gaps}
    enough = {
        key for key, (n, _) in found.counts.items()
        if min(n, found.customers[key]) >= service.gap["min_cases"]
    }  # fmt: skip
    gaps = []
    for key, rate in true.items():
        n = found.counts[key][0] if key in enough else 0
        size = int(n / design_effect(service, key))
        gaps.append(Planted(rate, tolerance(service, key), size, deviation(service, key)))
    told = powers(gaps, len(enough))
    return [
        Outcome(
            service.seed, key, gap.rate, gap.tolerance, *found.counts.get(key, (0, 0)),
            power=power, verdict=verdicts.get(key), is_true=True,
        )
        for key, gap, power in zip(true, gaps, told, strict=True)
    ]  # fmt: skip


def _of_others(found: Tried) -> list[Outcome]:
    """Confirmed gaps that nobody planted: right only where it is known what they follow from."""
    service, true = found.service, truth(found.service)
    ids = {id_of(key) for key in true}
    return [
        Outcome(
            service.seed, key_of(gap), true_rates(service).get(key_of(gap), 0.0), gap.tolerance,
            gap.eligible, gap.affected, 0.0, gap.verdict,
            is_true=gap.follows_from in ids or bool(_brought_by(found.service, true, gap)),
            is_marked=gap.follows_from in ids,
            follows=gap.follows_from or _brought_by(found.service, true, gap) or "nothing",
        )
        for gap in found.gaps
        if gap.verdict == "confirmed" and key_of(gap) not in true
    ]  # fmt: skip


def _brought_by(service: Service, true: dict[Key, float], gap: Gap) -> str | None:
    """What is known to bring a path with it, though the findings do not say so."""
    key = brought_by(service, true, gap.subject) if gap.kind == "undesigned_path" else None
    return id_of(key) if key else None
