"""The report: one page that loads nothing, says first what it covers, and shows hostile text as text."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

import blueprint.report
from blueprint.board import draw_pages
from blueprint.report import SECTIONS, page
from blueprint.sentences import LANGUAGES, report_word
from tests.blueprint.fixture_findings import bare, hostile, sample
from tests.blueprint.fixture_generated import generated

MEGABYTE = 1_000_000


class Outline(HTMLParser):
    """Tags with their attributes, headings in order, texts outside scripts and styles."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.charts: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        inside, attributes = self.tags[-1] if self.tags else ("", {})
        if inside == "script" and attributes.get("type") == "application/json":
            self.charts.append(data)
        elif inside not in {"script", "style"}:
            self.texts.append(data)

    def handle_endtag(self, tag):
        self.tags.append(("/" + tag, {}))

    def all(self, name):
        return [attributes for tag, attributes in self.tags if tag == name]


def test_a_file_for_each_section_and_a_line_in_the_tuple_for_each_file():
    folder = Path(blueprint.report.__file__).parent
    files = {path.stem for path in folder.glob("*.py")} - {"__init__", "section", "figures"}
    assert {section.__module__.rpartition(".")[2] for section in SECTIONS} == files


def test_the_page_is_small_and_the_same_every_time():
    first = page(sample())
    assert len(first.encode()) < 3 * MEGABYTE
    assert first == page(sample())


def test_it_loads_nothing():
    html = page(sample())
    outline = Outline(html)
    assert not [
        tag
        for tag, _ in outline.tags
        if tag in {"link", "img", "iframe", "object", "embed", "base"}
    ]
    for _, attributes in outline.tags:
        assert not attributes.get("src")
        assert (attributes.get("href") or "#").startswith("#")
    assert "default-src 'none'" in html
    ours = re.sub(r"<script>.*?</script>", "", html, flags=re.DOTALL)
    assert set(re.findall(r"https?://[^\"<> ]+", ours)) == {"http://www.w3.org/2000/svg"}
    assert not re.search(r"@import|url\((?!#)", ours)


def test_anchors_inside_the_page_exist_once():
    outline = Outline(page(sample()))
    ids = [attributes["id"] for _, attributes in outline.tags if attributes.get("id")]
    assert len(ids) == len(set(ids))
    assert {attributes["href"][1:] for attributes in outline.all("a")} <= set(ids)


def test_the_first_line_says_how_far_and_what_is_stale():
    html = page(sample())
    summary = html[html.index('id="summary"') :]
    first = re.search(r'<p class="reach">(.*?)</p>', summary).group(1)
    assert first.startswith("Window 2025-09-01 to 2025-10-11")
    assert "web complete until 2025-10-10 23:59 UTC (assumed)" in first
    assert "crm complete until 2025-10-10 00:00 UTC ·" in first
    assert "helpdesk complete until 2025-10-02 17:20 UTC (assumed, stale)" in first
    assert summary.count("The last days are incomplete") == 1
    assert "The last days are incomplete: helpdesk reaches only to 2025-10-02 17:20 UTC." in summary


def test_a_stopped_source_and_failed_coverage_are_told():
    base = sample()
    sources = [
        replace(base.run.sources[0], stopped="too many rows rejected"),
        *base.run.sources[1:],
    ]
    html = page(
        replace(
            base,
            run=replace(base.run, sources=sources),
            gates=replace(base.gates, coverage_passed=False),
        )
    )
    assert "stopped: too many rows rejected" in html
    assert "undesigned steps are not judged" in html


def test_what_could_not_be_aligned_is_told_with_its_size():
    base = sample()
    assert report_word("left_out_caption", "en") not in page(base)
    left = {"why": "too many states to align", "variants": 731, "instances": 8293}
    partly = replace(base.conformance[0], not_computed=left)  # the rest has its numbers
    texts = Outline(page(replace(base, conformance=[partly, *base.conformance[1:]]))).texts
    assert report_word("left_out_caption", "en") in texts
    assert {"731", "8,293"} <= set(texts)


def test_stages_that_follow_each_other_have_a_row_of_their_own():
    texts = Outline(page(sample())).texts
    row = next(n for n, text in enumerate(texts) if text == "Sign up \N{RIGHTWARDS ARROW} Purchase")
    assert {"1,300", "97%", "88%"} <= set(texts[row : row + 12])


def test_headings_are_in_order_and_tables_have_captions():
    outline = Outline(page(sample()))
    levels = [int(tag[1]) for tag, _ in outline.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert set(levels[1:]) == {2}
    assert len(outline.all("table")) == len(outline.all("caption")) > 5
    scrolling = [a for a in outline.all("div") if "scroll" in (a.get("class") or "")]
    assert all(area["tabindex"] == "0" and area["aria-label"] for area in scrolling)


def test_the_ledger_has_a_focusable_row_for_each_gap_with_its_definition():
    html = page(sample(), {"late_step": "Came later than <promised>."})
    rows = {a["id"]: a for a in Outline(html).all("tr") if (a.get("id") or "").startswith("row-")}
    assert list(rows) == [f"row-{gap.id}" for gap in sample().gaps]
    assert all(row["tabindex"] == "0" for row in rows.values())
    assert "Came later than &lt;promised&gt;." in html


def test_the_board_and_the_ledger_need_no_script():
    html = page(sample())
    without = re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL)
    assert "".join(draw_pages(sample())) in without
    assert "263 of 626 (42%)" in without
    assert report_word("chart_needs_script") in without


def test_charts_hold_the_numbers_and_no_tags():
    charts = [json.loads(text) for text in Outline(page(sample())).charts]
    assert len(charts) == 4
    signup = charts[0]
    assert signup["data"][0]["y"] == sample().stages[0].histogram["counts"]
    assert [label["text"] for label in signup["layout"]["annotations"]][:1] == ["P50<br>5\u00a0min"]


def test_hostile_text_stays_text():
    outline = Outline(page(hostile()))
    assert len(outline.all("script")) == 4 + 2
    assert any("<script>alert(1)</script>" in text for text in outline.texts)
    assert not any(mark in text for text in outline.texts for mark in "\u202e\x00\ud800")
    for chart in outline.charts:
        assert "<" not in chart
        names = json.loads(chart)["layout"].get("yaxis", {}).get("ticktext", [])
        assert not any("<script" in name for name in names)
    page(hostile()).encode("utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_speaks_the_language(language):
    html = page(replace(sample(), run=replace(sample().run, language=language)))
    assert f'<html lang="{language}">' in html
    for key in ("summary", "ledger", "coverage", "method"):
        assert report_word(key, language) in html


@pytest.mark.parametrize("make", [bare, lambda: generated(4, 12, 60)])
def test_it_holds_for_nothing_and_for_much(make):
    html = page(make())
    assert html.startswith("<!doctype html>")
    assert html.rstrip().endswith("</html>")


def test_doubtful_times_and_all_that_end_early_are_told_of_their_source():
    findings = sample()
    web, crm, helpdesk = findings.run.sources
    early = replace(crm, complete_until="2025-09-30T12:00:00Z", times_ambiguous=12, times_future=1)
    run = replace(findings.run, sources=[web, early, helpdesk])
    html = page(replace(findings, run=run))
    assert "crm reaches only to 2025-09-30 12:00 UTC; helpdesk reaches only to" in html
    assert "showed twice: 12, events later than their loading: 1<" in html
