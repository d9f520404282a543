"""The verbs of the log: whole cases, or predecessors anew; and what a failing query says."""

from __future__ import annotations

import subprocess
import sys

import pytest

from miner import log as log_module
from miner.log import EventLog, run_script
from miner.measures import activities, directly_follows, variant_counts
from miner.warehouse import LogError


def test_where_case_keeps_whole_cases(log):
    kept = log("a b; a c; a d").where_case("case_id <> $left_out", left_out="c2")
    assert variant_counts(kept) == {("a", "b"): 1, ("a", "d"): 1}


def test_where_case_twice_keeps_what_meets_both(log):
    kept = log("a b; a c; a d").where_case("case_no > $low", low=1).where_case("case_no < 3")
    assert variant_counts(kept) == {("a", "c"): 1}


def test_retrace_joins_what_was_apart(log):
    kept = log("a b c; b").retrace("activity_no <> $b", b=2)
    assert variant_counts(kept) == {("a", "c"): 1}
    assert [row[:2] for row in directly_follows(kept)] == [("a", "c")]
    assert directly_follows(kept)[0].mean_us == 120_000_000


def test_retrace_relabels_and_drops_what_has_no_label(log):
    made = log("a b c a; c b")
    made.connection.execute("create table steps as select 1 as activity_no, 'start' as activity")
    kept = made.retrace(activity="if(activity_no = 1, 1, null)").labelled("steps")
    assert variant_counts(kept) == {("start", "start"): 1}


def test_relabelling_by_the_identity_changes_nothing(log):
    made = log("a b c a; c b; a b c a")
    assert variant_counts(made.retrace()) == variant_counts(made)
    assert directly_follows(made.retrace()) == directly_follows(made)


def test_a_log_over_another_table_of_traces(log):
    made = log("a b; a c")
    made.connection.execute("create table others as from traces where case_no = 1")
    assert variant_counts(EventLog(made.connection, traces="others")) == {("a", "b"): 1}


def test_a_parameter_has_one_value(log):
    with pytest.raises(LogError, match="has values for low already"):
        log("a").where_case("case_no > $low", low=1).where_case("case_no > $low", low=2)


def test_a_failing_query_names_the_measure_and_shows_its_sql(log):
    broken = log("a").where_case("no_such_column = 1")
    with pytest.raises(LogError, match=r"(?s)measure activities failed: .*no_such_column.*One row"):
        activities(broken)


def test_a_failing_script_names_its_file(connection, tmp_path):
    script = tmp_path / "broken.sql"
    script.write_text("select 1;\nselect nothing from nowhere", encoding="utf-8")
    with pytest.raises(LogError, match=r"(?s)broken\.sql failed: .*nowhere"):
        run_script(connection, script)


def test_values_go_in_as_parameters(log):
    kept = log("a b").where_case("case_id = $id", id="c1' or true --")
    assert variant_counts(kept) == {}


def test_the_order_of_a_measure_survives_the_composition(log):
    made = log("; ".join(f"x{n % 7} y{n % 11}" for n in range(300)))
    found = [row.frequency for row in directly_follows(made.retrace())]
    assert found == sorted(found, reverse=True)


def test_explain_shows_the_sql_that_runs(log):
    made = log("a b")
    rows = made.connection.execute(made.explain("activities")).fetchall()
    assert rows == made.table("activities")
    assert log_module.MEASURES.is_dir()


def test_the_core_imports_nothing_heavy():
    heavy = "{'pm4py', 'r4pm', 'pandas', 'holidays', 'polars', 'pyarrow'}"
    code = (
        "import sys, miner.log, miner.cases, miner.measures, miner.calendar, miner.xes\n"
        f"print(sorted({heavy} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
