"""The ledger under the board: number, subject, kind, one sentence, and a bar of the effect."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from blueprint.board.badges import circle, said
from blueprint.board.marks import Mark
from blueprint.board.scene import Drawn, Story
from blueprint.board.theme import INK, MARGIN, MUTED, PAPER, kind_colour
from blueprint.sentences import (
    effect_words,
    kind_told,
    sentence,
    subject_name,
    verdict_word,
    word,
)
from miner.pictures.svg import Point, tag, title
from miner.pictures.text import Style, lines, width, write

LINE, BESIDES, HALVES, MOST_LINES = 14.0, 26.0, 2, 4
"""Height of a line of a sentence and of what stands around it, columns, and lines of a sentence."""
BAR, BAR_TEXT = 80.0, 124.0
"""Widths of the longest effect bar, and of the text after it."""
SENTENCE = Style(11.5, colour=MUTED)


def draw_ledger(story: Story, right: float, top: float) -> Drawn:
    """Every numbered gap, in two columns that are read downwards."""
    language = story.language
    heading = write(
        MARGIN, top + 30, story.label("gaps_largest_first"), Style(17, bold=True, colour=INK)
    )
    shown = story.marks.all
    if not shown:
        none = write(MARGIN, top + 56, word("no_gaps", language), Style(12, colour=MUTED))
        return Drawn(heading + none, top + 70)
    rows = -(-len(shown) // HALVES)
    half = (right - MARGIN) / HALVES
    most = _largest(shown)
    drawn, bottom = heading, top
    for column in range(HALVES):
        y = top + 46
        for mark in shown[column * rows : (column + 1) * rows]:
            at, scale = (MARGIN + column * half, y), (half - MARGIN, most[mark.gap.effect.unit])
            entry = _entry(mark, story, at, scale)
            drawn, y = drawn + entry.svg, entry.bottom
        bottom = max(bottom, y)
    return Drawn(drawn, bottom)


def _largest(marks: tuple[Mark, ...]) -> Mapping[str, float]:
    """The largest effect of each unit: hours are not compared with customers."""
    units = {mark.gap.effect.unit for mark in marks}
    return {
        unit: max(mark.gap.effect.value for mark in marks if mark.gap.effect.unit == unit)
        for unit in sorted(units)
    }


def _entry(mark: Mark, story: Story, at: Point, scale: tuple[float, float]) -> Drawn:
    """One gap with its sentence and its bar; in a report it leads to its row there."""
    (x, y), colour = at, kind_colour(mark.gap.kind)
    room = scale[0] - BAR - BAR_TEXT - 44
    full = lines(sentence(mark.gap, story.blueprint, story.language), SENTENCE, room, MOST_LINES)
    height = BESIDES + LINE * len(full)
    texts = _name(mark, story, (x + 28, y + 14), room) + "".join(
        write(x + 28, y + 30 + LINE * n, part, replace(SENTENCE, room=room))
        for n, part in enumerate(full)
    )
    bar = _bar(mark, (x + scale[0] - BAR - BAR_TEXT, y), scale[1], story.language)
    area = tag(
        "rect", x=x, y=y, width=scale[0], height=height - 6, fill="none", pointer_events="all"
    )
    inside = area + title(said(mark, story)) + circle(x + 10, y + 11, mark, colour) + texts + bar
    inside = tag("a", inside, href=story.link(mark)) if story.paged else inside
    svg = tag("g", inside, id=story.entry(mark.number), class_="bm-entry")
    return Drawn(svg, y + height)


def _name(mark: Mark, story: Story, at: Point, room: float) -> str:
    """What the gap is about and its kind, as in "Support: slow"; its verdict unless confirmed."""
    language, gap = story.language, mark.gap
    name = f"{subject_name(gap, story.blueprint, language)}:"
    kind = kind_told(gap, language)
    if gap.verdict != "confirmed":
        kind += f" · {verdict_word(gap.verdict, language)}"
    words = Style(12, italic=True, colour=kind_colour(gap.kind))
    most = max(room * 0.6, room - width(kind, words) - 6)
    bold = Style(13, bold=True, colour=INK, room=most)
    beside = min(width(name, bold), most) + 5
    words = replace(words, room=room - beside)
    return write(*at, name, bold) + write(at[0] + beside, at[1], kind, words)


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
