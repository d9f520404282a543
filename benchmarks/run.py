"""`make bench`: how long the commands take on this machine, and with how much memory.

Each command runs three times in a fresh process; the median is printed with the peak memory of the
largest process. Nothing is cached between the runs but what the operating system keeps.
`--customers N` adds a row for loading and comparing a simulated service of that size.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
COMMAND = [sys.executable, "-m", "pipelines"]
KIB = 1024


class Measured(NamedTuple):
    """One call: seconds on the wall clock, MiB at the peak of its largest process."""

    seconds: float
    peak_mib: float


def called(arguments: list[str], folder: Path) -> Measured:
    """Runs a command to its end and measures it. Raises RuntimeError if it fails."""
    begin = time.perf_counter()
    process = subprocess.Popen(
        arguments,
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    told = process.stderr.read() if process.stderr else b""
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begin
    if status:
        raise RuntimeError(f"{arguments} failed: {told.decode(errors='replace')[-2000:]}")
    return Measured(seconds, usage.ru_maxrss / KIB)


def median(measure: Callable[[], Measured], times: int = 3) -> Measured:
    """The run of median time among several."""
    runs = sorted(measure() for _ in range(times))
    return Measured(statistics.median(r.seconds for r in runs), max(r.peak_mib for r in runs))


def rows(scratch: Path) -> Iterator[tuple[str, Measured]]:
    """What a user calls, in the order in which a user meets it."""
    demo = scratch / "demo"
    yield "blueprint-miner --help", median(lambda: called([*COMMAND, "--help"], scratch))
    yield "blueprint-miner demo", median(lambda: fresh_demo(demo, scratch))
    project = ["--project", str(demo)]
    yield (
        "blueprint-miner run (again)",
        median(lambda: called([*COMMAND, "run", *project], scratch)),
    )
    yield (
        "blueprint-miner compare",
        median(lambda: called([*COMMAND, "compare", *project], scratch)),
    )
    yield "blueprint-miner check", median(lambda: called([*COMMAND, "check", *project], scratch))
    yield "an empty Prefect flow", median(lambda: called([sys.executable, "-c", EMPTY], scratch))


EMPTY = """
import os
os.environ.update(PREFECT_LOGGING_LEVEL="ERROR", PREFECT_SERVER_ANALYTICS_ENABLED="false",
                  DO_NOT_TRACK="1", PREFECT_HOME=os.path.abspath("prefect-home"))
from prefect import flow
flow(lambda: 1, name="empty")()
"""


def fresh_demo(demo: Path, scratch: Path) -> Measured:
    """The demo into a folder that is not there yet."""
    shutil.rmtree(demo, ignore_errors=True)
    return called([*COMMAND, "demo", str(demo)], scratch)


LOAD = "import sys; from pipelines.run import *; load_sources(new_order(Path(sys.argv[1])))"
COMPARE = "import sys; from pipelines.run import *; compare_loaded(new_order(Path(sys.argv[1])))"


def large_rows(scratch: Path, customers: int) -> Iterator[tuple[str, Measured]]:
    """Simulating, loading and comparing a large service, once each."""
    folder = scratch / "large"
    simulate = ["-m", "sample_logs.simulate", str(folder), "--customers", str(customers)]
    yield f"simulate {customers:,}", called([sys.executable, *simulate, "--no-truth"], ROOT)
    yield f"load {customers:,}", called([sys.executable, "-c", LOAD, str(folder)], ROOT)
    yield f"compare {customers:,}", called([sys.executable, "-c", COMPARE, str(folder)], ROOT)


def main() -> None:
    """Measures and prints one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=0)
    parser.add_argument("--only-large", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        print(f"{'what':36} {'seconds':>9} {'peak MiB':>9}")
        small = () if given.only_large else rows(scratch)
        large = large_rows(scratch, given.customers) if given.customers else ()
        for part in (small, large):
            for what, measured in part:
                print(f"{what:36} {measured.seconds:9.1f} {measured.peak_mib:9.0f}", flush=True)


if __name__ == "__main__":
    main()
