"""Each distinct variant against a model that can be explored, within limits that count states."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from miner.alignments import Aligned, Move, Trace, align_all, move_of
from miner.graph import Graph
from miner.precision import Model

MOST_AT_ONCE = 25_000_000
"""States of the model times places in traces that are worked out together (50 MB, about 1 s)."""

MOST_IN_ALL = 400_000_000
"""The same for one log; the rarest variants beyond are not computed."""

MOST_LEFT_OUT = 0.01
"""Share of instances that may lack an alignment; beyond, fitness and precision would mislead."""

Variants = Mapping[Trace, int]


@dataclass(slots=True)
class Found:
    """What could be aligned, and with which model.

    `why` says what kept variants from being aligned, `too_large` what kept moves from being found.
    """

    model: Model | None
    shortest: int
    costs: dict[Trace, int] = field(default_factory=dict)
    moves: dict[Trace, tuple[Move, ...]] = field(default_factory=dict)
    is_clean_known: bool = True
    why: str = "too many states to align"
    too_large: str = ""

    def add(self, trace: Trace, aligned: Aligned) -> None:
        """Adds the alignment of a variant."""
        self.costs[trace], self.moves[trace] = aligned


def by_frequency(variants: Variants) -> list[Trace]:
    """The variants in a fixed order, the most frequent first."""
    return sorted(variants, key=lambda trace: (-variants[trace], len(trace), trace))


def by_tables(graph: Graph, variants: Variants, until: float | None) -> Found:
    """All variants against an explored model."""
    found = Found(graph, shortest=graph.shortest)
    waiting: list[Trace] = []
    for trace in by_frequency(variants):
        if accepts(graph, trace):
            found.add(trace, fitting(trace))
        else:
            waiting.append(trace)
    for batch in _batches(waiting, len(graph.steps)):
        if is_over(until):
            found.why = "out of time"
            break
        for trace, aligned in zip(batch, align_all(graph, batch), strict=True):
            found.add(trace, aligned)
    return found


def _batches(traces: Iterable[Trace], states: int) -> Iterator[list[Trace]]:
    """Traces to be worked out together; what is beyond a limit is in none."""
    batch, size, in_all = list[Trace](), 0, 0
    for trace in traces:
        cells = (len(trace) + 1) * states
        in_all += cells
        if cells > MOST_AT_ONCE or in_all > MOST_IN_ALL:
            continue
        if size + cells > MOST_AT_ONCE:
            yield batch
            batch, size = [], 0
        batch.append(trace)
        size += cells
    if batch:
        yield batch


def accepts(model: Model, trace: Trace) -> bool:
    """Whether a trace is a run of the model."""
    state: int | None = model.start
    for label in trace:
        if state is None:
            return False
        state = model.after(state, label)
    return state is not None and model.is_end(state)


def fitting(trace: Trace) -> Aligned:
    """The alignment of a trace that is a run of the model."""
    return Aligned(0, tuple(move_of("both", activity) for activity in trace))


def is_over(until: float | None) -> bool:
    """Whether a time on the monotonic clock has come."""
    return until is not None and time.monotonic() >= until
