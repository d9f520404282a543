"""The picture: well-formed, the same every time, every state of the overlay shown, hostile text only text."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from blueprint.board import NAMESPACE, draw
from blueprint.board.arrows import Sort, arrows
from blueprint.board.changes import state_word
from blueprint.board.header import reach
from blueprint.board.states import CHANGES, State
from blueprint.board.telling import tell
from blueprint.sentences import LANGUAGES, word
from miner.pictures.svg import clean, number, path
from miner.pictures.text import ELLIPSIS, Style, cut, lines, width
from tests.blueprint.fixture_findings import HOSTILE, bare, hostile, sample
from tests.blueprint.fixture_generated import generated

SVG = f"{{{NAMESPACE}}}"


def tree(findings):
    return ET.fromstring(draw(findings))


def texts(root):
    return ["".join(element.itertext()) for element in root.iter(SVG + "text")]


@pytest.mark.parametrize(
    "make", [sample, bare, hostile, lambda: generated(1, 12, 60), lambda: generated(7, 2, 60)]
)
def test_it_is_well_formed_and_the_same_every_time(make):
    first = draw(make())
    assert ET.fromstring(first).tag == SVG + "svg"
    assert first == draw(make())


def test_it_loads_nothing_from_anywhere():
    picture = draw(sample())
    assert set(re.findall(r"https?://[^\"<> ]+", picture)) == {NAMESPACE}
    assert not re.search(r"<(script|image|foreignObject|use)\b|@import|url\((?!#)", picture)
    for element in tree(sample()).iter():
        assert not [key for key in element.attrib if key.startswith("on")]


def test_hostile_names_stay_text():
    root = tree(hostile())
    assert not list(root.iter(SVG + "script"))
    whole = "".join(root.itertext())
    assert "<script>alert(1)</script>" in whole
    assert not set(whole) & set("\u202e\u202c\x00\x08\ud800")


def test_every_state_has_its_look_and_its_word():
    states = tell(sample()).states
    assert states["approve_discount"] is State.NEVER_SEEN
    assert states["sales_chat"] is State.UNDESIGNED
    assert states["reopen"] is State.FORBIDDEN
    assert states["acknowledge"] is State.SKIPPED
    assert states["triage"] is State.ORDER
    assert states["first_reply"] is State.LATE
    assert states["exchange"] is State.REPEATED
    assert states["onboarding_call"] is State.NO_DATA
    assert states["resend_verification"] is State.OPTIONAL
    assert states["pay"] is State.AS_DESIGNED
    few = replace(sample(), stages=[replace(stage, entered=12) for stage in sample().stages])
    assert tell(few).states["pay"] is State.TOO_FEW
    for language in LANGUAGES:
        assert len({state_word(state, language) for state in State}) == len(State)
    assert all(state_word(state, "pl") != state_word(state, "en") for state in CHANGES)


def test_a_forbidden_step_that_never_happened_is_no_alarm():
    base = sample()
    calm = replace(
        base,
        steps=[replace(s, instances=0, cases=0) if s.id == "reopen" else s for s in base.steps],
    )
    assert tell(calm).states["reopen"] is State.OPTIONAL
    assert "did not happen" in texts(tree(calm))


def test_badges_lead_to_the_lines_of_the_ledger_and_match_their_numbers():
    root = tree(sample())
    links = [(link.get("href"), texts(link)[0]) for link in root.iter(SVG + "a")]
    badges = {href: told for href, told in links if href.startswith("#gap-")}
    entries = [g for g in root.iter(SVG + "g") if g.get("class") == "bm-entry"]
    assert {f"#{entry.get('id')}" for entry in entries} == set(badges)
    assert all(href == f"#gap-{told}" for href, told in badges.items())
    assert len(badges) == sum(
        1 for gap in sample().gaps if not gap.follows_from and gap.verdict != "not_enough_data"
    )


def test_a_gap_without_enough_data_is_never_badged():
    unsure = replace(
        sample(), gaps=[replace(gap, verdict="not_enough_data") for gap in sample().gaps]
    )
    assert not list(tree(unsure).iter(SVG + "a"))


def test_steps_can_be_reached_by_keyboard_and_say_what_they_are():
    root = tree(sample())
    steps = [g for g in root.iter(SVG + "g") if g.get("class") == "bm-step"]
    assert len(steps) == 23
    assert all(step.get("tabindex") == "0" and step.get("aria-label") for step in steps)
    answers = next(step for step in steps if step.get("data-step") == "first_reply")
    assert "626 of 644 (97%)" in answers.get("aria-label")
    assert "263 of 626" in answers.get("aria-label")


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_speaks_the_language(language):
    shown = texts(tree(replace(sample(), run=replace(sample().run, language=language))))
    assert word("gaps_largest_first", language) in shown
    assert word("time", language) in shown
    names = {"en": "Pays", "es": "Paga", "pl": "Płaci"}
    assert names[language] in shown


def test_a_long_name_is_cut_with_its_whole_in_a_tooltip():
    base = sample()
    name = "Sends the complete and detailed confirmation of the arrangement"
    long = replace(
        base,
        designed=replace(
            base.designed, steps=tuple(replace(s, name={"": name}) for s in base.designed.steps)
        ),
    )
    root = tree(long)
    assert any(text.endswith(ELLIPSIS) for text in texts(root))
    assert any(title.text.startswith(name) for title in root.iter(SVG + "title"))


def test_texts_fit_their_room():
    style = Style(11)
    for text in (
        "short",
        "a much longer text than fits",
        "Donaudampfschifffahrt" * 3,
        "日本語のとても長い名前です",
        HOSTILE,
    ):
        assert width(cut(text, style, 80), style) <= 80
        for line in lines(text, style, 80, 2):
            assert width(line, style) <= 80
    assert lines("Sends verification mail", style, 88, 2) == ["Sends verification", "mail"]


def test_numbers_and_corners_are_short():
    assert [number(value) for value in (0, -0.04, 12.0, 12.34, -0.5, 100)] == [
        "0",
        "0",
        "12",
        "12.3",
        "-0.5",
        "100",
    ]
    assert path([(0, 0), (10, 0), (10, 20)]) == "M0 0L5 0Q10 0 10 5L10 20"
    assert clean("a\u202eb\x00\n c") == "ab c"


def test_a_declared_link_that_nobody_takes_is_no_gap():
    base = sample()
    silent = replace(base.links[0], source="exchange", target="open_ticket", instances=0, share=0.0)
    sorts = {
        (a.source, a.target): a.sort for a in arrows(replace(base, links=[*base.links, silent]))
    }
    assert sorts["exchange", "open_ticket"] is Sort.AGREEMENT
    assert sorts["choose_plan", "approve_discount"] is Sort.NEVER
    assert sorts["resolve", "reopen"] is Sort.UNDESIGNED


def test_a_rare_undesigned_arrow_is_left_out():
    base = sample()
    rare = replace(
        base.links[0],
        source="resolve",
        target="open_ticket",
        instances=9,
        share=0.049,
        designed=False,
    )
    assert not [a for a in arrows(replace(base, links=[rare])) if a.sort is Sort.UNDESIGNED]


def test_the_window_is_the_sources_own_where_it_is_open():
    run = sample().run
    assert reach(run) == ("2025-09-01", "2025-10-11")
    assert reach(replace(run, window=(None, None))) == ("2025-08-31", "2025-10-10")
    assert reach(bare().run) == ("?", "?")
