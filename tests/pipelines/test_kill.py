"""Kill -9 at random moments of `run`: the warehouse opens, the last report is whole, the next run is as ever."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from miner.warehouse import open_for_analysis
from pipelines.demo import copy_sample
from pipelines.mart import TABLES
from pipelines.published import findings_of, latest
from pipelines.run import compare_loaded, load_sources, new_order

pytestmark = pytest.mark.nightly
MOMENTS = 20
LATER = "*2025-1[01]*"


def run_plainly(project: Path) -> dict[str, Any]:
    """The findings of an undisturbed run, without what may differ from run to run."""
    order = new_order(project)
    load_sources(order)
    findings = json.loads((compare_loaded(order) / "findings.json").read_text(encoding="utf-8"))
    del findings["run"]["id"], findings["run"]["at"]
    # whether the killed run is among the earlier ones depends on the moment
    findings.pop("trend", None)
    for gap in findings["gaps"]:
        gap.pop("first_seen", None)
        gap.pop("status", None)
    return findings


def start(project: Path, home: Path) -> subprocess.Popen[bytes]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT")}
    return subprocess.Popen(
        [sys.executable, "-m", "pipelines", "run", "-p", str(project)],
        env=kept | {"PREFECT_HOME": str(home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


@pytest.fixture(scope="module")
def september(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample with its first month loaded and published; the other exports lie beside."""
    project = copy_sample(tmp_path_factory.mktemp("september") / "project")
    later = project / "later"
    for path in sorted((project / "exports").rglob(LATER)):
        kept = later / path.relative_to(project / "exports")
        kept.parent.mkdir(parents=True, exist_ok=True)
        path.rename(kept)
    run_plainly(project)
    return project


def with_the_rest(september: Path, target: Path) -> Path:
    """A copy of the project into which the other exports have come."""
    project = Path(shutil.copytree(september, target, symlinks=True))
    shutil.copytree(project / "later", project / "exports", dirs_exist_ok=True)
    return project


def test_killed_at_any_moment(september, tmp_path):
    seed = int(os.environ.get("KILL_SEED", time.time_ns() % 10**6))
    undisturbed = with_the_rest(september, tmp_path / "undisturbed")
    begun = time.monotonic()
    assert start(undisturbed, tmp_path / "prefect").wait(600) == 0
    length = time.monotonic() - begun
    expected = run_plainly(undisturbed)

    moments = random.Random(seed)
    for number in range(MOMENTS):
        project = with_the_rest(september, tmp_path / f"run{number}")
        before = latest(project / "out")
        process = start(project, tmp_path / "prefect")
        time.sleep(moments.uniform(0.02, 1.0) * length)
        process.kill()
        process.wait()

        with open_for_analysis(project / "warehouse.duckdb", 30) as connection:
            assert connection.execute("select count(*) from events").fetchone()[0] > 0
        is_whole(latest(project / "out"), before)
        assert run_plainly(project) == expected, f"KILL_SEED={seed}, run {number}"
        assert not list((project / "out" / "runs").glob(".*"))
        assert not (project / ".staging").exists()
        shutil.rmtree(project)


def is_whole(folder: Path, before: Path) -> None:
    """The latest run is the one before, or the new one, with every file complete."""
    assert folder == before or folder.name > before.name
    assert findings_of(folder).run.id == folder.name
    assert (folder / "report.html").read_text(encoding="utf-8").rstrip().endswith("</html>")
    assert (folder / "board.svg").read_text(encoding="utf-8").rstrip().endswith("</svg>")
    for name in TABLES:
        content = (folder / "mart" / f"{name}.parquet").read_bytes()
        assert content[:4] == content[-4:] == b"PAR1"


def test_two_whole_runs_at_once(tmp_path):
    project = copy_sample(tmp_path / "project")
    runs = [start(project, tmp_path / "prefect") for _ in range(2)]
    assert [run.wait(600) for run in runs] == [0, 0]
    assert run_plainly(project)["run"]["events"] > 40_000
