"""The emotional thermometer: what is expected (dotted), and what customers said when asked."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from blueprint.amounts import number
from blueprint.board.evidence import row_label
from blueprint.board.layout import Span
from blueprint.board.scene import Drawn, Scene
from blueprint.board.theme import BLUE, FAINT, INK, LABELS, RULE
from blueprint.sentences import word
from miner.pictures.svg import Point, tag, title
from miner.pictures.text import Style, write

HEIGHT, SCALE = 64.0, 2.0


def draw_emotion(scene: Scene, top: float) -> Drawn:
    """The curve and the dots; no row when nothing is expected and nobody was asked."""
    stages = scene.story.stages.values()
    if not scene.story.findings.experience and all(stage.emotion is None for stage in stages):
        return Drawn("", top)
    language = scene.story.language
    middle = top + HEIGHT / 2
    drawn = row_label(word("emotion", language), top, top + HEIGHT)
    drawn += tag("line", x1=LABELS, x2=scene.across.right, y1=middle, y2=middle, stroke=RULE)
    for mark, y in (("+2", top + 13), ("\N{MINUS SIGN}2", top + HEIGHT - 6)):
        drawn += write(LABELS - 12, y, mark, Style(10, colour=FAINT, anchor="end"))
    drawn += _curve(scene, middle)
    drawn += "".join(_answers(scene, span, (top, middle)) for span in scene.sheet.spans)
    return Drawn(drawn, top + HEIGHT)


def _height(value: float, middle: float) -> float:
    """The y of a value from -2 to +2."""
    return middle - max(-SCALE, min(SCALE, value)) / SCALE * (HEIGHT / 2 - 10)


def _curve(scene: Scene, middle: float) -> str:
    """The expected emotion of each stage, joined by a dotted line."""
    points: list[Point] = []
    for span in scene.sheet.spans:
        expected = scene.story.stages[span.stage].emotion
        if expected is not None and not span.part:
            left, right = scene.extent(span)
            points.append(((left + right) / 2, _height(expected, middle)))
    style: dict[str, str | float] = {
        "stroke": BLUE,
        "stroke_width": 1.8,
        "stroke_dasharray": "1.5 4",
    }
    told = title(word("expected", scene.story.language))
    dots = "".join(tag("circle", cx=x, cy=y, r=3, fill="#ffffff", stroke=BLUE) for x, y in points)
    line = "".join(
        tag("line", x1=a[0], y1=a[1], x2=b[0], y2=b[1], stroke_linecap="round", **style)
        for a, b in pairwise(points)
    )
    return tag("g", told, line, dots) if points else ""


def _answers(scene: Scene, span: Span, levels: tuple[float, float]) -> str:
    """The answers of a stage as a dot with interval and n, or the words that nobody asked."""
    if span.part:
        return ""
    top, middle = levels
    left, right = scene.extent(span)
    asked = [
        answer for answer in scene.story.findings.experience
        if answer.get("stage") == span.stage and isinstance(answer.get("value"), int | float)
    ]  # fmt: skip
    if asked:
        return _dot(asked[0], ((left + right) / 2, middle), scene.story.language)
    expected = scene.story.stages[span.stage].emotion
    y = top + 15 if expected is not None and expected < 0 else top + HEIGHT - 8
    style = Style(10.5, colour=FAINT, anchor="middle", italic=True, room=right - left - 12)
    return write((left + right) / 2, y, word("not_asked", scene.story.language), style)


def _dot(answer: Mapping[str, Any], at: Point, language: str) -> str:
    """A self-report: its mean, its interval when there is one, and how many answered."""
    x, middle = at
    y = _height(float(answer["value"]), middle)
    low, high = answer.get("interval") or (answer["value"], answer["value"])
    whisker = tag(
        "line", x1=x, x2=x, y1=_height(low, middle), y2=_height(high, middle),
        stroke=INK, stroke_width=1.6,
    )  # fmt: skip
    label = str(answer.get("label") or answer.get("signal") or "")
    told = f"{label} {number(float(answer['value']), language, 1)} · n = {answer.get('n', '?')}"
    words = write(x + 10, y + 4, told.strip(), Style(11, bold=True, colour=INK))
    return whisker + tag("circle", cx=x, cy=y, r=5, fill=INK) + words
