"""The choices of a flow and their arms, and which step may come straight after which."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import permutations, product
from typing import NamedTuple

from blueprint.flow.order import Pair, designed_links, mandatory
from blueprint.flow.tree import Tree, steps_of
from blueprint.model import Step

BOTH = 2


class Choice(NamedTuple):
    """A choice: its arms by their first steps; `repeated`: each round of a loop chooses anew."""

    arms: dict[str, Tree]
    repeated: bool

    @property
    def name(self) -> str:
        """The first steps of its arms, as in the id of a gap: `card|invoice`."""
        return "|".join(self.arms)


def choices(tree: Tree, *, repeated: bool = False) -> Iterator[Choice]:
    """Every choice of a flow, outer ones before those inside them."""
    if tree.operator == "choice":
        yield Choice({next(iter(steps_of(arm)), ""): arm for arm in tree.children}, repeated)
    again = repeated or tree.operator in {"loop", "repeat"}
    for child in tree.children:
        yield from choices(child, repeated=again)


def judged_choices(tree: Tree, blind: Collection[str]) -> list[Choice]:
    """The choices of a flow that are judged: not repeated, with two arms that can be seen."""
    return [c for c in choices(tree) if not c.repeated and len(seen_arms(c, blind)) > 1]


def seen_arms(choice: Choice, blind: Collection[str]) -> list[str]:
    """The arms with a step that leaves a trace."""
    return [name for name, arm in choice.arms.items() if set(steps_of(arm)) - set(blind)]


def is_taken_unseen(choice: Choice, steps: Iterable[Step], blind: Collection[str]) -> bool:
    """Whether an arm has no step that must come and leaves a trace."""
    needed = [mandatory(arm, steps) - set(blind) for arm in choice.arms.values()]
    return not all(needed)


def tested_arms(choice: Choice) -> Mapping[str, float]:
    """The arms whose share is tested: of two that both have one, the first says it all."""
    shares = {name: arm.share for name, arm in choice.arms.items() if arm.share is not None}
    both = len(choice.arms) == len(shares) == BOTH
    return dict(list(shares.items())[:1]) if both else shares


def follows(tree: Tree, steps: Iterable[Step]) -> frozenset[Pair]:
    """The pairs (a, b) of which some run has b directly after a.

    The designed links; what stands in different arms of an `and`, which may interleave; and a step
    after itself where `occurs` lets it come more than once (in a loop that counts the rounds).
    """
    own = frozenset(_outside_loops(tree))
    again = {(step.id, step.id) for step in steps if step.id in own and step.most != 1}
    return designed_links(tree) | again | frozenset(_interleaved(tree))


def _outside_loops(tree: Tree) -> Iterator[str]:
    if tree.step is not None:
        yield tree.step
    if tree.operator not in {"loop", "repeat"}:
        for child in tree.children:
            yield from _outside_loops(child)


def _interleaved(tree: Tree) -> Iterator[Pair]:
    if tree.operator == "and":
        for one, other in permutations(tree.children, 2):
            yield from product(steps_of(one), steps_of(other))
    for child in tree.children:
        yield from _interleaved(child)
