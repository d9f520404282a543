"""The time of each stage as a bullet chart: measured range and median against the targets."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from blueprint.amounts import duration, number, share
from blueprint.board.layout import Span
from blueprint.board.marks import UNSURE
from blueprint.board.scene import Drawn, Scene
from blueprint.board.theme import (
    BEYOND,
    BLUE,
    FAINT,
    GREEN,
    IN_TIME,
    INK,
    MARGIN,
    MUTED,
    PAPER,
    TOLERATED,
    VERMILLION,
)
from blueprint.findings import StageMeasure
from blueprint.sentences import word
from miner.pictures.svg import tag, title
from miner.pictures.text import Style, width, write

HEIGHT, BAR_TOP, BAR_HEIGHT = 104.0, 42.0, 18.0
PAST = 1.35
"""The scale ends so many times beyond its largest value."""


@dataclass(frozen=True, slots=True)
class Scale:
    """A logarithmic scale from seconds to pixels."""

    low: float
    high: float
    left: float
    right: float

    def at(self, seconds: float) -> float:
        """The x of a duration, inside the chart."""
        part = math.log(max(seconds, self.low) / self.low) / math.log(self.high / self.low)
        return self.left + min(1.0, part) * (self.right - self.left)


Box = tuple[float, float, float]
"""Left, right and top of a stage's place in the row."""


def draw_time(scene: Scene, top: float) -> Drawn:
    """The label and one bullet chart per stage."""
    language = scene.story.language
    label = write(MARGIN, top + 54, word("time", language), Style(12.5, bold=True, colour=INK))
    charts = [_stage(scene, span, top) for span in scene.sheet.spans if not span.part]
    return Drawn(label + "".join(charts), top + HEIGHT)


def _stage(scene: Scene, span: Span, top: float) -> str:
    """One stage: large median, bar, targets, share in time."""
    left, right = scene.extent(span)
    box = (left + 13, right - 13, top)
    measure = scene.story.measures.get(span.stage)
    language = scene.story.language
    if measure is None or measure.p50_s is None or measure.p10_s is None or measure.p90_s is None:
        style = Style(11.5, colour=FAINT, italic=True, room=box[1] - box[0])
        return write(box[0], top + 54, word("not_measured", language), style)
    colour, few = _colour(scene, span, measure), is_few(scene, measure)
    parts = (
        _figures(measure, colour, box, language, few=few)
        + _bar(measure, colour, box)
        + _notes(measure, colour, box, language, few=few)
    )
    return tag("g", title(_tooltip(measure, language)), parts)


def _colour(scene: Scene, span: Span, measure: StageMeasure) -> str:
    """Vermillion where a numbered gap says slow; green where a target is kept and no gap says so.

    Grey without a target, and where a gap that says slow follows from another: those who finish
    may be quick while many never do.
    """
    if is_few(scene, measure):
        return FAINT
    story = scene.story
    slow = {g.id for g in story.findings.gaps if g.kind == "slow_stage" and g.verdict != UNSURE}
    if any(mark.gap.id in slow for mark in story.marks.by_stage.get(span.stage, ())):
        return VERMILLION
    doubtful = any(gap.id in slow and gap.stage == span.stage for gap in story.findings.gaps)
    return GREEN if targets(measure.target) and not doubtful else MUTED


def is_few(scene: Scene, measure: StageMeasure) -> bool:
    """Whether fewer instances are timed than the design wants for a judgement."""
    return measure.judged < scene.story.findings.gates.min_cases


def targets(target: Mapping[str, Any]) -> list[float]:
    """The designed median and P90, those that there are."""
    return [float(target[key]) for key in ("p50_s", "p90_s") if target.get(key)]


def _figures(measure: StageMeasure, colour: str, box: Box, language: str, *, few: bool) -> str:
    """The median large, and beside it what nine in ten stay below."""
    clock = measure.clock
    median = duration(measure.p50_s, language, clock)
    big = Style(20, bold=True, colour=colour)
    left, right, top = box
    drawn = write(left, top + 31, median, big)
    at = left + width(median, big) + 8
    ninety = duration(measure.p90_s, language, clock)
    beside = f"{word('median', language)} · {word('nine_in_ten', language, time=ninety)}"
    beside = word("n", language, n=number(measure.judged, language)) if few else beside
    return drawn + write(at, top + 31, beside, Style(11.5, colour=MUTED, room=max(right - at, 20)))


