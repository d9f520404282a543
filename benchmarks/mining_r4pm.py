"""r4pm (Rust4PM) in benchmarks/mining.py, with what it has: directly-follows counts and variants.

It takes a frame, whose order it keeps: polars reads and sorts it. It tells no durations.
"""

from __future__ import annotations

import sys
from typing import Any

import polars as pl
import r4pm
from mining_stages import Stages
from r4pm import bindings

NAMES = {"case": "case:concept:name", "activity": "concept:name", "time": "time:timestamp"}


def loaded(path: str) -> str:
    """The log in r4pm's registry."""
    rows = pl.scan_parquet(path).sort("case", "time", "activity").rename(NAMES)
    return r4pm.import_item_from_df("EventLog", rows.collect(engine="streaming"))


def variants(log: str) -> list[dict[str, Any]]:
    """Each variant with its count."""
    return bindings.get_variants(bindings.log_to_activity_projection(log))


def main() -> None:
    """Runs the stages."""
    stages = Stages()
    log = stages.timed("load", lambda: loaded(sys.argv[1]))
    graph = stages.timed("directly_follows", lambda: bindings.discover_dfg(log))
    found = stages.timed("variants", lambda: variants(log))
    stages.told(lambda: comparable(graph, found))


def comparable(graph: Any, found: list[dict[str, Any]]) -> dict[str, Any]:
    """The results as all tools tell them."""
    counts = sorted((each["count"] for each in found), reverse=True)
    return {
        "events": sum(graph["activities"].values()),
        "frequency": {
            f"{source} > {target}": n for (source, target), n in graph["directly_follows_relations"]
        },
        "variants": len(counts),
        "most_frequent": counts[:100],
        "cases": sum(counts),
    }


if __name__ == "__main__":
    main()
