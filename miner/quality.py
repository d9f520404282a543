"""How good a model is beside fitness and precision: generalisation, simplicity, soundness.

- *generalisation* = 1 - mean over the activities of the model of 1 / sqrt(how often it was
  executed), 1 for one that never was (Buijs, van Dongen & van der Aalst 2014, there over the nodes
  of a tree; pm4py over transitions: the same where no activity stands twice). Executions are those
  of the model runs nearest to the traces, by cases. Silent steps are left out: which of them a run
  takes is not one answer. Low means that parts of the model rest on few cases, and another log of
  the same process may look different.
- *simplicity* = 1 / (1 + max(0, mean number of arcs at a place or transition - 2))
  (Sanchez-Gonzalez and others 2010; Vazquez-Barreiros, Mucientes & Lama 2015; pm4py's
  `simplicity_arc_degree`).
- *sound*: see `miner.soundness`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from math import sqrt

from miner.alignments import Move, Trace
from miner.nets import Net

USUAL_DEGREE = 2
"""Arcs at a place or transition of a plain sequence."""


def simplicity(net: Net) -> float:
    """1 for a model without any choice, less the more arcs its nodes have."""
    arcs = sum(len(t.inputs) + len(t.outputs) for t in net.transitions)
    nodes = net.places + len(net.transitions)
    return 1 / (1 + max(0.0, 2 * arcs / nodes - USUAL_DEGREE))


def generalisation(
    net: Net, variants: Mapping[Trace, int], moves: Mapping[Trace, Iterable[Move]]
) -> float | None:
    """How far the parts of a model rest on many cases; of the variants that have moves.

    None where nothing was aligned.
    """
    if not moves:
        return None
    executed: Counter[str] = Counter()
    for trace, path in moves.items():
        for kind, activity in path:
            executed[activity] += variants[trace] if kind != "log" else 0
    labels = {t.label for t in net.transitions if t.label is not None}
    if not labels:
        return 1.0
    shares = (1 / sqrt(executed[a]) if executed[a] else 1.0 for a in sorted(labels))
    rare = sum(shares)
    return 1 - rare / len(labels)
