"""Runs of flows, for many instances at once: which steps an instance takes, in which order."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tests.services.service import Flow, Stage, Step

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

GOLDEN = (np.sqrt(5) - 1) / 2


@dataclass(slots=True)
class Walk:
    """Draws runs; each leaf gives its place in the order as a number in its part of [0, 1]."""

    draw: np.random.Generator
    stage: Stage
    steps: dict[str, Step]
    numbers: dict[str, int]
    entered: Ints | None = None
    """When the instances entered, where they take the ways of a choice in turn."""
    found: list[tuple[Ints, Ints, Floats]] = field(default_factory=list)

    def runs(self, instances: int) -> tuple[Ints, Ints]:
        """Instance and step of every event, in the order of instances and of their runs."""
        rows = np.arange(instances)
        self._node(self.stage.flow, rows, np.zeros(instances), np.ones(instances))
        instance, step, place = (np.concatenate(part) for part in zip(*self.found, strict=True))
        order = np.lexsort((place, instance))
        return instance[order], step[order]

    def _node(self, node: Flow, rows: Ints, low: Floats, high: Floats) -> None:
        if isinstance(node, str):
            step = np.full(len(rows), self.numbers[node])
            self.found.append((rows, step, (low + high) / 2))
        elif isinstance(node, list):
            edges = np.linspace(low, high, len(node) + 1)
            for at, child in enumerate(node):
                self._node(child, rows, edges[at], edges[at + 1])
        else:
            [(operator, below)] = node.items()
            getattr(self, f"_{operator}")(below, rows, low, high)

    def _and(self, branches: list[Flow], rows: Ints, low: Floats, high: Floats) -> None:
        """Each branch takes a stretch of its own, which overlaps the others'."""
        for branch in branches:
            ends = np.sort(self.draw.random((2, len(rows))), axis=0)
            self._node(branch, rows, low + ends[0] * (high - low), low + ends[1] * (high - low))

    def _choice(self, arms: list[Flow], rows: Ints, low: Floats, high: Floats) -> None:
        arms = [arm["do"] if isinstance(arm, dict) else arm for arm in arms]
        shares = self.stage.odds[arms[0][0]]
        taken = np.searchsorted(np.cumsum(shares)[:-1], self._chances(rows))
        for number, arm in enumerate(arms):
            here = taken == number
            self._node(arm, rows[here], low[here], high[here])

    def _chances(self, rows: Ints) -> Floats:
        """Random numbers; or, in turn, multiples of the golden ratio: even over any stretch of time."""
        if self.entered is None:
            return self.draw.random(len(rows))
        turn = np.argsort(np.argsort(self.entered[rows], kind="stable"))
        return (turn + 0.5) * GOLDEN % 1

    def _optional(self, child: str, rows: Ints, low: Floats, high: Floats) -> None:
        here = self.draw.random(len(rows)) < self.stage.odds[child]
        self._node(child, rows[here], low[here], high[here])

    def _repeat(self, child: str, rows: Ints, low: Floats, high: Floats) -> None:
        self._rounds(
            [child], rows, (low, high), self.stage.odds[child], self.steps[child].most or 1
        )

    def _loop(self, parts: dict[str, str], rows: Ints, low: Floats, high: Floats) -> None:
        do, again = parts["do"], parts["again"]
        middle = low + (high - low) / 4
        self._node(do, rows, low, middle)
        most = (self.steps[do].most or 1) - 1
        self._rounds([again, do], rows, (middle, high), self.stage.odds[do], most)

    def _rounds(
        self, body: list[str], rows: Ints, span: tuple[Floats, Floats], odds: float, most: int
    ) -> None:
        """The body up to `most` times, each time with these odds."""
        edges = np.linspace(*span, most + 1)
        going = np.ones(len(rows), dtype=bool)
        for at in range(most):
            going = going & (self.draw.random(len(rows)) < odds)
            self._node(body, rows[going], edges[at][going], edges[at + 1][going])


def leaves(node: Flow) -> list[str]:
    """The steps of a flow from left to right."""
    if isinstance(node, str):
        return [node]
    if isinstance(node, dict):
        [below] = [value for key, value in node.items() if key != "share"]
        node = list(below.values()) if isinstance(below, dict) else below
        return leaves(node)
    return [leaf for child in node for leaf in leaves(child)]
