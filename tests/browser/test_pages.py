"""The report as people see it: every view, width and language, on screen, in the dark and in print."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from blueprint.board.views import View, offered
from blueprint.sentences import LANGUAGES

SERVICES = ("sample", "sixty steps", "helpdesk")
WIDTHS = (1440, 1920)
A3_LANDSCAPE = 1512
"""Width of an A3 page less its margins, in pixels of CSS."""
LOOK = (Path(__file__).parent / "look.js").read_text("utf-8")
KINDS_OF_WRONG = ("overlaps", "pierced", "clipped", "wide")

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]


class Opened:
    """A page with what its console said and what it asked for."""

    def __init__(self, page, file, fragment=""):
        self.page, self.said, self.asked = page, [], []
        page.on("console", lambda message: self.said.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: self.said.append(f"error: {error}"))
        page.on("request", lambda request: self.asked.append(request.url))
        page.goto(file.as_uri() + fragment)
        page.wait_for_function("() => document.querySelectorAll('.plot:empty').length === 0")
        page.evaluate(LOOK)

    def choose(self, view):
        """Shows a view, as a click on its name does."""
        self.page.click(f'.views a[href="#view-{view}"]')
        self.page.wait_for_selector(f"#view-{view} svg.bm-board", state="visible")

    def wrong(self):
        """What is wrong in what is shown now."""
        return {
            kind: found
            for kind in KINDS_OF_WRONG
            if (found := self.page.evaluate(f"look.{kind}()"))
        }

    def strangers(self):
        """What was asked for besides the page itself."""
        return [url for url in self.asked if not url.startswith(("file:", "data:", "blob:"))]


@pytest.fixture
def opened(chromium, report_of):
    """Opens the report of a service in a language; closes what it opened."""
    pages = []

    def open_(name, language="en", width=1440, fragment="", **context):
        page = chromium.new_page(viewport={"width": width, "height": 1000}, **context)
        pages.append(page)
        return Opened(page, report_of(name, language), fragment)

    yield open_
    for page in pages:
        page.close()


BY_NIGHT = {("sixty steps", "es"), ("sixty steps", "dark")}
"""Seconds of Chromium each; its steps are seen in the other languages and by light, these words and colours in the others."""


def each(*seconds):
    """Every service with each of these; those by night are marked so."""
    return [
        pytest.param(
            *pair, marks=[pytest.mark.nightly] if pair in BY_NIGHT else [], id="-".join(pair)
        )
        for pair in product(SERVICES, seconds)
    ]


@pytest.mark.parametrize(("name", "language"), each(*LANGUAGES))
def test_every_view_is_whole_at_every_width_and_in_print(opened, findings_of, name, language):
    report = opened(name, language)
    for width in WIDTHS:
        report.page.set_viewport_size({"width": width, "height": 1000})
        for view in offered(findings_of(name)):
            report.choose(view)
            assert report.wrong() == {}, (width, view)
    report.choose(View.GAPS)
    report.page.emulate_media(media="print")
    report.page.set_viewport_size({"width": A3_LANDSCAPE, "height": 1000})
    report.page.wait_for_function("() => look.wide().length === 0")
    assert report.wrong() == {}
    assert not report.page.is_visible(".views")
    assert report.page.is_visible("svg.bm-board")
    assert report.said == []
    assert report.strangers() == []


@pytest.mark.parametrize(("name", "scheme"), each("light", "dark"))
def test_axe_finds_nothing(opened, findings_of, name, scheme):
    report = opened(name, color_scheme=scheme)
    assert violations(report) == []
    for view in offered(findings_of(name)):
        report.choose(view)
        assert violations(report, f"#view-{view}") == [], view


def violations(report, part="body"):
    """What axe finds in a part of the page."""
    found = Axe().run(report.page, context=part).response["violations"]
    return [(v["id"], [n["html"][:200] for n in v["nodes"]][:3]) for v in found]


def test_a_link_keeps_the_view(opened):
    report = opened("sample", fragment=f"#view-{View.DESIGNED}")
    assert report.page.is_visible(f"#view-{View.DESIGNED}")
    assert not report.page.is_visible(f"#view-{View.GAPS}")
    report.page.click(f'.views a[href="#view-{View.AS_IS}"]')
    report.page.wait_for_selector(f"#view-{View.AS_IS}", state="visible")
    assert report.page.url.endswith(f"#view-{View.AS_IS}")


def test_board_and_ledger_work_without_javascript(chromium, report_of):
    page = chromium.new_page(java_script_enabled=False)
    page.goto(report_of("sample", "en").as_uri())
    assert page.is_visible(f"#view-{View.GAPS} svg.bm-board")
    page.click(f'.views a[href="#view-{View.DESIGNED}"]')
    page.wait_for_selector(f"#view-{View.DESIGNED} svg.bm-board", state="visible")
    assert not page.is_visible(f"#view-{View.GAPS} svg.bm-board")
    assert not page.is_visible(".filters")
    assert page.locator("#ledger th button").count() == 0
    page.click("#ledger details summary >> nth=0")
    assert page.is_visible("#ledger details[open] dl >> nth=0")
    page.close()


def test_the_keyboard_walks_the_page_in_its_order(opened):
    report = opened("sample")
    report.page.evaluate("document.activeElement.blur()")
    order = "[...document.querySelectorAll('*')].indexOf(document.activeElement)"
    seen = []
    for _ in range(60):
        report.page.keyboard.press("Tab")
        place = report.page.evaluate(order)
        assert report.page.evaluate(
            "document.activeElement.getClientRects().length > 0 || document.activeElement === document.body"
        )
        seen.append(place)
    assert seen == sorted(set(seen))
    assert (
        report.page.evaluate(
            'document.querySelectorAll(\'[tabindex]:not([tabindex="0"]):not([tabindex="-1"])\').length'
        )
        == 0
    )


def column(report, head):
    """What the shown rows of the ledger have in a column, from top to bottom."""
    script = "n => [...document.querySelectorAll('#ledger-table tbody:not([hidden])')].map(row => row.rows[0].cells[n].innerText)"
    return report.page.evaluate(script, head)


def test_the_ledger_is_sorted_by_keyboard(opened):
    report = opened("sample")
    numbers = column(report, 0)
    head = "#ledger th[data-column=affected]"
    report.page.focus(f"{head} button")
    report.page.keyboard.press("Enter")
    assert report.page.get_attribute(head, "aria-sort") == "descending"
    affected = [int(text.split()[0].replace(",", "")) for text in column(report, 4)]
    assert affected == sorted(affected, reverse=True)
    assert report.page.evaluate("document.activeElement.closest('th').dataset.column") == "affected"
    report.page.keyboard.press("Enter")
    assert report.page.get_attribute(head, "aria-sort") == "ascending"
    report.page.click("#ledger th[data-column=number] button")
    assert report.page.locator("#ledger [aria-sort]").count() == 1
    assert column(report, 0) == numbers


def test_the_ledger_is_filtered_and_says_how_many_are_left(opened):
    report = opened("sample")
    every = len(column(report, 0))
    report.page.select_option(".filters select[name=stage]", "signup")
    report.page.select_option(".filters select[name=kind]", "abandonment")
    assert column(report, 2) == ["abandoned"]
    assert report.page.inner_text(".filters [role=status]") == f"1 of {every} gaps"
    report.page.click(".filters button")
    report.page.wait_for_function(
        "n => document.querySelectorAll('#ledger-table tbody:not([hidden])').length === n",
        arg=every,
    )
    assert report.page.inner_text(".filters [role=status]") == f"{every} of {every} gaps"


def test_a_gap_on_the_board_leads_to_its_row_and_opens_it(opened):
    report = opened("sample")
    report.page.select_option(".filters select[name=verdict]", "indicated")
    report.page.click("#gap-1 a")
    report.page.wait_for_selector("#ledger-table tr[id^='row-']:focus")
    row = report.page.evaluate("document.activeElement.closest('tbody').rows[0].cells[0].innerText")
    assert row == "1"
    assert report.page.is_visible("tbody:has(:focus) details[open] .examples")
    assert violations(report, "#ledger") == []
    report.page.emulate_media(color_scheme="dark")
    assert violations(report, "#ledger") == []


def test_a_badge_of_the_board_leads_straight_to_its_row(opened):
    report = opened("sixty steps")
    badges = "#view-gaps svg:first-of-type a[href^='#row-']"
    asked = report.page.get_attribute(badges, "href")
    report.page.click(badges)
    report.page.wait_for_function("document.activeElement.id.startsWith('row-')")
    assert f"#{report.page.evaluate('document.activeElement.id')}" == asked
    assert report.page.is_visible("tbody:has(:focus) details[open]")


def test_in_print_every_sheet_is_a_page(opened):
    report = opened("sixty steps")
    pictures = report.page.locator("#view-gaps svg.bm-board").count()
    alone = "section:not(#board), header { display: none !important } #board { break-before: auto !important; break-after: auto !important }"
    report.page.add_style_tag(content=f"@media print {{ {alone} }}")
    paper = report.page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page[^s]", paper)) == pictures > 2