def _scale(measure: StageMeasure, box: tuple[float, float, float]) -> Scale:
    """From a little below the fastest to a little beyond the limit or the slowest."""
    values = [measure.p10_s or 1, measure.p90_s or 1, *targets(measure.target)]
    values += [float(measure.target["limit_s"])] if measure.target.get("limit_s") else []
    low, high = max(min(values), 0.5) / PAST, max(*values, 1) * PAST
    return Scale(low, high, box[0], box[1])


def _bar(measure: StageMeasure, colour: str, box: tuple[float, float, float]) -> str:
    """Zones, range from P10 to P90, ring at the median, ticks at the targets."""
    scale, y = _scale(measure, box), box[2] + BAR_TOP
    middle = y + BAR_HEIGHT / 2
    start, end = scale.at(measure.p10_s or 0), scale.at(measure.p90_s or 0)
    drawn = zones(measure.target, scale, y)
    drawn += tag(
        "line", x1=start, x2=max(end, start + 1), y1=middle, y2=middle,
        stroke=colour, stroke_width=5, stroke_linecap="round",
    )  # fmt: skip
    for target in targets(measure.target):
        x = scale.at(target)
        drawn += tag(
            "line", x1=x, x2=x, y1=y - 3, y2=y + BAR_HEIGHT + 3, stroke=BLUE, stroke_width=2.2
        )
    ring = tag(
        "circle", cx=scale.at(measure.p50_s or 0), cy=middle, r=5.5,
        fill=PAPER, stroke=colour, stroke_width=2.6,
    )  # fmt: skip
    return drawn + ring


def zones(target: Mapping[str, Any], scale: Scale, y: float, height: float = BAR_HEIGHT) -> str:
    """Green up to the designed P90, grey to the limit, pale red beyond; plain without a target."""
    limit = scale.at(float(target["limit_s"])) if target.get("limit_s") else scale.right
    promised = targets(target)
    good = scale.at(promised[-1]) if promised else scale.left
    zones = ((scale.left, good, IN_TIME), (good, limit, TOLERATED), (limit, scale.right, BEYOND))
    return "".join(
        tag("rect", x=a, y=y, width=b - a, height=height, fill=fill)
        for a, b, fill in zones
        if b > a
    )


def _notes(measure: StageMeasure, colour: str, box: Box, language: str, *, few: bool) -> str:
    """Under the bar the design, and below it the share of those who finished that is in time."""
    left, right, top = box
    y, room = top + BAR_TOP + BAR_HEIGHT + 17, right - left
    known = measure.within_target is not None and not few
    told = word("in_time", language, share=share(measure.within_target, language))
    told = told if known else word("n", language, n=number(measure.judged, language))
    style = Style(11.5, bold=known, colour=colour if known else FAINT, room=room)
    design = Style(11.5, colour=BLUE, room=room)
    promised = design_words(measure.target, language) if targets(measure.target) or few else ""
    return write(left, y, promised, design) + write(left, y + 15, told, style)


def design_words(target: Mapping[str, Any], language: str) -> str:
    """The designed times in words: design 5 min / 60 min, and the clock if it is no plain one."""
    clock = str(target.get("clock") or "calendar")
    times = [duration(seconds, language, clock) for seconds in targets(target)]
    if not times:
        return word("no_target", language)
    two = len(times) > 1
    said = (
        word("design", language, p50=times[0], p90=times[1])
        if two
        else word("design_one", language, time=times[0])
    )
    return said if clock == "calendar" else f"{said} · {word('clock', language, clock=clock)}"


def _tooltip(measure: StageMeasure, language: str) -> str:
    """P10, median, P90, n and the design in one text."""
    clock = measure.clock
    times = {"P10": measure.p10_s, "P50": measure.p50_s, "P90": measure.p90_s}
    told = [f"{name} {duration(value, language, clock)}" for name, value in times.items()]
    told.append(word("n", language, n=number(measure.judged, language)))
    return " · ".join([*told, design_words(measure.target, language)])
