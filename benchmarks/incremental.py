"""`make bench-incremental`: adding a day to a prepared log, beside preparing all of it anew.

Writes `--events` events (10 million by default) of a year into a warehouse, customers with about
ten events each. Then, each step in a fresh process: the log is prepared and kept; a day more
(0.3 %) is loaded, of which one event in twenty happened up to three days before; the log is
prepared anew in memory; the kept one is brought up to date; and every measure is asked of both. The
answers must be the same, byte for byte. With `--visitors` three events of four are an anonymous
visitor's, who logs in at every fourth: then identities are found anew, too.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from miner import measures
from miner.case_notions import CaseNotion
from miner.cases import prepare
from miner.identity import IdentityRules
from miner.log import EventLog, run_script
from miner.prepared import Recipe, prepare_kept
from miner.warehouse import open_for_analysis, open_for_loading

SQL = Path(__file__).with_name("history.sql")
RECIPE = Recipe(customer_type="user", rules=IdentityRules(), notion=CaseNotion())
GOALS = ["step 7", "step 8"]
OPTIONS: dict[str, dict[str, Any]] = {
    "drop_offs": {"goals": GOALS},
    "turns": {"party_of": {"step 1": "customer"}},
    "case_turns": {"party_of": {"step 1": "customer"}},
    "times_to_end": {"goal": GOALS, "until_us": 10**16},
}
KIB = 1024


def write(folder: Path, first: int, last: int, given: argparse.Namespace) -> None:
    """The events from one number to before another, as one load of the warehouse."""
    with open_for_loading(folder / "warehouse.duckdb") as connection:
        run_script(
            connection,
            SQL,
            first=first,
            last=last,
            total=given.events,
            load=f"load {first}",
            is_late=first > 0,
            with_visitors=given.visitors,
        )


def step(folder: Path, name: str) -> dict[str, Any]:
    """One step in this process: how long it took, what it said, and the measures' answers."""
    with open_for_analysis(folder / "warehouse.duckdb") as connection:
        began, used = time.perf_counter(), _cpu()
        how = "prepared anew in memory"
        if name == "full":
            prepare(connection, RECIPE.customer_type, RECIPE.rules, RECIPE.notion)
        else:
            how = prepare_kept(connection, folder / "warehouse.prepared", RECIPE).how
        took = {"step": name, "seconds": time.perf_counter() - began, "cpu": _cpu() - used}
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // KIB
        answers = {} if name == "keep" else answers_of(EventLog(connection))
        return took | {"how": how, "peak": peak, "answers": answers}


def answers_of(log: EventLog) -> dict[str, tuple[str, float]]:
    """Per measure a hash over its rows, and the CPU seconds that they took."""
    answers = {}
    for name in measures.SQL:
        measure: Callable[..., Any] = getattr(measures, name)
        used = _cpu()
        rows = measure(log, **OPTIONS.get(name, {}))
        took = _cpu() - used
        if name in {"dots", "case_turns"}:  # a case's number is the log's own affair
            rows = sorted((row._replace(case_no=0) for row in rows), key=repr)
        answers[name] = (hashlib.sha256(repr(rows).encode()).hexdigest(), took)
    return answers


def _cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def _run(folder: Path, name: str) -> dict[str, Any]:
    """A step in a fresh process, and its line of the table."""
    command = [sys.executable, __file__, "--step", name, "--folder", str(folder)]
    found = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    told: dict[str, Any] = json.loads(found.stdout)
    print(
        f"{name:<5} {told['seconds']:8.2f} s {told['cpu']:8.2f} s CPU {told['peak']:6} MiB"
        f"  {told['how']}",
        flush=True,
    )
    return told


def compare(folder: Path, given: argparse.Namespace) -> int:
    """Prints all steps and their ratio; 1 when an answer differs."""
    day = given.events * 3 // 1000
    write(folder, 0, given.events, given)
    kept = _run(folder, "keep")
    write(folder, given.events, given.events + day, given)
    full, added = _run(folder, "full"), _run(folder, "add")
    ratio = added["cpu"] / full["cpu"]
    print(f"adding a day takes {ratio:.1%} of the CPU time of preparing all anew")
    print(f"keeping what was prepared costs {kept['cpu'] - full['cpu']:.1f} s more, once")
    size = (folder / "warehouse.prepared").stat().st_size / KIB / KIB
    print(f"the prepared log has {size:.0f} MiB")
    wrong = [n for n in measures.SQL if full["answers"][n][0] != added["answers"][n][0]]
    for name in measures.SQL:
        fresh, ours = full["answers"][name][1], added["answers"][name][1]
        print(f"  {name:<22} {fresh:7.2f} s  from the kept log {ours:7.2f} s CPU")
    print(f"answers that differ: {', '.join(wrong) or 'none'} (of {len(measures.SQL)} measures)")
    return 1 if wrong else 0


def main() -> int:
    """Runs all steps, or, in a process of its own, one of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=10_000_000)
    parser.add_argument("--visitors", action="store_true")
    parser.add_argument("--step")
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args()
    if given.step:
        print(json.dumps(step(given.folder, given.step)))
        return 0
    with tempfile.TemporaryDirectory(prefix="incremental-", dir=given.folder) as folder:
        return compare(Path(folder), given)


if __name__ == "__main__":
    sys.exit(main())
