"""A gap counted again: the printed statement on the kept tables, and examples as readable traces."""

from __future__ import annotations

import re
from dataclasses import replace

import duckdb

from blueprint.counting import statement
from pipelines.compared import compared_path, keep_compared, open_compared
from pipelines.published import findings_of, latest


def printed(output: str) -> tuple[str, str]:
    """The file that is named and the statement below it, as a reader would copy them."""
    file, _, statement = output.partition("-- Counts it again: duckdb -readonly ")[2].partition(
        "\n"
    )
    return file, statement


def test_every_gap_of_the_sample_is_counted_by_what_is_printed_and_has_its_place_marked(
    call, sample_run
):
    gaps = findings_of(latest(sample_run / "out")).gaps
    assert len(gaps) > 10
    for gap in gaps:
        output = call("gaps", gap.id, "-p", sample_run)[1]
        file, shown = printed(output)
        with duckdb.connect(file, read_only=True) as shell:
            assert shell.execute(shown).fetchall() == [(gap.eligible, gap.affected)], gap.id
        cases = output.partition("Cases to look up:")[2].partition("-- Counts it again")[0]
        told = [block for block in cases.split("\n\n") if block.strip()]
        assert len(told) == min(5, gap.affected), gap.id
        assert all(re.search(r"^  ! .+ <- ", block, re.MULTILINE) for block in told), (gap.id, told)


def test_what_never_came_stands_where_it_was_due(call, published_shop):
    """c00 asked, got no answer and paid: every third does."""
    output = call("gaps", "skipped_step:answer", "-p", published_shop)[1]
    first = output.partition("Cases to look up:")[2].split("\n\n")[1]
    assert [line.strip() for line in first.splitlines()] == [
        "c00",
        "2026-01-05 08:00:00             Asks",
        "!                                 Answers   <- missing",
        "2026-01-05 08:55:00    +55\xa0min  Pays",
    ]


def test_a_late_step_tells_how_late(call, published_shop):
    output = call("gaps", "late_step:answer", "-p", published_shop)[1]
    assert re.search(r"! 2026-01-\d\d \d\d:\d\d:00 +Asks   <- the time begins", output)
    assert "never came" in output


def test_without_the_kept_tables_the_cases_of_the_findings_are_shown(call, published_shop):
    compared_path(published_shop / "warehouse.duckdb").unlink()
    status, output, _ = call("gaps", "late_step:answer", "-p", published_shop)
    assert status == 0
    assert "run `blueprint-miner compare`" in output
    assert re.search(r"c\d\d  c\d\d  2026-01-.* > ", output)


def test_the_tables_of_another_run_are_not_taken(published_shop):
    path = compared_path(published_shop / "warehouse.duckdb")
    run_id = findings_of(latest(published_shop / "out")).run.id
    with open_compared(path, run_id) as connection:
        assert connection.execute("select count(*) from judged").fetchone() == (60,)
    assert open_compared(path, "another") is None
    path.write_bytes(b"no database")
    assert open_compared(path, run_id) is None


def test_a_folder_that_cannot_be_written_does_no_harm(tmp_path, caplog):
    with duckdb.connect() as connection:
        keep_compared(connection, tmp_path / "nowhere" / "x.duckdb", "run")
        assert connection.execute("select 1").fetchone() == (1,)
    assert "cannot be kept" in caplog.text


def test_forgetting_leaves_nothing_of_the_customer_in_the_kept_tables(call, published_shop):
    assert call("forget", "c07", "--yes", "-p", published_shop)[0] == 0
    run_id = findings_of(latest(published_shop / "out")).run.id
    path = compared_path(published_shop / "warehouse.duckdb")
    assert b"c07" not in path.read_bytes()
    with open_compared(path, run_id) as connection:
        assert connection.execute("select count(*) from cases").fetchone() == (59,)


def test_a_quote_in_a_subject_stays_inside_its_text(published_shop):
    gap = findings_of(latest(published_shop / "out")).gaps[0]
    hostile = replace(gap, subject="x' or true; --")
    with duckdb.connect(str(compared_path(published_shop / "warehouse.duckdb"))) as shell:
        assert shell.execute(statement(hostile)).fetchall() == [(0, 0)]
