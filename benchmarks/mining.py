"""`make bench-mining`: mining a flat log with ours, pm4py, polars and r4pm, in one run.

Makes a log of `--events` events (simulated.sql) as Parquet, and lets each tool work from that file
to all measures, each in a fresh process, one after the other, `--times` times. Each stage is the
median of its runs, the peak is that of the process. What the tools find is compared: equal counts
and times, to the microsecond. `floor` is one scan of the file, and one sort of it as integers.

`python benchmarks/mining.py --events 100000000 --tools ours --times 1 --memory-limit 6GB` works in
a database file, and what does not fit in memory goes to a folder beside it.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

HERE = Path(__file__).parent
TOOLS = ("ours", "pm4py", "polars", "r4pm", "floor")
PREPARED = ("directly_follows", "variants", "throughput_times", "stage_times")
STAGES = ("start", "load", "traces", *PREPARED)
CASES_AT_ONCE = 1_000_000
EVENTS_PER_CASE = 10
NEAR_US = 1
COPY = 'copy (from simulated order by "time", "case", activity) to $file (format parquet)'


class Run(NamedTuple):
    """One process: seconds and CPU seconds of each stage, MiB at its peak, what it found."""

    seconds: dict[str, float]
    cpu: dict[str, float]
    peak_mib: float
    results: dict[str, Any]


def simulated(folder: Path, events: int) -> str:
    """Writes the log into the folder and gives its path, a pattern when it is cut into parts."""
    cases = events // EVENTS_PER_CASE
    for number, first in enumerate(range(0, cases, CASES_AT_ONCE)):
        file = folder / f"events-{events}-{number:03}.parquet"
        if not file.exists():
            _write_part(file, first, min(first + CASES_AT_ONCE, cases), cases)
    return str(folder / f"events-{events}-{'000' if cases <= CASES_AT_ONCE else '*'}.parquet")


def _write_part(file: Path, first: int, last: int, cases: int) -> None:
    """Writes the events of some cases, in the order of time, as a system logs them."""
    with duckdb.connect() as connection:
        connection.execute("set timezone = 'UTC'")
        connection.execute("set enable_progress_bar = false")
        sql = (HERE / "simulated.sql").read_text(encoding="utf-8")
        connection.execute(sql, {"first": first, "last": last, "cases": cases})
        connection.execute(COPY, {"file": str(file)})


def run(tool: str, *arguments: str) -> Run:
    """One tool in a fresh process. Raises RuntimeError if it fails."""
    command = [sys.executable, str(HERE / f"mining_{tool}.py"), *arguments]
    environment = {**os.environ, "PYTHONPATH": str(HERE.parent), "STARTED": str(time.time())}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{tool} failed ({done.returncode}): {done.stderr[-2000:]}")
    return Run(**json.loads(done.stdout.splitlines()[-1]))


def differences(ours: dict[str, Any], theirs: dict[str, Any]) -> list[str]:
    """The results that another tool tells and ours are not equal to."""
    return [name for name, found in theirs.items() if not _equal(ours[name], found)]


def _equal(one: Any, other: Any) -> bool:
    """Equal; times may differ by a microsecond of rounding."""
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(_equal(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(_equal, one, other))
    return bool(abs(one - other) <= NEAR_US)


def median(runs: list[Run], of: str, stages: tuple[str, ...]) -> float | None:
    """The median over the runs of the sum of some stages, None if a tool has none of them."""
    if not any(stage in runs[0].seconds for stage in stages):
        return None
    return statistics.median(sum(getattr(r, of).get(s, 0) for s in stages) for r in runs)


def rows(runs: dict[str, list[Run]]) -> list[tuple[str, list[float | None]]]:
    """The rows of the table: stages, sums, peak memory."""

    def row(of: str, *stages: str) -> list[float | None]:
        return [median(each, of, stages) for each in runs.values()]

    return [
        *((stage, row("seconds", stage)) for stage in STAGES),
        ("from the file to all measures", row("seconds", *STAGES[1:])),
        ("of that on prepared traces", row("seconds", *PREPARED)),
        ("the same with the start", row("seconds", *STAGES)),
        ("CPU from the file to all", row("cpu", *STAGES[1:])),
        ("CPU on prepared traces", row("cpu", *PREPARED)),
        ("peak MiB", [max(r.peak_mib for r in each) for each in runs.values()]),
        ("runs", [float(len(each)) for each in runs.values()]),
    ]


def printed(runs: dict[str, list[Run]]) -> None:
    """Prints the table as Markdown, and whether the tools agree."""
    print("| seconds |", " | ".join(runs), "|\n|---|" + "---:|" * len(runs))
    for name, values in rows(runs):
        whole = name in ("peak MiB", "runs")
        cells = ["" if v is None else f"{v:,.0f}" if whole else f"{v:,.2f}" for v in values]
        print(f"| {name} | {' | '.join(cells)} |")
    for tool, each in runs.items():
        unlike = {d for r in each for d in differences(runs["ours"][0].results, r.results)}
        told = ", ".join(sorted(each[0].results)) or "nothing"
        print(f"{tool}: {'DIFFERS in ' + ', '.join(unlike) if unlike else 'equal in'} {told}")


def measured(given: argparse.Namespace, path: str, scratch: Path) -> dict[str, list[Run]]:
    """The runs of each tool, in rounds, so that a slow moment of the machine meets all."""
    runs: dict[str, list[Run]] = {}
    for number in range(given.times):
        for tool in given.tools:
            if tool == "r4pm" and number >= given.r4pm_times:
                continue
            arguments = [path]
            if tool == "ours" and given.memory_limit:
                database = scratch / f"ours-{number}.duckdb"
                arguments += [str(database), given.memory_limit]
            runs.setdefault(tool, []).append(run(tool, *arguments))
            print(f"{tool}: {sum(runs[tool][-1].seconds.values()):.1f} s", file=sys.stderr)
    return runs


def main() -> None:
    """Measures and prints one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=10_000_000)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--r4pm-times", type=int, default=1, help="it needs a minute and 9 GB")
    parser.add_argument("--tools", nargs="+", choices=TOOLS, default=list(TOOLS))
    parser.add_argument("--memory-limit", default="", help="of ours, which then works on disk")
    parser.add_argument("--data", type=Path, help="where the log is made, and kept")
    given = parser.parse_args()
    if given.data:
        given.data.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=given.data) as name:
        path = simulated(given.data or Path(name), given.events)
        printed(measured(given, path, Path(name)))


if __name__ == "__main__":
    main()
