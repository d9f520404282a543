"""What became of those who entered each stage, and who came to the next: bars and ribbons."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from markupsafe import Markup

from blueprint.amounts import number, share
from blueprint.findings import StageMeasure
from blueprint.report.section import Context
from miner.pictures.svg import tag, title
from miner.pictures.text import Style, width, write

STATES = {
    "finished": "#24709f",
    "went_on": "#00785a",
    "open": "#7f8a98",
    "overdue": "#b84a00",
    "abandoned": "#8c2d04",
}
"""Everybody who entered is in one of these; what is lost stands at the right end."""
WIDTH, LABELS, BAR, ROW, TOP = 1180.0, 200.0, 30.0, 84.0, 34.0
NARROW = 34.0
"""Below so many units the number does not fit into its part of a bar."""


class Part(NamedTuple):
    """A part of a stage's bar."""

    state: str
    instances: int
    left: float
    width: float


def drop_off(context: Context) -> Markup:
    """One bar per stage, its length how many entered; ribbons lead to the next stage."""
    stages = context.findings.stages
    most = max([stage.entered for stage in stages] + [1])
    scale = (WIDTH - LABELS - 70) / most
    drawn = _legend(context)
    for row, (stage, following) in enumerate(pairwise([*stages, None])):
        if stage is not None:
            drawn += _ribbon(stage, following, (row, scale), context)
    for row, stage in enumerate(stages):
        drawn += _bar(stage, (row, scale), context)
    height = TOP + ROW * len(stages) - (ROW - BAR) + 6
    picture = tag(
        "svg", title(context.word("funnel_caption")), drawn, class_="drop-off", role="img",
        viewBox=f"0 0 {WIDTH:.0f} {height:.0f}",
    )  # fmt: skip
    return Markup(picture)  # noqa: S704 - numbers of ours, every text escaped by tag and write


def _parts(stage: StageMeasure, scale: float) -> list[Part]:
    """The states of a stage side by side; those that nobody is in are left out."""
    parts, left = [], LABELS
    for state in STATES:
        count = getattr(stage, state)
        if count:
            parts.append(Part(state, count, left, count * scale))
            left += count * scale
    return parts


def _bar(stage: StageMeasure, place: tuple[int, float], context: Context) -> str:
    """The stage's name, its parts, and how many entered."""
    row, scale = place
    top, language = TOP + row * ROW, context.language
    name = Style(14, bold=True, colour="currentColor", room=LABELS - 14)
    drawn = write(0, top + 20, context.name(stage.id), name)
    parts = _parts(stage, scale)
    drawn += "".join(_part(part, top, stage.entered, context) for part in parts)
    end = parts[-1].left + parts[-1].width if parts else LABELS
    entered = Style(13, colour="currentColor")
    return drawn + write(end + 8, top + 20, number(stage.entered, language), entered)


def _part(part: Part, top: float, entered: int, context: Context) -> str:
    """One state of a stage; its number where there is room, always as a tooltip."""
    language = context.language
    said = f"{context.word(part.state)}: {number(part.instances, language)}"
    said += f" ({share(part.instances / entered, language)})"
    colour = STATES[part.state]
    bar = tag("rect", title(said), x=part.left, y=top, width=part.width, height=BAR, fill=colour)
    if part.width < NARROW:
        return bar
    style = Style(12, colour="#ffffff", anchor="middle")
    middle = part.left + part.width / 2
    return bar + write(middle, top + 19, number(part.instances, language), style)


def _ribbon(
    stage: StageMeasure,
    following: StageMeasure | None,
    place: tuple[int, float],
    context: Context,
) -> str:
    """From a stage to the next one below it: as wide as those of its cases that came there."""
    if stage.reached_next is None or following is None or not _leads(stage, following, context):
        return ""
    row, scale = place
    reached = round(stage.reached_next * stage.entered)
    top, bottom = TOP + row * ROW + BAR, TOP + (row + 1) * ROW
    band = tag("rect", x=LABELS, y=top, width=reached * scale, height=bottom - top, class_="ribbon")
    told = f"\N{DOWNWARDS ARROW} {number(reached, context.language)}"
    told += f" ({share(stage.reached_next, context.language)}) {context.word('reached').lower()}"
    return band + write(LABELS + 10, top + 32, told, Style(12, colour="currentColor"))


def _leads(stage: StageMeasure, following: StageMeasure, context: Context) -> bool:
    """Whether the design puts the one stage after the other."""
    stages = context.story.blueprint.stages
    return any(one.id == stage.id and one.next == following.id for one in stages)


def _legend(context: Context) -> str:
    """The colours in words; only those that are seen."""
    seen = [state for state in STATES if _any(context.findings.stages, state)]
    drawn, left = "", LABELS
    for state in seen:
        text = context.word(state)
        drawn += tag("rect", x=left, y=4, width=12, height=12, fill=STATES[state])
        drawn += write(left + 18, 15, text, Style(12.5, colour="currentColor"))
        left += 44 + width(text, Style(12.5))
    return drawn


def _any(stages: Sequence[StageMeasure], state: str) -> bool:
    """Whether anybody is in that state."""
    return any(getattr(stage, state) for stage in stages)
