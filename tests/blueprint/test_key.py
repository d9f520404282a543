"""The list under the board: every number has its line, and every link of a picture leads somewhere."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from blueprint.board import NAMESPACE, draw, draw_pages
from blueprint.board.telling import tell
from blueprint.board.views import View
from blueprint.report import page
from blueprint.sentences import LANGUAGES, kind_told, sentence, subject_name
from miner.pictures.text import ELLIPSIS
from tests.blueprint.fixture_before import two_runs
from tests.blueprint.fixture_findings import sample

SVG = f"{{{NAMESPACE}}}"
JUDGED = (View.GAPS, View.JOURNEY, View.BEFORE_AFTER)


def many():
    """The sample with so many gaps that a short list would not hold them."""
    base = two_runs(sample())
    more = [replace(base.gaps[0], id=f"{base.gaps[0].id}.{n}") for n in range(30)]
    return replace(base, gaps=[*base.gaps, *more])


def links(svg):
    return [one.get("href") for one in ET.fromstring(svg).iter(SVG + "a")]


def page_links(view):
    """Where the pictures of a view lead to in a report."""
    return [href for svg in draw_pages(many(), view) for href in links(svg)]


def entries(svg):
    return [g for g in ET.fromstring(svg).iter(SVG + "g") if g.get("class") == "bm-entry"]


def test_in_a_report_every_link_of_a_board_leads_to_something():
    html = page(many())
    there = set(re.findall(r'\bid="([^"]*)"', html))
    asked = re.findall(r'href="#([^"]*)"', html)
    assert set(asked) <= there
    numbered = {f"row-{mark.gap.id}" for mark in tell(many()).marks.all}
    for view in JUDGED:
        found = {href.removeprefix("#") for href in page_links(view)}
        assert found
        assert found <= numbered


@pytest.mark.parametrize("view", [View.GAPS, View.BEFORE_AFTER])
def test_in_a_file_every_badge_has_its_line(view):
    svg = draw(many(), view)
    lines = {f"#{entry.get('id')}" for entry in entries(svg) if entry.get("id")}
    assert len(lines) == len(tell(many()).marks.all) > 30
    assert links(svg)
    assert set(links(svg)) <= lines


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sentences_of_the_key_are_whole_and_no_line_lies_on_another(language):
    base = sample()
    findings = replace(base, run=replace(base.run, language=language))
    story, seen = tell(findings), []
    for mark, entry in zip(story.marks.all, entries(draw(findings)), strict=True):
        texts = ["".join(text.itertext()) for text in entry.iter(SVG + "text")]
        whole = " ".join(texts)
        assert sentence(mark.gap, story.blueprint, language) in whole
        assert ELLIPSIS not in whole
        area = next(rect for rect in entry.iter(SVG + "rect") if rect.get("fill") == "none")
        seen.append(tuple(float(area.get(key)) for key in ("x", "y", "height")))
    for (x, y, height), (next_x, next_y, _) in pairwise(seen):
        assert next_x > x or next_y > y + height


def test_an_entry_says_of_which_kind_it_is_and_what_is_slow():
    slow = next(gap for gap in sample().gaps if gap.kind == "slow_stage")
    assert [kind_told(replace(slow, facet=facet)) for facet in ("p50", "p90", "limit", None)] == [
        "slow, median",
        "slow, 9 in 10",
        "slow, limit",
        "slow",
    ]
    texts = ["".join(text.itertext()) for text in ET.fromstring(draw(sample())).iter(SVG + "text")]
    assert "Support:" in texts


def test_a_broken_rule_is_named_by_what_it_says():
    base = sample().gaps[0]
    told = {"rule": "R1", "why": {"": "No card is charged unseen.", "es": "Sin tarjeta."}}
    gap = replace(base, kind="broken_rule", sentence=replace(base.sentence, parameters=told))
    assert subject_name(gap, sample().designed) == "R1 No card is charged unseen"
    assert subject_name(gap, sample().designed, "es") == "R1 Sin tarjeta"
    bare = replace(gap, sentence=replace(base.sentence, parameters={"rule": "R1", "why": "R1"}))
    assert subject_name(bare, sample().designed) == "R1"
