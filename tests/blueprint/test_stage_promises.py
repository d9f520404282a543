"""What is said of a stage's promise: of whom the share is, and in which colour it stands."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from blueprint.board import draw
from blueprint.board.theme import GREEN, MUTED, VERMILLION
from blueprint.board.views import View
from blueprint.gap import Within
from blueprint.report import page
from blueprint.sentences import LANGUAGES, report_word, word
from tests.blueprint.fixture_before import two_runs
from tests.blueprint.fixture_findings import sample

STAGE = "first_use"


def slow(facet, **changes):
    """The sample with one gap of a slow stage, on first use."""
    base = sample()
    gap = next(gap for gap in base.gaps if gap.kind == "slow_stage")
    told = {"id": f"slow_stage:{STAGE}.{facet}", "facet": facet, "stage": STAGE, "subject": STAGE}
    return replace(base, gaps=[replace(gap, **(told | changes))])


def colours(findings):
    """The colours of the share in time, stage by stage."""
    svg = draw(findings)
    return re.findall(r'fill="(#\w+)"[^>]*>\d+% of finishers in time<', svg)


def test_the_share_in_time_says_of_whom_it_is():
    assert len(colours(sample())) == 4
    assert not re.search(r"\d% in time", draw(sample()))


@pytest.mark.parametrize(
    ("findings", "colour"),
    [
        (slow("p50"), VERMILLION),
        (slow("p90"), VERMILLION),
        (slow("limit"), VERMILLION),
        (slow("limit", follows_from="abandonment:first_use"), MUTED),
        (slow("p50", verdict="not_enough_data"), GREEN),
        (replace(sample(), gaps=[]), GREEN),
    ],
)
def test_a_stage_is_green_only_where_no_gap_says_it_is_slow(findings, colour):
    assert colours(findings) == [GREEN, GREEN, colour, GREEN]


def cells(findings, stage):
    """The row of a stage in the table of times."""
    caption = report_word("stage_caption", findings.run.language)
    table = page(findings).partition(f"<caption>{caption}")[2].partition("</table>")[0]
    row = table.partition(f'<th scope="row">{stage}</th>')[2].partition("</tr>")[0]
    return re.findall(r"<td[^>]*>(.*?)</td>", row)


def test_the_table_tells_of_all_who_entered_what_the_gap_counts():
    counted = {"eligible": 1886, "affected": 491, "rate": 0.26034}
    assert cells(slow("limit", **counted), "First use")[-2] == "74% (1,395 of 1,886)"


def test_the_table_tells_of_all_who_entered_where_it_was_tested_and_is_no_gap():
    ok = Within(
        id=f"slow_stage:{STAGE}.limit", kind="slow_stage", subject=STAGE, facet="limit",
        eligible=500, affected=10, customers=10, rate=0.02, interval=(0.01, 0.04), tolerance=0.1,
    )  # fmt: skip
    assert cells(replace(sample(), within=[ok]), "First use")[-2] == "98% (490 of 500)"
    assert cells(replace(sample(), within=[]), "First use")[-2] == "–"  # noqa: RUF001 - as it is shown


def test_every_language_says_of_whom():
    keys = ("within_target", "within_limit", "within_limit_all")
    for language in LANGUAGES:
        assert len({report_word(key, language) for key in keys}) == len(keys)


@pytest.mark.parametrize("view", [View.GAPS, View.BEFORE_AFTER])
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_said_under_a_bar_stands_on_lines_of_its_own(view, language):
    base = two_runs(sample())
    svg = draw(replace(base, run=replace(base.run, language=language)), view)
    told = word("in_time", language, share="%").rpartition("%")[2].strip()
    places = re.findall(rf'<text x="(\S+)" y="(\S+)"[^>]*>[^<]*{re.escape(told)}', svg)
    assert len(places) == 4
    for left, top in places:
        assert svg.count(f'<text x="{left}" y="{top}"') == 1
    assert not re.search(rf'text-anchor="end"[^>]*>[^<]*{re.escape(told)}', svg)
