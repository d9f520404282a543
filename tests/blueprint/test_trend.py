"""Gaps by week and runs over time: counted by hand, broken where there is too little or too few."""

from __future__ import annotations

import re
from dataclasses import replace

import duckdb
import pytest

from blueprint import statistics
from blueprint.before import StageBefore
from blueprint.board.telling import tell
from blueprint.findings import from_json, to_json
from blueprint.history import with_history
from blueprint.past_run import PastGap, PastRun
from blueprint.report import page, trend
from blueprint.report.section import Context
from blueprint.trend import GapWeek, GapWeeks
from blueprint.weeks import large_weeks, weeks_of
from tests.blueprint.fixture_findings import hostile, sample

FINDINGS = sample()
FIRST, SECOND = FINDINGS.gaps[0], FINDINGS.gaps[1]
# gap, instance, customer, affected; instances 1 to 4 began in the first week, 5 to 7 in the second, 8 to 12 in the third
ROWS = [
    (0, 1, 1, True), (0, 2, 2, False), (0, 3, 3, False), (0, 4, 4, False),
    (0, 5, 5, True), (0, 6, 6, True), (0, 7, 7, True),
    (0, 8, 8, True), (0, 9, 8, True), (0, 10, 9, False), (0, 11, 10, False),
    (1, 8, 8, False), (1, 9, 8, False), (1, 10, 9, False), (1, 11, 10, False), (1, 12, 11, False),
]  # fmt: skip
WEEKS = ("2026-01-05", "2026-01-12", "2026-01-19")


@pytest.fixture
def connection():
    made = duckdb.connect()
    made.execute("create table segment_zone as select 'UTC' as zone, 4 as min_cases")
    made.execute("create table segment_rows (gap_no int, instance_no bigint, customer_no int, affected boolean)")  # fmt: skip
    made.executemany("insert into segment_rows values (?, ?, ?, ?)", ROWS)
    made.execute("create table segment_codes (code bigint, attribute varchar, value varchar)")
    codes = [(n, "week", week) for n, week in enumerate(WEEKS)]
    made.executemany("insert into segment_codes values (?, ?, ?)", [*codes, (9, "channel", "web")])
    made.execute("create table instance_codes (instance_no bigint, code bigint)")
    begun = [(n, 0 if n < 5 else 1 if n < 8 else 2) for n in range(1, 13)]
    made.executemany(
        "insert into instance_codes values (?, ?)", [*begun, *((n, 9) for n in range(1, 13))]
    )
    yield made
    made.close()


def test_weeks_are_counted_by_hand(connection):
    gaps = [replace(FIRST, eligible=11), FINDINGS.gaps[9], replace(SECOND, eligible=5)]
    assert [gap.verdict for gap in gaps] == ["confirmed", "indicated", "confirmed"]
    first, second = weeks_of(connection, gaps, {FIRST.id: 5.5})
    told = [(w.week, w.eligible, w.affected, w.customers, w.rate) for w in first.weeks]
    # the second week has three units, one fewer than are needed
    assert told == [(WEEKS[0], 4, 1, 1, 0.25), (WEEKS[2], 4, 2, 1, 0.5)]
    low, high = statistics.share_interval(0.25, 4 * 5.5 / 11)
    assert first.weeks[0].interval == (round(low, 6), round(high, 6))
    assert (second.gap, [(w.week, w.eligible, w.rate) for w in second.weeks]) == (SECOND.id, [(WEEKS[2], 5, 0.0)])  # fmt: skip


def week(number, customers, eligible=50):
    return GapWeek(
        week=f"2026-01-{5 + 7 * number:02d}", eligible=eligible, affected=customers, customers=customers,
        rate=customers / eligible, interval=(0.0, 0.5),
    )  # fmt: skip


def test_a_week_of_few_people_is_left_out_with_the_next_larger_one():
    weeks = GapWeeks(gap=FIRST.id, weeks=[week(0, 9), week(1, 3), week(2, 0), week(3, 6)])
    about = {FIRST.id: {"first_reply"}}
    (one,) = large_weeks([weeks, replace(weeks, gap="withheld")], about, {}, 5)
    assert [w.rate for w in one.weeks] == [0.18, None, 0.0, None]
    assert {(w.affected, w.customers, w.interval) for w in one.weeks if w.rate is None} == {(None, None, None)}  # fmt: skip
    assert [w.eligible for w in one.weeks] == [50] * 4
    assert large_weeks([weeks], about, {}, 3) == [weeks]


