"""The evidence row: what the customer can see or hold, as chips above the step that gives it."""

from __future__ import annotations

from blueprint.board.scene import Drawn, Scene
from blueprint.board.theme import BOX_WIDTH, INK, LABELS, MARGIN, MUTED, PAPER
from blueprint.model import say
from miner.pictures.svg import tag, title
from miner.pictures.text import Style, lines, write

CHIP, SPACE, MOST = 19.0, 4.0, 3
"""Height of a chip, space between chips, and how many are shown in one column."""


def draw_evidence(scene: Scene, top: float) -> Drawn:
    """Chips by column; no row at all when the design names no evidence."""
    columns = _columns(scene)
    if not columns:
        return Drawn("", top)
    tallest = min(MOST, max(len(chips) for chips in columns.values()))
    bottom = top + 10 + tallest * (CHIP + SPACE) + 6
    chips = [_chips(scene, column, texts, top + 10) for column, texts in columns.items()]
    return Drawn(row_label(scene.story.label("evidence"), top, bottom) + "".join(chips), bottom)


def row_label(text: str, top: float, bottom: float) -> str:
    """A row's name in bold, in the middle of its height, on up to three lines."""
    style = Style(12.5, bold=True, colour=INK, room=LABELS - MARGIN - 14)
    parts = lines(text, style, LABELS - MARGIN - 14, 3)
    first = (top + bottom) / 2 + 4.5 - 7.5 * (len(parts) - 1)
    whole = " ".join(parts) != text
    svg = "".join(write(MARGIN, first + 15 * n, part, style) for n, part in enumerate(parts))
    return tag("g", title(text), svg) if whole else svg


def _columns(scene: Scene) -> dict[int, list[str]]:
    """Evidence texts by column, in the order of the lanes."""
    columns: dict[int, list[str]] = {}
    for place in sorted(scene.sheet.places, key=lambda place: (place.column, place.row)):
        texts = [say(text, scene.story.language) for text in place.step.evidence]
        if texts:
            columns.setdefault(place.column, []).extend(texts)
    return columns


def _chips(scene: Scene, column: int, texts: list[str], top: float) -> str:
    """The chips of one column; the last one tells how many more there are."""
    shown = texts if len(texts) <= MOST else [*texts[: MOST - 1], f"+ {len(texts) - MOST + 1}"]
    left = scene.across.lefts[column]
    style = Style(10.5, colour=MUTED, anchor="middle", room=BOX_WIDTH - 14)
    chips = ""
    for n, text in enumerate(shown):
        y = top + n * (CHIP + SPACE)
        chips += tag(
            "rect", x=left, y=y, width=BOX_WIDTH, height=CHIP, rx=CHIP / 2,
            fill=PAPER, stroke="#c3ccd4",
        ) + write(left + BOX_WIDTH / 2, y + 13.5, text, style)  # fmt: skip
    return tag("g", title(" · ".join(texts)), chips) if len(texts) > MOST else chips
