"""What the gaps of the hand-worked cases say, from log to sentence, and from what they follow."""

from __future__ import annotations

import re

import pytest

from blueprint.board.layout import drawn
from blueprint.board.marks import step_of
from blueprint.comparison import RunFacts, compare
from blueprint.sentences import LANGUAGES, kind_word, sentence, subject_name, vocabulary
from tests.blueprint.test_gaps import cases, design_of
from tests.blueprint.written_log import written_log


def told():
    """The cases that say a sentence, or what a gap follows from."""
    return [case for case in cases() if {"says", "follows"} & case.values[1].keys()]


def lane_of_its_badge(gap, findings):
    """The lane of the step that the board hangs a gap at; the gap's own where it hangs at none."""
    home = step_of(gap, drawn(findings))
    return next((step.lane for step in drawn(findings).steps if step.id == home), gap.lane)


@pytest.mark.parametrize(("kind", "case"), told())
def test_case_in_words(kind, case, tmp_path) -> None:
    design = design_of(case, tmp_path)
    connection, sources = written_log(case["log"])
    facts = RunFacts(id="run", at="2026-01-01T00:00:00+00:00", version="0", sources=sources)
    findings = compare(connection, design, facts)
    gaps = {gap.id.removeprefix(f"{kind}:"): gap for gap in findings.gaps if gap.kind == kind}
    for name, said in case.get("says", {}).items():
        assert sentence(gaps[name], findings.designed) == said
        for language in LANGUAGES:
            words = sentence(gaps[name], findings.designed, language)
            assert not re.search(r"[{}?\[\]]|None", words), words
            assert subject_name(gaps[name], findings.designed, language)
    for gap in gaps.values():
        assert gap.lane == lane_of_its_badge(gap, findings)
    for name, parent in case.get("follows", {}).items():
        assert gaps[name].follows_from == parent


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_kind_has_a_word(language) -> None:
    kinds = {case.values[0] for case in cases()}
    assert kinds <= vocabulary(language)["kinds"].keys()
    assert all("_" not in kind_word(kind, language) for kind in kinds)


@pytest.mark.parametrize("kind", ["wrong_role", "wrong_channel", "visibility_breach"])
def test_what_is_counted_by_occurrence_is_said_in_occurrences(kind, tmp_path) -> None:
    case = next(case.values[1] for case in cases() if case.values[0] == kind)
    connection, sources = written_log(case["log"])
    facts = RunFacts(id="run", at="2026-01-01T00:00:00+00:00", version="0", sources=sources)
    found = compare(connection, design_of(case, tmp_path), facts).gaps
    assert {gap.effect.unit for gap in found if gap.kind == kind} == {"acts"}
    assert all("acts" in vocabulary(language)["units"] for language in LANGUAGES)
