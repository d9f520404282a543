"""What a net can do next: its visible behaviour as an automaton that is built where it is walked.

A state stands for all markings that one sequence of visible steps can lead to. Every answer is in
one fixed order, so that equal models and logs give equal numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from miner.nets import END, START, Net

Marking = int
"""The places with a token, each a bit: the nets are safe."""

MOST_MARKINGS = 100_000
"""Markings that may be looked at before a model counts as too large."""


class TooLargeError(Exception):
    """The model has too many states to walk, or the search too many places to visit."""


@dataclass
class Automaton:
    """The visible behaviour of a net; raises `TooLargeError` where it grows beyond its limits."""

    net: Net
    states: dict[frozenset[Marking], int] = field(default_factory=dict)
    steps: list[dict[str, frozenset[Marking]]] = field(default_factory=list)
    reached: list[dict[str, int]] = field(default_factory=list)
    ends: list[bool] = field(default_factory=list)
    known: dict[Marking, tuple[tuple[str | None, Marking], ...]] = field(default_factory=dict)
    firing: list[tuple[str | None, Marking, Marking]] = field(default_factory=list)
    markings: int = 0
    start = 0

    def __post_init__(self) -> None:
        """Writes the places of transitions as bits, and looks at the state 0."""
        self.firing = [
            (transition.label, _bits(transition.inputs), _bits(transition.outputs))
            for transition in self.net.transitions
        ]
        self._state(frozenset({_bits([START])}))

    def labels(self, state: int) -> tuple[str, ...]:
        """The activities that can come next, in order of name."""
        return tuple(self.steps[state])

    def is_end(self, state: int) -> bool:
        """Whether the model may stop here."""
        return self.ends[state]

    def after(self, state: int, label: str) -> int | None:
        """The state after an activity, None when it cannot come next."""
        known = self.reached[state].get(label)
        if known is not None:
            return known
        markings = self.steps[state].get(label)
        if markings is None:
            return None
        number = self.states.get(markings)
        self.reached[state][label] = number = self._state(markings) if number is None else number
        return number

    def targets(self, state: int) -> Iterator[tuple[str, int]]:
        """The activities that can come next, in order of name, and the states after them."""
        for label in self.steps[state]:
            reached = self.after(state, label)
            if reached is not None:
                yield label, reached

    def explore(self) -> list[dict[str, int]]:
        """For every state the activities that can come next, in order of name, and where to."""
        found: list[dict[str, int]] = []
        while len(found) < len(self.steps):
            found.append(dict(self.targets(len(found))))
        return found

    def accepts(self, trace: Sequence[str]) -> bool:
        """Whether a trace is a run of the model."""
        state: int | None = 0
        for label in trace:
            if state is None:
                return False
            state = self.after(state, label)
        return state is not None and self.is_end(state)

    def _state(self, given: frozenset[Marking]) -> int:
        """The number of the state that a set of markings is; looks at what it can do next."""
        closed = self._closed(given)
        self._count(len(closed))
        number = len(self.steps)
        self.states[given] = number
        steps: dict[str, set[Marking]] = {}
        for marking in closed:
            for label, fired in self._fired(marking):
                if label is not None:
                    steps.setdefault(label, set()).add(fired)
        self.steps.append({label: frozenset(steps[label]) for label in sorted(steps)})
        self.reached.append({})
        self.ends.append(_bits([END]) in closed)
        return number

    def _closed(self, markings: frozenset[Marking]) -> set[Marking]:
        """These markings and all that silent transitions lead to."""
        closed, waiting = set(markings), list(markings)
        while waiting:
            for label, fired in self._fired(waiting.pop()):
                if label is None and fired not in closed:
                    self._count(0, also=len(closed))
                    closed.add(fired)
                    waiting.append(fired)
        return closed

    def _fired(self, marking: Marking) -> tuple[tuple[str | None, Marking], ...]:
        """The labels of the transitions that can fire in a marking, and where they lead."""
        fired = self.known.get(marking)
        if fired is None:
            fired = self.known[marking] = tuple(
                (label, marking & ~taken | given)
                for label, taken, given in self.firing
                if marking & taken == taken
            )
        return fired

    def _count(self, markings: int, also: int = 0) -> None:
        self.markings += markings
        if self.markings + also > MOST_MARKINGS:
            raise TooLargeError(f"more than {MOST_MARKINGS:,} markings")


def _bits(places: Iterable[int]) -> Marking:
    """A set of places as a number."""
    return sum(1 << place for place in set(places))
