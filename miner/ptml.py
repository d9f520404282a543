"""A process tree as PTML, the form in which ProM and pm4py exchange process trees.

A loop has three children there (what is done, the way back, what comes after); several ways back
become one choice. Ids are numbers in the order of the tree: the same tree gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from miner.elements import HEAD, element
from miner.nets import Tree

_ELEMENTS = {"sequence": "sequence", "and": "and", "choice": "xor", "loop": "xorLoop"}


def ptml(tree: Tree) -> str:
    """The PTML file of a tree."""
    nodes = list(_walked(tree, None))
    shown = [_node(number, part) for number, (part, _) in enumerate(nodes)]
    edges = [
        element(
            "parentsNode", id=_id(len(nodes) + number), sourceId=_id(above), targetId=_id(number)
        )
        for number, (_, above) in enumerate(nodes)
        if above is not None
    ]
    last = _id(2 * len(nodes))
    whole = element("processTree", shown, edges, id=last, name="model", root=_id(0))
    return HEAD + element("ptml", whole)


def _walked(tree: Tree, above: int | None) -> Iterator[tuple[Tree, int | None]]:
    """Each part of the tree, with the number of the one above it."""
    waiting, number = [(tree, above)], 0
    while waiting:
        part, parent = waiting.pop()
        yield part, parent
        waiting += [(child, number) for child in reversed(_children(part))]
        number += 1


def _children(tree: Tree) -> list[Tree]:
    """The children as PTML has them."""
    if tree is None or isinstance(tree, str):
        return []
    operator, *children = tree
    if operator != "loop":
        return children
    done, *ways = children
    return [done, ways[0] if len(ways) == 1 else ("choice", *(ways or [None])), None]


def _node(number: int, tree: Tree) -> str:
    if isinstance(tree, tuple):
        return element(_ELEMENTS[tree[0]], id=_id(number), name="")
    kind = "automaticTask" if tree is None else "manualTask"
    return element(kind, id=_id(number), name=tree or "")


def _id(number: int) -> str:
    return str(UUID(int=number + 1))
