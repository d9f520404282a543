"""The boxes of a picture: an activity, gateways, start and end."""

from __future__ import annotations

from collections.abc import Mapping

from miner.pictures.blocks import Box
from miner.pictures.sizes import LINE_HEIGHT, MOST_LINES, NAME, TASK_ROOM
from miner.pictures.svg import number, tag, title
from miner.pictures.text import Style, wrapped, write

COUNT = Style(size=10, anchor="middle", room=TASK_ROOM)


def task(box: Box, counts: Mapping[str, int]) -> str:
    """A rounded box with its name on some lines, and its cases."""
    (x, y), (width, height) = box.corner, box.size
    shape = tag("rect", class_="bm-box", x=x, y=y, width=width, height=height, rx=6)
    rows = wrapped(box.name, NAME, TASK_ROOM, MOST_LINES)
    shown = f"{counts[box.name]:,}" if box.name in counts else None
    middle = box.middle[0]
    top = box.middle[1] - LINE_HEIGHT * (len(rows) + (shown is not None)) / 2 + 11
    style = Style(size=NAME.size, anchor="middle", room=TASK_ROOM)
    texts = "".join(
        write(middle, top + LINE_HEIGHT * place, row, style) for place, row in enumerate(rows)
    )
    if shown is not None:
        texts += tag(
            "g", write(middle, top + LINE_HEIGHT * len(rows), shown, COUNT), class_="bm-small"
        )
    return tag("g", title(box.name), shape, texts)


def _gateway(box: Box, sign: str) -> str:
    """A diamond with its sign."""
    (x, y), (width, height) = box.corner, box.size
    middle, across = box.middle
    corners = ((middle, y), (x + width, across), (middle, y + height), (x, across))
    points = " ".join(f"{number(a)},{number(b)}" for a, b in corners)
    diamond = tag("polygon", class_="bm-gateway", points=points)
    return diamond + tag("path", class_="bm-sign", d=sign.format(*map(number, (middle, across))))


def choice(box: Box, _: Mapping[str, int]) -> str:
    """A gateway that one way leaves or comes to."""
    return tag(
        "g", title(box.name or "one of these"), _gateway(box, "M{0} {1}m-6 -6l12 12m0 -12l-12 12")
    )


def parallel(box: Box, _: Mapping[str, int]) -> str:
    """A gateway that all ways leave or come to."""
    return tag(
        "g",
        title(box.name or "all of these, in any order"),
        _gateway(box, "M{0} {1}m-8 0h16m-8 -8v16"),
    )


def event(box: Box, _: Mapping[str, int]) -> str:
    """A circle: thin at the start, thick at the end."""
    x, y = box.middle
    return tag(
        "circle",
        title(box.name or box.kind),
        class_=f"bm-{box.kind}",
        cx=x,
        cy=y,
        r=box.size[0] / 2,
    )
