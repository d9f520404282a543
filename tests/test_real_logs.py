"""Real logs that are not in the repository: the run succeeds, and the numbers equal pm4py's.

pm4py is fed our deduplicated events in UTC and in our order; counts, variants and throughput times
must be equal, not close.
"""

from __future__ import annotations

import shutil
from collections import Counter
from html import escape
from pathlib import Path

import pandas as pd
import pytest

from blueprint.board import draw
from blueprint.design import load_design
from blueprint.findings import from_json
from miner import measures
from miner.cases import prepare
from miner.discovery import discover
from miner.identity import IdentityRules
from miner.log import EventLog
from miner.pictures.follows import draw_follows
from miner.warehouse import open_for_analysis
from pipelines.load import load_all
from pipelines.project import load_project
from pipelines.run import compare_loaded, new_order
from tests.miner.languages import same_language
from tests.miner.test_model_files import WRITERS

REAL = Path(__file__).parents[2] / "shared" / "real"
PROJECTS = Path(__file__).parent / "real_logs"
LOGS = {
    "helpdesk": ("helpdesk.csv", 21_221, 4_580),
    "receipt": ("receipt.xes.gz", 8_577, 1_434),
}
"""Log file, events without exact duplicates, tickets or applications."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not REAL.is_dir(), reason="../shared/real is not here"),
]


@pytest.fixture(scope="module", params=LOGS)
def loaded(request, tmp_path_factory):
    """A project of a real log, loaded."""
    folder = tmp_path_factory.mktemp(request.param) / request.param
    shutil.copytree(PROJECTS / request.param, folder)
    (folder / LOGS[request.param][0]).symlink_to(REAL / LOGS[request.param][0])
    project = load_project(folder)
    design = load_design(project.design_path)
    loads = load_all(project, design.kept_attributes, "test")
    return request.param, folder, project, design, loads


@pytest.fixture
def log(loaded):
    """The traces of a real log, by its customers."""
    _, _, project, design, _ = loaded
    with open_for_analysis(project.warehouse_path) as connection:
        rules = IdentityRules(keys=project.identity.keys, fan_out=project.identity.fan_out)
        yield prepare(connection, design.bindings.customer, rules)


def pm4py_frame(log: EventLog) -> pd.DataFrame:
    """Our traces as pm4py wants them, in our order."""
    rows = log.connection.execute(
        "select c.case_id, a.activity, make_timestamptz(t.ts_us)"
        " from traces as t join cases as c using (case_no) join activities as a using (activity_no)"
        " order by t.case_no, t.event_no"
    ).fetchall()
    frame = pd.DataFrame(rows, columns=["case:concept:name", "concept:name", "time:timestamp"])
    frame["time:timestamp"] = pd.to_datetime(frame["time:timestamp"], utc=True)
    return frame


def test_every_row_is_accounted_for(loaded) -> None:
    name, _, _, _, loads = loaded
    assert sum(load.events_loaded for load in loads) == LOGS[name][1]
    for load in loads:
        assert load.rows_read == load.rows_loaded + load.rows_duplicate + load.rows_quarantined


def test_directly_follows_equal_pm4pys(log) -> None:
    import pm4py

    pairs, starts, ends = pm4py.discover_dfg(pm4py_frame(log))
    ours = {(p.source, p.target): p.frequency for p in measures.directly_follows(log)}
    assert ours == {pair: n for pair, n in pairs.items() if n}
    assert {a.activity: a.cases for a in measures.start_activities(log)} == starts
    assert {a.activity: a.cases for a in measures.end_activities(log)} == ends


def test_variants_equal_pm4pys(log) -> None:
    import pm4py

    expected = Counter(
        {tuple(variant): n for variant, n in pm4py.get_variants(pm4py_frame(log)).items()}
    )
    assert Counter({v.activities: v.cases for v in measures.variants(log)}) == expected


def test_throughput_times_equal_pm4pys(log) -> None:
    import pm4py

    theirs = sorted(round(s * 1_000_000) for s in pm4py.get_all_case_durations(pm4py_frame(log)))
    ours = [
        us
        for (us,) in log.connection.execute(
            "select max(ts_us) - min(ts_us) as us from traces group by case_no order by us"
        ).fetchall()
    ]
    assert ours == theirs
    time = measures.throughput_times(log)
    assert time.cases == len(theirs)
    assert time.mean_us == pytest.approx(sum(theirs) / len(theirs), abs=1)
    assert time.p50_us == pytest.approx(pd.Series(theirs).quantile(0.5), abs=1)


def test_the_run_succeeds_and_the_board_is_drawn(loaded) -> None:
    name, folder, *_ = loaded
    published = compare_loaded(new_order(folder))
    findings = from_json((published / "findings.json").read_text(encoding="utf-8"))
    assert sum(s.entered for s in findings.stages[:1]) >= 0.99 * LOGS[name][2]
    assert [c.not_computed for c in findings.conformance] == [None] * len(findings.stages)
    assert [g for g in findings.gaps if g.verdict == "confirmed"]
    assert draw(findings).startswith("<svg")
    assert (published / "report.html").stat().st_size < 5_000_000


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::PendingDeprecationWarning")
def test_mined_models_are_the_same_process_in_every_form(log) -> None:
    model = discover(measures.variant_counts(log))
    assert model.sound
    assert model.simplicity > 0.5
    for write, read in WRITERS.values():
        assert same_language(model.net, read(write(model.neutral)))


def test_the_pictures_have_every_frequent_activity(log) -> None:
    names = [row.activity for row in measures.activities(log)[:10]]
    shown = draw_follows(log)
    assert all(f"<title>{escape(name)}</title>" in shown for name in names)
    assert draw_follows(log) == shown
