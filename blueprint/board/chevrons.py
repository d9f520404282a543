"""The stages as chevrons: name, how many entered, what share went on, and the stage's gaps."""

from __future__ import annotations

from blueprint.amounts import number, share
from blueprint.board.badges import badge
from blueprint.board.layout import Span
from blueprint.board.scene import Drawn, Scene, Story
from blueprint.board.theme import CHEVRON, PAPER
from blueprint.board.views import View
from blueprint.findings import StageMeasure
from blueprint.model import Stage, say
from blueprint.sentences import counted, word
from miner.pictures.svg import number as coordinate
from miner.pictures.svg import tag, title
from miner.pictures.text import Style, width, write

HEIGHT, POINT = 42.0, 11.0
PALE = "#c9d4de"
PAST = Style(11, colour=PALE, anchor="end")


def draw_chevrons(scene: Scene, top: float) -> Drawn:
    """One chevron per stage on the sheet."""
    shapes = [_chevron(scene, span, top) for span in scene.sheet.spans]
    return Drawn("".join(shapes), top + HEIGHT + 8)


def _chevron(scene: Scene, span: Span, top: float) -> str:
    """The arrow shape with its texts; a stage's badges hang at its upper right."""
    left, right = scene.extent(span)
    left, right = left + 3, right - 1
    story, stage = scene.story, scene.story.stages[span.stage]
    measure = story.measures.get(span.stage)
    body = tag("path", d=_shape(left, right, top), fill=CHEVRON)
    marks = story.marks.by_stage.get(span.stage, ()) if not span.part else ()
    badges = "".join(
        badge(right - POINT - 12 - 21 * place, top + 1, mark, story)
        for place, mark in enumerate(reversed(marks))
    )
    texts = _texts(scene, span, (left + POINT + 8, right - POINT - 6, top))
    return tag("g", title(_tooltip(stage, measure, story)), body, texts, badges)


def _shape(left: float, right: float, top: float) -> str:
    """A box with a notch at the left and a point at the right."""
    corners = [
        (left, top), (right - POINT, top), (right, top + HEIGHT / 2), (right - POINT, top + HEIGHT),
        (left, top + HEIGHT), (left + POINT, top + HEIGHT / 2),
    ]  # fmt: skip
    return "M" + "L".join(f"{coordinate(x)} {coordinate(y)}" for x, y in corners) + "Z"


def _texts(scene: Scene, span: Span, box: tuple[float, float, float]) -> str:
    """Number and name, the count below, the conversion at the right."""
    story, (left, right, top) = scene.story, box
    stage, measure = story.stages[span.stage], story.measures.get(span.stage)
    language = story.language
    order = list(story.stages).index(span.stage) + 1
    name = f"{order}  {say(stage.name, language) or stage.id}"
    planned = story.view is View.DESIGNED
    goes = _goes_on(stage.reach if planned else _reached(measure, stage), language)
    style = Style(12.5, bold=True, colour=PALE, anchor="end")
    was = _before(measure, goes, story)
    room = right - left - (max(width(goes, style), width(was, PAST)) + 10 if goes else 0)
    drawn = write(left, top + 18, name, Style(14, bold=True, colour=PAPER, room=room))
    counted = [word("continued", language)] if span.part else []
    counted += [] if planned else [count(measure, stage, language), *_entered(measure, story)]
    drawn += write(left, top + 34, " · ".join(counted), Style(11, colour=PALE, room=room))
    if not was:
        return drawn + (write(right, top + 30, goes, style) if goes else "")
    return drawn + write(right, top + 23, goes, style) + write(right, top + 37, was, PAST)


def _entered(measure: StageMeasure | None, story: Story) -> list[str]:
    """How many entered in the run before, in the view of two runs."""
    past = story.past_stages.get(measure.id) if measure else None
    said = [] if past is None else [number(past.entered, story.language)]
    return [word("was", story.language, value=n) for n in said]


def _before(measure: StageMeasure | None, goes: str, story: Story) -> str:
    """What share reached the next stage in the run before, in the view of two runs."""
    past = story.past_stages.get(measure.id) if measure and goes else None
    if past is None or past.reached_next is None:
        return ""
    return word("was", story.language, value=share(past.reached_next, story.language))


def _reached(measure: StageMeasure | None, stage: Stage) -> float | None:
    """The share that reached the next stage, where one follows."""
    return measure.reached_next if measure and stage.next else None


def _goes_on(part: float | None, language: str) -> str:
    """A share with an arrow to the next stage."""
    return "" if part is None else f"{share(part, language)} \N{RIGHTWARDS ARROW}"


def count(measure: StageMeasure | None, stage: Stage, language: str) -> str:
    """Who entered: customers, tickets, or another object by its type."""
    if measure is None:
        return word("not_measured", language)
    if stage.instances == "ticket":
        return counted("tickets", measure.entered, language)
    if stage.instances:
        return word("objects", language, n=number(measure.entered, language), type=stage.instances)
    customers = counted("customers", measure.customers, language)
    if measure.entered == measure.customers:
        return customers
    return f"{counted('entries', measure.entered, language)} · {customers}"


def _tooltip(stage: Stage, measure: StageMeasure | None, story: Story) -> str:
    """The name, the description and the count in one text."""
    language = story.language
    parts = [say(stage.name, language), say(stage.description, language)]
    parts += [] if story.view is View.DESIGNED else [count(measure, stage, language)]
    return " · ".join(part for part in parts if part)
