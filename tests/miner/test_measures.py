"""Every measure: hand-worked cases, an empty log, and pm4py's own numbers."""

from __future__ import annotations

from collections import Counter
from functools import partial
from pathlib import Path
from statistics import median
from types import SimpleNamespace

import pytest
from ruamel.yaml import YAML

from miner import measures
from miner.cases import prepare
from miner.log import MEASURES

CASES = Path(__file__).parent / "sql"
MINUTE_US = 60_000_000
NEEDED = {
    "drop_offs": {"goals": ["c"]},
    "times_to_end": {"goal": ["c"], "until_us": 10**16},
}
WORDS = (
    "a b c d; a c b d; a b c d@60; a b b d; a@5 d@5 c@5 b@4; a; d d d; a b@1.5 c@7.25 d@100; b a"
)


def cases_of(name: str) -> list[dict]:
    return YAML(typ="safe").load((CASES / f"{name}.yaml").read_text(encoding="utf-8"))


def measure_of(name: str):
    """The function of a measure with the options that it must have."""
    return partial(getattr(measures, name), **NEEDED.get(name, {}))


EVERY_CASE = [
    pytest.param(name, case, id=f"{name}-{case['log']}-{case.get('with', '')}")
    for name in measures.SQL
    for case in cases_of(name)
]


def test_every_measure_is_registered_and_has_cases():
    known = (*measures.SQL, *measures.PAIRED)
    assert sorted(known) == sorted(file.stem for file in MEASURES.glob("*.sql"))
    assert sorted(measures.SQL) == sorted(file.stem for file in CASES.glob("*.yaml"))


@pytest.mark.parametrize("name", [*measures.SQL, *measures.PAIRED])
def test_the_first_line_states_the_grain(name):
    first = (MEASURES / f"{name}.sql").read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("-- One row per ")


@pytest.mark.parametrize(("name", "case"), EVERY_CASE)
def test_hand_worked(log, name, case):
    made = log(case["log"])
    options = case.get("with")
    rows = (
        made.table(name, most=None) if options is None else getattr(measures, name)(made, **options)
    )
    assert [list(row) for row in rows] == case["rows"]


@pytest.mark.parametrize("name", measures.SQL)
def test_an_empty_log_has_no_rows(connection, name):
    assert not measure_of(name)(prepare(connection, "customer"))


def test_rows_have_names(log):
    made = log("a b; a b; a")
    assert measures.activities(made)[0] == measures.Activity("a", 3, 3)
    assert measures.directly_follows(made)[0].p90_us == MINUTE_US
    assert measures.eventually_follows(made) == [("a", "b", 2)]
    assert measures.start_activities(made) == [("a", 3)]
    assert measures.end_activities(made) == [("b", 2), ("a", 1)]
    first = measures.variants(made, most=1)
    assert first == [measures.Variant(("a", "b"), 2, 2 / 3, 2 / 3)]
    assert measures.variant_counts(made) == {("a", "b"): 2, ("a",): 1}
    assert measures.throughput_times(made).cases == 3


def test_the_mean_is_rounded_half_up(log):
    made = log("a@0 b@0.00000005; a@0 b@0")  # 3 microseconds and none: 1.5
    assert measures.throughput_times(made).mean_us == 2


@pytest.fixture(scope="module")
def pm4py():
    """pm4py's own statistics."""
    from pm4py.algo.discovery.dfg.variants import native
    from pm4py.statistics.traces.generic.log import case_statistics
    from pm4py.statistics.variants.log.get import get_variants

    return SimpleNamespace(native=native, cases=case_statistics, variants=get_variants)


def as_pm4py(log):
    """Our events in our order as pm4py's own log."""
    from pm4py.objects.log.obj import Event, EventLog, Trace

    rows = log.connection.execute(
        "select case_no, activity, make_timestamptz(ts_us) from traces"
        " join activities using (activity_no) order by case_no, event_no"
    ).fetchall()
    traces: dict[int, Trace] = {}
    for case, activity, at in rows:
        trace = traces.setdefault(case, Trace(attributes={"concept:name": str(case)}))
        trace.append(Event({"concept:name": activity, "time:timestamp": at}))
    return EventLog(traces.values())


def test_directly_follows_equals_pm4py(log, pm4py):
    made = log(WORDS)
    found = {(row.source, row.target): row.frequency for row in measures.directly_follows(made)}
    assert found == dict(pm4py.native.apply(as_pm4py(made)))


def test_variants_equal_pm4py(log, pm4py):
    made = log(WORDS)
    theirs = {trace: len(cases) for trace, cases in pm4py.variants(as_pm4py(made)).items()}
    assert measures.variant_counts(made) == theirs


def test_throughput_times_equal_pm4py(log, pm4py):
    made = log(WORDS)
    seconds = pm4py.cases.get_all_case_durations(as_pm4py(made))
    times = [round(each * 1_000_000) for each in seconds]
    found = measures.throughput_times(made)
    assert (found.cases, found.p50_us) == (len(times), median(times))
    assert found.mean_us == (2 * sum(times) + len(times)) // (2 * len(times))


def test_starts_and_ends_equal_pm4py(log):
    made = log(WORDS)
    theirs = as_pm4py(made)
    starts = Counter(trace[0]["concept:name"] for trace in theirs)
    ends = Counter(trace[-1]["concept:name"] for trace in theirs)
    assert dict(measures.start_activities(made)) == starts
    assert dict(measures.end_activities(made)) == ends
