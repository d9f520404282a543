"""The history of gaps through published runs: by `compare` over windows, in findings, terminal and report."""

from __future__ import annotations

import json

from pipelines.published import findings_of, latest, past_runs
from tests.pipelines.projects import edit

WEEKS = (("2026-01-01", "2026-01-11"), ("2026-01-11", "2026-01-18"))


def told(shop):
    return {gap.id: gap for gap in findings_of(latest(shop / "out")).gaps}


def test_a_gap_has_a_status_against_the_last_window(call, published_shop):
    assert {g.status for g in told(published_shop).values()} == {"new"}
    first = told(published_shop)["late_step:answer"].first_seen
    for low, high in WEEKS:
        assert call("compare", "-p", published_shop, "--window", low, high)[0] == 0
    gap = told(published_shop)["late_step:answer"]
    assert (gap.status, gap.first_seen) == ("persisting", first)
    output = call("gaps", "late_step:answer", "-p", published_shop)[1]
    assert f"persisting, first seen {first[:10]}" in output
    assert "persisting" in (published_shop / "out/latest/report.html").read_text()


def test_a_gap_that_the_design_now_tolerates_is_no_gap_and_told_as_fixed(call, published_shop):
    edit(published_shop / "blueprint.yaml", "share: 0.9", "share: 0.1")
    assert call("compare", "-p", published_shop, "--window", "2026-01-01", "2027-01-01")[0] == 0
    findings = findings_of(latest(published_shop / "out"))
    assert "late_step:answer" not in told(published_shop)
    (fixed,) = findings.fixed
    assert (fixed.id, fixed.is_sure) == ("late_step:answer", False)
    assert "fixed since the last run: late_step:answer" in call("gaps", "-p", published_shop)[1]
    assert "late_step:answer" in (published_shop / "out/latest/report.html").read_text()


def test_an_accepted_gap_does_not_fail_a_run(call, published_shop):
    before = call("compare", "-p", published_shop, "--fail-on", "late_step")
    assert before[0] == 3
    action = 'actions:\n  - {id: A1, gap: "late_step:answer", what: Known, owner: me, due: 2099-01-01, status: accepted}\n'
    design = published_shop / "blueprint.yaml"
    design.write_text(design.read_text() + action)
    assert call("check", "-p", published_shop)[0] == 0
    status, output, _ = call("compare", "-p", published_shop, "--fail-on", "late_step")
    assert status == 0
    assert "accepted" in output
    assert (
        "until 2099-01-01 by me: Known" in call("gaps", "late_step:answer", "-p", published_shop)[1]
    )
    assert "Known (me)" in (published_shop / "out/latest/report.html").read_text()


def test_runs_that_cannot_be_read_are_left_out(published_shop):
    runs = published_shop / "out" / "runs"
    for name, text in (("1", "not json"), ("2", "{}"), ("3", json.dumps({"run": 1}))):
        (runs / name).mkdir()
        (runs / name / "findings.json").write_text(text)
    assert len(past_runs(published_shop / "out")) == 1
