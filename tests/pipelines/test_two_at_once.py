"""Two runs at once: one waits for the other, or says who holds the warehouse."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipelines.published import latest

HOLD = "import duckdb, sys, time; c = duckdb.connect(sys.argv[1]); print('held', flush=True); time.sleep(float(sys.argv[2]))"
RUN = """
import sys
from pathlib import Path
from pipelines.run import compare_loaded, load_sources, new_order
order = new_order(Path(sys.argv[1]))
load_sources(order)
print(compare_loaded(order))
"""


@contextmanager
def held(warehouse: Path, seconds: float) -> Iterator[int]:
    """Another process holds the warehouse for so long; gives its number."""
    command = [sys.executable, "-c", HOLD, str(warehouse), str(seconds)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    try:
        yield process.pid
    finally:
        process.kill()
        process.communicate()


def test_who_holds_the_warehouse_is_told(call, published_shop, monkeypatch):
    monkeypatch.setattr("pipelines.run.LOCK_WAIT_S", 0.3)
    with held(published_shop / "warehouse.duckdb", 60) as pid:
        status, _, messages = call("compare", "-p", published_shop)
    assert status == 1
    assert f"process {pid}" in messages
    assert "holds the warehouse" in messages


def test_a_run_waits_for_its_turn(call, published_shop):
    before = latest(published_shop / "out")
    with held(published_shop / "warehouse.duckdb", 1.5):
        assert call("compare", "-p", published_shop)[0] == 0
    assert latest(published_shop / "out") != before


def test_gaps_works_while_the_warehouse_is_held(call, published_shop):
    with held(published_shop / "warehouse.duckdb", 60):
        assert call("gaps", "-p", published_shop)[0] == 0


@pytest.mark.slow
def test_two_runs_from_nothing_both_end_well(shop):
    command = [sys.executable, "-c", RUN, str(shop)]
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    folders = [Path(run.communicate(timeout=120)[0].strip()) for run in runs]
    assert [run.returncode for run in runs] == [0, 0]
    found = [json.loads((f / "findings.json").read_text(encoding="utf-8")) for f in folders]
    assert [f["run"]["events"] for f in found] == [160, 160]
    assert [f["run"]["sources"][0]["rows_read"] for f in found] == [160, 160]
