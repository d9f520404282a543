"""An earlier run as its findings.json tells it, of any version: what later runs compare with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from blueprint.before import StageBefore, StepBefore
from blueprint.gap import Interval

WITHIN = "within"
"""The verdict of what was tested and is no gap."""
Measured = tuple[str, str]
_UNTOLD: dict[str, Any] = dict.fromkeys((
    "p10_s", "p50_s", "p90_s", "p50_interval_s", "p90_interval_s", "within_target", "reached_next"
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class PastGap:
    """A gap, or what was within tolerance, as an earlier run told it."""

    rate: float
    interval: Interval
    verdict: str
    first_seen: str | None = None
    follows: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PastRun:
    """An earlier published run: its gaps, and what was tested and within tolerance."""

    id: str
    at: str
    measured: Measured
    gaps: Mapping[str, PastGap]
    within: Mapping[str, PastGap]
    window: tuple[str | None, str | None] = (None, None)
    design_sha256: str = ""
    stages: list[StageBefore] = field(default_factory=list)
    steps: list[StepBefore] = field(default_factory=list)

    def rate_of(self, gap: str) -> PastGap | None:
        """The rate of a gap, also where it was within tolerance; None where it was not tested."""
        return self.gaps.get(gap) or self.within.get(gap)


def past_run(told: Mapping[str, Any], smallest: int = 1) -> PastRun:
    """A run from its findings.json, of any version, without numbers about few people.

    What it told of fewer than `smallest` customers is left out: that run may have had another
    limit. Raises KeyError or TypeError for other JSON.
    """
    run = told["run"]
    low, high = run["window"]
    return PastRun(
        id=run["id"],
        at=run["at"],
        measured=(run["data_sha256"], str(list(run["window"]))),
        gaps=_gaps(told["gaps"], smallest),
        within=_gaps(told.get("within", ()), smallest),
        window=(low, high),
        design_sha256=run.get("design_sha256", ""),
        stages=[_stage(row, smallest) for row in told.get("stages", ())],
        steps=[_step(row, smallest) for row in told.get("steps", ())],
    )


def _gaps(rows: Iterable[Mapping[str, Any]], smallest: int) -> dict[str, PastGap]:
    """By id; gaps of few customers are left out, rates of which nobody is affected are not."""
    return {
        row["id"]: _gap(row)
        for row in rows
        if not 0 < row.get("customers", smallest) < smallest or not row["rate"]
    }


def _gap(row: Mapping[str, Any]) -> PastGap:
    """A gap, or a row of what was within tolerance."""
    low, high = row["interval"]
    return PastGap(
        rate=row["rate"],
        interval=(low, high),
        verdict=row.get("verdict", WITHIN),
        first_seen=row.get("first_seen"),
        follows=row.get("follows_from") is not None,
    )


def _stage(row: Mapping[str, Any], smallest: int) -> StageBefore:
    """A stage; what that version did not tell is unknown, what few took is not told."""
    known: dict[str, Any] = {f.name: row.get(f.name) for f in fields(StageBefore)}
    for name in ("p50_interval_s", "p90_interval_s"):
        known[name] = None if known[name] is None else tuple(known[name])
    if min(row.get("customers", smallest), row["judged"]) < smallest:
        known |= _UNTOLD
    return StageBefore(**known)


def _step(row: Mapping[str, Any], smallest: int) -> StepBefore:
    """A step; without its share where few did it."""
    few = row.get("customers", smallest) < smallest
    share = None if few else row.get("share")
    return StepBefore(id=row["id"], instances=row["instances"], share=share)
