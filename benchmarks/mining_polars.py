"""polars in benchmarks/mining.py, lazy and streaming, without pandas.

Of six ways to load, this was the fastest: sort by time, then one list per case, which keeps the
order. Lists give the variants and throughput times, exploded they are the traces.
"""

from __future__ import annotations

import sys
from typing import Any

import polars as pl
from mining_stages import SOURCE, TARGET, Stages

CASE, ACTIVITY, TIME = pl.col("case_no"), pl.col("activity"), pl.col("time")
QUANTILES = {"p50": 0.5, "p90": 0.9}


def loaded(path: str) -> pl.DataFrame:
    """One row per case: the times and activities of its events in order."""
    rows = pl.scan_parquet(path).with_columns(ACTIVITY.cast(pl.Categorical))
    cases = rows.sort("time", "activity").group_by("case").agg("time", "activity")
    return cases.sort("case").with_row_index("case_no").collect(engine="streaming")


def traced(cases: pl.DataFrame) -> pl.DataFrame:
    """One row per event, with its predecessor."""
    events = cases.lazy().select("case_no", "time", "activity").explode("time", "activity")
    same = CASE.shift(1) == CASE
    return events.with_columns(
        pl.when(same).then(ACTIVITY.shift(1)).alias("previous"),
        pl.when(same).then(TIME - TIME.shift(1)).alias("wait"),
    ).collect(engine="streaming")


def told_quantiles(column: pl.Expr) -> list[pl.Expr]:
    """P50 and P90 of durations, between neighbours, in microseconds."""
    us = column.dt.total_microseconds()
    return [us.quantile(q, "linear").alias(name) for name, q in QUANTILES.items()]


def directly_follows(traces: pl.DataFrame) -> pl.DataFrame:
    """One row per pair: how often, in how many cases, the wait."""
    pairs = traces.lazy().filter(pl.col("previous").is_not_null()).group_by("previous", "activity")
    wait = pl.col("wait")
    found = pairs.agg(
        pl.len().alias("frequency"),
        CASE.n_unique().alias("cases"),
        wait.dt.total_microseconds().mean().alias("mean"),
        *told_quantiles(wait),
    )
    return found.sort("frequency", descending=True).collect(engine="streaming")


def variants(cases: pl.DataFrame) -> pl.DataFrame:
    """One row per variant, the most frequent first."""
    found = cases.lazy().group_by("activity").agg(pl.len().alias("cases"))
    return found.sort("cases", descending=True).collect(engine="streaming")


def throughput_times(cases: pl.DataFrame) -> pl.DataFrame:
    """One row: mean, P50 and P90 from first to last event."""
    took = TIME.list.last() - TIME.list.first()
    us = took.dt.total_microseconds()
    found = cases.lazy().select(
        pl.len().alias("cases"), us.mean().alias("mean"), *told_quantiles(took)
    )
    return found.collect(engine="streaming")


def stage_times(traces: pl.DataFrame) -> pl.DataFrame:
    """One row: the cases with TARGET after SOURCE, from first to first."""
    named = ACTIVITY.cast(pl.String)
    firsts = (
        traces.lazy()
        .filter(named.is_in([SOURCE, TARGET]))
        .group_by("case_no")
        .agg(
            TIME.filter(named == SOURCE).min().alias("source"),
            TIME.filter(named == TARGET).min().alias("target"),
        )
    )
    took = pl.col("target") - pl.col("source")
    after = firsts.filter(took.dt.total_microseconds() >= 0)
    return after.select(pl.len().alias("cases"), *told_quantiles(took)).collect(engine="streaming")


def main() -> None:
    """Runs the stages."""
    stages = Stages()
    cases = stages.timed("load", lambda: loaded(sys.argv[1]))
    traces = stages.timed("traces", lambda: traced(cases))
    found = {
        "directly_follows": stages.timed("directly_follows", lambda: directly_follows(traces)),
        "variants": stages.timed("variants", lambda: variants(cases)),
        "throughput": stages.timed("throughput_times", lambda: throughput_times(cases)),
        "stage": stages.timed("stage_times", lambda: stage_times(traces)),
    }
    stages.told(lambda: {"events": traces.height, **comparable(found)})


def comparable(found: dict[str, pl.DataFrame]) -> dict[str, Any]:
    """The results as all tools tell them."""
    pairs = {f"{p['previous']} > {p['activity']}": p for p in found["directly_follows"].to_dicts()}
    (times,), (stage,) = found["throughput"].to_dicts(), found["stage"].to_dicts()
    return {
        "frequency": {name: p["frequency"] for name, p in pairs.items()},
        "pair_cases": {name: p["cases"] for name, p in pairs.items()},
        "p50_us": {name: round(p["p50"]) for name, p in pairs.items()},
        "p90_us": {name: round(p["p90"]) for name, p in pairs.items()},
        "variants": found["variants"].height,
        "most_frequent": found["variants"]["cases"].head(100).to_list(),
        "cases": times["cases"],
        "throughput_us": [round(times[name]) for name in ("mean", "p50", "p90")],
        "stage_cases": stage["cases"],
        "stage_us": [round(stage["p50"]), round(stage["p90"])],
    }


if __name__ == "__main__":
    main()
