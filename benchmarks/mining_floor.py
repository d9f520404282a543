"""The floor in benchmarks/mining.py: one scan and one sort of the same data in DuckDB.

The texts are ranked before (untimed), so that it is the cheapest sort there is: three integers.
"""

from __future__ import annotations

import sys

import duckdb
from mining_stages import Stages

RANKED = """create table ranked as
select
    dense_rank() over (order by "case")::integer as case_no,
    epoch_us("time") as ts_us,
    dense_rank() over (order by activity)::integer as activity_no
from read_parquet($path)"""
SCAN = 'select bit_xor(hash("case", activity, "time")) from read_parquet($path)'
SORT = "create table sorted as from ranked order by case_no, ts_us, activity_no"


def main() -> None:
    """Runs the two stages; the ranks are made in between."""
    stages = Stages()
    connection = duckdb.connect()
    connection.execute("set threads = 2")
    connection.execute("set enable_progress_bar = false")
    path = {"path": sys.argv[1]}
    stages.timed("load", lambda: connection.execute(SCAN, path).fetchall())
    connection.execute(RANKED, path)
    stages.timed("traces", lambda: connection.execute(SORT))
    stages.told(dict)


if __name__ == "__main__":
    main()
