"""The board in the dark: every word can be read, nothing glares, and files stay light."""

from __future__ import annotations

import re
from itertools import product

import pytest

from blueprint.board import draw, draw_pages
from blueprint.board.dark import GROUND, LINES, STROKES, SURFACES, dark_rules
from blueprint.board.theme import BANDS, CHEVRON, INK, KIND_COLOURS, PAPER
from blueprint.board.views import View
from blueprint.report import page
from blueprint.report.section import asset
from tests.blueprint.fixture_before import two_runs
from tests.blueprint.fixture_findings import sample

PALE = "#c9d4de"
"""Texts on a chevron, beside white ones."""


def luminance(colour):
    light = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in light)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def used(view):
    """Element, attribute and colour of everything that a view draws."""
    for element, attributes in re.findall(r"<(\w+)([^>]*)>", draw(two_runs(sample()), view)):
        for attribute, colour in re.findall(r'(fill|stroke)="(#\w+)"', attributes):
            yield element, attribute, colour


@pytest.mark.parametrize("view", View)
def test_every_word_and_every_area_of_a_view_has_its_colour_in_the_dark(view):
    for element, attribute, colour in used(view):
        if element == "text":
            assert colour in {*STROKES, PAPER, PALE}, colour
        elif attribute == "fill" and luminance(colour) > 0.5:
            assert colour in SURFACES, colour
        elif attribute == "stroke" and luminance(colour) > 0.4:
            assert colour in {**STROKES, **LINES}, colour


def test_words_can_be_read_in_the_dark():
    grounds = {GROUND, *(SURFACES[colour] for colour in BANDS.values())}
    for word, ground in product(STROKES.values(), grounds):
        assert contrast(word, ground) >= 4.5, (word, ground)
    for fill in ("#fff3d6", "#fdeaea", "#fafbfc", "#f6effc", "#eaf4fb", "#e6f5ee"):
        assert contrast(STROKES[INK], SURFACES[fill]) >= 7, fill
    for word in (PAPER, PALE):
        assert contrast(word, SURFACES[CHEVRON]) >= 4.5


def test_a_badge_keeps_its_colour_for_its_number_is_white():
    assert set(KIND_COLOURS.values()) <= STROKES.keys()
    assert not set(KIND_COLOURS.values()) & SURFACES.keys()
    assert ":is(text,rect)" in dark_rules()


def test_the_page_has_the_rules_on_screens_alone_and_its_own_ground():
    assert dark_rules() in page(sample())
    assert dark_rules().startswith("@media screen and (prefers-color-scheme:dark)")
    dark = asset("report.css").partition("prefers-color-scheme: dark")[2]
    assert f"--card: {GROUND}" in dark


def test_the_picture_is_the_same_in_a_file_and_never_asks_for_the_dark():
    assert "prefers-color-scheme" not in draw(sample()) + "".join(draw_pages(sample()))
