"""Findings as a second run would tell them: an earlier run is made up from their own numbers."""

from __future__ import annotations

import json
from dataclasses import replace

from blueprint.findings import Findings, Within, to_json
from blueprint.history import with_history
from blueprint.past_run import PastRun, past_run

AT = "2025-09-29T06:00:00+00:00"
FACTORS = (0.5, 1.0, 1.7, None)
"""What the rates of one gap after the other were: worse, persisting, better, not tested."""


def earlier(findings: Findings) -> PastRun:
    """The run before: other rates and times of the same gaps, stages and steps."""
    told = json.loads(to_json(findings).encode("utf-8", "replace"))
    told["run"] |= {"id": "20250929T060000Z-a", "at": AT, "data_sha256": "0" * 64}
    told["run"] |= {"window": ["2025-08-01T00:00:00Z", "2025-09-01T00:00:00Z"], "design_sha256": ""}
    rows = zip(told["gaps"], FACTORS * len(told["gaps"]), strict=False)
    told["gaps"] = [_times(gap, factor) for gap, factor in rows if factor]
    told["gaps"] += [
        {"id": row["id"], "rate": 0.5, "interval": [0.45, 0.55], "verdict": "confirmed"}
        for row in told["within"][:2]
    ]
    for stage, factor in zip(told["stages"], (0.4, 2.5) * len(told["stages"]), strict=False):
        for key in ("p10_s", "p50_s", "p90_s"):
            stage[key] = stage[key] and stage[key] * factor
        for key in ("p50_interval_s", "p90_interval_s"):
            stage[key] = stage[key] and [end and end * factor for end in stage[key]]
    for step in told["steps"]:
        step["share"] = step["share"] and round(step["share"] * 0.9, 6)
    return past_run(told)


def _times(gap: dict, factor: float) -> dict:
    rate = min(1.0, gap["rate"] * factor)
    return gap | {"rate": rate, "interval": [max(0.0, rate - 0.02), min(1.0, rate + 0.02)]}


def older(findings: Findings) -> PastRun:
    """The run before that one: of the third gap it knew already, which was none in between."""
    run = earlier(findings)
    return replace(run, id="20250801T060000Z-a", at="2025-08-01T06:00:00+00:00", measured=("z", ""))


def two_runs(findings: Findings) -> Findings:
    """The findings with a history in which every status occurs, as far as there are gaps."""
    within = [
        Within(
            id=f"skipped_step:{step.id}", kind="skipped_step", subject=step.id, facet=None,
            eligible=400, affected=4, customers=4, rate=0.01, interval=(0.003, 0.02), tolerance=0.05,
        )
        for step in findings.designed.steps
        if f"skipped_step:{step.id}" not in {gap.id for gap in findings.gaps}
    ]  # fmt: skip
    told = replace(findings, within=within[:2])
    last = earlier(told)
    back = told.gaps[5].id if len(told.gaps) > 5 else ""
    gone = {back: last.gaps[back]} if back in last.gaps else {}
    last = replace(
        last,
        gaps={key: gap for key, gap in last.gaps.items() if key not in gone},
        within={key: replace(gap, verdict="within") for key, gap in gone.items()},
    )
    return with_history(told, [last, older(told)])
