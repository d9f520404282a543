"""The command line: exit statuses, messages without tracebacks, and what a terminal may be shown."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines import faults
from pipelines.cli import commands, main
from pipelines.gaps_command import defused
from pipelines.plain import plain

HEAVY = ("pm4py", "r4pm", "prefect", "plotly", "pandas", "duckdb", "pydantic", "rich")


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Calls the command line in this process; gives status, output and messages."""

    def called(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        output, messages = capsys.readouterr()
        assert "Traceback" not in output + messages
        return int(ended.value.code or 0), output, messages

    return called


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_help_imports_nothing_heavy_and_is_quick():
    code = (
        "import sys, time; begun = time.perf_counter()\n"
        "from pipelines.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        f"print([m for m in {HEAVY} if m in sys.modules], time.perf_counter() - begun)\n"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    imported, seconds = shown.stdout.splitlines()[-1].rsplit(" ", 1)
    assert imported == "[]"
    assert float(seconds) < 0.5
    assert "schedule" in shown.stdout


@pytest.mark.slow
def test_help_of_the_command_itself_is_quick():
    def seconds() -> float:
        begun = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "pipelines", "--help"], check=True, capture_output=True
        )
        return time.perf_counter() - begun

    assert min(seconds() for _ in range(3)) < 0.5


@pytest.mark.parametrize("name", sorted(commands.commands))
def test_every_command_says_what_it_does(name):
    assert commands.commands[name].help


@pytest.mark.parametrize(
    "arguments",
    [
        ["--nonsense"],
        ["run", "--window", "2026-01-01"],
        ["fly"],
        ["compare", "--fail-on", "lateness"],
    ],
)
def test_wrong_usage_is_2(call, arguments):
    status, _, messages = call(*arguments)
    assert status == 2
    assert messages


def test_run_publishes_and_shows_the_gaps(call, shop, plain_flow):
    status, output, messages = call("run", "--project", shop)
    assert status == 0, messages
    assert "60 customers, 160 events" in output
    assert "late_step:answer" in output
    assert "latest/report.html" in output
    assert (shop / "out" / "latest" / "report.html").stat().st_size > 1000


