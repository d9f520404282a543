"""A flow as sets: rows from which one query tells which traces are runs, without an automaton.

The second of two engines (the first are alignments): in a block-structured tree in which each step
stands once, a trace is a run when, part by part, the order of sequences, the one arm of choices,
what must be there, and the rounds of loops hold. Rounds can be counted where the body of each
`repeat` and `loop` is a sequence or `and` of steps; for other flows there are no rows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from blueprint.flow.tree import Tree, steps_of
from blueprint.model import Step


class Part(NamedTuple):
    """A step below a child of a node; `inside` a round of a repeat or loop."""

    node: int
    operator: str
    child: int
    step: str
    inside: bool


class Child(NamedTuple):
    """A child of a sequence or `and`, and whether a run may lack it."""

    node: int
    child: int
    may_lack: bool


class Rounds(NamedTuple):
    """A repeat or loop: how many steps a round has, and how many of them its first part.

    `tail` is how many steps there are beyond whole rounds.
    """

    loop: int
    period: int
    first: int
    tail: int


class Bounds(NamedTuple):
    """A step: how often it may come when it comes, its repeat or loop, and in which part of it."""

    step: str
    least: int
    most: int | None
    loop: int | None
    again: bool


@dataclass(slots=True)
class FlowSets:
    """The rows of one flow."""

    parts: list[Part] = field(default_factory=list)
    children: list[Child] = field(default_factory=list)
    rounds: list[Rounds] = field(default_factory=list)
    bounds: list[Bounds] = field(default_factory=list)


def flow_sets(tree: Tree, steps: Iterable[Step], blind: Collection[str]) -> FlowSets | None:
    """The rows of a flow; None where a step stands twice or the rounds of a loop cannot be told."""
    named = steps_of(tree)
    if len(set(named)) < len(named) or not _is_plain(tree):
        return None
    writer = _Writer({step.id: step for step in steps}, frozenset(blind))
    writer.node(tree)
    return writer.sets


def _is_plain(tree: Tree) -> bool:
    """Whether the bodies of all repeats and loops are sequences or `and` of steps."""
    if tree.operator in {"repeat", "loop"}:
        return all(_is_flat(child) for child in tree.children)
    return all(_is_plain(child) for child in tree.children)


def _is_flat(tree: Tree) -> bool:
    return tree.step is not None or (
        tree.operator in {"sequence", "and"} and all(map(_is_flat, tree.children))
    )


@dataclass(slots=True)
class _Writer:
    steps: Mapping[str, Step]
    blind: frozenset[str]
    sets: FlowSets = field(default_factory=FlowSets)
    numbers: int = 0

    def node(self, tree: Tree, *, inside: bool = False) -> None:
        """The rows of a node and of all below it."""
        if tree.step is not None:
            if not inside and tree.step not in self.blind:
                self.sets.bounds.append(self._alone(tree.step))
            return
        self.numbers += 1
        self._parts(self.numbers, tree, inside=inside)
        rounds = tree.operator in {"repeat", "loop"}
        if rounds:
            self._rounds(self.numbers, tree)
        for child in tree.children:
            self.node(child, inside=inside or rounds)

    def _parts(self, number: int, tree: Tree, *, inside: bool) -> None:
        """The rows of a node itself."""
        for at, child in enumerate(tree.children):
            seen = self._seen(child)
            self.sets.parts += [Part(number, tree.operator, at, step, inside) for step in seen]
            if tree.operator in {"sequence", "and"} and seen:
                self.sets.children.append(Child(number, at, self._may_lack(child)))

    def _seen(self, tree: Tree) -> list[str]:
        return [step for step in steps_of(tree) if step not in self.blind]

    def _alone(self, step: str) -> Bounds:
        known = self.steps[step]
        return Bounds(step, max(known.least, 1), known.most, None, False)

    def _may_lack(self, tree: Tree) -> bool:
        """Whether a run of this part may show nothing."""
        if tree.step is not None:
            return tree.step in self.blind
        if tree.operator in {"optional", "repeat"}:
            return True
        if tree.operator == "loop":
            return self._may_lack(tree.children[0])
        lacking = (self._may_lack(child) for child in tree.children)
        return any(lacking) if tree.operator == "choice" else all(lacking)

    def _rounds(self, number: int, tree: Tree) -> None:
        """The rounds of a repeat or loop: bounded by every step in them, the blind ones, too."""
        do, *rest = tree.children
        again = rest[0] if rest else Tree("sequence")
        first, back = len(self._seen(do)), len(self._seen(again))
        is_loop = tree.operator == "loop"
        tail = first if is_loop and back else 0
        self.sets.rounds.append(Rounds(number, first + back, first, tail))
        least, most = self._limits(do, again)
        self.sets.bounds += [Bounds(s, least, most, number, False) for s in self._seen(do)]
        fewer = None if most is None else most - 1
        lowest = max(least - 1, 1)
        self.sets.bounds += [Bounds(s, lowest, fewer, number, True) for s in self._seen(again)]

    def _limits(self, do: Tree, again: Tree) -> tuple[int, int | None]:
        """The fewest and most times of the first part."""
        every = [self.steps[step] for step in steps_of(do)]
        limits = [step.most for step in every if step.most is not None]
        backs = [most + 1 for s in steps_of(again) if (most := self.steps[s].most) is not None]
        return max((s.least for s in every), default=0), min([*limits, *backs], default=None)


def rows_of(sets: Iterable[tuple[str, FlowSets]]) -> Iterator[tuple[str, list[tuple[object, ...]]]]:
    """Table by table the rows of several stages, each with its stage first."""
    named = list(sets)
    for table in ("parts", "children", "rounds", "bounds"):
        yield (
            f"flow_{table}",
            [(stage, *row) for stage, one in named for row in getattr(one, table)],
        )
