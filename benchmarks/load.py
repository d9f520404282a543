"""`make bench-load`: our load beside DuckDB's own reading of the same files, in one run.

Writes `--events` events (10 million by default) in each of three shapes, cut into `--files` files
as exports are, into a scratch folder. For each shape, each step in a fresh process:
DuckDB reads the files into a table of a database file, we load them into a new warehouse,
DuckDB does it again, and we load once more, when nothing has changed.
The ratio is the faster time of DuckDB over ours. The peak is the memory of the process.
For CSV and JSON lines the *floor* is measured, too: DuckDB fills the tables of the warehouse with
what we store, pseudonyms and all, in one statement each, and checks nothing (floor.sql).
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import duckdb

ROOT = Path(__file__).parents[1]
EVENTS = Path(__file__).with_name("events.sql")
FLOOR = Path(__file__).with_name("floor.sql")
KIB = 1024
HOUR_S = 3600
COLUMNS = (
    "columns: {activity: activity, timestamp: moment, event_id: event, objects: {ticket: ticket},"
    " actor: actor, attributes: {tier: tier}}, keep: [tier]"
)


class Shape(NamedTuple):
    """One shape of exports: the view of events.sql, DuckDB's reader, and our settings."""

    name: str
    view: str
    ending: str
    reader: str
    settings: str


SHAPES = (
    Shape("CSV", "rows", "csv", "read_csv", f"format: csv, {COLUMNS}"),
    Shape("JSON lines", "rows", "jsonl", "read_json", f"format: jsonl, {COLUMNS}"),
    Shape("Segment", "calls", "ndjson", "read_json", "format: segment, keep: [tier]"),
)
OURS = """
import sys
from pathlib import Path
from pipelines.load import load_all
from pipelines.project import load_project
load, = load_all(load_project(sys.argv[1]), frozenset(), "bench")
expected = int(sys.argv[2])
assert (load.rows_read, load.events_loaded) == (expected, expected), load
"""
DUCKDB = """
import sys
import duckdb
connection = duckdb.connect(sys.argv[1])
connection.execute("set enable_progress_bar = false")
connection.execute(f"create table events as from {sys.argv[2]}($files)", {"files": sys.argv[3]})
connection.close()
"""
FLOOR_BY_DUCKDB = """
import sys
from pathlib import Path
from miner.warehouse import open_for_loading
connection = open_for_loading(Path(sys.argv[1]))
connection.execute("set variable key = '0123456789abcdef0123456789abcdef'")
files = sys.argv[3].replace("'", "''")
connection.execute(f"create temp view exports as from {sys.argv[2]}('{files}', filename = true)")
connection.execute(Path(sys.argv[4]).read_text(encoding="utf-8"))
connection.close()
"""


class Measured(NamedTuple):
    """One process: seconds on the wall clock and of all its threads, MiB at its peak."""

    seconds: float
    cpu: float
    peak_mib: float

    def __str__(self) -> str:
        """The three numbers as one cell of the table."""
        return f"{self.seconds:.1f} s ({self.cpu:.1f} CPU), {self.peak_mib:,.0f} MiB"


def called(*arguments: str) -> Measured:
    """Runs Python code in a fresh process. Raises RuntimeError if it fails."""
    begin = time.perf_counter()
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen([sys.executable, "-c", *arguments], env=environment)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - begin
    if status:
        raise RuntimeError(f"failed: {arguments}")
    return Measured(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / KIB)


def written(shape: Shape, folder: Path, events: int, files: int) -> None:
    """Writes the exports of one shape."""
    folder.mkdir(parents=True)
    form = "csv, header" if shape.ending == "csv" else "json"
    with duckdb.connect(":memory:") as connection:
        connection.execute("set timezone = 'UTC'")
        connection.execute("set enable_progress_bar = false")
        for number in range(files):
            first, last = events * number // files, events * (number + 1) // files
            connection.execute(f"set variable first_event = {first}")
            connection.execute(f"set variable last_event = {last}")
            connection.execute(EVENTS.read_text(encoding="utf-8"))
            target = folder / f"part-{number:02}.{shape.ending}"
            connection.execute(f"copy {shape.view} to '{target}' (format {form})")
            # a file written just now is hashed once more by the next load
            os.utime(target, (time.time() - HOUR_S,) * 2)


def by_duckdb(shape: Shape, folder: Path) -> Measured:
    """DuckDB's own reading of the files into a table of a new database file."""
    target = folder / "table.duckdb"
    target.unlink(missing_ok=True)
    measured = called(DUCKDB, str(target), shape.reader, str(folder / f"part-*.{shape.ending}"))
    target.unlink()
    return measured


def floor(shape: Shape, folder: Path) -> Measured:
    """DuckDB's filling of a warehouse with what we store of the files, unchecked."""
    target = folder / "floor.duckdb"
    files = str(folder / f"part-*.{shape.ending}")
    measured = called(FLOOR_BY_DUCKDB, str(target), shape.reader, files, str(FLOOR))
    target.unlink()
    return measured


def by_us(shape: Shape, folder: Path, expected: int) -> Measured:
    """Our load of the files; the warehouse stays for the next."""
    source = f"{{files: 'part-*.{shape.ending}', {shape.settings}}}"
    text = f"project: 1\nname: bench\nsources:\n  crm: {source}\n"
    (folder / "project.yaml").write_text(text, encoding="utf-8")
    return called(OURS, str(folder), str(expected))


def rows(shape: Shape, folder: Path, events: int, files: int) -> Iterator[tuple[str, str]]:
    """What is printed of one shape: what, and its numbers."""
    written(shape, folder, events, files)
    size = sum(path.stat().st_size for path in folder.iterdir()) / KIB**2
    yield "exports", f"{events:,} events in {files} files, {size:,.0f} MiB"
    first = by_duckdb(shape, folder)
    yield f"{shape.reader} into a table", str(first)
    ours = by_us(shape, folder, events)
    yield "our load", str(ours)
    again = by_duckdb(shape, folder)
    yield f"{shape.reader} again", str(again)
    best, least = min(first.seconds, again.seconds), min(first.cpu, again.cpu)
    yield "ratio", f"{best / ours.seconds:.2f} by the clock, {least / ours.cpu:.2f} by CPU time"
    yield "our load again, nothing new", str(by_us(shape, folder, 0))
    if shape.view == "rows":
        least_work = floor(shape, folder)
        yield "the floor", str(least_work)
        yield "floor over ours", f"{least_work.cpu / ours.cpu:.2f} by CPU time"


def main() -> None:
    """Measures and prints the shapes one after the other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=10_000_000)
    parser.add_argument("--files", type=int, default=20)
    parser.add_argument("--only", choices=[shape.name for shape in SHAPES])
    given = parser.parse_args()
    for shape in SHAPES:
        if given.only in (None, shape.name):
            with tempfile.TemporaryDirectory() as scratch:
                folder = Path(scratch) / "project"
                for what, numbers in rows(shape, folder, given.events, given.files):
                    print(f"{shape.name:12} {what:28} {numbers}", flush=True)


if __name__ == "__main__":
    main()
