"""The flow of a stage as it stands in the file, and what it says about order.

A node is a step's id, a list (a sequence) or a mapping of one operator.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

Pair = tuple[str, str]


def parts(node: Any) -> tuple[str, list[Any]]:
    """An operator with its parts: sequence, and, choice, optional, repeat or loop."""
    if isinstance(node, list):
        return "sequence", node
    [(operator, below)] = ((key, value) for key, value in node.items() if key != "share")
    if operator == "loop":
        return "loop", [below["do"], below.get("again", [])]
    if operator in ("and", "choice"):
        return operator, list(below)
    return operator, below if operator == "sequence" else [below]


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
