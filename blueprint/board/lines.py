"""The lines: of interaction (solid), of visibility (dashed), of internal interaction (dotted)."""

from __future__ import annotations

from blueprint.board.scene import Floor
from blueprint.board.theme import DASHES, INK, LABELS, MARGIN
from miner.pictures.svg import tag
from miner.pictures.text import Style, width, write


def draw_lines(floor: Floor) -> str:
    """Each line with its name at the left."""
    scene = floor.scene
    drawn = ""
    for name, y in floor.down.lines:
        label = scene.story.label(name)
        style = Style(11, italic=True, colour=INK, room=LABELS + 60)
        start = max(MARGIN + width(label, style) + 10, LABELS - 30)
        drawn += write(MARGIN, y + 4, label, style)
        drawn += tag(
            "line", x1=start, x2=scene.across.right, y1=y, y2=y,
            stroke=INK, stroke_width=1.7, stroke_dasharray=DASHES[name],
        )  # fmt: skip
    return drawn
