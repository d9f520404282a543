"""`python -m sample_logs.simulate DIR --customers N --seed S [--no-truth]`: a ready project.

DIR gets the three systems' exports, project.yaml, blueprint.yaml and truth.json. The same seed and
number of customers give the same bytes.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

from sample_logs.exports import write_exports
from sample_logs.project_file import write_project
from sample_logs.service import simulate_service
from sample_logs.truth import write_truth
from sample_logs.writing import Writer


def simulate(folder: Path, size: int, seed: int, *, with_truth: bool = True) -> int:
    """Write the project of a simulated service into a folder; gives back the number of events."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(folder / "exports", ignore_errors=True)
    service = simulate_service(size, seed)
    writer = Writer(folder)
    dirt = write_exports(service, writer)
    write_project(folder)
    if with_truth:
        write_truth(folder, service, dirt, writer.rows_written)
    return len(service.events)


def main(arguments: list[str] | None = None) -> int:
    """Read the command line and simulate."""
    parser = argparse.ArgumentParser(prog="python -m sample_logs.simulate", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="DIR", help="where to write the project")
    parser.add_argument("--customers", type=int, default=2_000, help="how many sign up")
    parser.add_argument("--seed", type=int, default=1, help="same seed, same bytes")
    parser.add_argument(
        "--no-truth", action="store_true", help="leave out truth.json (slow when big)"
    )
    given = parser.parse_args(arguments)
    events = simulate(given.folder, given.customers, given.seed, with_truth=not given.no_truth)
    sys.stdout.write(f"{events:,} events of {given.customers:,} customers in {given.folder}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
