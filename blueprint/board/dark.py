"""The board in a page in the dark: which colour stands for which. Files stay light.

A picture carries its colours as attributes, which any rule of a page overrules: so it is the same
picture in the light and in the dark. Shapes that hold white text keep their colour.
"""

from __future__ import annotations

from collections.abc import Mapping

from blueprint.board.theme import (
    AMBER,
    BANDS,
    BEYOND,
    BLUE,
    CHEVRON,
    FAINT,
    GREEN,
    IN_TIME,
    INK,
    MAGENTA,
    MUTED,
    OLIVE,
    PAPER,
    RED,
    RULE,
    RUST,
    TEAL,
    TOLERATED,
    VERMILLION,
    VIOLET,
)
from blueprint.model import Role

GROUND = "#18232c"
"""What the board stands on: the colour of the page's sections."""
STROKES: Mapping[str, str] = {
    INK: "#e8eef2",
    MUTED: "#a9b7c2",
    FAINT: "#9aa9b5",
    GREEN: "#5fd0ac",
    BLUE: "#74c4f4",
    AMBER: "#e3b457",
    RED: "#ff9d95",
    VERMILLION: "#ff9f60",
    VIOLET: "#cbaaf2",
    MAGENTA: "#f29bcb",
    TEAL: "#6fccda",
    RUST: "#f2a684",
    OLIVE: "#c5cd66",
}
"""Of text, bars and lines."""
LINES: Mapping[str, str] = {
    PAPER: GROUND,
    RULE: "#33434f",
    "#c3ccd4": "#566673",
    "#b4bfc9": "#667683",
    "#8d99a5": "#7b8a97",
}
"""Of lines alone."""
SURFACES: Mapping[str, str] = {
    PAPER: GROUND,
    INK: "#e8eef2",
    CHEVRON: "#35506a",
    BANDS[Role.CUSTOMER]: "#2d2a1c",
    BANDS[Role.FRONTSTAGE]: "#1a2d3b",
    BANDS[Role.BACKSTAGE]: "#232c34",
    BANDS[Role.SUPPORT]: "#26282a",
    IN_TIME: "#1f4a3c",
    TOLERATED: "#3a4651",
    BEYOND: "#5c3426",
    "#fff3d6": "#3d3115",
    "#fdeaea": "#452325",
    "#fafbfc": "#1e2932",
    "#f6effc": "#352845",
    "#eaf4fb": "#19354a",
    "#e6f5ee": "#183a2e",
    "#e4e8ec": "#3a4651",
}
"""Of areas; the darkest ink is a mark there: a star, a dot."""


def dark_rules() -> str:
    """Rules of style for a page on a screen in the dark."""
    rules = [
        f'.bm-board :is(text,rect)[fill="{light}"]{{fill:{dark}}}'
        for light, dark in STROKES.items()
    ]
    rules += [
        f'.bm-board [stroke="{light}"]{{stroke:{dark}}}'
        for light, dark in {**STROKES, **LINES}.items()
    ]
    rules += [
        f'.bm-board :not(text)[fill="{light}"]{{fill:{dark}}}' for light, dark in SURFACES.items()
    ]
    inside = "".join(rules)
    return (
        f"@media screen and (prefers-color-scheme:dark){{.picture{{background:{GROUND}}}{inside}}}"
    )
