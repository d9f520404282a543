"""`bindings`: what became of every activity, and whether the right step is the first suggestion."""

from __future__ import annotations

import json
import re
import shutil
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from blueprint import instances
from blueprint.design import DesignError, load_design
from blueprint.suggestions import suggest
from blueprint.suggestions.scores import alike
from pipelines.analysis import bound_log
from pipelines.run import compare_loaded, load_sources, new_order
from tests.pipelines.projects import edit

REAL = Path(__file__).parents[3] / "shared" / "real"
HELPDESK = Path(__file__).parents[1] / "real_logs" / "helpdesk"
HIDDEN = {
    *("send_verification", "resend_verification", "first_reply", "exchange"),
    *("verify_email", "onboarding_call", "reopen", "close_deal"),
}
"""Steps of the sample whose events another entry matches, too: unbound they are not picked, or ignored."""


def suggested_when_unbound(log, gone):
    """Step -> the suggestions for the group that most of its events are in; none where they are known."""
    connection, design = log.connection, log.design
    steps = {s: ways for s, ways in design.bindings.steps.items() if s not in gone}
    less = replace(design, bindings=replace(design.bindings, steps=steps))
    with suppress(DesignError):
        instances.build(connection, less, log.sources, (None, None))
    found = suggest(connection, less)
    order = "select candidate, count(*) as n from group_events group by 1 order by n desc, 1"
    groups = {
        row[0]: one for row, one in zip(connection.execute(order).fetchall(), found, strict=True)
    }
    rows = connection.execute(
        "select t.step, g.candidate, count(distinct g.event_no) as n from group_events as g"
        " inner join truth as t using (event_no) group by all order by n, g.candidate desc"
    ).fetchall()
    best = {step: groups[candidate] for step, candidate, _ in rows}
    return {step: [s.step for s in best[step].suggestions] for step in gone if step in best}


@pytest.fixture
def log(request):
    folder = request.getfixturevalue("sample_run")
    with bound_log(folder) as log:
        log.connection.execute(
            "create table truth as select distinct event_no, step from occurrences where own"
        )
        yield log


@pytest.mark.parametrize("step", ["charge", "acknowledge", "resolve"])
def test_an_unbound_step_is_suggested_first(log, step):
    """The two whose names say nothing, and one of many events of one source."""
    assert suggested_when_unbound(log, [step])[step][0] == step


@pytest.mark.nightly
def test_every_step_of_the_sample_is_suggested_first_when_unbound(log):
    found = {s: suggested_when_unbound(log, [s]) for s in log.design.bindings.steps}
    assert {s for s, told in found.items() if s not in told} == HIDDEN
    assert all(told[s][0] == s for s, told in found.items() if s in told)


@pytest.mark.nightly
@pytest.mark.skipif(not REAL.is_dir(), reason="../shared/real is not here")
def test_every_step_of_the_help_desk_is_suggested_first_when_unbound(tmp_path):
    folder = Path(shutil.copytree(HELPDESK, tmp_path / "helpdesk"))
    (folder / "helpdesk.csv").symlink_to(REAL / "helpdesk.csv")
    load_sources(new_order(folder))
    with bound_log(folder) as log:
        log.connection.execute(
            "create table truth as select distinct event_no, step from occurrences where own"
        )
        for step in log.design.bindings.steps:
            assert suggested_when_unbound(log, [step])[step][0] == step


def test_counts_are_those_of_the_coverage_gate(call, sample_run):
    told = json.loads(call("bindings", "--json", "-p", sample_run)[1])
    findings = json.loads((sample_run / "out" / "latest" / "findings.json").read_text())
    counted: dict[tuple[str, str, str], int] = {}
    for row in told["activities"]:
        key = (row["source"], row["activity"], row["state"])
        counted[key] = counted.get(key, 0) + row["events"]
    rows = findings["gates"]["activities"]
    assert counted == {(r["source"], r["activity"], r["state"]): r["events"] for r in rows}
    assert [u["activity"] for u in told["unbound"]] == ["Sales Chat Started"]
    assert told["unbound"][0]["between"] == ["choose_plan", "pay"]
    assert told["unbound"][0]["suggestions"] == []
    assert told["steps_without_events"] == []


def test_the_suggested_line_binds_the_step_again(call, published_shop):
    design = published_shop / "blueprint.yaml"
    edit(design, "    answer: [{activity: answer}]\n", "")
    output = call("bindings", "-p", published_shop)[1]
    assert "Steps that no event is: answer" in output
    line = re.search(r"^    answer: \[.+\]$", output, re.MULTILINE)[0]
    assert YAML(typ="safe").load(line) == {"answer": [{"source": "shop", "activity": "answer"}]}
    edit(design, "    pay: [", f"{line}\n    pay: [")
    assert load_design(design)
    compare_loaded(new_order(published_shop))
    assert "Steps that no event is" not in call("bindings", "-p", published_shop)[1]


def test_examples_of_few_customers_are_not_shown(call, published_shop):
    edit(published_shop / "project.yaml", "smallest_group: 1", "smallest_group: 61")
    output = call("bindings", "-p", published_shop)[1]
    assert "orders.csv" not in output
    assert "(no example: of too few customers)" in output


def test_examples_lead_to_the_row(call, published_shop):
    output = call("bindings", "-p", published_shop)[1]
    assert re.search(r"60  shop: ask -> ask  orders.csv:2  2026-01-05 08:00:00", output)


def test_events_of_two_steps_are_told_with_the_rest(call, published_shop):
    edit(published_shop / "blueprint.yaml", "{activity: pay}", "{activity: [pay, answer]}")
    status, output, _ = call("bindings", "-p", published_shop)
    assert status == 0
    assert 'steps "answer" and "pay" both bind 40 of the events' in output


def test_check_tells_the_line_and_an_event_of_an_ambiguous_binding(call, published_shop):
    design = published_shop / "blueprint.yaml"
    edit(design, "{activity: pay}", "{activity: [pay, answer]}")
    line = next(n for n, t in enumerate(design.read_text().splitlines(), 1) if "[pay, answer]" in t)
    status, _, messages = call("check", "-p", published_shop)
    assert status == 1
    told = (
        f'blueprint.yaml:{line}: steps "answer" and "pay" both bind 40 of the events, one of them'
    )
    assert f'{told} "answer" (orders.csv:5). Make their conditions exclude each other' in messages
    status, _, again = call("compare", "-p", published_shop)
    assert status == 1
    assert told in again


def test_check_without_anything_loaded_looks_at_no_event(call, shop):
    edit(shop / "blueprint.yaml", "{activity: pay}", "{activity: [pay, answer]}")
    assert call("check", "-p", shop)[0] == 0


def test_check_goes_on_when_the_warehouse_cannot_be_read(call, published_shop):
    (published_shop / "warehouse.duckdb").write_bytes(b"not a warehouse")
    status, output, messages = call("check", "-p", published_shop)
    assert status == 0
    assert "No mistake found." in output
    assert "what is loaded was not looked at" in messages


@pytest.mark.parametrize(
    ("one", "other", "least", "most"),
    [
        (["mail", "sent"], ["mail", "sent"], 1, 1),
        (["payment", "captured"], ["charge"], 0, 0),
        (["verification"], ["verify"], 0.3, 0.7),
        ([], ["a"], 0, 0),
    ],
)
def test_alike(one, other, least, most):
    assert least <= alike(one, other) <= most
    assert alike(one, other) == alike(other, one)
