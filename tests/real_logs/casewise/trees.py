"""What a flow says, read from its YAML: which step comes before which, which may begin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def leaves(node: Any) -> list[str]:
    """The steps under a node, in their order."""
    return (
        [node] if isinstance(node, str) else [step for part in parts(node) for step in leaves(part)]
    )


def parts(node: Any) -> list[Any]:
    """The nodes straight under a node."""
    if isinstance(node, list):
        return node
    [(form, inside)] = [(k, v) for k, v in node.items() if k != "share"]
    if form == "loop":
        return [inside["do"], inside["again"]]
    return inside if form in ("and", "choice") else [inside]


def before(node: Any) -> Iterator[tuple[str, str]]:
    """Pairs a, b: every run that has both puts all a before all b."""
    if isinstance(node, str):
        return
    inside = parts(node)
    if isinstance(node, dict) and ("loop" in node or "repeat" in node):
        return
    for place, part in enumerate(inside):
        yield from before(part)
        if isinstance(node, list):
            yield from ((a, b) for a in leaves(part) for b in leaves(inside[place + 1 :]))


def needed(node: Any) -> Iterator[str]:
    """The steps that every run has, whatever their `occurs`."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, list):
        for part in node:
            yield from needed(part)
    elif "and" in node or "loop" in node:
        yield from needed(node["and"] if "and" in node else node["loop"]["do"])


def may_begin(node: Any, step: str) -> bool:
    """Whether a run may begin with the step: none that every run has comes before it."""
    return not any(a in {*needed(node)} for a, b in before(node) if b == step)
