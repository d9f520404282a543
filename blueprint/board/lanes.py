"""The lanes as coloured bands with their names; a role's colour runs over all its lanes."""

from __future__ import annotations

from blueprint.board.evidence import row_label
from blueprint.board.scene import Floor
from blueprint.board.theme import BANDS
from blueprint.model import say
from miner.pictures.svg import tag


def draw_lanes(floor: Floor) -> str:
    """One band per lane, the full width of the sheet."""
    story = floor.scene.story
    drawn = ""
    for lane, (top, bottom) in zip(story.blueprint.lanes, floor.down.bands, strict=True):
        drawn += tag(
            "rect", x=0, y=top, width=floor.scene.across.right, height=bottom - top,
            fill=BANDS[lane.role],
        ) + row_label(say(lane.name, story.language) or lane.id, top, bottom)  # fmt: skip
    return drawn
