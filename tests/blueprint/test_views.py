"""The views of one set of findings: each tells its own side, none tells another's."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from blueprint.board import ROWS, draw, draw_pages
from blueprint.board.arrows import Sort, arrows
from blueprint.board.telling import tell
from blueprint.board.theme import KIND_COLOURS
from blueprint.board.views import View, offered
from blueprint.gaps import definitions
from blueprint.model import Declared
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
    for view in offered(sample()):
        assert html.count(f'href="#view-{view}"') == 1
        assert html.count(f'id="view-{view}"') == 1


def test_the_journey_map_leaves_out_what_the_customer_does_not_see():
    story = tell(sample(), View.JOURNEY)
    drawn = "".join(draw_pages(sample(), View.JOURNEY))
    behind = {lane.id for lane in story.blueprint.lanes if lane.role in {"backstage", "support"}}
    own = {lane.id for lane in story.blueprint.lanes if lane.role == "customer"}
    shown = set(re.findall(r'data-step="([^"]+)"', drawn))
    assert shown == {step.id for step in story.blueprint.steps if step.lane in own}
    told = [
        mark
        for mark in story.marks.all
        if f'href="#row-{mark.gap.id}"><title>{mark.number}.' in drawn
    ]
    assert told
    assert not [mark.gap.id for mark in told if mark.gap.lane in behind]


def test_the_flow_diagram_tells_every_mined_step_and_who_does_it():
    findings = sample()
    assert findings.models
    drawn = draw(findings, View.FLOW)
    mined = {step for model in findings.models for step in re.findall("'([^']*)'", model.tree)}
    assert set(re.findall(r'data-step="([^"]+)"', drawn)) == mined


def test_rows_below_the_lanes_name_systems_roles_and_contact_once_by_stage():
    base = sample()
    declared = {
        "channels": {"web": Declared(name={"": "The web"}, contact="digital")},
        "systems": {"site": Declared(name={"": "Site"}, external=True)},
        "roles": {"clerk": Declared(name={"": "Clerk"}, team={"": "Care"}, does={"": "asks"})},
    }
    steps = tuple(
        replace(s, channels=("web",), systems=("site",), roles=("clerk",))
        for s in base.designed.steps
    )
    findings = replace(base, designed=replace(base.designed, steps=steps, **declared))
    told = texts(findings, View.DESIGNED)
    stages = len(base.designed.stages)
    assert told.count("The web · digital") == stages
    assert told.count("Site · external") == stages
    assert told.count("Clerk · Care") == stages
    assert "Clerk · Care · asks" in draw(findings, View.DESIGNED)
    assert not [t for t in texts(base, View.DESIGNED) if t == "Systems"]


def test_every_kind_of_gap_has_a_colour_that_can_be_read():
    for kind in definitions():
        colour = KIND_COLOURS[kind]
        light = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in light]
        luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
        assert 1.05 / (luminance + 0.05) >= 4.5, kind
