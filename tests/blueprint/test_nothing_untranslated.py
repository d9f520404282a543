"""Every text of report and board comes from the language files, and each language has its own."""

from __future__ import annotations

import ast
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

import blueprint.reasons
import blueprint.sentences
from blueprint import foreign_words
from blueprint.comparison import _gated
from blueprint.design.check_names import GAP_KINDS
from blueprint.findings import Disagreement, FixedGap
from blueprint.foreign_words import _why
from blueprint.reasons import reason
from blueprint.report import page
from blueprint.sentences import kind_word, status_word, vocabulary
from blueprint.suppression import _withheld
from pipelines.stopping import EXPECTED, NO_FAULT
from tests.blueprint.fixture_findings import bare, sample
from tests.blueprint.marked_language import CLOSE, LANGUAGE, OPEN, marked_files, untranslated

ROOT = Path(blueprint.sentences.__file__).parent
OTHERS = ("es", "pl")
HOLES = re.compile(r"\{(\w+)\}")
REJECTED = '3 of 9 rows were rejected, reject_limit is 0.01; most for bad_timestamp (3 rows), first web.csv:4: found "x", expected a JSON object'
SAME = {"es": {"no", "Frontstage", "Backstage", "digital", "{n} ticket|{n} tickets", "SQL"}, "pl": {"Trend", "limit", "SQL"}}  # fmt: skip
"""What is the same word, sign or name of a measure in both languages."""


@pytest.fixture
def marked_language(tmp_path, monkeypatch):
    """The language whose every text is marked, and its definitions of the kinds."""
    folder = marked_files(tmp_path)
    caches = (blueprint.sentences.vocabulary, blueprint.reasons._sentences)
    monkeypatch.setattr(blueprint.sentences, "FOLDER", folder)
    for cache in caches:
        cache.cache_clear()
    yield json.loads((folder / "definitions" / f"{LANGUAGE}.json").read_text("utf-8"))
    for cache in caches:
        cache.cache_clear()


def with_all_that_is_said():
    """The sample with what a run may tell besides."""
    base = sample()
    first, *rest = base.run.sources
    gone = FixedGap(id="skipped_step:pay", kind="skipped_step", subject="pay", facet=None, first_seen="2025-07-01T00:00:00Z", last_run="1", rate_before=0.12, interval_before=(0.1, 0.14), rate=0.01, interval=(0.0, 0.02), tolerance=0.05, is_sure=True)  # fmt: skip
    differs = Disagreement(stage="signup", trace=["submit_signup"], instances=3, customers=3, clean_by_sets=True, clean_by_alignment=False)  # fmt: skip
    why = ["the stage has no abandon_max", 'of the next stage "support": its time has no limit', 'web never shows it on a channel of the step, only on crm. Add them to the step, or to the "is" of its channel']  # fmt: skip
    return replace(
        base,
        run=replace(base.run, language=LANGUAGE, sources=[replace(first, stopped=REJECTED), *rest]),
        unjudged=[
            *({"kind": "silence", "subject": "support", "why": text} for text in why),
            {"kind": "all", "subject": "all stages", "why": "the step has no binding"},
        ],
        gaps=[replace(base.gaps[0], status="came_back", first_seen="2025-07-01T00:00:00Z"), *base.gaps[1:]],
        fixed=[gone],
        disagreements=[differs],
    )  # fmt: skip


@pytest.mark.parametrize("make", [with_all_that_is_said, bare])
def test_nothing_that_a_page_shows_is_said_in_one_language_only(make, marked_language):
    findings = make()
    findings = replace(findings, run=replace(findings.run, language=LANGUAGE))
    html = page(findings, marked_language)
    assert html.count(OPEN) > 300
    assert untranslated(html, findings) == []


def test_an_untranslated_text_is_found(marked_language):
    findings = with_all_that_is_said()
    html = page(findings, marked_language)
    for leak in ("<p>Never heard of</p>", '<p aria-label="Never heard of"></p>', f"<p>{OPEN}So{CLOSE} never</p>"):  # fmt: skip
        assert len(untranslated(html.replace("</main>", leak + "</main>"), findings)) == 1


