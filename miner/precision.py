"""Precision by escaping edges: what the model allows along its runs, and what the log uses of it.

Munoz-Gama & Carmona 2010; on alignments Adriansyah, Munoz-Gama, Carmona, van Dongen & van der Aalst
2015.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol


class Model(Protocol):
    """The visible behaviour of a model, as numbered states."""

    @property
    def start(self) -> int:
        """The state in which every run begins."""

    def labels(self, state: int) -> tuple[str, ...]:
        """The activities that can come next, in order of name."""

    def is_end(self, state: int) -> bool:
        """Whether the model may stop here."""

    def after(self, state: int, label: str) -> int | None:
        """The state after an activity, None when it cannot come next."""


def precision_of(model: Model, runs: Mapping[tuple[str, ...], int]) -> float | None:
    """1 - escaping edges / allowed edges, over the prefixes of runs with their cases."""
    if not runs:
        return None
    taken = allowed = 0
    for state, weight, used in _prefixes(model, runs):
        taken += weight * used
        allowed += weight * len(model.labels(state))
    return taken / allowed if allowed else 1.0


def _prefixes(model: Model, runs: Mapping[tuple[str, ...], int]) -> Iterable[tuple[int, int, int]]:
    """Per prefix: the state it leads to, the cases that go on, in how many distinct ways."""
    states, weights, children = [model.start], [0], [dict[str, int]()]
    for run, cases in runs.items():
        node = 0
        for label in run:
            weights[node] += cases
            if label not in children[node]:
                children[node][label] = len(states)
                states.append(_after(model, states[node], label))
                weights.append(0)
                children.append({})
            node = children[node][label]
    return zip(states, weights, (len(next_steps) for next_steps in children), strict=True)


def _after(model: Model, state: int, label: str) -> int:
    reached = model.after(state, label)
    if reached is None:
        raise AssertionError(f"{label!r} is no step of the run it was found in")
    return reached
