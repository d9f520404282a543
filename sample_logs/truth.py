"""Writes truth.json: what was planted, what the oracle counts, and what the dirt hid."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sample_logs.clock import COMPLETE_UNTIL, COVERAGE_FROM
from sample_logs.exports import Dirt
from sample_logs.journeys import journeys
from sample_logs.kinds import KINDS
from sample_logs.oracle.counting import Count, Key, count_gaps
from sample_logs.oracle.design import Design
from sample_logs.oracle.experience import mean_scores
from sample_logs.oracle.instances import make_case
from sample_logs.oracle.reading import read_design
from sample_logs.oracle.setting import Period, Setting
from sample_logs.planted import FOLLOWS, PLANTED
from sample_logs.service import Service

PERIOD = Period(
    coverage_from=dict.fromkeys(COMPLETE_UNTIL, COVERAGE_FROM * 1_000),
    complete_until={source: when * 1_000 for source, when in COMPLETE_UNTIL.items()},
)


def write_truth(
    folder: Path, service: Service, dirt: Dirt, rows_written: dict[str, int]
) -> dict[str, Any]:
    """Count, write truth.json, and give back what was written."""
    design = read_design(folder / "blueprint.yaml")
    clean = count_gaps(journeys(service.events), design, PERIOD)
    seen = count_gaps(journeys(service.events, dirt.observable), design, PERIOD)
    truth = {
        "seed": service.seed,
        "customers": len(service.customers),
        "planted": list(PLANTED),
        "follows": FOLLOWS,
        "counts": _counts(clean, seen),
        "scores": _scores(service, design),
        "lanes": _lanes(design),
        "dirt": {
            "events": len(service.events),
            "events_destroyed": int((~dirt.observable).sum()),
            "rows_written": dict(sorted(rows_written.items())),
            "duplicates": dirt.duplicates,
            "rejected": dirt.rejected,
        },
    }
    text = json.dumps(truth, indent=1, ensure_ascii=False)
    (folder / "truth.json").write_text(text + "\n", "utf-8")
    return truth


def _scores(service: Service, design: Design) -> dict[str, dict[str, float]]:
    """Per stage, how many instances have an answer, and the mean score from -2 to 2."""
    setting = Setting(design, PERIOD)
    cases = [make_case(own, setting) for own in journeys(service.events)]
    return {
        stage: {"answers": answers, "mean": round(float(mean), 6)}
        for stage, (answers, mean) in sorted(mean_scores(cases, setting).items())
    }


def gap_id(key: Key) -> str:
    """`kind:subject[.facet]`."""
    kind, subject, facet = key
    return f"{kind}:{subject}" + (f".{facet}" if facet else "")


def _counts(clean: dict[Key, Count], seen: dict[Key, Count]) -> list[dict[str, Any]]:
    """One entry per kind, subject and facet for which any instance was eligible."""
    entries = []
    for key in sorted(clean.keys() | seen.keys(), key=gap_id):
        before, after = clean.get(key, Count()), seen.get(key, Count())
        entries.append(
            {
                "id": gap_id(key),
                "kind": key[0],
                "subject": key[1],
                "facet": key[2] or None,
                "eligible": before.eligible,
                "affected": before.affected,
                "hidden": {
                    "eligible": before.eligible - after.eligible,
                    "affected": before.affected - after.affected,
                },
            }
        )
    return entries


def _lanes(design: Design) -> list[dict[str, Any]]:
    """Where each kind of event truly happens: for tests of a drafted blueprint."""
    return [
        {
            "source": kind.source,
            "activity": kind.activity,
            "by": kind.by or None,
            "template": kind.template or None,
            "path": kind.path or None,
            "steps": [step for step, _ in kind.steps],
            "lane": kind.lane,
            "role": design.lanes[kind.lane],
        }
        for kind in KINDS
    ]