@pytest.mark.parametrize("language", OTHERS)
def test_no_text_is_left_in_english(language):
    english, other = vocabulary("en"), vocabulary(language)
    alike = {
        text
        for part, texts in english.items()
        for key, text in texts.items()
        if other[part][key] == text
    }
    assert {t for t in alike if re.search(r"[^\W\d_]{2}", HOLES.sub("", t))} <= SAME[language]


@pytest.mark.parametrize("language", OTHERS)
def test_every_kind_and_status_has_its_word(language):
    for kind in GAP_KINDS:
        assert kind_word(kind, language) != kind.replace("_", " ")
    for status in ("new", "persisting", "worse", "better", "came_back"):
        assert status_word(status, language) != status.replace("_", " ")


@pytest.mark.parametrize("language", OTHERS)
def test_reasons_have_the_same_holes_and_other_words(language):
    texts = json.loads((ROOT / "languages" / "reasons" / f"{language}.json").read_text("utf-8"))
    twin = json.loads((ROOT / "languages" / "reasons" / "es.json").read_text("utf-8"))
    assert texts.keys() == twin.keys()
    for english, text in texts.items():
        assert sorted(HOLES.findall(english)) == sorted(HOLES.findall(text)), english
        assert english != text


WRITTEN_IN = ("unjudged", "unjudged_actors", "unjudged_experience", "unjudged_flow", "unjudged_form", "unjudged_waits")  # fmt: skip


def sentences_in(file):
    """The texts of more than one word in a file, docstrings apart; what is filled in is ab."""
    tree = ast.parse(file.read_text("utf-8"))
    docs = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}  # fmt: skip
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(p.value) if isinstance(p, ast.Constant) else "ab" for p in node.values)  # fmt: skip
        elif isinstance(node, ast.Constant) and node not in docs and id(node) not in parts:
            yield str(node.value)


@pytest.mark.parametrize("name", WRITTEN_IN)
def test_every_reason_of_the_design_is_translated(name):
    said = [text for text in sentences_in(ROOT / "design" / f"{name}.py") if " " in text]
    for language in OTHERS:
        left = [text for text in said if reason(text, language) == text]
        assert left == []


def found_by_a_run():
    """The reasons that a run finds, not the design: in what the log has, for few people, of sources."""
    yield from (_why(kind, "crm", ["a", "b"]) for kind in foreign_words._WHY)
    yield from _gated_reasons()
    few = [replace(sample().gaps[0], customers=2), replace(sample().gaps[0], customers=9)]
    for one in few:
        yield from _withheld([one], {one.subject}, 5).values()
    yield from (text for code, text in EXPECTED.items() if code not in NO_FAULT)


def _gated_reasons():
    gates = replace(sample().gates, blind_steps=["pay"], coverage_passed=False)
    for row in _gated(gates):
        yield from (row["why"], row["kind"] if row["kind"] == "all" else row["why"])


def test_every_reason_that_a_run_finds_is_translated():
    said = list(found_by_a_run())
    assert len(said) > 20
    assert sum(text.startswith("withheld") for text in said) == 2
    for language in OTHERS:
        assert [text for text in said if reason(text, language) == text] == []


def test_reasons_by_hand():
    nested = 'of the next stage "pay": "card" cannot be seen'
    assert reason(nested) == nested
    assert reason(nested, "es") == "de la etapa siguiente, «pay»: no se puede ver «card»"
    assert reason(nested, "pl") == "następna faza „pay”: nie widać „card”"
    assert reason("of its own {braces}", "es") == "of its own {braces}"
    assert reason(REJECTED, "pl").endswith("znaleziono „x”, oczekiwano obiektu JSON")
    repeated = "it only repeats skipped_step:a and wrong_order:a>b"
    assert reason(repeated, "es") == "solo repite skipped_step:a y wrong_order:a>b"
