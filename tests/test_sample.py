"""The whole main job on the simulated service, against the truth that its oracle counted.

The oracle is plain Python over the simulator's own journeys and shares no code with what is tested.
"""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import duckdb
import jsonschema
import pytest

from blueprint import instances, judging, queries, spreads
from blueprint.comparison import RunFacts, compare
from blueprint.design import load_design
from blueprint.findings import Findings, from_json, to_json
from blueprint.findings_schema import findings_schema
from blueprint.gaps import RULES
from miner.cases import prepare
from miner.identity import IdentityRules
from miner.warehouse import open_for_analysis
from pipelines.load import load_all
from pipelines.project import load_project
from pipelines.source_states import source_states
from sample_logs.simulate import simulate

SEEDS = (1, 2, *(pytest.param(seed, marks=pytest.mark.nightly) for seed in range(3, 9)))
CUSTOMERS = 2000
OF_MEANS = ("low_emotion",)
"""Kinds that judge a mean, not a share."""


class Compared(NamedTuple):
    """One seed: what was found, what every test counted, and the truth."""

    findings: Findings
    counts: dict[str, tuple[int, int]]
    truth: dict


def prepared(folder: Path):
    """A project that is loaded, its design, and its prepared log with the sources' states."""
    project = load_project(folder)
    design = load_design(project.design_path)
    load_all(project, design.kept_attributes, "test")
    rules = IdentityRules(
        keys=project.identity.keys,
        leaves=project.identity.leaves,
        blocked=project.identity.blocked,
        fan_out=project.identity.fan_out,
    )
    connection = open_for_analysis(project.warehouse_path)
    prepare(connection, design.bindings.customer, rules)
    at = datetime(2025, 12, 1, tzinfo=UTC)
    return project, design, connection, source_states(connection, project.sources, at, {})


def compared(folder: Path) -> tuple[Findings, dict[str, tuple[int, int]]]:
    """Loads and compares a project without publishing it."""
    _, design, connection, sources = prepared(folder)
    with connection:
        facts = RunFacts(id="test", at="2025-12-01T00:00:00+00:00", version="0", sources=sources)
        findings = compare(connection, design, facts)
        return findings, counted(connection)


def counted(connection: duckdb.DuckDBPyConnection) -> dict[str, tuple[int, int]]:
    """Eligible and affected of every test, gap or not, by its id."""
    return {
        f"{s.kind}:{s.subject}" + (f".{s.facet}" if s.facet else ""): (int(s.n), int(s.x))
        for s in spreads.counts(connection)
    }


@pytest.fixture(scope="module", params=SEEDS)
def sample(request, tmp_path_factory) -> Compared:
    """One simulated service, loaded and compared."""
    folder = tmp_path_factory.mktemp(f"seed{request.param}") / "sample"
    if request.param == 1:  # the committed sample, byte by byte: see tests/sample_logs
        shutil.copytree(request.getfixturevalue("sample_run"), folder, symlinks=True)
    else:
        simulate(folder, CUSTOMERS, request.param)
    findings, counts = compared(folder)
    return Compared(findings, counts, json.loads((folder / "truth.json").read_text()))


def observable(truth: dict) -> dict[str, tuple[int, int]]:
    """What the oracle counted, less what the dirt hid; subjects with nothing to count are left out."""
    return {
        c["id"]: (c["eligible"] - c["hidden"]["eligible"], c["affected"] - c["hidden"]["affected"])
        for c in truth["counts"]
        if is_judged(c["id"])
    }


def is_judged(gap: str) -> bool:
    """Whether its kind has a rule."""
    return gap.partition(":")[0] in {rule.__name__ for rule in RULES}


@pytest.mark.slow
def test_every_count_is_the_oracles(sample) -> None:
    expected = {k: v for k, v in observable(sample.truth).items() if v[0]}
    found = {k: v for k, v in sample.counts.items() if v[0]}
    assert found == expected


@pytest.mark.slow
def test_what_was_planted_is_confirmed_and_nothing_else(sample) -> None:
    confirmed = {g.id for g in sample.findings.gaps if g.verdict == "confirmed"}
    planted = {name for name in sample.truth["planted"] if is_judged(name)}
    assert planted <= confirmed
    assert confirmed - planted <= set(sample.truth["follows"])


@pytest.mark.slow
def test_what_follows_stands_below_its_cause(sample) -> None:
    told = {g.id: g.follows_from for g in sample.findings.gaps if g.verdict == "confirmed"}
    follows = sample.truth["follows"]
    assert {name: told[name] for name in follows if name in told} == {
        name: cause for name, cause in follows.items() if name in told
    }
    assert not [name for name in sample.truth["planted"] if told.get(name)]


