"""Two runs beside each other: rates, times and shares of before, and the picture that shows them."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from blueprint.before import StageBefore
from blueprint.board import draw
from blueprint.board.states import CHANGES
from blueprint.board.telling import tell
from blueprint.board.views import View, offered
from blueprint.findings import from_json, to_json
from blueprint.history import with_history
from blueprint.past_run import PastGap, PastRun, past_run
from blueprint.report import page
from blueprint.sentences import status_word
from tests.blueprint.fixture_before import two_runs
from tests.blueprint.fixture_findings import bare, hostile, sample
from tests.blueprint.fixture_generated import generated

SVG = "{http://www.w3.org/2000/svg}"
FINDINGS = sample()
GAP = replace(FINDINGS.gaps[0], rate=0.3, interval=(0.28, 0.32))
NOW = replace(FINDINGS, gaps=[GAP])
STAGE = replace(
    FINDINGS.stages[0], p50_s=130.0, p50_interval_s=(120.0, 140.0), p90_s=500.0, p90_interval_s=(400.0, 600.0)
)  # fmt: skip


def run(*, gaps=(), within=(), stages=(), number=1):
    return PastRun(
        id=f"2026010{number}T000000Z-x", at=f"2026-01-0{number}T00:00:00+00:00", measured=(f"d{number}", ""),
        gaps=dict(gaps), within=dict(within), window=("2025-12-01", "2026-01-01"), stages=list(stages),
    )  # fmt: skip


def stage(p50=(100.0, (90.0, 110.0)), p90=(500.0, (400.0, 600.0)), judged=100):
    return StageBefore(
        id=STAGE.id, entered=120, judged=judged, p10_s=50.0, p50_s=p50[0], p90_s=p90[0], p50_interval_s=p50[1],
        p90_interval_s=p90[1], within_target=0.9, reached_next=0.7,
    )  # fmt: skip


def test_a_gap_carries_its_rate_in_the_last_run_that_tested_it():
    past = run(gaps={GAP.id: PastGap(0.2, (0.18, 0.22), "confirmed")})
    (gap,) = with_history(NOW, [run(number=2), past]).gaps
    assert (gap.before.run, gap.before.rate, gap.before.verdict) == (past.id, 0.2, "confirmed")
    assert gap.before.difference == 0.1
    # 0.1 -+ sqrt(0.02^2 + 0.02^2) = 0.1 -+ 0.028284
    assert gap.before.difference_interval == (0.071716, 0.128284)


def test_what_was_within_tolerance_has_its_rate_too_and_what_was_not_tested_has_none():
    past = run(within={GAP.id: PastGap(0.02, (0.01, 0.04), "within")})
    (gap,) = with_history(NOW, [past]).gaps
    assert (gap.status, gap.before.verdict, gap.before.rate) == ("new", "within", 0.02)
    (gap,) = with_history(NOW, [run()]).gaps
    assert (gap.status, gap.before) == ("new", None)


@pytest.mark.parametrize(
    ("past", "change"),
    [
        (stage(), "slower"),  # 30 - sqrt(10^2 + 10^2) = 15.9 > 0
        (stage(p50=(160.0, (150.0, 170.0))), "faster"),
        (stage(p50=(120.0, (110.0, 130.0))), None),  # 10 - 14.1 < 0
        (stage(p50=(100.0, (90.0, None))), None),  # the log could not tell the end
        (stage(p50=(100.0, None)), None),
        (stage(judged=NOW.gates.min_cases - 1), None),
    ],
)  # fmt: skip
def test_a_stage_is_slower_only_where_that_is_sure(past, change):
    told = with_history(replace(NOW, stages=[STAGE]), [run(stages=[past])])
    (before,) = told.before.stages
    assert (before.p50_change, before.p90_change) == (change, None)
    assert before.p50_s == past.p50_s
    assert from_json(to_json(told)) == told


def test_the_run_before_is_the_last_one_over_other_data():
    same = replace(run(number=3), measured=(NOW.run.data_sha256, str(list(NOW.run.window))))
    assert with_history(NOW, [same]).before is None
    assert with_history(NOW, [run(number=1), run(number=2), same]).before.run == run(number=2).id


def told_of_few():
    """An earlier run with one gap, one stage and one step of four customers each."""
    gap = {"rate": 0.1, "interval": [0.05, 0.2], "verdict": "confirmed"}
    times = dict.fromkeys(("p10_s", "p50_s", "p90_s", "within_target", "reached_next"), 1.0)
    return {
        "run": {"id": "a", "at": "2026-01-01", "data_sha256": "x", "window": [None, None]},
        "gaps": [gap | {"id": "few", "customers": 4}, gap | {"id": "many", "customers": 5}],
        "within": [
            gap | {"id": "few_too", "customers": 1},
            gap | {"id": "none", "customers": 0, "rate": 0.0},
        ],
        "stages": [{"id": "s", "entered": 9, "judged": 9, "customers": 4, **times}],
        "steps": [{"id": "a", "instances": 4, "share": 0.5, "customers": 4}],
    }


def test_numbers_about_few_people_of_an_earlier_run_are_left_out_too():
    shown = past_run(told_of_few(), smallest=5)
    assert (set(shown.gaps), set(shown.within)) == ({"many"}, {"none"})
    assert (shown.stages[0].p50_s, shown.stages[0].reached_next, shown.stages[0].entered) == (
        None,
        None,
        9,
    )
    assert (shown.steps[0].share, shown.steps[0].instances) == (None, 4)
    open_ = past_run(told_of_few())
    assert (set(open_.gaps), set(open_.within)) == ({"few", "many"}, {"few_too", "none"})
    assert (open_.stages[0].p50_s, open_.steps[0].share) == (1.0, 0.5)


def test_the_view_is_offered_only_where_there_is_an_earlier_run():
    assert View.BEFORE_AFTER not in offered(FINDINGS)
    assert f"#view-{View.BEFORE_AFTER}" not in page(FINDINGS)
    told = two_runs(FINDINGS)
    assert offered(told) == list(View)
    html = page(told)
    assert html.count(f'id="view-{View.BEFORE_AFTER}"') == 1
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids)


@pytest.mark.parametrize("make", [sample, bare, hostile, lambda: generated(3, 12, 80)])
def test_it_is_drawn_the_same_every_time(make):
    told = two_runs(make())
    assert ET.fromstring(draw(told, View.BEFORE_AFTER)).tag == SVG + "svg"
    assert draw(told, View.BEFORE_AFTER) == draw(two_runs(make()), View.BEFORE_AFTER)


def test_the_ledger_tells_the_rate_before():
    html = page(two_runs(FINDINGS)).replace("\N{EN DASH}", "-")
    assert "<dt>Rate before</dt><dd>21% (19% - 23%), 2025-09-29</dd>" in html


def test_it_says_what_became_of_every_gap_and_what_the_numbers_were():
    told = two_runs(FINDINGS)
    story = tell(told, View.BEFORE_AFTER)
    drawn = draw(told, View.BEFORE_AFTER)
    texts = ["".join(e.itertext()) for e in ET.fromstring(drawn).iter(SVG + "text")]
    texts = [t.replace("\N{EN DASH}", "-").replace("\N{NO-BREAK SPACE}", " ") for t in texts]
    statuses = {gap.status for gap in told.gaps if gap.follows_from is None}
    assert {"new", "persisting", "worse", "better", "came_back"} == statuses
    assert told.fixed
    assert {str(state) for state in story.states.values()} > {"worse", "better", "fixed"}
    for mark in story.marks.all:
        assert f'id="change-{mark.number}"' in drawn
    assert (
        "before: 2025-08-01 - 2025-09-01 (run of 2025-09-29) · now: 2025-09-01 - 2025-10-11 · the design changed in between"
        in texts
    )
    # Answers: 42 % late now, half of that before, interval two points to each side
    assert "42% (40% - 44%), was 21% (19% - 23%) · tolerated 10%" in texts
    assert "median, was 2.4 min · slower" in texts  # 6 min now, 0.4 of that before
    words = [status_word(state) for state in CHANGES]
    listed = [words.index(text) for text in texts[texts.index("What changed") :] if text in words]
    listed = listed[: len(story.marks.all) + len(told.fixed)]
    assert listed == sorted(listed)
