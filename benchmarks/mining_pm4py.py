"""pm4py in benchmarks/mining.py, over pandas, with what it has of these measures.

It has no P90 of a pair: mean, median and others come from one call, which is asked not to sort
again. The time between two activities is worked out with pandas on its frame.
"""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
import pandas as pd
import pm4py
from mining_stages import SOURCE, TARGET, Stages
from pm4py.algo.discovery.dfg.adapters.pandas.df_statistics import get_dfg_graph

CASE, ACTIVITY, TIME = "case:concept:name", "concept:name", "time:timestamp"


def loaded(path: str) -> pd.DataFrame:
    """The log as pm4py wants it: sorted by case and time."""
    return pm4py.format_dataframe(
        pd.read_parquet(path), case_id="case", activity_key="activity", timestamp_key="time"
    )


def directly_follows(log: pd.DataFrame) -> dict[str, Any]:
    """Frequency and waits in one call, the cases in a second one."""
    frequency, waits = get_dfg_graph(
        log, measure="both", perf_aggregation_key="all", sort_caseid_required=False
    )
    cases = get_dfg_graph(log, keep_once_per_case=True, sort_caseid_required=False)
    return {"frequency": frequency, "cases": cases, "waits": waits}


def stage_times(log: pd.DataFrame) -> tuple[int, list[float]]:
    """The cases with TARGET after SOURCE, from first to first in seconds."""
    of_stage = log[log[ACTIVITY].isin([SOURCE, TARGET])]
    firsts = of_stage.groupby([ACTIVITY, CASE])[TIME].min()
    took = (firsts[TARGET] - firsts[SOURCE]).dropna().dt.total_seconds()
    took = took[took >= 0]
    return len(took), list(np.quantile(took, [0.5, 0.9]))


def throughput_times(log: pd.DataFrame) -> tuple[int, list[float]]:
    """Mean, P50 and P90 of the case durations in seconds."""
    took = pm4py.get_all_case_durations(log)
    return len(took), [float(np.mean(took)), *np.quantile(took, [0.5, 0.9])]


def main() -> None:
    """Runs the stages; formatting the frame makes the traces as well."""
    stages = Stages()
    log = stages.timed("load", lambda: loaded(sys.argv[1]))
    found = {
        "directly_follows": stages.timed("directly_follows", lambda: directly_follows(log)),
        "variants": stages.timed("variants", lambda: pm4py.get_variants(log)),
        "throughput": stages.timed("throughput_times", lambda: throughput_times(log)),
        "stage": stages.timed("stage_times", lambda: stage_times(log)),
    }
    stages.told(lambda: {"events": len(log), **comparable(found)})


def comparable(found: dict[str, Any]) -> dict[str, Any]:
    """The results as all tools tell them."""
    pairs = found["directly_follows"]
    counts = sorted(found["variants"].values(), reverse=True)
    cases, times = found["throughput"]
    stage_cases, stage = found["stage"]
    return {
        "frequency": {" > ".join(pair): int(n) for pair, n in pairs["frequency"].items()},
        "pair_cases": {" > ".join(pair): int(n) for pair, n in pairs["cases"].items()},
        "p50_us": {
            " > ".join(pair): round(w["median"] * 1e6) for pair, w in pairs["waits"].items()
        },
        "variants": len(counts),
        "most_frequent": [int(n) for n in counts[:100]],
        "cases": cases,
        "throughput_us": [round(seconds * 1e6) for seconds in times],
        "stage_cases": stage_cases,
        "stage_us": [round(seconds * 1e6) for seconds in stage],
    }


if __name__ == "__main__":
    main()
