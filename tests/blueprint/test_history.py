"""A gap over runs: new, persisting, worse, better, came back, fixed; sure only when it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from blueprint.design.values import Action
from blueprint.findings import from_json, to_json
from blueprint.gap import Within
from blueprint.history import with_history
from blueprint.past_run import WITHIN, PastGap, PastRun, past_run
from tests.blueprint.fixture_findings import sample

FINDINGS = sample()
GAP = FINDINGS.gaps[0]
NAME = GAP.id


# ruff: noqa: PLR0913 - a call is one line of a table
def run(number, *, rate=None, width=0.02, within=False, verdict="confirmed", data=None, seen=None):
    """The run of one week: its gap with a rate and an interval so wide, or within tolerance."""
    told = (
        {} if rate is None else {NAME: PastGap(rate, (rate - width, rate + width), verdict, seen)}
    )
    return PastRun(
        id=f"202601{number:02d}T000000Z-x", at=f"2026-01-{number:02d}T00:00:00+00:00",
        measured=(data or f"data{number}", "[]"), gaps=told, within={NAME: PastGap(0.02, (0.0, 0.04), WITHIN)} if within else {},
    )  # fmt: skip


def findings(*, rate=0.3, width=0.02, within=False):
    row = Within(id=NAME, kind=GAP.kind, subject=GAP.subject, facet=GAP.facet, eligible=100, affected=3,
        customers=3, rate=rate, interval=(rate - width, rate + width), tolerance=0.1)  # fmt: skip
    gap = replace(GAP, rate=rate, interval=(rate - width, rate + width))
    return replace(FINDINGS, gaps=[] if within else [gap], within=[row] if within else [])


@pytest.mark.parametrize(
    ("earlier", "status"),
    [
        ([], "new"),
        ([run(1, rate=0.3)], "persisting"),
        ([run(1, rate=0.28)], "persisting"),  # two points, but the interval of the difference holds 0
        ([run(1, rate=0.2)], "worse"),
        ([run(1, rate=0.4)], "better"),
        ([run(1, within=True)], "new"),
        ([run(1, rate=0.3), run(2, within=True)], "came_back"),
        ([run(1, rate=0.1), run(2, rate=0.3)], "persisting"),  # the last one counts
        ([run(2, rate=0.3), run(1, rate=0.1)], "persisting"),  # in whatever order
        ([run(1, rate=0.1), run(2)], "worse"),  # not judged in between says nothing
        ([run(1, rate=0.1), run(2, rate=0.3, data=FINDINGS.run.data_sha256)], "persisting"),
    ],
)  # fmt: skip
def test_status(earlier, status):
    (gap,) = with_history(findings(), earlier).gaps
    assert gap.status == status


def test_the_same_data_and_window_are_one_measurement():
    same = run(2, rate=0.2)
    same = replace(same, measured=(FINDINGS.run.data_sha256, str(list(FINDINGS.run.window))))
    (gap,) = with_history(findings(), [same]).gaps
    assert gap.status == "new"
    assert gap.first_seen == same.at
    (gap,) = with_history(findings(), [same, run(1, rate=0.1)]).gaps
    assert gap.status == "worse"


def test_first_seen_is_remembered_beyond_the_runs_that_are_kept():
    long_ago = "2025-03-01T00:00:00+00:00"
    (gap,) = with_history(findings(), [run(8, rate=0.3, seen=long_ago), run(9, rate=0.3)]).gaps
    assert gap.first_seen == long_ago
    (gap,) = with_history(findings(), []).gaps
    assert gap.first_seen == FINDINGS.run.at


@pytest.mark.parametrize(
    ("earlier", "sure"),
    [
        ([run(1, rate=0.3)], True),
        ([run(1, rate=0.1, width=0.09)], False),
        ([run(1, rate=0.3), run(2)], True),
        ([run(1, rate=0.3), run(2, within=True)], None),  # told as fixed by run 2
        ([run(1, rate=0.3, verdict="not_enough_data")], None),
        ([], None),
    ],
)  # fmt: skip
def test_fixed(earlier, sure):
    found = with_history(findings(rate=0.05, within=True), earlier).fixed
    assert [one.is_sure for one in found] == ([] if sure is None else [sure])


def test_what_is_not_tested_any_more_is_not_fixed():
    nothing = replace(FINDINGS, gaps=[], within=[])
    assert with_history(nothing, [run(1, rate=0.3)]).fixed == []


def action(due, status="accepted"):
    return Action(
        id="A9",
        gap=NAME,
        what={"en": "Until the new agent is there", "es": "Hasta"},
        owner="ana",
        due=due,
        status=status,
    )


@pytest.mark.parametrize(
    ("due", "status", "holds"),
    [(date(2099, 1, 1), "accepted", True), (None, "accepted", True), (date(2000, 1, 1), "accepted", False), (None, "doing", False)],
)  # fmt: skip
def test_a_gap_is_accepted_until_its_action_is_due(due, status, holds):
    (gap,) = with_history(findings(), [], [action(due, status)]).gaps
    assert (gap.accepted is not None) == holds
    if holds:
        assert (gap.accepted.owner, gap.accepted.reason) == ("ana", "Until the new agent is there")


def test_findings_of_before_have_a_history_too():
    """Runs that were published by an earlier version have no `within` and no first_seen."""
    past = past_run({
        "run": {"id": "a", "at": "2026-01-01T00:00:00+00:00", "data_sha256": "x", "window": [None, None]},
        "gaps": [{"id": NAME, "rate": 0.1, "interval": [0.08, 0.12], "verdict": "confirmed"}],
    })  # fmt: skip
    told = with_history(findings(), [past])
    assert (told.gaps[0].status, told.gaps[0].first_seen) == ("worse", past.at)
    assert from_json(to_json(told)) == told
