"""How well a log and a model agree, from distinct variants.

Alignments (van der Aalst, Adriansyah & van Dongen 2012; Adriansyah 2014): a move of the log alone
or of the model alone costs 1, a step of both and a silent step nothing. Among alignments of equal
cost always the same one is taken (`miner.alignments` says which).

- *clean*: cases whose cost is 0: their trace is a run of the model.
- *fitness* = 1 - (sum of costs) / (sum of worst costs), over cases; the worst cost of a trace is
  its length plus the length of the model's shortest run (Adriansyah 2014, move-model fitness of a
  log; `log_fitness` in pm4py). The fitness of one variant is the same of it alone.
- *precision* = 1 - (escaping edges) / (edges that the model allows), over all prefixes of the runs
  of the model nearest to the traces, each prefix weighted by the cases that go on from it
  (Munoz-Gama & Carmona 2010; on alignments Adriansyah, Munoz-Gama, Carmona, van Dongen & van der
  Aalst 2015).
- *deviations*: activities that the model asks for and the case lacks (skipped), or that the case
  has and the model has no place for (inserted), and after which activity of the run.

Limits count states, never seconds, unless `most_seconds` is given: the same log gives the same
answer on a slow machine. What is left out is told by how many variants and cases.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from miner.aligning import MOST_LEFT_OUT, Found, Variants, by_frequency, by_tables
from miner.alignments import Move, Trace
from miner.automaton import Automaton, TooLargeError
from miner.deviations import Agreement, Deviation, agreements_of, deviations_of
from miner.graph import graph_of
from miner.large_models import by_searches
from miner.nets import Net, Tree, net_of
from miner.precision import precision_of
from miner.rows import Rows


class VariantFitness(NamedTuple):
    """A variant, its cases, and the cost and fitness that each of them has."""

    activities: Trace
    cases: int
    cost: int
    fitness: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """The agreement of a log with a model.

    `costs` and `moves` have each variant that could be aligned (`moves` may lack some more where
    the model is too large to explore). `not_computed` says why, and for how many variants and
    instances, when something could not be. A number is None where it would mislead, and fitness and
    precision are where there is nothing to align. `shortest` is the length of the shortest run.
    """

    clean: int | None
    fitness: float | None
    precision: float | None
    costs: Mapping[Trace, int]
    moves: Mapping[Trace, tuple[Move, ...]]
    variants: Variants
    shortest: int
    not_computed: Mapping[str, Any] | None = None

    def fitness_of(self, variant: Trace) -> float:
        """The fitness of the cases of a variant; raises `KeyError` where it was not computed."""
        worst = len(variant) + self.shortest
        return 1 - self.costs[variant] / worst if worst else 1.0

    def variant_fitness(self) -> Rows[VariantFitness]:
        """One row per aligned variant, the most frequent first."""
        rows = [
            VariantFitness(trace, self.variants[trace], self.costs[trace], self.fitness_of(trace))
            for trace in by_frequency(self.variants)
            if trace in self.costs
        ]
        return Rows(rows, VariantFitness._fields)

    def deviations(self) -> Rows[Deviation]:
        """One row per kind of deviation, activity and place, over the variants with moves."""
        return deviations_of(self.moves, self.variants)

    def activities(self) -> Rows[Agreement]:
        """One row per activity: how often log and model agree on it, over the same variants."""
        return agreements_of(self.moves, self.variants)


def align(model: Tree | Net, variants: Variants, *, most_seconds: float | None = None) -> Alignment:
    """Aligns each distinct variant with a tree, or a safe net that can end; weights are cases.

    With `most_seconds` no further variants are begun after that time: then the answer may depend
    on the machine, and `not_computed` says what is missing.
    """
    net = model if isinstance(model, Net) else net_of(model)
    until = None if most_seconds is None else time.monotonic() + most_seconds
    try:
        found = by_tables(graph_of(Automaton(net)), variants, until)
    except TooLargeError as error:
        found = by_searches(net, variants, until, str(error))
    aligned = {trace: variants[trace] for trace in by_frequency(variants) if trace in found.costs}
    is_enough = sum(aligned.values()) >= (1 - MOST_LEFT_OUT) * sum(variants.values())
    has_moves = found.moves.keys() >= aligned.keys()
    return Alignment(
        clean=_clean(found, variants),
        fitness=_fitness(aligned, found) if is_enough else None,
        precision=_precision(found, aligned) if is_enough and has_moves else None,
        costs=found.costs,
        moves=found.moves,
        variants=variants,
        shortest=found.shortest,
        not_computed=_not_computed(found, variants, lacks_moves=is_enough and not has_moves),
    )


def _clean(found: Found, variants: Variants) -> int | None:
    """The cases whose trace is a run, None where that is not known of all."""
    if not found.is_clean_known and len(found.costs) < len(variants):
        return None
    return sum(variants[trace] for trace, cost in found.costs.items() if cost == 0)


def _fitness(aligned: Variants, found: Found) -> float | None:
    """1 - costs / worst costs, weighted by cases."""
    if not aligned:
        return None
    cost = sum(cases * found.costs[trace] for trace, cases in aligned.items())
    worst = sum(cases * (len(trace) + found.shortest) for trace, cases in aligned.items())
    return 1 - cost / worst if worst else 1.0


def _precision(found: Found, aligned: Variants) -> float | None:
    """1 - escaping edges / allowed edges, over the prefixes of the nearest runs."""
    if found.model is None:
        return None
    runs: Counter[Trace] = Counter()
    for trace, cases in aligned.items():
        runs[tuple(label for kind, label in found.moves[trace] if kind != "log")] += cases
    return precision_of(found.model, runs)


def _not_computed(found: Found, variants: Variants, *, lacks_moves: bool) -> dict[str, Any] | None:
    """Why something is missing, and for how many variants and instances."""
    left = list(variants) if lacks_moves else [v for v in variants if v not in found.costs]
    if not left:
        return None
    why = f"precision and deviations: {found.too_large}" if lacks_moves else found.why
    return {"why": why, "variants": len(left), "instances": sum(variants[v] for v in left)}
