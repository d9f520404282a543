"""What gaps say: each kind in each language, numbers as people write them, nothing untranslated."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from blueprint.amounts import duration, number, plural, share
from blueprint.findings import Sentence
from blueprint.sentences import (
    LANGUAGES,
    counted,
    effect_words,
    kind_word,
    sentence,
    subject_name,
    verdict_word,
    vocabulary,
)
from tests.blueprint.fixture_findings import GAPS, sample

NB = "\u00a0"
FIELDS = re.compile(r"\{(\w+)\}")


@pytest.mark.parametrize("language", ["es", "pl"])
def test_every_text_is_there_in_every_language_with_the_same_fields(language):
    english, other = vocabulary("en"), vocabulary(language)
    assert english.keys() == other.keys()
    for part, texts in english.items():
        assert texts.keys() == other[part].keys()
        for key, text in texts.items():
            for form in (*text.split("|"), *other[part][key].split("|")):
                assert sorted(FIELDS.findall(form)) == sorted(FIELDS.findall(text.split("|")[0])), (
                    key
                )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("gap", GAPS, ids=lambda gap: gap.id)
def test_every_sentence_says_n_of_n_and_has_no_hole(gap, language):
    said = sentence(gap, sample().designed, language)
    assert number(gap.affected, language) in said
    assert number(gap.eligible, language) in said
    assert not re.search(r"[{}?]|\.\.", said)
    assert kind_word(gap.kind, language)
    assert verdict_word(gap.verdict, language)


def test_sentences_by_hand():
    designed = sample().designed
    late, slow, unsure = GAPS[0], GAPS[1], GAPS[12]
    assert (
        sentence(late, designed)
        == f"263 of 626 (42%) waited longer than 4{NB}h of working time for “Answers”, and 18 of them never got it; 90% should get it in time."
    )
    assert (
        sentence(slow, designed, "es")
        == f"251 de 1018 (25{NB}%) no cumplieron el objetivo de 4{NB}d, previsto para 9 de 10; 9 de 10 tardaron hasta 8,4{NB}d."
    )
    assert sentence(unsure, designed, "pl") == "Za mało, by ocenić: 3 z 30."


def test_a_step_that_was_never_seen_says_so():
    gap = replace(GAPS[8], rate=1.0, affected=640)
    assert "never seen" in sentence(gap, sample().designed)


def test_a_kind_without_words_is_said_plainly():
    gap = replace(
        GAPS[8], kind="brand_new", sentence=Sentence(template="brand_new.x", parameters={})
    )
    assert sentence(gap, sample().designed) == "Confirms receipt: 45 of 640 (7%); at most 5% may."
    assert kind_word("brand_new") == "brand new"


def test_a_gap_of_a_stage_is_named_by_the_stage_and_timed_on_its_own_clock():
    given_up = replace(
        GAPS[2],
        sentence=Sentence(
            template="abandonment", parameters={"stage": "signup", "step": "verify_email"}
        ),
    )
    assert subject_name(given_up, sample().designed) == "Sign up"
    slow = replace(
        GAPS[1],
        sentence=Sentence(
            template="slow_stage.p90",
            parameters={"target_s": 4 * 86400, "p_s": 8 * 86400, "clock": "business"},
        ),
    )
    assert f"96{NB}h" in sentence(slow, sample().designed)


def test_subjects_by_name():
    designed = sample().designed
    assert [subject_name(gap, designed, "pl") for gap in (GAPS[0], GAPS[1], GAPS[5], GAPS[6])] == [
        "Odpowiada",
        "Pierwsze użycie",
        "Sales Chat Opened",
        "Przydziela zgłoszenie",
    ]


@pytest.mark.parametrize(
    ("seconds", "clock", "expected"),
    [(0, "calendar", "0 s"), (45, "calendar", "45 s"), (60, "calendar", "1 min"), (66, "calendar", "66 s"), (348, "calendar", "5.8 min"), (3600, "calendar", "1 h"), (5400, "calendar", "90 min"),
     (50400, "calendar", "14 h"), (86400, "calendar", "1 d"), (190080, "calendar", "2.2 d"), (57600, "business", "16 h"), (864000, "business", "240 h"), (None, "calendar", "\N{EN DASH}")],
)  # fmt: skip
def test_durations(seconds, clock, expected):
    assert duration(seconds, "en", clock).replace(NB, " ") == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0, "0%"),
        (1, "100%"),
        (0.9996, "100%"),
        (0.999, "99.9%"),
        (0.42, "42%"),
        (0.061, "6.1%"),
        (0.05, "5%"),
        (0.0004, "<0.1%"),
        (None, "\N{EN DASH}"),
    ],
)
def test_shares(value, expected):
    assert share(value) == expected


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "0 events, 1 event, 2 events, 12 events, 22 events, 1,004 events"),
        ("es", "0 eventos, 1 evento, 2 eventos, 12 eventos, 22 eventos, 1004 eventos"),
        ("pl", "0 zdarzeń, 1 zdarzenie, 2 zdarzenia, 12 zdarzeń, 22 zdarzenia, 1004 zdarzenia"),
    ],
)
def test_words_go_with_their_counts(language, said):
    counts = (0, 1, 2, 12, 22, 1004)
    assert ", ".join(counted("events", n, language) for n in counts) == said


def test_forms_of_a_text():
    polish = {"one": (1,), "few": (2, 3, 4, 22, 34, 102), "many": (0, 5, 11, 12, 13, 14, 21, 25, 111, 112)}  # fmt: skip
    for form, counts in polish.items():
        assert {plural("one|few|many", n, "pl") for n in counts} == {form}
    assert [plural("one|many", n, "en") for n in (1, 0, 2, 0.5)] == ["one", "many", "many", "many"]
    assert plural("one|few|many", 2.5, "pl") == "many"
    assert plural("same", 2, "pl") == "same"
    assert effect_words("customers", 1) == f"1{NB}customer"
    assert effect_words("instances", 2, "pl") == f"2{NB}razy"


def test_numbers_in_three_languages():
    assert [number(1234.5, language, 1) for language in LANGUAGES] == [
        "1,234.5",
        "1234,5",
        "1234,5",
    ]
    assert [number(22027, language) for language in LANGUAGES] == ["22,027", "22.027", f"22{NB}027"]
    assert effect_words("hours", 2710.4) == f"2,710{NB}h"
    assert effect_words("hours", 2.44, "pl") == f"2,4{NB}godz."
