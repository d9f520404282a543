"""What a flow says about order: precedence, mandatory steps, arms of choices, links."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import reduce
from itertools import product
from typing import NamedTuple

from blueprint.flow.tree import Tree, steps_of
from blueprint.model import Step

Pair = tuple[str, str]


def precedence(tree: Tree) -> frozenset[Pair]:
    """The pairs (a, b) of which every run with both has all a before all b.

    Everything in an earlier part of a sequence comes before everything in a later part; never
    across the arms of `and` or `choice`, and never inside a `loop` or what is repeated as a whole
    (in the runs of `repeat: [a, b]` is a b a b). `optional` is transparent.
    """
    if tree.operator in {"loop", "repeat"}:
        return frozenset()
    inner = frozenset[Pair]().union(*map(precedence, tree.children))
    if tree.operator != "sequence":
        return inner
    parts = [steps_of(child) for child in tree.children]
    later = [[step for part in parts[at + 1 :] for step in part] for at in range(len(parts))]
    return inner.union(*(product(part, rest) for part, rest in zip(parts, later, strict=True)))


def mandatory(tree: Tree, steps: Iterable[Step]) -> frozenset[str]:
    """The steps that must come: at least one by `occurs`, under no `optional`, `repeat`, `again`.

    One under an arm of a `choice` is among them: it must come when its arm was taken.
    """
    needed = {step.id for step in steps if step.least >= 1}
    return frozenset(step for step in _certain(tree) if step in needed)


def _certain(tree: Tree) -> Iterable[str]:
    if tree.step is not None:
        yield tree.step
    if tree.operator in {"optional", "repeat"}:
        return
    for child in tree.children[:1] if tree.operator == "loop" else tree.children:
        yield from _certain(child)


def choice_arms(tree: Tree) -> Mapping[str, frozenset[str]]:
    """For each step under a `choice`: the other steps of its innermost arm (perhaps none)."""
    arms: dict[str, frozenset[str]] = {}
    if tree.operator == "choice":
        for child in tree.children:
            arm = frozenset(steps_of(child))
            arms.update({step: arm - {step} for step in arm})
    for child in tree.children:
        arms.update(choice_arms(child))
    return arms


class Ends(NamedTuple):
    """With which steps a part may begin and end, what may follow what, whether it may be empty."""

    first: frozenset[str] = frozenset()
    last: frozenset[str] = frozenset()
    links: frozenset[Pair] = frozenset()
    empty: bool = True


def designed_links(tree: Tree) -> frozenset[Pair]:
    """The pairs (a, b) of which b may follow a directly, also past skipped optional parts.

    The arms of an `and` run side by side: there is no link from one to the other.
    """
    return _ends(tree).links


def first_steps(tree: Tree) -> frozenset[str]:
    """The steps with which a run may begin."""
    return _ends(tree).first


def last_steps(tree: Tree) -> frozenset[str]:
    """The steps with which a run may end."""
    return _ends(tree).last


def _ends(tree: Tree) -> Ends:
    if tree.step is not None:
        own = frozenset({tree.step})
        return Ends(own, own, frozenset(), empty=False)
    parts = [_ends(child) for child in tree.children]
    if tree.operator == "sequence":
        return reduce(_then, parts, Ends())
    if tree.operator == "loop":
        return _looped(*parts)
    beside = _beside(parts, empty=tree.operator != "choice" or any(part.empty for part in parts))
    if tree.operator == "and":
        return beside._replace(empty=all(part.empty for part in parts))
    return _looped(beside, Ends())._replace(empty=True) if tree.operator == "repeat" else beside


def _beside(parts: Iterable[Ends], *, empty: bool) -> Ends:
    first, last, links, _ = zip(*parts, strict=True)
    nothing, unlinked = frozenset[str](), frozenset[Pair]()
    return Ends(nothing.union(*first), nothing.union(*last), unlinked.union(*links), empty)


def _then(one: Ends, other: Ends) -> Ends:
    return Ends(
        one.first | other.first if one.empty else one.first,
        one.last | other.last if other.empty else other.last,
        one.links | other.links | frozenset(product(one.last, other.first)),
        one.empty and other.empty,
    )


def _looped(do: Ends, again: Ends) -> Ends:
    """The ends of do (again do)*: the links of do again do again do, the ends of do again do."""
    whole = reduce(_then, (do, again, do, again, do))
    return whole._replace(empty=do.empty)