def test_compare_needs_no_prefect(published_shop):
    code = (
        "import sys\nfrom pipelines.cli import main\n"
        f"try: main(['compare', '-p', {str(published_shop)!r}])\n"
        "except SystemExit as ended: print(ended.code, 'prefect' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "0 False", done.stderr


def test_run_from_another_folder_with_a_relative_project(call, shop, plain_flow, monkeypatch):
    monkeypatch.chdir(shop.parent)
    status, output, _ = call("run", "-p", "shop")
    assert status == 0
    assert "Report: shop/out/latest/report.html" in output


@pytest.mark.parametrize(
    ("limit", "status"),
    [
        ("confirmed", 3),
        ("confirmed=2", 3),
        ("confirmed=3", 0),
        ("indicated", 3),
        ("late_step", 3),
        ("late_step=1", 0),
        ("wrong_order", 0),
        ("skipped_step:answer", 3),
        ("skipped_step:pay", 0),
    ],
)
def test_fail_on(call, published_shop, limit, status):
    found, _, messages = call("compare", "-p", published_shop, "--fail-on", limit)
    assert found == status
    assert (f"--fail-on {limit.partition('=')[0]}: found" in messages) == (status == 3)


def test_a_stale_source_is_4(call, published_shop):
    edit(published_shop / "project.yaml", "zone: UTC", "zone: UTC\n    stale_after: 7d")
    status, output, _ = call("compare", "-p", published_shop)
    assert status == 4
    assert "shop is stale" in output


def test_a_stopped_source_is_4_and_the_rest_is_told(call, published_shop, plain_flow):
    broken = "".join(f"x{n},ask,yesterday\n" for n in range(200))
    (published_shop / "more.csv").write_text("who,what,when\n" + broken, encoding="utf-8")
    edit(published_shop / "project.yaml", "orders.csv", "[orders.csv, more.csv]")
    status, output, _ = call("run", "-p", published_shop)
    assert status == 4
    assert "shop was stopped" in output
    assert "60 customers, 160 events" in output
    assert "shop was stopped" in call("compare", "-p", published_shop)[1]


def test_a_fault_of_ours_is_70_and_keeps_its_traceback(call, shop, monkeypatch):
    def broken(*_: object) -> None:
        raise ZeroDivisionError("a fault")

    monkeypatch.setattr("pipelines.check.load_project", broken)
    status, _, messages = call("check", "-p", shop)
    assert status == 70
    kept = Path(re.search(r"The traceback is in (\S+);", messages)[1])
    assert "ZeroDivisionError: a fault" in kept.read_text(encoding="utf-8")
    kept.unlink()


def test_stopping_with_control_c_is_130(capsys):
    def interrupted() -> int:
        raise KeyboardInterrupt

    assert faults.status_of(interrupted) == 130
    assert capsys.readouterr().err == "stopped\n"


# Wrong input of each sort: one clear message and status 1, or a rejected row that is counted.


def no_project(shop: Path) -> None:
    (shop / "project.yaml").unlink()


def no_design(shop: Path) -> None:
    (shop / "blueprint.yaml").unlink()


def no_file(shop: Path) -> None:
    (shop / "orders.csv").unlink()


def no_column(shop: Path) -> None:
    edit(shop / "orders.csv", "when", "moment")


def no_zone(shop: Path) -> None:
    edit(shop / "project.yaml", "    zone: UTC\n", "")


def no_event(shop: Path) -> None:
    (shop / "orders.csv").write_text("who,what,when\n", encoding="utf-8")


def project_mistake(shop: Path) -> None:
    edit(shop / "project.yaml", "format: csv", "fromat: csv")


def project_broken(shop: Path) -> None:
    edit(shop / "project.yaml", "sources:", "sources: {")


def design_mistake(shop: Path) -> None:
    edit(shop / "blueprint.yaml", "lane: counter", "lane: countr")


def design_broken(shop: Path) -> None:
    edit(shop / "blueprint.yaml", "lanes:", "lanes: [")


SORTS = [
    (no_project, "project.yaml"),
    (no_design, "blueprint.yaml"),
    (no_file, "orders.csv"),
    (no_column, "when"),
    (no_zone, "zone"),
    (no_event, "no event"),
    (project_mistake, 'project.yaml:6.*"?fromat'),
    (project_broken, "project.yaml:"),
    (design_mistake, r'blueprint.yaml:\d+: .*"countr".*Did you mean "counter"'),
    (design_broken, "blueprint.yaml:"),
]


@pytest.mark.parametrize(("spoil", "named"), SORTS, ids=[sort.__name__ for sort, _ in SORTS])
def test_wrong_input_is_1_with_one_clear_message(call, shop, plain_flow, spoil, named):
    spoil(shop)
    status, output, messages = call("run", "-p", shop)
    assert status == 1
    assert re.search(named, messages), messages
    assert output == ""
    assert not (shop / "out" / "latest").exists()


@pytest.mark.parametrize(
    "row", ["c00,ask,yesterday", "c00,,2026-01-05 08:00:00", ",ask,2026-01-05 08:00:00"]
)
def test_a_bad_row_is_quarantined_and_the_run_goes_on(call, shop, plain_flow, row):
    with (shop / "orders.csv").open("a", encoding="utf-8") as file:
        file.write(row + "\n")
    status, output, _ = call("run", "-p", shop)
    assert status == 0
    assert "160 events" in output
    findings = json.loads((shop / "out/latest/findings.json").read_text(encoding="utf-8"))
    assert findings["run"]["sources"][0]["rows_quarantined"] == 1
    assert findings["run"]["sources"][0]["rows_read"] == 161


def test_compare_before_anything_is_loaded(call, shop):
    status, _, messages = call("compare", "-p", shop)
    assert status == 1
    assert "blueprint-miner run" in messages


def test_window_that_is_no_date(call, published_shop):
    status, _, messages = call("compare", "-p", published_shop, "--window", "monday", "2026-01-31")
    assert status == 1
    assert "'monday'" in messages


def test_window_narrows_what_is_judged(call, published_shop):
    assert call("compare", "-p", published_shop, "--window", "2026-01-06", "2026-01-08")[0] == 0
    findings = json.loads((published_shop / "out/latest/findings.json").read_text(encoding="utf-8"))
    # one every five hours from Monday the 5th at 8: numbers 4 (4:00 on the 6th) to 12 (20:00 on the 7th)
    assert findings["stages"][0]["entered"] == 9
    assert findings["run"]["window"] == ["2026-01-06T00:00:00+00:00", "2026-01-08T00:00:00+00:00"]


def test_check_tells_the_mistakes_of_both_files(call, shop):
    project_mistake(shop)
    design_mistake(shop)
    status, _, messages = call("check", "-p", shop)
    assert status == 1
    assert "fromat" in messages
    assert "countr" in messages


def test_check_tells_a_source_that_is_not_there(call, shop):
    edit(shop / "blueprint.yaml", "{activity: ask}", "{source: shoop, activity: ask}")
    status, _, messages = call("check", "-p", shop)
    assert status == 1
    assert 'step "ask" names source "shoop". Did you mean "shop"?' in messages


def test_check_of_a_right_project(call, shop):
    status, output, messages = call("check", "-p", shop)
    assert (status, messages) == (0, "")
    assert "3 steps, 3 of them bound" in output


def test_gaps_shows_one_in_full(call, published_shop):
    status, output, _ = call("gaps", "late_step:answer", "-p", published_shop)
    assert status == 0
    assert "A promised step came later than promised" in output
    assert "30 of 60" in output  # a third never, every eighth late: 20 + 10
    assert re.search(r"c\d\d  c\d\d  2026-01-", output)
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
