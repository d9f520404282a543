"""The journey map leaves out no pain without saying so."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from blueprint.board import NAMESPACE, draw, draw_pages
from blueprint.board.journey import MOST
from blueprint.board.telling import tell
from blueprint.board.views import View
from blueprint.sentences import LANGUAGES, word
from tests.blueprint.fixture_findings import sample

SVG = f"{{{NAMESPACE}}}"
STAGE = "support"


def painful(stage_gaps, kind="late_step", lane=None):
    """The sample with so many numbered gaps of one stage, on a lane."""
    one = replace(sample().gaps[0], kind=kind, stage=STAGE, lane=lane, follows_from=None)
    gaps = [replace(one, id=f"{kind}:{n}") for n in range(stage_gaps)]
    return replace(sample(), gaps=gaps)


def told(findings):
    """The badges among the pains, and the lines that tell of more."""
    root = ET.fromstring(draw(findings, View.JOURNEY))
    texts = ["".join(text.itertext()) for text in root.iter(SVG + "text")]
    numbers = {int(text) for text in texts if re.fullmatch(r"\d+", text)}
    return numbers, [text for text in texts if text.startswith("+ ")]


@pytest.mark.parametrize("count", [1, 14, MOST])
def test_every_pain_is_listed(count):
    numbers, more = told(painful(count))
    assert set(range(1, count + 1)) <= numbers
    assert more == []


def test_beyond_the_most_it_says_how_many_more_and_leads_to_them():
    findings = painful(MOST + 8)
    assert told(findings)[1] == ["+ 8 more"]
    paged = "".join(draw_pages(findings, View.JOURNEY))
    assert f'<a href="#row-late_step:{MOST}"><text' in paged
    assert "#gap-" not in draw(findings, View.JOURNEY)


def test_what_lies_behind_the_line_is_counted():
    lane = next(lane.id for lane in sample().designed.lanes if lane.role == "backstage")
    assert told(painful(3, lane=lane))[1] == ["+ 3 behind the line of visibility"]
    assert told(painful(3, "visibility_breach", lane))[1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pains_of_all_stages_add_up(language):
    base = sample()
    findings = replace(base, run=replace(base.run, language=language))
    listed, more = told(findings)
    numbered = {mark.number for mark in tell(findings, View.JOURNEY).marks.all}
    assert len(numbered & listed) + sum(int(line.split()[1]) for line in more) == len(numbered)
    assert (
        word("hidden_pains", language, n=2) != word("hidden_pains", "en", n=2) or language == "en"
    )
