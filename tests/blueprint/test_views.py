"""The views of one set of findings: each tells its own side, none tells another's."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from blueprint.board import ROWS, draw, tell
from blueprint.board.arrows import Sort, arrows
from blueprint.board.views import View
from blueprint.report import page
from blueprint.sentences import LANGUAGES, word
from tests.blueprint.fixture_findings import bare, hostile, sample
from tests.blueprint.fixture_generated import generated

SVG = "{http://www.w3.org/2000/svg}"


def texts(findings, view):
    root = ET.fromstring(draw(findings, view))
    return ["".join(element.itertext()) for element in root.iter(SVG + "text")]


@pytest.mark.parametrize("view", View)
@pytest.mark.parametrize("make", [sample, bare, hostile, lambda: generated(3, 12, 80)])
def test_every_view_of_anything_is_drawn_the_same_every_time(make, view):
    first = draw(make(), view)
    assert ET.fromstring(first).tag == SVG + "svg"
    assert first == draw(make(), view)


def test_every_view_has_its_rows_and_its_name_in_every_language():
    assert set(ROWS) == set(View)
    for language in LANGUAGES:
        assert len({word(f"view_{view}", language) for view in View}) == len(View)


def test_the_design_tells_promises_and_nothing_measured():
    findings = sample()
    told = " ".join(texts(findings, View.DESIGNED))
    assert "≤ 4\N{NO-BREAK SPACE}h · 90%" in told
    assert not {step.id for step in tell(findings, View.DESIGNED).blueprint.steps} & {"sales_chat"}
    assert not re.search(r"customers|n =|in time|events", told)
    assert {arrow.sort for arrow in arrows(findings, View.DESIGNED)} <= {
        Sort.DESIGNED,
        Sort.AGREEMENT,
        Sort.NEEDS,
    }
    assert len(arrows(findings, View.DESIGNED)) == len(findings.designed.links)


def test_the_as_is_tells_what_was_seen_and_judges_nothing():
    findings = sample()
    story = tell(findings, View.AS_IS)
    drawn = draw(findings, View.AS_IS)
    assert "sales_chat" in {step.id for step in story.blueprint.steps}
    assert not story.marks.all
    assert "#gap-" not in drawn
    assert "design " not in " ".join(texts(findings, View.AS_IS)).replace("against design", "")
    assert Sort.NEVER not in {arrow.sort for arrow in arrows(findings, View.AS_IS)}


def test_the_page_links_to_every_view_and_each_is_there_once():
    html = page(sample())
    for view in View:
        assert html.count(f'href="#view-{view}"') == 1
        assert html.count(f'id="view-{view}"') == 1
