"""The tree of a stage's flow, and how it is read from the design file.

`step` is a leaf. A list is a `sequence`. `and`: all children, in any order, also interleaved.
`choice`: one child, perhaps with the share that should take it. `optional`: the child or nothing.
`repeat`: the child any number of times, also none. `loop`: the first child (`do`), then any number
of times the second (`again`, which may be empty) and the first anew.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from blueprint.mistakes import did_you_mean

Path = tuple[str | int, ...]
OPERATORS = ("sequence", "and", "choice", "optional", "repeat", "loop")
BRANCHES = 2
"""`and` and `choice` need at least so many children."""
ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Tree:
    """A node of a flow; `step` is set on leaves only. A sequence without children is silent.

    `share` is set on the arms of a `choice`: which share of the instances should take it.
    """

    operator: str
    step: str | None = None
    children: tuple[Tree, ...] = ()
    share: float | None = None


SILENT = Tree("sequence")


class FlowMistake(NamedTuple):
    """What is wrong in a flow; `path` leads to it from the flow's own value."""

    path: Path
    message: str
    hint: str


@dataclass(slots=True)
class ReadFlow:
    """A flow as read: its tree, where each step stands (a step may stand twice), the mistakes."""

    tree: Tree = SILENT
    places: list[tuple[str, Path]] = field(default_factory=list)
    mistakes: list[FlowMistake] = field(default_factory=list)

    def wrong(self, path: Path, message: str, hint: str) -> Tree:
        """Remember a mistake; the silent tree stands in for what could not be read."""
        self.mistakes.append(FlowMistake(path, message, hint))
        return SILENT


def read_flow(value: Any) -> ReadFlow:
    """The tree written in `flow.<stage>`, with all mistakes of its form at once."""
    read = ReadFlow()
    read.tree = _node(value, (), read)
    return read


def steps_of(tree: Tree) -> tuple[str, ...]:
    """The steps of a tree from left to right."""
    if tree.step is not None:
        return (tree.step,)
    return tuple(step for child in tree.children for step in steps_of(child))


def visible(tree: Tree, blind: Collection[str]) -> Tree:
    """The tree as the logs can show it: steps that leave no trace are silent."""
    if tree.step is not None:
        return replace(SILENT, share=tree.share) if tree.step in blind else tree
    return replace(tree, children=tuple(visible(child, blind) for child in tree.children))


def _node(value: Any, path: Path, read: ReadFlow) -> Tree:
    if isinstance(value, str):
        read.places.append((value, path))
        return Tree("step", value)
    if isinstance(value, list):
        return _sequence(value, path, read)
    if isinstance(value, Mapping) and len(value) == 1:
        return _block(*next(iter(value.items())), path, read)
    if isinstance(value, Mapping):
        found = ", ".join(map(str, value)) or "none"
        return read.wrong(path, f"one operator was expected here, found {found}", _ONE_EACH)
    return read.wrong(path, f'"{value}" is no step', "A step's id, a list, or an operator")


_ONE_EACH = 'Each begins with a "- " of its own'


def _sequence(value: list[Any], path: Path, read: ReadFlow) -> Tree:
    if not value:
        return read.wrong(path, "the list is empty", "Name the steps in their order")
    children = tuple(_node(item, (*path, index), read) for index, item in enumerate(value))
    return children[0] if len(children) == 1 else Tree("sequence", children=children)


def _block(operator: Any, value: Any, path: Path, read: ReadFlow) -> Tree:
    path = (*path, operator)
    if operator not in OPERATORS:
        hint = did_you_mean(operator, OPERATORS, "operators")
        return read.wrong(path, f'unknown operator "{operator}"', hint)
    if operator == "loop":
        return _loop(value, path, read)
    if operator in {"and", "choice"}:
        return _branches(operator, value, path, read)
    child = _node(value, path, read)
    return child if operator == "sequence" else Tree(operator, children=(child,))


def _branches(operator: str, value: Any, path: Path, read: ReadFlow) -> Tree:
    if not isinstance(value, list) or len(value) < BRANCHES:
        return read.wrong(
            path, f'"{operator}" needs a list of two or more', f"{operator}: [a_step, another]"
        )
    read_one = _arm if operator == "choice" else _node
    children = tuple(read_one(item, (*path, index), read) for index, item in enumerate(value))
    shares = [child.share for child in children if child.share is not None]
    total = sum(shares)
    if total > 1 + ROUNDING or (len(shares) == len(children) and total < 1 - ROUNDING):
        read.wrong(path, f"the shares of its arms add up to {total:g}", "Together they are 1")
    return Tree(operator, children=children)


def _arm(value: Any, path: Path, read: ReadFlow) -> Tree:
    """An arm of a choice: a node, or `{do: a node, share: 0.3}`."""
    if not isinstance(value, Mapping) or not value.keys() & {"do", "share"}:
        return _node(value, path, read)
    for key in value.keys() - {"do", "share"}:
        hint = did_you_mean(key, ("do", "share"), "keys")
        read.wrong((*path, key), f'unknown key "{key}" in an arm', hint)
    if "do" not in value:
        return read.wrong(path, 'the arm has a share, but no "do"', _ARM)
    share = value.get("share")
    if "share" in value and not _is_share(share):
        read.wrong((*path, "share"), f'"{share}" is no share', "From 0 to 1, as 0.3")
        share = None
    return replace(_node(value["do"], (*path, "do"), read), share=share)


def _is_share(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1


_ARM = "choice: [{do: [a_step, another], share: 0.3}, the_other_way]"


def _loop(value: Any, path: Path, read: ReadFlow) -> Tree:
    form = "loop: {do: a_step, again: what_comes_before_it_is_done_anew}"
    if not isinstance(value, Mapping) or "do" not in value:
        return read.wrong(path, '"loop" needs a "do"', form)
    for key in value:
        if key not in {"do", "again"}:
            hint = did_you_mean(key, ("do", "again"), "keys")
            read.wrong((*path, key), f'unknown key "{key}" in a loop', hint)
    do = _node(value["do"], (*path, "do"), read)
    again = _node(value["again"], (*path, "again"), read) if "again" in value else SILENT
    return Tree("loop", children=(do, again))
