"""The emotional thermometer: expected (dotted), said when asked (dot), and friction (triangles).

A dot is the mean of self-reports alone; what a program guesses of a mood is not drawn.
"""

from __future__ import annotations

from itertools import pairwise

from blueprint.amounts import number, share, signed
from blueprint.board.evidence import row_label
from blueprint.board.layout import Span
from blueprint.board.scene import Drawn, Scene
from blueprint.board.theme import BLUE, FAINT, INK, LABELS, PAPER, RULE, VERMILLION
from blueprint.board.views import View
from blueprint.findings import StageExperience
from blueprint.sentences import word
from miner.pictures.svg import Point, tag, title
from miner.pictures.text import Style, width, write

HEIGHT, SCALE = 84.0, 2.0


def draw_emotion(scene: Scene, top: float) -> Drawn:
    """The curve and the dots; no row when nothing is expected and nobody was asked."""
    stages = scene.story.stages.values()
    if not scene.story.findings.experience and all(stage.emotion is None for stage in stages):
        return Drawn("", top)
    middle = top + HEIGHT / 2
    drawn = row_label(scene.story.label("emotion"), top, top + HEIGHT)
    drawn += tag("line", x1=LABELS, x2=scene.across.right, y1=middle, y2=middle, stroke=RULE)
    for mark, y in (("+2", top + 13), ("\N{MINUS SIGN}2", top + HEIGHT - 6)):
        drawn += write(LABELS - 12, y, mark, Style(10, colour=FAINT, anchor="end"))
    drawn += _curve(scene, middle)
    drawn += "".join(
        _answers(scene, span, (top, middle))
        for span in scene.sheet.spans
        if scene.story.view is not View.DESIGNED
    )
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
    """The answers of a stage as a dot with interval and n, or why there is none; its friction."""
    if span.part:
        return ""
    top, middle = levels
    left, right = scene.extent(span)
    found = (one for one in scene.story.findings.experience if one.stage == span.stage)
    experience = next(found, None)
    expected = scene.story.stages[span.stage].emotion
    is_high = expected is not None and expected < 0  # words stand where the curve is not
    at = (left + 12, top + 12 if is_high else top + HEIGHT - 11)
    drawn = _friction(experience, at, scene.story.language)
    if experience and experience.score is not None:
        return drawn + _dot(experience, ((left + right) / 2, middle), scene)
    y = top + 15 if is_high else top + HEIGHT - 8
    style = Style(10.5, colour=FAINT, anchor="middle", italic=True, room=right - left - 12)
    told = word(_silence(experience), scene.story.language)
    return drawn + write((left + right) / 2, y, told, style)


def _silence(experience: StageExperience | None) -> str:
    """Why a stage has no score: nobody was asked, nobody answered, or too few to tell."""
    if experience is None or not experience.asked:
        return "not_asked"
    return "too_few" if experience.answered else "not_answered"


def _dot(experience: StageExperience, at: Point, scene: Scene) -> str:
    """The mean of what customers said, with its interval and n; grey where too few answered."""
    x, middle = at
    language, score = scene.story.language, experience.score or 0.0
    low, high = experience.interval or (score, score)
    few = min(experience.answered, experience.customers) < scene.story.findings.gates.min_cases
    colour, y = FAINT if few else INK, _height(score, middle)
    whisker = tag(
        "line", x1=x, x2=x, y1=_height(low, middle), y2=_height(high, middle),
        stroke=colour, stroke_width=1.6,
    )  # fmt: skip
    count = word("n", language, n=number(experience.answered, language))
    told = f"{signed(score, language)} · {count}"
    style = Style(11, bold=not few, colour=colour)
    ground = tag(
        "rect", x=x + 8, y=y - 7, width=width(told, style) + 4, height=14, fill=PAPER, opacity=0.85
    )
    dot = tag("circle", cx=x, cy=y, r=5, fill=colour)
    words = ground + write(x + 10, y + 4, told, style)
    return tag("g", title(_told(experience, language)), whisker, dot, words)


def _told(experience: StageExperience, language: str) -> str:
    """The score in words, for a tooltip: interval and response share stand in it."""
    low, high = experience.interval or (0.0, 0.0)
    return word(
        "self_report", language,
        score=signed(experience.score or 0.0, language),
        low=signed(low, language), high=signed(high, language),
        answered=number(experience.answered, language), asked=number(experience.asked, language),
        share=share(experience.response_share, language),
    )  # fmt: skip


def _friction(experience: StageExperience | None, at: Point, language: str) -> str:
    """A triangle with the number of instances that met friction; nothing where there was none."""
    friction = experience.friction if experience else None
    if friction is None or not friction.instances:
        return ""
    x, y = at
    corners = f"{x - 5:.1f},{y + 4:.1f} {x + 5:.1f},{y + 4:.1f} {x:.1f},{y - 5:.1f}"
    told = word(
        "friction_told", language,
        instances=number(friction.instances, language), events=number(friction.events, language),
    )  # fmt: skip
    count = write(x + 9, y + 4, number(friction.instances, language), Style(10.5, colour=INK))
    return tag("g", title(told), tag("polygon", points=corners, fill=VERMILLION), count)
