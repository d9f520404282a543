"""Kill -9 at 50 random moments of a load: after a restart all is as if nothing had happened.

The whole sample with every source, into an empty warehouse; then the load again, and the comparison.
Every table of the warehouse and of the mart must equal those of an undisturbed run, ids of runs and
readings of the clock aside. `KILL_SEED` repeats a failure.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from miner.warehouse import TABLES
from pipelines.demo import copy_sample
from pipelines.mart import TABLES as EXPORTED
from pipelines.run import compare_loaded, load_sources, new_order

pytestmark = pytest.mark.nightly
MOMENTS = int(os.environ.get("KILL_MOMENTS", "50"))
ROOT = Path(__file__).resolve().parents[2]
LOAD = """
import sys
import pipelines.load as load
from pathlib import Path
from pipelines.run import load_sources, new_order
load.GROUP_FILES = 2  # several transactions to be killed between
print("go", flush=True)
load_sources(new_order(Path(sys.argv[1])))
"""
CLOCK_AND_RUN = {"loaded_at", "first_seen", "last_seen", "run_id", "file_mtime_us"}


def start(project: Path) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        [sys.executable, "-c", LOAD, str(project)], stdout=subprocess.PIPE, cwd=ROOT
    )
    assert process.stdout is not None
    process.stdout.readline()
    return process


def tables(project: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every table of the warehouse and of the mart, after another load and a comparison."""
    order = new_order(project)
    load_sources(order)
    folder = compare_loaded(order)
    found = {}
    with duckdb.connect(str(project / "warehouse.duckdb"), read_only=True) as connection:
        for table in TABLES:
            found[table] = rows(connection, f"from {table}")
        for table in EXPORTED:
            found[f"mart {table}"] = rows(connection, f"from '{folder}/mart/{table}.parquet'")
    return found


def rows(connection, query):
    names = [name for name, *_ in connection.execute(f"describe {query}").fetchall()]
    kept = ", ".join(f'"{name}"' for name in names if name not in CLOCK_AND_RUN)
    return connection.execute(f"select {kept} {query} order by all").fetchall()


def test_a_load_that_was_killed_leaves_no_trace(tmp_path):
    seed = int(os.environ.get("KILL_SEED", time.time_ns() % 10**6))
    calm = copy_sample(tmp_path / "calm")
    begun = time.monotonic()
    undisturbed = start(calm)
    undisturbed.communicate(timeout=600)
    assert undisturbed.returncode == 0
    length = time.monotonic() - begun
    expected = tables(calm)
    assert len(expected["events"]) > 40_000
    moments = random.Random(seed)
    for number in range(MOMENTS):
        project = Path(shutil.copytree(calm, tmp_path / "killed"))
        for left in ("warehouse.duckdb", "out"):
            path = project / left
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        process = start(project)
        time.sleep(moments.uniform(0, 1) * length)
        process.kill()
        process.communicate()
        assert tables(project) == expected, f"KILL_SEED={seed}, moment {number}"
        assert not (project / ".staging").exists()
        shutil.rmtree(project)
