"""Block-structured models: a neutral tree, and the Petri net that has the same runs.

A tree is an activity, None (a silent step), or an operator with its children:
`("sequence" | "and" | "choice" | "loop", child, ...)`. The first child of a loop is what is done,
each further one a way back to do it again. Such a tree always gives a sound and safe net (van der
Aalst 2016, chapter 3, process trees; Leemans, Fahland & van der Aalst 2013).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from miner.warehouse import LogError

Tree = str | None | tuple[Any, ...]
START, END = 0, 1


@dataclass(frozen=True, slots=True)
class Transition:
    """A transition: its label (None when silent) and its places before and after."""

    label: str | None
    inputs: tuple[int, ...]
    outputs: tuple[int, ...]


@dataclass(slots=True)
class Net:
    """A Petri net over numbered places, with one token from START to END, in one fixed order."""

    places: int = 2
    transitions: list[Transition] = field(default_factory=list)

    def place(self) -> int:
        """A new place."""
        self.places += 1
        return self.places - 1

    def transition(self, label: str | None, inputs: Sequence[int], outputs: Sequence[int]) -> None:
        """A new transition."""
        self.transitions.append(Transition(label, tuple(inputs), tuple(outputs)))


def net_of(tree: Tree) -> Net:
    """The net of a tree; raises `LogError` for an operator that is none."""
    net = Net()
    _add(net, tree, START, END)
    return net


def text_of(tree: Tree) -> str:
    """A tree as pm4py writes it: `->( 'a', X( tau, 'b' ) )`; alternatives in the order of text."""
    if tree is None:
        return "tau"
    if isinstance(tree, str):
        return f"'{tree}'"
    operator, *children = tree
    parts = [text_of(child) for child in children]
    if operator in {"and", "choice"}:
        parts.sort()
    if operator == "loop":
        parts[1:] = sorted(parts[1:])
    return f"{_SIGNS[operator]}( {', '.join(parts)} )"


_TOKEN = re.compile(r"'([^']*)'|(tau)|(->|\+|X|\*)\(|(\))|[ ,]+")


def tree_of(text: str) -> Tree:
    """The tree of a text of `text_of`. Raises `LogError` when it is none."""
    open_: list[list[Any]] = [[]]
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            raise LogError(f"a process tree cannot be read at {text[at : at + 20]!r}")
        at = found.end()
        _take(found, open_)
    if len(open_) != 1 or len(open_[0]) != 1:
        raise LogError(f"a process tree is not closed: {text[:60]!r}")
    tree: Tree = open_[0][0]
    return tree


def _take(found: re.Match[str], open_: list[list[Any]]) -> None:
    """One token: a leaf, or the begin or end of a block."""
    name, silent, sign, close = found.groups()
    if name is not None or silent:
        open_[-1].append(name)
    elif sign:
        open_.append([_OPERATORS[sign]])
    elif close:
        block = tuple(open_.pop())
        if not open_:
            raise LogError("a process tree closes a block that it did not open")
        open_[-1].append(block)


def _add(net: Net, tree: Tree, before: int, after: int) -> None:
    """Adds the part of the net that takes a token from one place to another."""
    if tree is None or isinstance(tree, str):
        net.transition(tree, [before], [after])
        return
    operator, *children = tree
    if operator not in _ADDERS:
        raise LogError(
            f"a tree has the operator {operator!r}. Expected one of {', '.join(_ADDERS)}."
        )
    _ADDERS[operator](net, children or [None], before, after)


def _add_sequence(net: Net, children: Sequence[Tree], before: int, after: int) -> None:
    places = [before, *(net.place() for _ in children[1:]), after]
    for child, start, end in zip(children, places, places[1:], strict=False):
        _add(net, child, start, end)


def _add_choice(net: Net, children: Sequence[Tree], before: int, after: int) -> None:
    for child in children:
        _add(net, child, before, after)


def _add_and(net: Net, children: Sequence[Tree], before: int, after: int) -> None:
    pairs = [(net.place(), net.place()) for _ in children]
    net.transition(None, [before], [start for start, _ in pairs])
    net.transition(None, [end for _, end in pairs], [after])
    for child, (start, end) in zip(children, pairs, strict=True):
        _add(net, child, start, end)


def _add_loop(net: Net, children: Sequence[Tree], before: int, after: int) -> None:
    """The silent steps at both ends keep the way back inside the loop."""
    start, end = net.place(), net.place()
    net.transition(None, [before], [start])
    net.transition(None, [end], [after])
    done, *again = children
    _add(net, done, start, end)
    for child in again or [None]:
        _add(net, child, end, start)


_ADDERS = {
    "sequence": _add_sequence,
    "and": _add_and,
    "choice": _add_choice,
    "loop": _add_loop,
}
_SIGNS = {"sequence": "->", "and": "+", "choice": "X", "loop": "*"}
_OPERATORS = {sign: name for name, sign in _SIGNS.items()}