@pytest.mark.slow
def test_sizes_lie_in_their_intervals(sample) -> None:
    """What is observable, and what truly happened, that which the dirt has hidden included."""
    seen = observable(sample.truth)
    true = {c["id"]: (c["eligible"], c["affected"]) for c in sample.truth["counts"]}
    for gap in (g for g in sample.findings.gaps if g.kind not in OF_MEANS):
        for eligible, affected in (seen[gap.id], true[gap.id]):
            assert gap.interval[0] <= affected / eligible <= gap.interval[1], gap.id


@pytest.mark.slow
def test_the_mean_score_lies_in_its_interval(sample) -> None:
    [told] = [g for g in sample.findings.gaps if g.id == "low_emotion:support"]
    low, high = told.sentence.parameters["score_interval"]
    assert low <= sample.truth["scores"]["support"]["mean"] <= high
    assert told.eligible == sample.truth["scores"]["support"]["answers"]


@pytest.mark.slow
def test_findings_survive_their_json_and_keep_their_schema(sample) -> None:
    text = to_json(sample.findings)
    assert from_json(text) == sample.findings
    jsonschema.validate(json.loads(text), findings_schema())


MUTANTS = {
    "low_reach": ("and i.entered_us <= r.entered_by_us", ""),
    "failed_touchpoint": ("where t.opens", "where true"),
    "wrong_branch": ("arms > 1 as affected", "arms > 0 as affected"),
    "broken_rule": ("a.event_no > b.event_no", "a.event_no < b.event_no"),
    "undesigned_path": ("and not i.left_truncated", "and i.state = 'finished'"),
    "skipped_step": ("where a.is_inside or l.seen_us is not null", ""),
    "abandonment": ("and i.by_limit", ""),
    "undesigned_step": (
        "inner join judged as i on i.stage",
        "inner join instances as i on i.stage",
    ),
    "forbidden_step": ("s.most = 0", "s.most = 1"),
    "repeated_step": ("x.occurrences > s.most as affected", "x.occurrences >= s.most as affected"),
    "wrong_order": ("where not if(between_sources,", "where true or if(between_sources,"),
    "slow_stage": ("where i.by_limit and", "where"),
    "late_step": ("where a.age_us >= a.within_us", ""),
    "wrong_role": ("a.actor_kind not in ('unknown', x.actor)", "a.actor_kind <> 'person'"),
    "wrong_channel": ("w.word is null as affected", "w.word <> 'web' as affected"),
    "visibility_breach": ("a.public <> x.above_visibility as", "a.public = x.above_visibility as"),
    "dropped_handoff": (
        "coalesce(took_us > within_us, true)",
        "coalesce(took_us < within_us, true)",
    ),
    "slow_system": ("coalesce(took_us > within_us, true)", "coalesce(took_us > within_us, false)"),
    "silence": (
        "q.longest_us > a.silence_us as affected",
        "q.longest_us > 2 * a.silence_us as affected",
    ),
    "long_wait": ("if(g.limit_us is null, i.age_us >= b.budget_us, i.by_limit)", "true"),
}
"""One small fault per rule, of the sort that one makes."""


@pytest.fixture(scope="module")
def ready(sample_run, tmp_path_factory):
    """The committed sample, with its instances built."""
    folder = tmp_path_factory.mktemp("ready") / "sample"
    shutil.copytree(sample_run, folder, symlinks=True)
    _, design, connection, sources = prepared(folder)
    with connection:
        instances.build(connection, design, sources, (None, None))
        yield connection, observable(json.loads((folder / "truth.json").read_text()))


def kind_counts(connection: duckdb.DuckDBPyConnection, kind: str) -> dict[str, tuple[int, int]]:
    """What one kind counts, where there is something to count."""
    judging.count(connection, coverage_passed=True)
    found = counted(connection).items()
    return {k: v for k, v in found if k.startswith(f"{kind}:") and v[0]}


@pytest.mark.slow
@pytest.mark.parametrize("kind", [k for rule in RULES if (k := rule.__name__) != "low_emotion"])
def test_a_broken_rule_is_noticed(ready, kind, monkeypatch) -> None:
    connection, truth = ready
    expected = {k: v for k, v in truth.items() if k.startswith(f"{kind}:") and v[0]}
    assert kind_counts(connection, kind) == expected
    old, new = MUTANTS[kind]
    text = queries._text
    assert old in text(f"gaps/{kind}")
    monkeypatch.setattr(queries, "_text", lambda name: text(name).replace(old, new))
    assert kind_counts(connection, kind) != expected