def test_a_week_in_which_few_of_the_staff_did_the_step_is_left_out_too():
    weeks = GapWeeks(gap=FIRST.id, weeks=[week(0, 9), week(1, 8), week(2, 7)])
    few = {week(0, 0).week: {"first_reply", "support.agent"}, week(1, 0).week: {"resolve"}}
    (one,) = large_weeks([weeks], {FIRST.id: {"first_reply"}}, few, 5)
    assert [w.rate for w in one.weeks] == [None, 0.16, None]
    (one,) = large_weeks([weeks], {FIRST.id: {"triage"}}, few, 5)
    assert one == weeks


def run(number, rate, measured=None, p50=100.0):
    return PastRun(
        id=f"2025010{number}T0", at=f"2025-01-0{number}T00:00:00", measured=(measured or f"d{number}", ""), window=("2024-12-01", f"2025-01-0{number}"),
        gaps={
            FIRST.id: PastGap(rate, (rate - 0.1, rate + 0.1), "confirmed"),
            "gone": PastGap(0.1, (0.0, 0.2), "confirmed"),
            "caused": PastGap(0.1, (0.0, 0.2), "confirmed", follows=True),
        },
        within={SECOND.id: PastGap(0.01, (0.0, 0.02), "within")},
        stages=[StageBefore(id="signup", entered=9, judged=8, p10_s=1.0, p50_s=p50, p90_s=300.0, p50_interval_s=None, p90_interval_s=None, within_target=None, reached_next=None)],
    )  # fmt: skip


def test_runs_over_the_same_data_are_one_point_and_this_run_is_the_last():
    same = replace(run(9, 0.9), measured=(FINDINGS.run.data_sha256, str(list(FINDINGS.run.window))))
    told = with_history(FINDINGS, [run(1, 0.2, "a"), run(3, 0.5, "b"), run(2, 0.3, "a"), same])
    assert [point.run for point in told.trend] == [run(2, 0).id, run(3, 0).id, FINDINGS.run.id]
    assert [point.rates[FIRST.id].rate for point in told.trend] == [0.3, 0.5, FIRST.rate]
    assert [point.rates[SECOND.id].verdict for point in told.trend] == ["within", "within", "confirmed"]  # fmt: skip
    assert "gone" not in told.trend[0].rates
    assert [point.confirmed for point in told.trend] == [2, 2, 9]
    assert [point.times["signup"].p50_s for point in told.trend] == [100.0, 100.0, 360]
    assert from_json(to_json(told)) == told
    assert with_history(FINDINGS, [same]).trend == []


def section(findings):
    return str(trend.section(Context(tell(findings), {}, {})).content)


def test_the_line_is_broken_where_a_week_is_missing():
    weeks = GapWeeks(gap=FIRST.id, weeks=[week(0, 9), week(1, 8), week(3, 7)])
    told = section(replace(FINDINGS, weeks=[weeks]))
    assert told.count("<svg") == 1
    assert re.findall(r'<polyline points="([^"]+)"', told)[0].count(",") == 2
    assert re.findall(r'<polyline points="([^"]+)"', told)[1].count(",") == 1
    assert told.count("<circle") == 3
    assert "2026-01-26: 14% (0% \N{EN DASH} 50%), n = 50" in told
    assert '<td class="number">14%</td>' in told


def test_one_week_or_one_run_is_no_trend():
    one = GapWeeks(gap=FIRST.id, weeks=[week(0, 9), replace(week(1, 3), rate=None)])
    told = section(replace(FINDINGS, weeks=[one]))
    assert "<svg" not in told
    assert "no earlier run over other data is kept" in told
    assert "<svg" in section(with_history(FINDINGS, [run(1, 0.2)]))


def test_hostile_names_stay_text_in_the_charts():
    weeks = [GapWeeks(gap=gap.id, weeks=[week(0, 9), week(1, 8)]) for gap in FINDINGS.gaps]
    html = page(with_history(replace(hostile(), weeks=weeks), [run(1, 0.2)]))
    assert "<script>alert" not in html
    assert page(with_history(replace(hostile(), weeks=weeks), [run(1, 0.2)])) == html
