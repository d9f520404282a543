"""The time of each stage in two runs: bullet charts on one scale, before above, now below."""

from __future__ import annotations

from blueprint.amounts import duration, number, share
from blueprint.board.layout import Span
from blueprint.board.scene import Drawn, Scene
from blueprint.board.theme import BLUE, FAINT, GREEN, INK, MARGIN, MUTED, PAPER, RED
from blueprint.board.time_row import PAST, Box, Scale, is_few, targets, zones
from blueprint.findings import StageBefore, StageMeasure
from blueprint.sentences import word
from miner.pictures.svg import tag, title
from miner.pictures.text import Style, width, write

HEIGHT, BAR_TOP, BAR_HEIGHT = 122.0, 44.0, 28.0
CHANGES = {"slower": RED, "faster": GREEN}


def draw_time_change(scene: Scene, top: float) -> Drawn:
    """The label, what the two bars are, and both bars of each stage."""
    language = scene.story.language
    drawn = write(MARGIN, top + 30, word("time", language), Style(12.5, bold=True, colour=INK))
    for at, key, colour in ((55, "before", FAINT), (69, "now", INK)):
        drawn += write(MARGIN, top + at, word(key, language), Style(11, colour=colour))
    charts = [_stage(scene, span, top) for span in scene.sheet.spans if not span.part]
    return Drawn(drawn + "".join(charts), top + HEIGHT)


def _stage(scene: Scene, span: Span, top: float) -> str:
    """One stage: the median large, both ranges, what is below."""
    left, right = scene.extent(span)
    box, language = (left + 13, right - 13, top), scene.story.language
    measure = scene.story.measures.get(span.stage)
    past = scene.story.past_stages.get(span.stage)
    if measure is None or None in {measure.p10_s, measure.p50_s, measure.p90_s}:
        style = Style(11.5, colour=FAINT, italic=True, room=box[1] - box[0])
        return write(box[0], top + 54, word("not_measured", language), style)
    colour = _colour(past, few=is_few(scene, measure))
    drawn = _figures(measure, past, (colour, language), box) + _bars(measure, past, colour, box)
    told = title(_told(measure, past, language))
    return tag("g", told, drawn + _notes(measure, past, box, language))


def _colour(past: StageBefore | None, *, few: bool) -> str:
    """Red where a time is surely longer, green where one is surely shorter, else grey."""
    changes = {past.p50_change, past.p90_change} if past and not few else set()
    found = [colour for change, colour in CHANGES.items() if change in changes]
    return found[0] if found else MUTED


def _figures(
    measure: StageMeasure, past: StageBefore | None, manner: tuple[str, str], box: Box
) -> str:
    """The median now large; beside it that of before, and whether the change is sure."""
    (colour, language), (left, right, top) = manner, box
    clock = measure.clock
    big = Style(20, bold=True, colour=colour)
    median = duration(measure.p50_s, language, clock)
    drawn = write(left, top + 31, median, big)
    at = left + width(median, big) + 8
    beside = word("median", language)
    if past and past.p50_s is not None:
        beside += f", {_was(past.p50_s, measure.p50_s, language, clock)}"
    beside += _change_word(past.p50_change if past else None, language)
    return drawn + write(at, top + 31, beside, Style(11.5, colour=MUTED, room=max(right - at, 20)))


def _was(before: float, now: float | None, language: str, clock: str) -> str:
    """A time before, in the unit of the time now."""
    return word("was", language, value=duration(before, language, clock, now))


def _change_word(change: str | None, language: str) -> str:
    """Slower or faster, where that is sure."""
    return f" \N{MIDDLE DOT} {word(change, language)}" if change else ""


def _bars(measure: StageMeasure, past: StageBefore | None, colour: str, box: Box) -> str:
    """Zones and targets, the range of before thin and grey, that of now strong below it."""
    scale, y = _scale(measure, past, box), box[2] + BAR_TOP
    drawn = zones(measure.target, scale, y, BAR_HEIGHT)
    for target in targets(measure.target):
        x = scale.at(target)
        drawn += tag(
            "line", x1=x, x2=x, y1=y - 3, y2=y + BAR_HEIGHT + 3, stroke=BLUE, stroke_width=2.2
        )
    if past and past.p10_s is not None:
        drawn += _range((past.p10_s, past.p50_s, past.p90_s), scale, y + 7, (FAINT, 3, 3.8))
    now = (measure.p10_s, measure.p50_s, measure.p90_s)
    return drawn + _range(now, scale, y + 20, (colour, 5, 5.5))


def _scale(measure: StageMeasure, past: StageBefore | None, box: Box) -> Scale:
    """One scale for both runs, the targets and the limit."""
    known = [measure.p10_s, measure.p90_s, *targets(measure.target)]
    known += [past.p10_s, past.p90_s] if past else []
    values = [value for value in (*known, measure.target.get("limit_s")) if value]
    low, high = max(min(values, default=1), 0.5) / PAST, max(*values, 1, 1) * PAST
    return Scale(low, high, box[0], box[1])


def _range(
    times: tuple[float | None, ...], scale: Scale, y: float, pen: tuple[str, float, float]
) -> str:
    """From P10 to P90, a ring at the median."""
    start, middle, end = (scale.at(time or 0) for time in times)
    colour, thick, radius = pen
    line = tag(
        "line", x1=start, x2=max(end, start + 1), y1=y, y2=y,
        stroke=colour, stroke_width=thick, stroke_linecap="round",
    )  # fmt: skip
    return line + tag(
        "circle", cx=middle, cy=y, r=radius, fill=PAPER, stroke=colour, stroke_width=thick / 2
    )


def _notes(measure: StageMeasure, past: StageBefore | None, box: Box, language: str) -> str:
    """Under the bars: what nine in ten stay below, and under it the share in time."""
    left, right, top = box
    y = top + BAR_TOP + BAR_HEIGHT + 17
    clock = measure.clock
    said = word("nine_in_ten", language, time=duration(measure.p90_s, language, clock))
    if past and past.p90_s is not None:
        said += f", {_was(past.p90_s, measure.p90_s, language, clock)}"
    said += _change_word(past.p90_change if past else None, language)
    style = Style(11.5, colour=MUTED, room=right - left)
    return write(left, y, said, style) + write(
        left, y + 15, _in_time(measure, past, language), style
    )


def _in_time(measure: StageMeasure, past: StageBefore | None, language: str) -> str:
    """The share in time now and before; without a target how many there are."""
    if measure.within_target is None:
        return word("n", language, n=number(measure.judged, language))
    told = word("in_time", language, share=share(measure.within_target, language))
    if past is None or past.within_target is None:
        return told
    return f"{told}, {word('was', language, value=share(past.within_target, language))}"


def _told(measure: StageMeasure, past: StageBefore | None, language: str) -> str:
    """Both runs' P10, median, P90 and n in one text."""
    sides: list[tuple[str, StageBefore | StageMeasure]] = [("before", past)] if past else []
    return " \N{MIDDLE DOT} ".join(
        _side(word(key, language), side, measure, language)
        for key, side in [*sides, ("now", measure)]
    )


def _side(name: str, side: StageBefore | StageMeasure, measure: StageMeasure, language: str) -> str:
    """One run's times of a stage in words."""
    clock = measure.clock
    times = (("P10", side.p10_s), ("P50", side.p50_s), ("P90", side.p90_s))
    told = ", ".join(f"{key} {duration(time, language, clock)}" for key, time in times)
    return f"{name}: {told}, {word('n', language, n=number(side.judged, language))}"
