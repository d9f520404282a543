"""Process trees made smaller without changing their runs, and asked about.

What a miner finds is nested deeper than it has to be; pictures, files and measures are of the
simplified tree.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from miner.nets import Tree, text_of


def simplified(tree: Tree) -> Tree:
    """The tree with the same runs, flat where it can be; alternatives stand in order of text.

    Sequences in sequences, choices in choices, parallels in parallels and loops in loops become
    one; silent steps go where they change nothing; `a` any number of times, also none, is a loop
    around nothing with `a` as its way back.
    """
    if tree is None or isinstance(tree, str):
        return tree
    operator, *given = tree
    children = [simplified(child) for child in given]
    return _SIMPLER[operator](children)


def activities_of(tree: Tree) -> Iterator[str]:
    """The activities of a tree, in the order in which they stand, as often as they do."""
    if isinstance(tree, str):
        yield tree
    elif tree is not None:
        yield from chain.from_iterable(activities_of(child) for child in tree[1:])


def can_be_empty(tree: Tree) -> bool:
    """Whether the tree has a run without any activity."""
    if tree is None or isinstance(tree, str):
        return tree is None
    operator, *children = tree
    if operator == "loop":
        return can_be_empty(children[0])
    return (any if operator == "choice" else all)(can_be_empty(child) for child in children)


def _sequence(children: Sequence[Tree]) -> Tree:
    return _node("sequence", _flat("sequence", children))


def _parallel(children: Sequence[Tree]) -> Tree:
    return _node("and", _in_order(_flat("and", children)))


def _choice(children: Sequence[Tree]) -> Tree:
    arms = list(dict.fromkeys(_in_order(_flat("choice", children, keeps_silent=True))))
    done = [arm for arm in arms if arm is not None]
    if len(done) == len(arms) or any(can_be_empty(arm) for arm in done):
        return _node("choice", done)
    if len(done) == 1 and _is_repeat(done[0]):
        return ("loop", None, done[0][1])
    return _node("choice", [*done, None]) if done else None


def _loop(children: Sequence[Tree]) -> Tree:
    body, *ways = children
    ways = list(chain.from_iterable(_parts("choice", way) for way in ways or [None]))
    if isinstance(body, tuple) and body[0] == "loop":
        body, ways = body[1], [*body[2:], *ways]
    ways = list(dict.fromkeys(_in_order(ways)))
    if body is None and None in ways:
        ways.remove(None)
    return ("loop", body, *ways) if ways else body


def _flat(operator: str, children: Sequence[Tree], *, keeps_silent: bool = False) -> list[Tree]:
    """The children, those of the same operator as theirs."""
    parts = chain.from_iterable(_parts(operator, child) for child in children)
    return [part for part in parts if keeps_silent or part is not None]


def _parts(operator: str, tree: Tree) -> Sequence[Tree]:
    return tree[1:] if isinstance(tree, tuple) and tree[0] == operator else (tree,)


def _is_repeat(tree: Tree) -> bool:
    """Whether it is a loop whose only way back is silent."""
    return isinstance(tree, tuple) and tree[0] == "loop" and tree[2:] == (None,)


def _in_order(trees: Sequence[Tree]) -> list[Tree]:
    return sorted(trees, key=lambda tree: (text_of(tree), repr(tree)))


def _node(operator: str, children: Sequence[Tree]) -> Tree:
    if len(children) < 2:  # noqa: PLR2004 - none, or one alone
        return children[0] if children else None
    return (operator, *children)


_SIMPLER = {"sequence": _sequence, "and": _parallel, "choice": _choice, "loop": _loop}
