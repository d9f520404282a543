"""Whatever a name, an activity or an attribute holds, every view and file shows it as text."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import fields, is_dataclass, replace
from functools import cache
from html.parser import HTMLParser
from itertools import chain

import pytest

from blueprint.board import draw, files
from blueprint.board.views import View
from blueprint.findings import ActivityCoverage, Segment, SourceState
from blueprint.model import Declared
from blueprint.report import page
from miner.pictures.text import Style, width
from tests.blueprint.fixture_before import two_runs
from tests.blueprint.fixture_findings import sample

ATTACKS = {
    "markup": '<b onclick="alert(1)">x</b></text></svg></script><script>alert(1)</script>&amp;]]>\'"',
    "link": '" href="javascript:alert(1)" onload="alert(1)',
    "marks": "\u202egnp.exe\u202c \u2066x\u2069 \u200fz\u200e \x00\x08\x1b[31m\ud800 \ufeff end",
    "long": "w" * 500,
    "long words": "Donaudampfschiff " * 30,
    "right to left": "שלום עולם مرحبا بالعالم",
    "emoji": "👩‍👩‍👧‍👦 🏳️‍🌈 " + "😀" * 60,
    "template": "{{ 7 * 7 }} {0} {step} %s ${x} `code`",
    "formula": '=HYPERLINK("http://x.example","y")',
    "empty": " ",
}
TEXTS = frozenset({"name", "policy", "description", "section", "team", "does"})
PLAIN = frozenset({"case", "instance", "trace", "activity", "value", "stopped", "version", "seen"})
SHOWN_BY = {"markup": "<script>alert(1)</script>", "template": "{{ 7 * 7 }}", "right to left": "שלום"}  # fmt: skip
IN_A_REPORT = {"markup", "link", "marks", "template"}
"""Of every commit; a report of each of the others takes seconds."""
SVG = "{http://www.w3.org/2000/svg}"
SHAPES = {"svg", "g", "a", "title", "desc", "style", "defs", "pattern", "rect", "path", "line", "text", "tspan", "circle", "polygon"}  # fmt: skip
SEEN_MARKS = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\ufeff\x00\x08\x1b\ud800]")


def spoilt(value, name, key=""):
    """A value of the findings with every text of people and logs replaced."""
    if isinstance(value, ActivityCoverage | SourceState):
        value = replace(value, source=name)
    if is_dataclass(value):
        return replace(value, **{f.name: spoilt(getattr(value, f.name), name, f.name) for f in fields(value)})  # fmt: skip
    if isinstance(value, list | tuple):
        made = [spoilt(one, name, key) for one in value]
        return made if isinstance(value, list) else tuple(made)
    if isinstance(value, dict):
        if key in TEXTS | {"evidence"}:
            return {"": name}
        return {k: spoilt(v, name, k) for k, v in value.items()}
    return name if isinstance(value, str) and key in PLAIN else value


@cache
def attacked(kind):
    """The sample with an attack in every place that somebody else writes, and an earlier run of it."""
    name = ATTACKS[kind]
    base = spoilt(two_runs(sample()), name)
    asked = Segment(attribute=name, value=name, eligible=90, affected=40, customers=40, rate=0.4, rest_rate=0.1, rest_customers=9, lift=4.0, interval=(2.0, 6.0), q=0.001)  # fmt: skip
    declared = {"x": Declared(name={"": name}, contact="remote", team={"": name}, does={"": name})}
    planned = [replace(s, roles=("x",), systems=("x",), channels=("x",)) for s in base.designed.steps]  # fmt: skip
    return replace(
        base,
        gaps=[replace(gap, segments=[asked]) for gap in base.gaps],
        designed=replace(base.designed, steps=tuple(planned), roles=declared, systems=declared, channels=declared),
        as_is=replace(base.as_is, roles=declared, systems=declared, channels=declared),
    )  # fmt: skip


@pytest.mark.parametrize("view", View)
@pytest.mark.parametrize("kind", ATTACKS)
def test_every_view_is_made_of_our_own_shapes(kind, view):
    drawn = draw(attacked(kind), view)
    root = ET.fromstring(drawn)
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= SHAPES
    for element in root.iter():
        assert not any(name.startswith("on") for name in element.attrib)
        assert element.get("href", "#").startswith("#")
    texts = [element.text or "" for element in root.iter() if element.tag != SVG + "style"]
    assert not SEEN_MARKS.search("".join(texts))
    if kind in SHOWN_BY:
        assert any(SHOWN_BY[kind] in text for text in texts)


@pytest.mark.parametrize("view", View)
@pytest.mark.parametrize("kind", ["long", "long words", "emoji", "right to left"])
def test_what_is_written_fits_the_picture(kind, view):
    root = ET.fromstring(draw(attacked(kind), view))
    for text in root.iter(SVG + "text"):
        left, right = extent(text)
        assert left >= -1
        assert right <= float(root.get("width")) + 1


def extent(text):
    """Where a text begins and ends; what stands in its tooltip is not written."""
    told = (text.text or "") + "".join((c.text or "") for c in text if c.tag != SVG + "title")
    style = Style(float(text.get("font-size")), bold=text.get("font-weight") is not None)
    long, x = width(told, style), float(text.get("x"))
    left = x - {"end": long, "middle": long / 2}.get(text.get("text-anchor"), 0)
    return left, left + long


class Elements(HTMLParser):
    """The elements of a page with their attributes, and its texts."""

    def __init__(self, html):
        super().__init__()
        self.elements, self.texts = [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, attrs))

    def handle_data(self, data):
        self.texts.append(data)


@cache
def harmless():
    return Elements(page(two_runs(sample())))


@pytest.mark.parametrize(
    "kind",
    [pytest.param(k, marks=() if k in IN_A_REPORT else pytest.mark.nightly) for k in ATTACKS],
)
def test_the_report_holds_no_element_or_address_of_others(kind):
    html = page(attacked(kind))
    html.encode("utf-8")
    read = Elements(html)
    tags = [tag for tag, _ in read.elements]
    own = [tag for tag, _ in harmless().elements]
    assert set(tags) <= set(own)
    assert tags.count("script") <= own.count("script")
    for name, value in chain.from_iterable(attrs for _, attrs in read.elements):
        assert not name.startswith("on")
        assert name != "href" or value.startswith("#")
        assert name != "src"
    if kind in SHOWN_BY:
        assert sum(SHOWN_BY[kind] in text for text in read.texts) > 20
    code = "".join(text for text in harmless().texts if "Plotly" in text)
    assert not SEEN_MARKS.search(html.replace(code, ""))


@pytest.mark.parametrize("kind", ATTACKS)
def test_pictures_for_slides_and_print_are_made_of_it(kind):
    drawn = draw(attacked(kind))
    assert files.png(drawn, 0.5).startswith(b"\x89PNG")
    if kind == "markup":
        assert files.pdf(drawn, ATTACKS[kind]).startswith(b"%PDF")
