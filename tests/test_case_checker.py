"""The checker of sentences (real_logs/check_cases.py) against tickets worked out by hand."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.real_logs.casewise import trees
from tests.real_logs.casewise.moments import micros
from tests.real_logs.casewise.passes import Plan, Row, Unit
from tests.real_logs.check_cases import check

DESIGN = Path(__file__).parent / "real_logs" / "helpdesk" / "blueprint.yaml"
NAMES = {"assign": "Assign seriousness", "take": "Take in charge ticket", "solve": "Resolve ticket"}
TICKETS = {
    # Friday 16:00 to Tuesday 09:00: two hours and nine, of which eight are promised
    "late": "2013-03-01 16:00 assign, 2013-03-05 09:00 take, 2013-03-05 10:00 solve",
    "in time": "2013-03-01 16:00 assign, 2013-03-04 10:00 take, 2013-03-04 11:00 solve",
    "never": "2013-03-01 16:00 assign, 2013-03-12 11:00 solve",
    "too new": "2013-03-29 16:00 assign",
    "end": "2013-03-29 16:00 solve",
}


def micros_of(text: str) -> int:
    return micros(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Rome")))


@pytest.fixture
def tickets() -> dict[str, Unit]:
    plan = Plan.of(DESIGN)
    plan.covered_from, plan.cut = micros_of("2013-01-01"), micros_of("2013-03-29 17:00")
    cases = {}
    for name, said in TICKETS.items():
        events = [each.rsplit(" ", 1) for each in said.split(", ")]
        rows = [Row(micros_of(at), None, NAMES[step], {"product": name}) for at, step in events]
        cases[name] = Unit(plan, name, rows)
    return cases


def late_step(**more):
    gap = {"id": "late_step:take_in_charge", "kind": "late_step", "subject": "take_in_charge"}
    return gap | {"facet": None, "verdict": "confirmed", "eligible": 3, "segments": []} | more


def test_what_is_told_rightly_is_true(tickets) -> None:
    # what never came counts for the stage's limit: ten days of nine hours
    told = {"late": 3.0, "never": 90.0 - 8}
    found = check(late_step(), told, tickets)
    assert (found.affected, found.unaffected, found.all_cases) == (2, 1, 3)
    assert (found.false, found.all_false) == ([], [])


@pytest.mark.parametrize(
    ("told", "eligible", "false"),
    [
        ({"late": 3.0}, 3, ["never: told None, is 82.0"]),
        ({"late": 3.001, "never": 82.0}, 3, ["late: told 3.001, is 3.0"]),
        ({"late": 3.0, "never": 82.0, "in time": 1.0}, 3, ["in time: told 1.0, is 0.0"]),
        ({"late": 3.0, "never": 82.0, "too new": 1.0}, 3, ["too new: told 1.0, is 0.0"]),
        ({"late": 3.0, "never": 82.0}, 4, ["eligible are 3"]),
    ],
)
def test_what_is_told_wrongly_is_false(tickets, told, eligible, false) -> None:
    assert check(late_step(eligible=eligible), told, tickets).all_false == false


def test_a_segment_is_counted_again(tickets) -> None:
    inside = {"attribute": "product", "value": "late", "eligible": 1, "affected": 1, "rate": 1.0}
    right = inside | {"rest_rate": 0.5, "lift": 2.0}
    told = {"late": 3.0, "never": 82.0}
    assert check(late_step(segments=[right]), told, tickets).segments_false == []
    wrong = check(late_step(segments=[right | {"rest_rate": 0.4}]), told, tickets).segments_false
    assert wrong == ["product late: rest_rate told 0.4, is 0.5"]


def test_what_a_flow_says() -> None:
    flow = ["a", {"optional": "b"}, {"and": ["c", ["d", {"choice": ["e", "f"]}]]}, {"repeat": "g"}]
    order = {*trees.before(flow)}
    assert {("a", "b"), ("b", "c"), ("d", "e"), ("f", "g")} <= order
    assert not {("c", "d"), ("e", "f"), ("g", "g")} & order
    assert [*trees.needed(flow)] == ["a", "c", "d"]
    assert [step for step in "abcdefg" if trees.may_begin(flow, step)] == ["a"]
    assert trees.may_begin(flow[1:], "c")
