"""Rows and lines have the names of the canon, or those of a template, in three languages."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from blueprint.board import draw
from blueprint.board.views import View
from blueprint.report import page
from blueprint.sentences import LABELS, LANGUAGES, label_word, vocabulary
from pipelines import project
from pipelines.project import load_project
from pipelines.project_file import SourceError
from tests.blueprint.fixture_findings import sample

LINES = {
    ("en", "canonical"): ("Line of interaction", "Line of visibility"),
    ("es", "canonical"): ("Línea de interacción", "Línea de visibilidad"),
    ("pl", "canonical"): ("Linia interakcji", "Linia widoczności"),
    ("en", "apto"): ("Operation line", "Visibility line"),
    ("es", "apto"): ("Línea de operación", "Línea de visibilidad"),
    ("pl", "apto"): ("Linia operacyjna", "Linia widoczności"),
    ("en", "milda"): ("Line of interaction", "Line of visibility"),
    ("es", "milda"): ("Línea de interacción", "Línea de visibilidad"),
    ("pl", "milda"): ("Linia interakcji", "Linia widoczności"),
}
ROWS = {
    "apto": {"en": "User contact points", "es": "Puntos de contacto con el usuario", "pl": "Punkty kontaktowe użytkownika"},
    "milda": {"en": "Finding / action plan", "es": "Hallazgo / plan de acción", "pl": "Ustalenie / plan działania"},
}  # fmt: skip


def called(language, labels):
    base = sample()
    return replace(base, run=replace(base.run, language=language, labels=labels))


def texts(svg):
    """What a board says, what stands on several lines told as one."""
    return " ".join(" ".join(re.findall(r">([^<]+)<", svg)).split())


@pytest.mark.parametrize(("language", "labels"), LINES)
def test_lines_and_rows_of_the_board_are_called_as_the_template_does(language, labels):
    svg = texts(draw(called(language, labels)))
    for name in LINES[language, labels]:
        assert name in svg
    for template, names in ROWS.items():
        assert (names[language] in svg) == (template == labels)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_journey_map_and_the_report_use_them_too(language):
    journey = texts(draw(called(language, "milda"), View.JOURNEY))
    assert label_word("pain_points", language, "milda") in journey
    html = page(called(language, "apto"))
    assert LINES[language, "apto"][0] in html
    other = LINES[language, "canonical"][0]
    assert not re.search(rf"{other}(?! interna| wewn)", html)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("labels", LABELS[1:])
def test_a_template_renames_words_of_the_board_only(language, labels):
    renamed = vocabulary(language)[f"labels_{labels}"]
    assert renamed.keys() <= vocabulary(language)["words"].keys()
    assert label_word("support", language, labels) == vocabulary(language)["words"]["support"]


def test_the_project_says_which_and_a_wrong_one_is_told(tmp_path):
    assert project.LABELS == LABELS
    assert project.LANGUAGES == LANGUAGES
    file = tmp_path / "project.yaml"
    sources = "sources:\n  web: {format: segment, files: web.jsonl}\n"
    file.write_text("project: 1\nlabels: apto\n" + sources, encoding="utf-8")
    assert load_project(tmp_path).labels == "apto"
    file.write_text("project: 1\n" + sources, encoding="utf-8")
    assert load_project(tmp_path).labels == "canonical"
    file.write_text("project: 1\nlabels: apt\n" + sources, encoding="utf-8")
    with pytest.raises(SourceError, match="apto"):
        load_project(tmp_path)
