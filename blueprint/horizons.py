"""Moments by which an instance must have entered to have had its time, from the cut back.

Of several stages each has its limit, the last one first, each on its own clock: what happened at or
before the moment had time for all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import duckdb

from blueprint.design import Design
from blueprint.design_tables import later_stages
from blueprint.model import Blueprint, Stage
from blueprint.queries import fill
from miner import calendar

_REACHES = "stage stage_id, next stage_id, entered_by_us bigint, left_by_us bigint, again boolean"


def write_horizons(connection: duckdb.DuckDBPyConnection, design: Design) -> None:
    """Makes `reaches`: what a rule over several stages needs, from `cuts` and the design's clocks.

    One row per stage with `reach`.
    """
    cuts = dict(connection.execute("select stage, cut_us from cuts").fetchall())
    fill(connection, "reaches", _REACHES, _reach_rows(connection, design.blueprint, cuts))


def time_before(
    connection: duckdb.DuckDBPyConnection, stages: Iterable[Stage], cut_us: int
) -> int | None:
    """The latest moment from which the limits of all the stages fit before the cut.

    None where one of them has no limit.
    """
    for stage in reversed(list(stages)):
        if stage.time is None or stage.time.limit_us is None:
            return None
        cut_us = calendar.moment_before(connection, stage.time.clock, cut_us, stage.time.limit_us)
    return cut_us


def way(stages: Mapping[str, Stage], start: str, end: str) -> list[Stage]:
    """The stages from one to another along `next`; where it does not lead there, those two."""
    between = later_stages(tuple(stages.values()))[start]
    if start == end:
        return [stages[start]]
    names = between[: between.index(end)] if end in between else []
    return [stages[name] for name in (start, *names, end)]


def _reach_rows(
    connection: duckdb.DuckDBPyConnection, designed: Blueprint, cuts: Mapping[str, int]
) -> Iterator[tuple[Any, ...]]:
    stages = {stage.id: stage for stage in designed.stages}
    for stage in designed.stages:
        if stage.reach is None or stage.next is None or not {stage.id, stage.next} <= cuts.keys():
            continue
        following, cut_us = stages[stage.next], min(cuts[stage.id], cuts[stage.next])
        entered_by = time_before(connection, (stage, following), cut_us)
        left_by = time_before(connection, (following,), cut_us)
        if entered_by is not None:
            by_other = following.instances not in {None, stage.instances}
            again = following.restart is not None or by_other
            yield stage.id, following.id, entered_by, left_by, again
