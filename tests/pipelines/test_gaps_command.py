"""`gaps`: the ledger in the terminal, one gap in full, JSON and CSV; nothing hostile comes through."""

from __future__ import annotations

import json
import re

import pytest

from pipelines.gaps_command import defused
from pipelines.plain import plain
from tests.pipelines.projects import edit


def test_gaps_shows_one_in_full(call, published_shop):
    status, output, _ = call("gaps", "late_step:answer", "-p", published_shop)
    assert status == 0
    assert "A promised step came later than promised" in output
    assert "30 of 60" in output  # a third never, every eighth late: 20 + 10
    assert re.search(r"! 2026-01-.* Asks   <- the time begins", output)
    assert "-- One row per promise" in output


def test_gaps_as_json(call, published_shop):
    _, output, _ = call("gaps", "--json", "-p", published_shop)
    gaps = json.loads(output)
    assert {g["id"]: (g["affected"], g["eligible"]) for g in gaps}["skipped_step:answer"] == (
        20,
        60,
    )
    assert (
        json.loads(call("gaps", "late_step:answer", "--json", "-p", published_shop)[1])["affected"]
        == 30
    )


def test_gaps_tells_the_nearest_id(call, published_shop):
    status, _, messages = call("gaps", "late_step:anwser", "-p", published_shop)
    assert status == 1
    assert "late_step:answer" in messages


def test_gaps_before_any_run(call, shop):
    status, _, messages = call("gaps", "-p", shop)
    assert status == 1
    assert "no run was published yet" in messages


def test_gaps_writes_every_affected_case(call, published_shop, tmp_path):
    file = tmp_path / "cases.csv"
    assert call("gaps", "skipped_step:answer", "--all-cases", file, "-p", published_shop)[0] == 0
    lines = file.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("gap_id,kind,subject,facet,stage,case_id,")
    assert [line.split(",")[5] for line in lines[1:]] == [f"c{n:02d}" for n in range(0, 60, 3)]


def test_gaps_reads_nothing_of_the_warehouse(call, published_shop):
    (published_shop / "warehouse.duckdb").write_bytes(b"not a warehouse")
    assert call("gaps", "-p", published_shop)[0] == 0


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\tx"])
def test_cells_are_defused(cell):
    assert defused(cell) == "'" + cell


def test_numbers_are_not_defused():
    assert defused(-1.5) == -1.5


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "[31mred[0m"),
        ("\x1b]0;title\x07x", "]0;titlex"),
        ("a\nb\tc", "a b c"),
        ("a\rb", "ab"),
        ("\x9b2J", "2J"),
        ("\u202eabc", "abc"),
        ("zażółć ñ", "zażółć ñ"),
    ],
)
def test_plain(text, shown):
    assert plain(text) == shown


def test_escapes_of_the_log_do_not_reach_the_terminal(call, shop, plain_flow):
    with (shop / "orders.csv").open("a", encoding="utf-8") as file:
        for n in range(20):
            file.write(
                f"c{n:02d},\x1b[2J[red]boo,2026-01-{5 + 5 * n // 24:02d} {8 + (5 * n % 24) - 24 * (8 + 5 * n % 24 > 23):02d}:05:00\n"
            )
    edit(shop / "blueprint.yaml", "gap: {min_cases: 5}", "gap: {min_cases: 1, coverage_min: 0.1}")
    status, output, _ = call("run", "-p", shop)
    assert status == 0
    assert "[red]boo" in output
    assert "\x1b" not in output
