"""miner in benchmarks/mining.py: FILE [DATABASE MEMORY_LIMIT]; else all is in memory."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa  # noqa: F401 - results are Arrow tables: its import belongs to the start
from mining_stages import SOURCE, TARGET, Stages

from miner import flat

HERE = Path(__file__).parent
STAGE_OF = {"flat_traces.sql": "traces"}
MEASURES = ("directly_follows", "variants", "throughput_times")


def connected(database: str, limit: str) -> duckdb.DuckDBPyConnection:
    """A connection with two threads; what memory does not hold goes to a folder beside the file."""
    connection = duckdb.connect(database)
    connection.execute("set threads = 2")
    connection.execute("set enable_progress_bar = false")
    if limit:
        connection.execute("set memory_limit = $limit", {"limit": limit})
    return connection


def main() -> None:
    """Runs the stages; the scripts of flat_log are timed one by one."""
    path, database, limit = (*sys.argv[1:], ":memory:", "")[:3]
    stages = Stages()
    run_script = flat.run_script

    def timed_script(connection: duckdb.DuckDBPyConnection, script: Path, **given: Any) -> Any:
        name = STAGE_OF.get(script.name, "load")
        return stages.timed(name, lambda: run_script(connection, script, **given))

    flat.run_script = timed_script
    connection = stages.timed("load", lambda: connected(database, limit))
    log, rows = flat.flat_log(connection, path)
    found = {"rows": tuple(rows)}
    for name in MEASURES:
        sql, given = log.explain(name), {"most": None} if name == "variants" else {}
        found[name] = stages.timed(name, lambda: connection.sql(sql, params=given).to_arrow_table())  # noqa: B023 - called at once
    text = (HERE / "stage_times.sql").read_text(encoding="utf-8")
    given = {"source": SOURCE, "target": TARGET}
    found["stage_times"] = stages.timed(
        "stage_times", lambda: connection.execute(text, given).fetchall()[0]
    )
    stages.told(lambda: comparable(found))


def comparable(found: dict[str, Any]) -> dict[str, Any]:
    """The results as all tools tell them."""
    pairs = found["directly_follows"].to_pylist()
    variants = found["variants"].slice(0, 100).to_pylist()
    times = found["throughput_times"].to_pylist()[0]
    cases, (p50, p90) = found["stage_times"]
    return {
        "events": found["rows"][1],
        "frequency": {f"{p['source']} > {p['target']}": p["frequency"] for p in pairs},
        "pair_cases": {f"{p['source']} > {p['target']}": p["cases"] for p in pairs},
        "p50_us": {f"{p['source']} > {p['target']}": p["p50_us"] for p in pairs},
        "p90_us": {f"{p['source']} > {p['target']}": p["p90_us"] for p in pairs},
        "variants": found["variants"].num_rows,
        "most_frequent": sorted(v["cases"] for v in variants)[::-1],
        "cases": times["cases"],
        "throughput_us": [times["mean_us"], times["p50_us"], times["p90_us"]],
        "stage_cases": cases,
        "stage_us": [round(p50), round(p90)],
    }


if __name__ == "__main__":
    main()
