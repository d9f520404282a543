"""The flow of a stage as it stands in the file, and what it says about order.

A node is a step's id, a list (a sequence) or a mapping of one operator.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from itertools import combinations, permutations, product
from typing import Any, NamedTuple

Pair = tuple[str, str]


def parts(node: Any) -> tuple[str, list[Any]]:
    """An operator with its parts: sequence, and, choice, optional, repeat or loop."""
    if isinstance(node, list):
        return "sequence", node
    [(operator, below)] = node.items()
    if operator == "loop":
        return "loop", [below["do"], below.get("again", [])]
    if operator == "choice":
        return operator, [arm["do"] if is_shared(arm) else arm for arm in below]
    if operator == "and":
        return operator, list(below)
    return operator, below if operator == "sequence" else [below]


def is_shared(arm: Any) -> bool:
    """Whether an arm of a choice is written with its share: `{do: a_step, share: 0.3}`."""
    return isinstance(arm, dict) and "do" in arm


def leaves(node: Any) -> list[str]:
    """The steps below a node."""
    if isinstance(node, str):
        return [node]
    return [leaf for part in parts(node)[1] for leaf in leaves(part)]


def free_steps(node: Any) -> set[str]:
    """Steps under an `optional`, a `repeat` or the `again` of a loop: a run may do without them."""
    if isinstance(node, str):
        return set()
    operator, below = parts(node)
    if operator in ("optional", "repeat"):
        return set(leaves(node))
    free = set().union(*(free_steps(part) for part in below))
    return free | set(leaves(below[1])) if operator == "loop" else free


def before(node: Any) -> Iterator[Pair]:
    """Pairs (a, b): every run with both puts all a before all b."""
    if isinstance(node, str):
        return
    operator, below = parts(node)
    if operator == "loop" or (operator == "repeat" and not isinstance(below[0], str)):
        return
    for part in below:
        yield from before(part)
    if operator == "sequence":
        for earlier, later in combinations(below, 2):
            yield from ((a, b) for a in leaves(earlier) for b in leaves(later))


def arms(node: Any) -> Iterator[list[list[str]]]:
    """The steps of each arm of every `choice`, outer ones first."""
    if isinstance(node, str):
        return
    operator, below = parts(node)
    if operator == "choice":
        yield [leaves(part) for part in below]
    for part in below:
        yield from arms(part)


class Ends(NamedTuple):
    """With which steps a part may begin and end, what may follow what directly, may it be empty."""

    first: frozenset[str]
    last: frozenset[str]
    links: frozenset[Pair]
    empty: bool


NOTHING = Ends(frozenset(), frozenset(), frozenset(), empty=True)


def ends(node: Any, blind: frozenset[str], many: frozenset[str]) -> Ends:
    """A flow without its blind steps; those in `many` may occur several times in a row.

    Inside a loop or repeat it is the rounds that come several times. The arms of an `and`
    interleave: any step of one may come directly after any of another.
    """
    if isinstance(node, str):
        return _one(node, blind, many)
    operator, below = parts(node)
    rounds = frozenset[str]() if operator in ("loop", "repeat") else many
    inner = [ends(part, blind, rounds) for part in below]
    if operator == "sequence":
        return reduce(_then, inner, NOTHING)
    if operator == "loop":
        do, again = inner
        whole = reduce(_then, (do, again, do, again, do))
        return whole._replace(empty=do.empty)
    beside = _beside(inner, empty=operator != "choice" or any(part.empty for part in inner))
    if operator == "repeat":
        return _then(beside, beside)._replace(empty=True)
    if operator != "and":
        return beside
    crossed = {
        (a, b)
        for one, other in permutations([leaves(part) for part in below], 2)
        for a, b in product(one, other)
        if not blind & {a, b}
    }
    return beside._replace(links=beside.links | crossed, empty=all(part.empty for part in inner))


def _one(step: str, blind: frozenset[str], many: frozenset[str]) -> Ends:
    if step in blind:
        return NOTHING
    own = frozenset({step})
    return Ends(own, own, frozenset({(step, step)}) if step in many else frozenset(), empty=False)


def _then(one: Ends, other: Ends) -> Ends:
    return Ends(
        one.first | other.first if one.empty else one.first,
        one.last | other.last if other.empty else other.last,
        one.links | other.links | frozenset(product(one.last, other.first)),
        one.empty and other.empty,
    )


def _beside(inner: list[Ends], *, empty: bool) -> Ends:
    return Ends(
        frozenset().union(*(part.first for part in inner)),
        frozenset().union(*(part.last for part in inner)),
        frozenset().union(*(part.links for part in inner)),
        empty,
    )


class Choice(NamedTuple):
    """One `choice`: the steps of each arm, the designed share of each, and is it in a round."""

    arms: tuple[tuple[str, ...], ...]
    shares: tuple[float | None, ...]
    certain: tuple[frozenset[str], ...]  # of each arm, what must come when it is taken
    in_round: bool

    @property
    def name(self) -> str:
        """The first step of each arm."""
        return "|".join(arm[0] for arm in self.arms)


def choices(node: Any, *, in_round: bool = False) -> Iterator[Choice]:
    """Every choice of a flow; inside `repeat` and `loop` each round chooses anew."""
    if isinstance(node, str):
        return
    operator, below = parts(node)
    if operator == "choice":
        yield Choice(
            tuple(tuple(leaves(arm)) for arm in below),
            tuple(arm.get("share") if is_shared(arm) else None for arm in node["choice"]),
            tuple(frozenset(leaves(arm)) - free_steps(arm) for arm in below),
            in_round,
        )
    for part in below:
        yield from choices(part, in_round=in_round or operator in ("repeat", "loop"))
