"""Every measure on real logs: equal to its definition in plain Python, and to pm4py's where it has it.

The two short logs and the sample belong to every commit, the seven long ones to the night.
"""

from __future__ import annotations

import shutil
from collections import Counter
from math import isclose

import pandas as pd
import pytest

from miner import measures
from miner.cases import prepare
from miner.warehouse import open_for_analysis
from pipelines.project import load_project
from tests.miner.every_measure import calls, cases_of, same
from tests.miner.oracles import Cases, lengths, mean
from tests.real_traces import LOGS, REAL, traces_of

SHORT = ("sample", "helpdesk", "receipt")
NUMBERED = ("dots", "case_turns")
"""Measures that tell the numbers of cases, which are others in a part of them."""

GOALS = {"helpdesk": ["Closed"], "incidents": ["Closed"]}

pytestmark = pytest.mark.slow


def named(name: str):
    marks = [] if name in SHORT else [pytest.mark.nightly]
    if name != "sample":
        marks.append(pytest.mark.skipif(not REAL.is_dir(), reason="../shared/real is not here"))
    return pytest.param(name, marks=marks)


@pytest.fixture(scope="module", params=[named(name) for name in ("sample", *LOGS)])
def real(request, tmp_path_factory):
    """The name of a log, the log, and its cases as plain lists."""
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "sample":
        log = sample(request.getfixturevalue("sample_run"), folder)
    else:
        log = traces_of(request.param, folder)
    yield request.param, log, cases_of(log)
    log.connection.close()


def sample(sample_run, folder):
    project = load_project(shutil.copytree(sample_run, folder / "sample", symlinks=True))
    return prepare(open_for_analysis(project.warehouse_path), "customer")


def goals_of(name: str, cases: Cases) -> list[str]:
    """An activity that ends some cases, but not all of them."""
    last = Counter(case[-1][0] for case in cases)
    return GOALS.get(name, [last.most_common(1)[0][0]])


def parties_of(cases: Cases) -> dict[str, str]:
    """Two parties who act by turns of the alphabet, and activities of nobody."""
    activities = sorted({activity for case in cases for activity, _ in case})
    return {name: "xy"[n % 3] for n, name in enumerate(activities) if n % 3 < 2}


def test_every_measure_equals_its_oracle(real):
    name, log, cases = real
    for call in calls(goals_of(name, cases), parties_of(cases)):
        assert same(call.measured(log), call.expected(cases)), call


def test_every_measure_equals_its_oracle_in_groups(real):
    name, log, cases = real
    grouped = log.by("case_no % 3")
    for call in calls(goals_of(name, cases), parties_of(cases)):
        if call.name not in NUMBERED:
            found = grouped.each(call.measured)
            for part in range(3):
                numbered = enumerate(cases, 1)
                expected = call.expected([c for number, c in numbered if number % 3 == part])
                assert same(found[part], expected), call


@pytest.fixture(scope="module")
def frame(real):
    """The log as pm4py wants it, in our order."""
    _, log, _ = real
    rows = log.connection.execute(
        "select t.case_no::varchar, a.activity, make_timestamptz(t.ts_us), e.actor"
        " from traces as t join activities as a using (activity_no)"
        " join numbered_events as n using (event_no) join events as e using (event_id)"
        " order by t.case_no, t.event_no"
    ).fetchall()
    keys = ["case:concept:name", "concept:name", "time:timestamp", "org:resource"]
    made = pd.DataFrame(rows, columns=keys)
    made["time:timestamp"] = pd.to_datetime(made["time:timestamp"], utc=True)
    return made


def test_flow_and_times_equal_pm4pys(real, frame):
    import pm4py

    _, log, cases = real
    pairs, starts, ends = pm4py.discover_dfg(frame)
    ours = {(p.source, p.target): p.frequency for p in measures.directly_follows(log)}
    assert ours == {pair: n for pair, n in pairs.items() if n}
    assert {a.activity: a.cases for a in measures.start_activities(log)} == starts
    assert {a.activity: a.cases for a in measures.end_activities(log)} == ends
    variants = {tuple(trace): n for trace, n in pm4py.get_variants(frame).items()}
    assert measures.variant_counts(log) == variants
    theirs = sorted(round(s * 1_000_000) for s in pm4py.get_all_case_durations(frame))
    assert theirs == sorted(lengths(cases))
    assert measures.throughput_times(log).mean_us == mean(theirs)


def test_waits_equal_pm4pys(real, frame):
    import pm4py

    found = {(row.source, row.target): row for row in measures.waits(real[1])}
    theirs, _, _ = pm4py.discover_performance_dfg(frame)
    assert found.keys() == theirs.keys()
    for pair, told in theirs.items():
        ours = found[pair]
        shown = (ours.mean_us, ours.p50_us, ours.least_us, ours.most_us)
        expected = (told["mean"], told["median"], told["min"], told["max"])
        assert all(
            isclose(one, other * 1_000_000, rel_tol=1e-9, abs_tol=1)
            for one, other in zip(shown, expected, strict=True)
        ), pair


def test_rework_equals_pm4pys(real, frame):
    import pm4py

    ours = {r.activity: r.repeated_cases for r in measures.rework(real[1]) if r.repeated_cases}
    assert ours == pm4py.get_rework_cases_per_activity(frame)


def test_concurrency_equals_pm4pys_footprints(real, frame):
    from pm4py.algo.discovery.footprints.log.variants import entire_dataframe

    parallel = entire_dataframe.apply(frame)["parallel"]
    ours = {(row.one, row.other) for row in measures.concurrency(real[1])}
    assert ours == {(one, other) for one, other in parallel if one < other}


def test_handovers_equal_pm4pys(real, frame):
    import pm4py

    _, log, _ = real
    if frame["org:resource"].isna().any():
        pytest.skip("pm4py's handover of work needs an actor on every event")
    pairs = measures.directly_follows(log.relabelled("actor"))
    everything = sum(pair.frequency for pair in pairs)
    theirs = pm4py.discover_handover_of_work_network(frame).connections
    assert {(p.source, p.target): p.frequency / everything for p in pairs} == theirs
    handed = {(h.source, h.target) for h in measures.handoffs(log.relabelled("actor"))}
    assert handed == {(one, other) for one, other in theirs if one != other}
