"""Text that fits: widths from the metrics of one font, ellipses, lines, and the SVG text element.

The widths are those of Liberation Sans, which Arial and Helvetica share. A text that nearly fills
its room is pinned to its measured width, so that another font cannot push it out of its box.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path

from miner.pictures.svg import clean, tag, title

ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"
ROOMY = 0.85
"""A text over this share of its room is pinned to its measured width."""
WIDE, USUAL = 1000, 600
"""Per mille of the size, for characters that the table does not have: East Asian, and others."""
_PARTS = re.compile(r" ?(?:[^ ./:_-]+[./:_-]*|[./:_-]+)")


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is set; `room` None means that it may be as long as it is."""

    size: float = 11
    bold: bool = False
    colour: str | None = None
    anchor: str | None = None
    italic: bool = False
    room: float | None = None


@cache
def _widths(weight: str) -> Mapping[str, int]:
    """Per mille of the font size, for each character of the table."""
    table = json.loads((Path(__file__).parent / "widths.json").read_text("utf-8"))[weight]
    return {character: int(width) for width, line in table.items() for character in line}


def width(text: str, style: Style) -> float:
    """Width of the text in pixels."""
    known = _widths("bold" if style.bold else "regular")
    return sum(_character(c, known) for c in text) * style.size / 1000


def _character(character: str, known: Mapping[str, int]) -> int:
    """Width of one character; nothing for accents that sit on the one before."""
    if character in known:
        return known[character]
    if unicodedata.combining(character):
        return 0
    return WIDE if unicodedata.east_asian_width(character) in "WF" else USUAL


def cut(text: str, style: Style, room: float) -> str:
    """The text, or as much of it as fits with an ellipsis."""
    if width(text, style) <= room:
        return text
    kept = text
    while kept and width(kept.rstrip() + ELLIPSIS, style) > room:
        kept = kept[:-1]
    return kept.rstrip() + ELLIPSIS


def lines(text: str, style: Style, room: float, most: int) -> list[str]:
    """The text in at most so many lines; the last one is cut, words too long for a line too."""
    words = clean(text).split(" ")
    done: list[str] = []
    while words and len(done) < most - 1:
        line = [words.pop(0)]
        while words and width(" ".join([*line, words[0]]), style) <= room:
            line.append(words.pop(0))
        done.append(cut(" ".join(line), style, room))
    if words:
        done.append(cut(" ".join(words), style, room))
    return done


def wrapped(text: str, style: Style, room: float, most: int) -> list[str]:
    """The text in at most so many lines, also inside words: after a sign, or where it must be."""
    done = [""]
    for piece in _pieces(clean(text), style, room):
        if len(done) > most:
            break
        if width(done[-1] + piece, style) <= room:
            done[-1] += piece
        else:
            done.append(piece)
    shown, left = done[: most - 1], "".join(done[most - 1 :])
    return [line.strip(" ") for line in shown if line] + (
        [cut(left.strip(" "), style, room)] if left else []
    )


def _pieces(text: str, style: Style, room: float) -> Iterator[str]:
    """What may stand on a line of its own: words, parts up to a sign, and parts of what is long."""
    for match in _PARTS.finditer(text):
        piece, used = "", 0.0
        for character in match[0]:
            needed = width(character, style)
            if piece and used + needed > room:
                yield piece
                piece, used = "", 0.0
            piece, used = piece + character, used + needed
        yield piece


def write(x: float, y: float, content: str, style: Style) -> str:
    """A text element, if there is text; cut to its room, then with the whole as its tooltip."""
    whole = clean(content)
    if not whole:
        return ""
    shown = whole if style.room is None else cut(whole, style, style.room)
    measured = width(shown, style)
    tight = style.room is not None and measured > ROOMY * style.room
    return tag(
        "text",
        escape(shown) + (title(whole) if shown != whole else ""),
        x=x, y=y, font_size=style.size, font_weight="bold" if style.bold else None,
        font_style="italic" if style.italic else None, fill=style.colour, text_anchor=style.anchor,
        textLength=measured if tight else None,
        lengthAdjust="spacingAndGlyphs" if tight else None,
    )  # fmt: skip
