"""Whose turn it was in each stage, and how long the customer saw nothing (docs/definitions.md)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import duckdb

from blueprint.findings import LaneWait, StageMeasure
from blueprint.measuring import rounded_s, share
from blueprint.model import Blueprint
from blueprint.queries import select


def with_waits(
    connection: duckdb.DuckDBPyConnection, designed: Blueprint, stages: Iterable[StageMeasure]
) -> list[StageMeasure]:
    """The stages with the waits of their lanes, from top to bottom, and their longest silences."""
    waits = _waits(connection, designed)
    silences = dict(select(connection, "sql/silence_measures"))
    return [
        replace(s, waits=waits.get(s.id, []), silence_p90_s=rounded_s(silences.get(s.id)))
        for s in stages
    ]


def _waits(connection: duckdb.DuckDBPyConnection, designed: Blueprint) -> dict[str, list[LaneWait]]:
    rows = select(connection, "sql/stage_lane_waits")
    order = [lane.id for lane in designed.lanes]
    found: dict[str, list[LaneWait]] = {}
    for stage, lane, instances, customers, (p50, p90), wait_us in sorted(
        rows, key=lambda row: order.index(row[1])
    ):
        total = sum(row[5] for row in rows if row[0] == stage)
        wait = LaneWait(
            lane=lane,
            instances=instances,
            customers=customers,
            p50_s=rounded_s(p50),
            p90_s=rounded_s(p90),
            share=share(wait_us, total),
        )
        found.setdefault(stage, []).append(wait)
    return found
