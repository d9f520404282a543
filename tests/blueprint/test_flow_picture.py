"""The flow that was found: it says that it is not the design's, and who does a step is not cut."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from blueprint.amounts import share
from blueprint.board import NAMESPACE, draw
from blueprint.board.telling import tell
from blueprint.board.views import View
from blueprint.model import say
from blueprint.report import page
from blueprint.sentences import LANGUAGES, report_word, word
from tests.blueprint.fixture_findings import sample

SVG = f"{{{NAMESPACE}}}"


def spoken(language):
    base = sample()
    return replace(base, run=replace(base.run, language=language))


def boxes(language):
    """Each step's texts, and what holds them: its box from top to bottom."""
    root = ET.fromstring(draw(spoken(language), View.FLOW))
    for step in (g for g in root.iter(SVG + "g") if g.get("class") == "bm-step"):
        box = next(step.iter(SVG + "rect"))
        top = float(box.get("y"))
        yield (
            step.get("data-step"),
            list(step.iter(SVG + "text")),
            top,
            top + float(box.get("height")),
        )


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_does_a_step_and_how_often_is_told_whole_and_inside_its_box(language):
    story, seen = tell(spoken(language)), 0
    roles = {lane.id: word(lane.role.value, language) for lane in story.blueprint.lanes}
    steps = {step.id: step for step in story.blueprint.steps}
    for name, texts, top, bottom in boxes(language):
        told = " · ".join("".join(text.itertext()) for text in texts)
        step = steps[name]
        assert step.roles or roles[step.lane] in told
        assert say(step.name, language).split()[0] in told
        assert all(top + 9 < float(text.get("y")) < bottom - 3 for text in texts)
        seen += 1
    assert seen == 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_models_are_told_apart_and_their_numbers_written_alike(language):
    html = page(spoken(language))
    model, stage = sample().models[0], sample().conformance[0]
    assert (model.fitness, stage.fitness) == (0.98, 0.96)
    told = report_word(
        "flow_fit", language, fitness=share(0.98, language), precision=share(0.9, language)
    )
    assert told in html
    table = html[html.index(report_word("conformance_caption", language)) :].partition("</table>")[
        0
    ]
    assert report_word("fitness_designed", language) in table
    assert share(0.96, language) in table
    assert word("view_flow", language) in html
