"""The mined model as a picture: SVG of its diagram, readable without a browser's help.

Same model, same bytes. Names are wrapped in their boxes, their whole is the tooltip; everything is
escaped, nothing is loaded. Light or dark as the reader's system is.
"""

from __future__ import annotations

from collections.abc import Mapping

from miner.nets import Tree
from miner.pictures.blocks import Box, Diagram, Line, diagram
from miner.pictures.paper import document
from miner.pictures.shapes import choice, event, parallel, task
from miner.pictures.svg import path, tag


def draw_tree(tree: Tree, counts: Mapping[str, int] | None = None, name: str = "Model") -> str:
    """The picture of a tree; `counts` are the cases of each activity, shown in its box."""
    drawn = diagram(tree, counts)
    body = "".join(_line(line) for line in drawn.lines)
    body += "".join(_SHAPES[box.kind](box, counts or {}) for box in drawn.boxes)
    return document(body, drawn.size, name, _told(drawn))


def _told(drawn: Diagram) -> str:
    """What a screen reader says of the picture."""
    tasks = [box.name for box in drawn.boxes if box.kind == "task"]
    return f"{len(tasks)} activities: " + ", ".join(tasks)


def _line(line: Line) -> str:
    """An arrow; its head is a marker of the document."""
    return tag("path", class_="bm-line", d=path(line.points), marker_end="url(#bm-head)")


def shape_of(box: Box) -> str:
    """A gateway, a start or an end in its usual shape."""
    return _SHAPES[box.kind](box, {})


_SHAPES = {
    "task": task,
    "choice": choice,
    "parallel": parallel,
    "start": event,
    "end": event,
}
