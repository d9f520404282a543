"""`make bench-compare`: comparing a large simulated service with its design, part by part.

Simulates `--customers` (485,000 give ten million events) with the sample's simulator, loads them,
prepares the log once, and then compares: clock, CPU time of all threads, and the peak memory of the
process, with DuckDB's memory limited to `--memory-limit`; what does not fit goes to a folder beside
the warehouse. `--data FOLDER` keeps the service for the next call.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from blueprint import comparison
from pipelines import run

KIB = 1024


def cpu() -> float:
    """Seconds of all threads of this process so far."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


@contextmanager
def measured(what: str) -> Iterator[None]:
    """Prints what a part took."""
    begun, used = time.perf_counter(), cpu()
    yield
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB
    taken = time.perf_counter() - begun
    print(f"{what:24} {taken:7.1f} s {cpu() - used:7.1f} s CPU {peak:7,.0f} MiB", flush=True)


def simulated(folder: Path, customers: int) -> None:
    """A service of that many customers, loaded; nothing where it is there already."""
    if (folder / "warehouse.duckdb").exists():
        return
    module = ["-m", "sample_logs.simulate", str(folder), "--customers", str(customers)]
    subprocess.run([sys.executable, *module, "--no-truth"], check=True)
    run.load_sources(run.new_order(folder))


def compared(folder: Path, memory_limit: str) -> None:
    """Prepares the log (or takes what is kept) and compares it, with each part's figures."""
    order = run.new_order(folder)
    project, design = run.read(order)
    with run.open_for_analysis(project.warehouse_path) as connection:
        limited(connection, folder, memory_limit)
        facts = run._facts(order, project, design, connection, {})  # noqa: SLF001  as a run has them
        customer = design.bindings.customer
        rules = run.identity_rules(project)
        recipe = run.Recipe(customer_type=customer, rules=rules, notion=design.case)
        with measured("prepare (or take up)"):
            run.prepare_kept(connection, run.prepared_path(project.warehouse_path), recipe)
        with measured("compare"):
            findings = comparison.compare(connection, design, facts)
        events, rows = findings.run.events, "select count(*) from instance_rows"
        counted = connection.execute(rows).fetchall()[0][0]
        print(f"{events:,} events of cases, {counted:,} rows of kinds, {len(findings.gaps)} gaps")


def limited(connection: duckdb.DuckDBPyConnection, folder: Path, memory_limit: str) -> None:
    """Sets what DuckDB may use, and where the rest goes."""
    connection.execute("set memory_limit = $limit", {"limit": memory_limit})
    connection.execute("set temp_directory = $folder", {"folder": str(folder / "spilled")})


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=485_000)
    parser.add_argument("--memory-limit", default="4GB")
    parser.add_argument("--data", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.data or Path(scratch) / "service"
        simulated(folder, given.customers)
        compared(folder, given.memory_limit)


if __name__ == "__main__":
    main()
