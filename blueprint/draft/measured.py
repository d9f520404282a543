"""What the engine itself measures of a draft: instances, times, steps and their order.

The draft is loaded as a design without targets and its instances are built, so that every number
in it follows docs/definitions.md, as the later comparison will.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from blueprint import instances
from blueprint.design import load_design
from blueprint.draft.flows import StepCount
from blueprint.draft.order import Together, both_ways
from blueprint.draft.texts import SECOND_US, rounded_up
from blueprint.findings import SourceState
from blueprint.queries import fill
from miner.log import run_script

LEAST = 10
"""Finished instances, below which the steps of all instances are counted."""

CROSSED = 0.5
"""Share of the instances with a step several times, from which it comes again among other steps."""

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Targets:
    """The times of a stage, rounded up, in seconds."""

    p50_s: int
    p90_s: int
    limit_s: int


@dataclass(frozen=True, slots=True)
class StageCount:
    """A stage as measured: instances, how many finished and went on, its times.

    Of those that entered a limit before the cut (`eligible`) so many are `abandoned`, and of those
    whose time can be told (`timed`) so many `late`.
    """

    entered: int
    finished: int
    onward: int
    targets: Targets | None
    eligible: int = 0
    abandoned: int = 0
    timed: int = 0
    late: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Stages, steps and pairs of steps by id; `again` are steps that come again among others."""

    stages: Mapping[str, StageCount]
    steps: Mapping[str, StepCount]
    pairs: Mapping[tuple[str, str], Together]
    again: frozenset[str]


def measure(
    connection: duckdb.DuckDBPyConnection, text: str, sources: list[SourceState]
) -> Measured:
    """The numbers of a draft without targets, given as the text of its file."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "blueprint.yaml"
        path.write_text(text, encoding="utf-8")
        instances.build(connection, load_design(path), sources, (None, None))
    steps = run_script(connection, _HERE / "step_counts.sql", least=LEAST)
    pairs = run_script(connection, _HERE / "step_pairs.sql")
    return Measured(
        stages=_stages(connection),
        steps={step: StepCount(*counts) for _, step, *counts in steps},
        pairs=both_ways({(one, other): Together(*counts) for one, other, *counts in pairs}),
        again=_again(connection),
    )


def _again(connection: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """Steps that come again after others of their stage: only the first has its place."""
    rows = run_script(connection, _HERE / "interleaved.sql")
    return frozenset(
        step
        for step, repeated, crossed in rows
        if repeated >= LEAST and crossed >= CROSSED * repeated
    )


def _stages(connection: duckdb.DuckDBPyConnection) -> dict[str, StageCount]:
    rows = run_script(connection, _HERE / "stage_counts.sql")
    targets = {stage: _targets(quantiles) for stage, _, _, _, quantiles in rows}
    limits = [(stage, t.limit_s * SECOND_US) for stage, t in targets.items() if t]
    fill(connection, "draft_limits", "stage varchar, limit_us bigint", limits)
    losses = {
        stage: counts for stage, *counts in run_script(connection, _HERE / "stage_losses.sql")
    }
    return {
        stage: StageCount(entered, finished, onward, targets[stage], *losses.get(stage, ()))
        for stage, entered, finished, onward, _ in rows
    }


def _targets(quantiles_us: list[int] | None) -> Targets | None:
    """Median, P90 and P98, each rounded up; None when no instance has finished."""
    if not quantiles_us or None in quantiles_us:
        return None
    p50, p90, limit = (rounded_up(us) for us in quantiles_us)
    return Targets(p50_s=p50, p90_s=p90, limit_s=limit)
