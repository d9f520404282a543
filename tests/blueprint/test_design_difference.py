"""Versions of designs compared: each planted change told, nothing else; equal designs differ in nothing."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from blueprint.design import load_design
from blueprint.design_difference import changes, flow_text
from blueprint.flow import read_flow
from tests.blueprint.design_files import SAMPLE
from tests.services.designing import design_of
from tests.services.designs import drawing_of
from tests.services.rates import set_rates
from tests.services.targets import set_targets

TEXT = SAMPLE.read_text(encoding="utf-8")


def loaded(text, folder):
    path = folder / "blueprint.yaml"
    path.write_text(text, encoding="utf-8")
    return load_design(path)


@cache
def generated(seed):
    drawing = drawing_of(seed)
    set_rates(drawing, planted=True)
    set_targets(drawing.service)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "blueprint.yaml"
        YAML(typ="safe").dump(design_of(drawing.service), path)
        return load_design(path)


@pytest.mark.parametrize("seed", range(12))
def test_equal_designs_differ_in_nothing(seed):
    assert changes(generated(seed), generated(seed)) == []


def test_the_sample_does_not_differ_from_itself(tmp_path):
    assert changes(load_design(SAMPLE), loaded(TEXT, tmp_path)) == []


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 20), st.integers(0, 20))
def test_differences_turn_round_with_the_designs(one, other):
    there = changes(generated(one), generated(other))
    assert [change.turned() for change in there] == changes(generated(other), generated(one))
    assert (one == other) == (there == [])


def test_what_was_added_is_told_once():
    """Seeds differ in almost everything: no field of a thing that one design lacks is told as well."""
    for one, other in pairwise(range(6)):
        told = changes(generated(one), generated(other))
        whole = {(c.what, c.id) for c in told if not c.field}
        assert not [c for c in told if c.field and (c.what, c.id) in whole]
        assert {c.how for c in told if not c.field} <= {"added", "removed"}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("within: 4h, clock: business", "within: 2h, clock: business", [("changed", "step", "first_reply", "sla.within_s", 14400.0, 7200.0)]),
        ("id: onboarding_call, stage: first_use, lane: agent", "id: onboarding_call, stage: first_use, lane: office", [("moved", "step", "onboarding_call", "lane", "agent", "office")]),
        ("p50: 5m, p90: 1h, limit: 24h", "p50: 5m, p90: 2h, limit: 24h", [("changed", "stage", "signup", "p90_s", 3600.0, 7200.0)]),
        ("within: 5m, share: 0.99}      #", "within: 5m, share: 0.9}      #", [("changed", "link", "charge > send_receipt", "share", 0.99, 0.9)]),
        ("skipped_above: 0.05", "skipped_above: 0.1", [("changed", "tolerance", "skipped_above", "value", 0.05, 0.1)]),
        ("mon-fri 09:00-17:00", "mon-fri 08:00-16:00", [("changed", "calendar", "business", "hours", "mon-fri 09:00-17:00", "mon-fri 08:00-16:00")]),
        ("name: {en: Sign up,", "name: {en: Signing up,", []),
        ("reviewed: 2025-10-01", "reviewed: 2025-11-01", []),
    ],
)  # fmt: skip
def test_one_change_is_one_difference(old, new, told, tmp_path):
    assert old in TEXT
    found = changes(load_design(SAMPLE), loaded(TEXT.replace(old, new, 1), tmp_path))
    assert [(c.how, c.what, c.id, c.field, c.before, c.after) for c in found] == told


def test_a_flow_that_changes_is_a_move(tmp_path):
    text = TEXT.replace("    - and: [acknowledge, triage]\n", "    - acknowledge\n    - triage\n")
    (found,) = changes(load_design(SAMPLE), loaded(text, tmp_path))
    assert (found.how, found.what, found.id, found.field) == ("moved", "stage", "support", "flow")
    assert "and(acknowledge, triage)" in found.before
    assert ", acknowledge, triage, " in found.after


def test_a_step_that_goes_leaves_the_order_of_the_others(tmp_path):
    lines = [line for line in TEXT.splitlines() if "approve_discount" not in line]
    found = changes(load_design(SAMPLE), loaded("\n".join(lines), tmp_path))
    assert [(c.how, c.what, c.id, c.field) for c in found] == [
        ("removed", "step", "approve_discount", "")
    ]


@pytest.mark.parametrize(
    ("flow", "text"),
    [
        (["a", {"and": ["c", "b"]}], "(a, and(b, c))"),
        (["a", {"optional": "x"}], "a"),
        ([{"and": ["x", "b"]}, "c"], "(b, c)"),
        ([{"choice": [["a", "b"], "c"]}], "choice((a, b), c)"),
        ([{"repeat": "a"}], "repeat(a)"),
    ],
)
def test_flows_in_a_line(flow, text):
    assert flow_text(read_flow(flow).tree, {"a", "b", "c"}) == text
