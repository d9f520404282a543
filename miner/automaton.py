"""What a net can do next: its visible behaviour as an automaton that is built where it is walked.

A state stands for all markings that one sequence of visible steps can lead to. Every answer is in
one fixed order, so that equal models and logs give equal numbers (alignments alone do not: several
cost the same, and libraries choose among them as it happens).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from miner.nets import END, START, Net, Transition

Marking = frozenset[int]

MOST_MARKINGS = 50_000
"""Markings that may be looked at before a model counts as too large."""

MOST_VISITS = 500_000
"""Places in a search for nearest runs that may be visited before it is given up."""


class TooLargeError(Exception):
    """The model has too many states to walk, or the search too many places to visit."""


@dataclass
class Automaton:
    """The visible behaviour of a net; raises `TooLargeError` where it grows beyond its limits."""

    net: Net
    states: dict[frozenset[Marking], int] = field(default_factory=dict)
    steps: list[dict[str, frozenset[Marking]]] = field(default_factory=list)
    ends: list[bool] = field(default_factory=list)
    taking: dict[int, list[Transition]] = field(default_factory=dict)
    markings: int = 0
    visits: int = 0

    def __post_init__(self) -> None:
        """Sorts transitions by the first place that they take from, and knows its state 0."""
        for transition in self.net.transitions:
            self.taking.setdefault(transition.inputs[0], []).append(transition)
        self._state({frozenset({START})})

    def labels(self, state: int) -> tuple[str, ...]:
        """The activities that can come next, in order of name."""
        return tuple(self.steps[state])

    def is_end(self, state: int) -> bool:
        """Whether the model may stop here."""
        return self.ends[state]

    def after(self, state: int, label: str) -> int | None:
        """The state after an activity, None when it cannot come next."""
        reached = self.steps[state].get(label)
        if reached is None:
            return None
        known = self.states.get(reached)
        return self._state(reached) if known is None else known

    def accepts(self, trace: Sequence[str]) -> bool:
        """Whether a trace is a run of the model."""
        state: int | None = 0
        for label in trace:
            if state is None:
                return False
            state = self.after(state, label)
        return state is not None and self.is_end(state)

    def nearest_run(self, trace: Sequence[str]) -> tuple[str, ...]:
        """A run of the model with the fewest moves away from a trace; always the same one."""
        came_from: dict[tuple[int, int], tuple[tuple[int, int], str | None] | None] = {}
        queue: deque[_Visit] = deque([((0, 0), None)])
        while queue:
            here, origin = queue.popleft()
            if here in came_from:
                continue
            came_from[here] = origin
            self._count_visit()
            if here[1] == len(trace) and self.is_end(here[0]):
                return _run_to(here, came_from)
            self._spread(trace, here, queue)
        raise TooLargeError("no run of the model ends")

    def _spread(self, trace: Sequence[str], here: tuple[int, int], queue: deque[_Visit]) -> None:
        """Queues what comes next: a step of both for nothing in front, of one alone behind."""
        state, position = here
        if position < len(trace):
            queue.append(((state, position + 1), (here, None)))
            both = self.after(state, trace[position])
            if both is not None:
                queue.appendleft(((both, position + 1), (here, trace[position])))
        for label in self.labels(state):
            alone = self.after(state, label)
            if alone is not None:
                queue.append(((alone, position), (here, label)))

    def _state(self, markings: Iterable[Marking]) -> int:
        """The number of the state that a set of markings is; looks at what it can do next."""
        given = frozenset(markings)
        closed = self._closed(given)
        number = len(self.steps)
        self.states[given] = number
        steps: dict[str, set[Marking]] = {}
        for marking in closed:
            for label, fired in self._fired(marking):
                if label is not None:
                    steps.setdefault(label, set()).add(fired)
        self.steps.append({label: frozenset(steps[label]) for label in sorted(steps)})
        self.ends.append(frozenset({END}) in closed)
        return number

    def _closed(self, markings: frozenset[Marking]) -> set[Marking]:
        """These markings and all that silent transitions lead to."""
        closed, waiting = set(markings), list(markings)
        while waiting:
            for label, fired in self._fired(waiting.pop()):
                if label is None and fired not in closed:
                    self._count_marking()
                    closed.add(fired)
                    waiting.append(fired)
        return closed

    def _fired(self, marking: Marking) -> Iterator[tuple[str | None, Marking]]:
        """The labels of the transitions that can fire in a marking, and where they lead."""
        for place in marking:
            for transition in self.taking.get(place, ()):
                if marking.issuperset(transition.inputs):
                    left = marking.difference(transition.inputs)
                    yield transition.label, left.union(transition.outputs)

    def _count_marking(self) -> None:
        self.markings += 1
        if self.markings > MOST_MARKINGS:
            raise TooLargeError(f"more than {MOST_MARKINGS:,} markings")

    def _count_visit(self) -> None:
        self.visits += 1
        if self.visits > MOST_VISITS:
            raise TooLargeError(f"more than {MOST_VISITS:,} places to search")


_Place = tuple[int, int]
_Visit = tuple[_Place, tuple[_Place, str | None] | None]


def _run_to(
    here: _Place, came_from: Mapping[_Place, tuple[_Place, str | None] | None]
) -> tuple[str, ...]:
    """The visible steps on the way to a place of the search."""
    run: list[str] = []
    origin = came_from[here]
    while origin is not None:
        here, label = origin
        if label is not None:
            run.append(label)
        origin = came_from[here]
    return tuple(reversed(run))
