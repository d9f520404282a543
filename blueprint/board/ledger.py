"""The ledger under the board: number, subject, kind, one sentence, and a bar of the effect."""

from __future__ import annotations

from collections.abc import Mapping

from blueprint.board.badges import circle, said
from blueprint.board.marks import Mark
from blueprint.board.scene import Drawn, Story
from blueprint.board.theme import INK, MARGIN, MUTED, PAPER, kind_colour
from blueprint.sentences import (
    effect_words,
    kind_word,
    sentence,
    subject_name,
    verdict_word,
    word,
)
from miner.pictures.svg import Point, tag, title
from miner.pictures.text import Style, width, write

ROW, MOST, HALVES = 40.0, 24, 2
BAR, BAR_TEXT = 96.0, 92.0
"""Widths of the longest effect bar, and of the text after it."""


def draw_ledger(story: Story, right: float, top: float) -> Drawn:
    """The largest gaps in two columns that are read downwards."""
    language = story.language
    heading = write(
        MARGIN, top + 30, word("gaps_largest_first", language), Style(17, bold=True, colour=INK)
    )
    shown = story.marks.all[:MOST]
    if not shown:
        none = write(MARGIN, top + 56, word("no_gaps", language), Style(12, colour=MUTED))
        return Drawn(heading + none, top + 70)
    rows = -(-len(shown) // HALVES)
    half = (right - MARGIN) / HALVES
    most = _largest(shown)
    drawn = heading
    for place, mark in enumerate(shown):
        at = (MARGIN + (place // rows) * half, top + 46 + (place % rows) * ROW)
        drawn += _entry(mark, story, at, (half - MARGIN, most[mark.gap.effect.unit]))
    bottom = top + 46 + rows * ROW
    return _with_rest(story, drawn, bottom)


def _with_rest(story: Story, drawn: str, bottom: float) -> Drawn:
    """The ledger, and how many more gaps the report has."""
    rest = len(story.marks.all) - MOST
    if rest <= 0:
        return Drawn(drawn, bottom)
    more = write(
        MARGIN, bottom + 12, word("more_gaps", story.language, n=rest), Style(12, colour=MUTED)
    )
    return Drawn(drawn + more, bottom + 22)


def _largest(marks: tuple[Mark, ...]) -> Mapping[str, float]:
    """The largest effect of each unit: hours are not compared with customers."""
    units = {mark.gap.effect.unit for mark in marks}
    return {
        unit: max(mark.gap.effect.value for mark in marks if mark.gap.effect.unit == unit)
        for unit in sorted(units)
    }


def _entry(mark: Mark, story: Story, at: Point, scale: tuple[float, float]) -> str:
    """One gap on two lines with its bar at the right; it leads to its row in the report."""
    x, y = at
    room = scale[0] - BAR - BAR_TEXT - 44
    language, gap = story.language, mark.gap
    bold = Style(13, bold=True, colour=INK, room=room * 0.6)
    name = subject_name(gap, story.blueprint, language)
    kind = kind_word(gap.kind, language)
    if gap.verdict != "confirmed":
        kind += f" · {verdict_word(gap.verdict, language)}"
    beside = x + 28 + min(width(name, bold), room * 0.6) + 8
    words = Style(12, italic=True, colour=kind_colour(gap.kind), room=x + 28 + room - beside)
    texts = write(x + 28, y + 14, name, bold) + write(beside, y + 14, kind, words)
    full = sentence(gap, story.blueprint, language)
    texts += write(x + 28, y + 30, full, Style(11.5, colour=MUTED, room=room))
    bar = _bar(mark, (x + scale[0] - BAR - BAR_TEXT, y), scale[1], language)
    inside = (
        title(said(mark, story)) + circle(x + 10, y + 11, mark, kind_colour(gap.kind)) + texts + bar
    )
    area = tag("rect", x=x, y=y, width=scale[0], height=ROW - 6, fill="none", pointer_events="all")
    link = tag("a", area + inside, href=f"#row-{gap.id}")
    return tag("g", link, id=f"gap-{mark.number}", class_="bm-entry")


def _bar(mark: Mark, at: Point, largest: float, language: str) -> str:
    """The effect as a bar, full when confirmed, hollow when indicated, and in words."""
    colour, effect = kind_colour(mark.gap.kind), mark.gap.effect
    size = max(2.0, BAR * effect.value / largest) if largest > 0 else 2.0
    sure = mark.gap.verdict == "confirmed"
    bar = tag(
        "rect", x=at[0], y=at[1] + 5, width=size, height=12, rx=2,
        fill=colour if sure else PAPER, stroke=colour,
    )  # fmt: skip
    told = effect_words(effect.unit, effect.value, language)
    return bar + write(
        at[0] + size + 6, at[1] + 15, told, Style(11.5, colour=INK, room=BAR_TEXT + BAR - size - 8)
    )
