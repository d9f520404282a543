"""What changed under the board of two runs: each gap's rate before and now, the worst first."""

from __future__ import annotations

from dataclasses import dataclass

from blueprint.amounts import share, share_within
from blueprint.board.badges import circle, said
from blueprint.board.changes import fixed_name, state_of, state_word
from blueprint.board.marks import Mark
from blueprint.board.scene import Drawn, Story
from blueprint.board.states import CHANGES, LOOKS, State
from blueprint.board.theme import FAINT, INK, MARGIN, MUTED, PAPER
from blueprint.findings import FixedGap, Interval
from blueprint.sentences import kind_told, kind_word, status_word, subject_name, word
from miner.pictures.svg import Point, tag, title
from miner.pictures.text import Style, width, write

ROW, HALVES, CHART = 40.0, 2, 230.0
Rate = tuple[float, Interval]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the list: what it is about, its state, and its rates."""

    state: State
    name: str
    kind: str
    before: Rate | None
    now: Rate
    tolerance: float
    tooltip: str
    since: str = ""  # day of the run before, where it is another one than the board's
    mark: Mark | None = None


def draw_changes(story: Story, right: float, top: float) -> Drawn:
    """The gaps of both runs in two columns that are read downwards."""
    heading = Style(17, bold=True, colour=INK)
    drawn = write(MARGIN, top + 30, word("what_changed", story.language), heading)
    shown = _lines(story)
    if not shown:
        none = write(MARGIN, top + 56, word("no_gaps", story.language), Style(12, colour=MUTED))
        return Drawn(drawn + none, top + 70)
    note = Style(12, colour=MUTED, room=right - 2 * MARGIN)
    drawn += write(MARGIN, top + 50, word("change_note", story.language), note)
    rows, half = -(-len(shown) // HALVES), (right - MARGIN) / HALVES
    most = max(max(line.now[1][1], line.before[1][1] if line.before else 0.0) for line in shown)
    for place, line in enumerate(shown):
        at = (MARGIN + (place // rows) * half, top + 64 + (place % rows) * ROW)
        drawn += _entry(line, story, at, (half - MARGIN, most or 1.0))
    return Drawn(drawn, top + 64 + rows * ROW)


def _lines(story: Story) -> list[Line]:
    """The numbered gaps and those that are fixed, the worst change first."""
    lines = [_gap(mark, story) for mark in story.marks.all]
    lines += [_fixed(one, story) for one in story.findings.fixed]
    return sorted(lines, key=lambda line: CHANGES.index(line.state))


def _gap(mark: Mark, story: Story) -> Line:
    """A gap of this run, with its rate before where an earlier run tested it."""
    gap, language = mark.gap, story.language
    past, board = gap.before, story.findings.before
    return Line(
        state=state_of(gap),
        name=subject_name(gap, story.blueprint, language),
        kind=kind_told(gap, language),
        before=(past.rate, past.interval) if past else None,
        now=(gap.rate, gap.interval),
        tolerance=gap.tolerance,
        tooltip=said(mark, story),
        since=past.at[:10] if past and board and past.run != board.run else "",
        mark=mark,
    )


def _fixed(one: FixedGap, story: Story) -> Line:
    """A gap that is none any more."""
    language = story.language
    name, kind = fixed_name(one, story.blueprint, language), kind_word(one.kind, language)
    state = status_word("fixed", language)
    return Line(
        state=State.FIXED,
        name=name,
        kind=kind,
        before=(one.rate_before, one.interval_before),
        now=(one.rate, one.interval),
        tolerance=one.tolerance,
        tooltip=f"{name} ({kind}): {state}",
    )


def _entry(line: Line, story: Story, at: Point, scale: tuple[float, float]) -> str:
    """One gap on two lines with both rates at the right; in a report it leads to its row there."""
    (x, y), colour, language = at, LOOKS[line.state].border, story.language
    room = scale[0] - CHART - 44
    status = Style(12, bold=True, colour=colour)
    word_ = state_word(line.state, language)
    beside = x + 28 + width(word_, status) + 8
    bold = Style(13, bold=True, colour=INK, room=x + 28 + room - beside)
    texts = write(x + 28, y + 14, word_, status) + write(beside, y + 14, line.name, bold)
    after = beside + min(width(line.name, bold), bold.room or 0.0) + 8
    left = x + 28 + room - after
    kind = Style(12, italic=True, colour=MUTED, room=left)
    texts += write(after, y + 14, line.kind, kind) if left > CHART / 6 else ""
    rates = Style(11.5, colour=MUTED, room=room)
    texts += write(x + 28, y + 30, _told(line, language), rates)
    chart = _two_rates(line, (x + scale[0] - CHART, y + 13), scale[1])
    badge = circle(x + 10, y + 11, line.mark, colour) if line.mark else ""
    area = tag("rect", x=x, y=y, width=scale[0], height=ROW - 6, fill="none", pointer_events="all")
    inside = area + title(line.tooltip) + badge + texts + chart
    if line.mark is None:
        return tag("g", inside, class_="bm-entry")
    inside = tag("a", inside, href=story.link(line.mark)) if story.paged else inside
    return tag("g", inside, id=story.entry(line.mark.number), class_="bm-entry")


def _told(line: Line, language: str) -> str:
    """Both rates with their intervals, and what is tolerated."""
    now = share_within(*line.now, language)
    before = word("not_tested", language)
    if line.before:
        told = share_within(*line.before, language) + (f", {line.since}" if line.since else "")
        before = word("was", language, value=told)
    tolerated = word("tolerated", language, share=share(line.tolerance, language))
    return f"{now}, {before} \N{MIDDLE DOT} {tolerated}"


def _two_rates(line: Line, at: Point, most: float) -> str:
    """A hollow ring with its interval before, a dot with its interval now, a tick at tolerance."""
    (left, y), colour = at, LOOKS[line.state].border
    scale = (CHART - 20) / most
    drawn = tag("line", x1=left, x2=left + CHART - 20, y1=y, y2=y, stroke="#dde3e8", stroke_width=1)
    if line.tolerance <= most:
        tick = left + line.tolerance * scale
        drawn += tag("line", x1=tick, x2=tick, y1=y - 9, y2=y + 9, stroke=FAINT, stroke_width=1.5)
    if line.before:
        drawn += _bar(line.before, (left, y - 4), scale, (FAINT, 2))
        drawn += tag(
            "circle", cx=left + line.before[0] * scale, cy=y - 4, r=4,
            fill=PAPER, stroke=FAINT, stroke_width=1.8,
        )  # fmt: skip
    drawn += _bar(line.now, (left, y + 4), scale, (colour, 3))
    return drawn + tag("circle", cx=left + line.now[0] * scale, cy=y + 4, r=4.5, fill=colour)


def _bar(rate: Rate, at: Point, scale: float, pen: tuple[str, float]) -> str:
    """The interval of a rate."""
    low, high = (at[0] + end * scale for end in rate[1])
    colour, thick = pen
    return tag("line", x1=low, x2=high, y1=at[1], y2=at[1], stroke=colour, stroke_width=thick)
