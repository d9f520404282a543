"""`board`: every view as a file, the same every time, without a browser."""

from __future__ import annotations

import io
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

from blueprint import sentences
from blueprint.board.views import View
from pipelines.board_verb import LANGUAGES, VIEWS

A3_POINTS = (1190.6, 841.9)


@pytest.mark.parametrize("view", [view for view in View if view is not View.BEFORE_AFTER])
def test_every_view_is_written_as_svg_in_every_language(published_shop, call, tmp_path, view):
    seen = set()
    for language in ("en", "es", "pl"):
        target = tmp_path / f"{language}.svg"
        assert (
            call("board", target, "-p", published_shop, "--view", view, "--language", language)[0]
            == 0
        )
        assert ET.fromstring(target.read_text("utf-8")).get("lang") == language
        seen.add(target.read_text("utf-8"))
    assert len(seen) == 3


def test_a_png_has_two_pixels_for_each_and_its_texts_are_there(published_shop, call, tmp_path):
    svg, png = tmp_path / "b.svg", tmp_path / "b.png"
    call("board", svg, "-p", published_shop)
    call("board", png, "-p", published_shop)
    root = ET.fromstring(svg.read_text("utf-8"))
    picture = Image.open(png)
    assert abs(picture.width - 2 * float(root.get("width"))) <= 1
    heading = picture.convert("L").crop((20, 20, 300, 70))
    assert heading.getextrema()[0] < 80, "no dark letter where the name stands"
    first = png.read_bytes()
    call("board", png, "-p", published_shop)
    assert png.read_bytes() == first


def test_a_pdf_is_one_page_of_a3_in_landscape(published_shop, call, tmp_path):
    target = tmp_path / "b.pdf"
    assert call("board", target, "-p", published_shop, "--view", "journey")[0] == 0
    content = target.read_bytes()
    assert content.startswith(b"%PDF")
    assert (
        content.count(b"/Type /Page\n")
        + content.count(b"/Type /Page ")
        + content.count(b"/Type/Page")
        >= 1
    )
    box = content[content.index(b"/MediaBox") :][:60].split(b"[")[1].split(b"]")[0].split()
    width, height = float(box[2]), float(box[3])
    assert (round(width), round(height)) == tuple(map(round, A3_POINTS))
    call("board", target, "-p", published_shop, "--view", "journey")
    assert target.read_bytes() == content


def test_the_command_offers_every_view_and_language():
    assert tuple(view.value for view in View) == VIEWS
    assert LANGUAGES == sentences.LANGUAGES


def test_before_and_after_needs_two_runs(published_shop, call, tmp_path):
    target = tmp_path / "b.svg"
    asked = ("board", target, "-p", published_shop, "--view", "before-after")
    status, _, said = call(*asked)
    assert (status, target.exists()) == (1, False)
    assert "no earlier run over other data or another window is kept" in said
    assert call("compare", "-p", published_shop, "--window", "2026-01-01", "2026-01-18")[0] == 0
    assert call(*asked)[0] == 0
    assert "was" in target.read_text("utf-8")


def test_an_unknown_format_is_told(published_shop, call, tmp_path):
    status, _, said = call("board", tmp_path / "b.gif", "-p", published_shop)
    assert status == 1
    assert ".svg, .png, .pdf" in said


def test_a_picture_shows_what_no_font_of_ours_has():
    from blueprint.board.files import png

    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="30"><text x="4" y="22" font-size="20" font-family="Arimo">→</text></svg>'
    picture = Image.open(io.BytesIO(png(svg))).convert("L")
    assert picture.getextrema()[0] < 80
