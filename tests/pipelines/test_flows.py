"""The Prefect flow for real: the same findings as without it, quiet, and on a schedule."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pipelines.run import compare_loaded, new_order
from pipelines.server import _free_port, _is_up

pytestmark = pytest.mark.slow
COMMAND = [sys.executable, "-m", "pipelines"]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Nothing of Prefect is set up but a home of its own; no CI, so that telemetry would be on."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT") and k != "CI"}
    return kept | {"PREFECT_HOME": str(tmp_path / "prefect"), "HOME": str(tmp_path)}


@pytest.fixture
def server(environment: dict[str, str]) -> Iterator[dict[str, str]]:
    """A Prefect server on a free port; gives the environment that names it."""
    port = _free_port()
    Path(environment["PREFECT_HOME"]).mkdir()
    quiet = {"PREFECT_SERVER_ANALYTICS_ENABLED": "false", "DO_NOT_TRACK": "1"}
    command = [
        str(Path(sys.executable).with_name("prefect")),
        "server",
        "start",
        "--port",
        str(port),
    ]
    with (Path(environment["PREFECT_HOME"]) / "server.log").open("wb") as log:
        process = subprocess.Popen(command, env=environment | quiet, stdout=log, stderr=log)
    try:
        wait_until(lambda: _is_up(port), 120)
        yield environment | {"PREFECT_API_URL": f"http://127.0.0.1:{port}/api"}
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)


def wait_until(found: Callable[[], Any], seconds: float) -> Any:
    """What was found; an assertion when it does not come in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if result := found():
            return result
        time.sleep(0.5)
    raise AssertionError(f"not within {seconds} s")


def ask(environment: dict[str, str], path: str, body: dict[str, Any]) -> Any:
    """The server's answer to a question."""
    request = urllib.request.Request(
        f"{environment['PREFECT_API_URL']}/{path}",
        json.dumps(body).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)


def told(folder: Path) -> dict[str, Any]:
    """The findings without what may differ from run to run."""
    findings = json.loads((folder / "findings.json").read_text(encoding="utf-8"))
    del findings["run"]["id"], findings["run"]["at"]
    return findings


def test_run_finds_what_compare_finds_and_is_quiet(shop, environment):
    done = subprocess.run(
        [*COMMAND, "run", "-p", str(shop)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "late_step:answer" in done.stdout
    assert done.stderr == ""
    log = Path(environment["PREFECT_HOME"]) / "server.log"
    assert "telemetry" not in log.read_text(encoding="utf-8")
    by_flow = (shop / "out" / "latest").resolve()
    assert told(by_flow) == told(compare_loaded(new_order(shop)))


def test_wrong_input_inside_the_flow_is_told_without_a_traceback(shop, environment):
    (shop / "orders.csv").unlink()
    done = subprocess.run(
        [*COMMAND, "run", "-p", str(shop)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "orders.csv" in done.stderr
    assert "Traceback" not in done.stderr + done.stdout
    assert len(done.stderr.splitlines()) == 1


def test_schedule_runs_the_flow_at_its_time(shop, server):
    command = [*COMMAND, "schedule", "--cron", "* * * * *", "-p", str(shop)]
    with (shop / "schedule.log").open("wb") as log:
        served = subprocess.Popen(command, env=server, stdout=log, stderr=log)
    try:
        runs = wait_until(lambda: completed(server), 150)
    finally:
        served.send_signal(signal.SIGINT)
        served.wait(60)
    assert runs[0]["expected_start_time"][17:19] == "00"
    assert runs[0]["auto_scheduled"] is True
    artifacts = ask(server, "artifacts/filter", {"artifacts": {"key": {"any_": ["gap-report"]}}})
    assert artifacts[0]["type"] == "markdown"
    assert "late\\_step:answer" in artifacts[0]["data"]
    assert artifacts[0]["flow_run_id"] == runs[0]["id"]
    assert told(shop / "out" / "latest")["run"]["cases"] == 60


def completed(environment: dict[str, str]) -> list[dict[str, Any]]:
    """The completed runs of the flow."""
    state = {"type": {"any_": ["COMPLETED"]}}
    return list(ask(environment, "flow_runs/filter", {"flow_runs": {"state": state}}))


def test_schedule_without_a_server_says_what_to_do(shop, environment):
    done = subprocess.run(
        [*COMMAND, "schedule", "-p", str(shop)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "PREFECT_API_URL" in done.stderr
