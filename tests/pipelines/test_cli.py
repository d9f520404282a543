"""The command line: exit statuses, messages without tracebacks, and what a terminal may be shown."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines import faults
from pipelines.cli import commands
from tests.pipelines.projects import edit

HEAVY = ("pm4py", "r4pm", "prefect", "plotly", "pandas", "duckdb", "pydantic", "rich")


def test_help_imports_nothing_heavy():
    code = (
        "import sys\n"
        "from pipelines.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        f"print([m for m in {HEAVY} if m in sys.modules])\n"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.splitlines()[-1] == "[]"
    assert "schedule" in shown.stdout


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
    assert "stale, their logs end early: shop\n" in output


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

    monkeypatch.setattr("pipelines.check_command.load_project", broken)
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


def test_a_path_that_cannot_be_written_is_no_fault_of_ours(tmp_path, capsys):
    def into_a_file():
        (tmp_path / "out").touch()
        (tmp_path / "out" / "runs").mkdir()

    assert faults.status_of(into_a_file) == 1
    assert "Not a directory" in capsys.readouterr().err
