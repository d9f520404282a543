"""Loading that is killed or meets another process: the warehouse stays whole, the holder is named."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from miner.warehouse import NoWarehouseError, WarehouseLockedError, open_for_analysis
from pipelines.load import load_source
from tests.pipelines.fixture_loading import ask, contents, load, make_project

WEB = {"web": {"format": "segment", "files": "exports/*.jsonl", "reject_limit": 1}}


def call(number):
    return json.dumps(
        {
            "type": "page",
            "messageId": f"m{number}",
            "anonymousId": "a",
            "timestamp": "2025-03-01T10:00:00Z",
        }
    )


def lines(*some):
    return "".join(line + "\n" for line in some)


def loaded(folder, files):
    project = make_project(folder, WEB, {f"exports/{n}.jsonl": t for n, t in files.items()})
    return project, load(project)["web"]


def test_another_process_that_holds_the_warehouse_is_named(tmp_path):
    project, _ = loaded(tmp_path, {"a": lines(call(1))})
    code = "import duckdb,sys,time; c=duckdb.connect(sys.argv[1]); print('open',flush=True); time.sleep(60)"
    holder = subprocess.Popen(
        [sys.executable, "-c", code, str(project.warehouse_path)], stdout=subprocess.PIPE
    )
    try:
        assert holder.stdout.readline() == b"open\n"
        with pytest.raises(WarehouseLockedError, match=f"process {holder.pid}"):
            load_source(project, project.sources[0], frozenset(), "r", wait_s=0)
    finally:
        holder.kill()
        holder.communicate()


def test_killed_at_any_moment_the_next_run_ends_as_an_undisturbed_one(tmp_path):
    files = {name: lines(*(call(f"{name}{n}") for n in range(2000))) for name in "abc"}
    undisturbed = contents(loaded(tmp_path / "calm", files)[0])
    project = make_project(
        tmp_path / "hard", WEB, {f"exports/{n}.jsonl": t for n, t in files.items()}
    )
    code = (
        "import sys, pipelines.load as l; from pipelines.project import load_project; l.GROUP_FILES = 1;"
        "print('go', flush=True); l.load_all(load_project(sys.argv[1]), frozenset(), 'killed')"
    )
    root = Path(__file__).resolve().parents[2]
    for wait in (0.05, 0.15, 0.25, 0.35, 0.45):
        run = subprocess.Popen(
            [sys.executable, "-c", code, str(project.root)], stdout=subprocess.PIPE, cwd=root
        )
        run.stdout.readline()
        time.sleep(wait)
        run.send_signal(signal.SIGKILL)
        run.communicate()
        if project.warehouse_path.exists() and ask(project, "from duckdb_tables()"):
            assert ask(project, "select count(*) from loads where rows_read <> events_loaded") == [
                (0,)
            ]
    load(project)
    assert contents(project) == undisturbed
    assert not (project.root / ".staging").exists()


def test_a_warehouse_without_a_table_is_as_good_as_none(tmp_path):
    project = make_project(tmp_path, WEB, {"exports/a.jsonl": lines(call(1))})
    duckdb.connect(str(project.warehouse_path)).close()
    with pytest.raises(NoWarehouseError, match="there is no warehouse yet"):
        open_for_analysis(project.warehouse_path)
    assert load(project)["web"].events_loaded == 1
