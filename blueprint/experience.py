"""The experience of each stage as the findings tell it: scores, response, friction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import duckdb

from blueprint import means
from blueprint.means import Mood
from blueprint.model import Blueprint, Stage
from blueprint.queries import select
from blueprint.stage_experience import Friction, Interval, SignalMeasure, StageExperience

Asked = tuple[int, Mood]
_SUMS = ("n", "customers", "y", "yy", "yn", "nn")
_NOBODY: Asked = (0, Mood(n=0, customers=0, y=0, yy=0, yn=0, nn=0))


def moods(connection: duckdb.DuckDBPyConnection) -> dict[str, Asked]:
    """Instances asked and the sums of what was answered, by stage that asked."""
    return {
        stage: (asked, _mood(sums)) for stage, asked, *sums in select(connection, "sql/stage_moods")
    }


def _mood(sums: list[Any]) -> Mood:
    return Mood(**dict(zip(_SUMS, sums, strict=True)))


def stage_experiences(
    connection: duckdb.DuckDBPyConnection, designed: Blueprint
) -> list[StageExperience]:
    """One per stage that expects an emotion, asked its customers, or can show friction."""
    known, signals = moods(connection), _signals(connection)
    friction = {
        stage: Friction(events=events, instances=instances, customers=customers)
        for stage, events, instances, customers in select(connection, "sql/stage_friction")
    }
    return [
        _stage(stage, known.get(stage.id, _NOBODY), friction, signals.get(stage.id, []))
        for stage in designed.stages
        if stage.emotion is not None or stage.id in {*known, *signals, *friction}
    ]


def _stage(
    stage: Stage, known: Asked, friction: Mapping[str, Friction], signals: list[SignalMeasure]
) -> StageExperience:
    asked, mood = known
    score, interval = scored(mood)
    return StageExperience(
        stage=stage.id,
        expected=stage.emotion,
        asked=asked,
        answered=mood.n,
        response_share=round(mood.n / asked, 6) if asked else None,
        score=score,
        interval=interval,
        customers=mood.customers,
        friction=friction.get(stage.id),
        signals=signals,
    )


def scored(mood: Mood) -> tuple[float | None, Interval | None]:
    """Mean score and its 95 % interval, rounded at the edge; None where nobody answered."""
    if not mood.n:
        return None, None
    low, high = means.interval(mood)
    return round(mood.mean, 6), (round(low, 6), round(high, 6))


def _signals(connection: duckdb.DuckDBPyConnection) -> dict[str, list[SignalMeasure]]:
    """What each signal shows in each stage."""
    found: dict[str, list[SignalMeasure]] = {}
    for stage, *row in select(connection, "sql/stage_signals"):
        found.setdefault(stage, []).append(_signal(row))
    return found


def _signal(row: list[Any]) -> SignalMeasure:
    signal, kind, events, instances, customers, n, *sums = row
    mood = _mood([n, *sums])
    score, interval = scored(mood)
    return SignalMeasure(
        signal=signal,
        kind=kind,
        events=events,
        instances=instances,
        customers=customers,
        answers=n,
        score=score,
        interval=interval,
    )


def signal_counts(connection: duckdb.DuckDBPyConnection) -> dict[str, dict[str, int]]:
    """For each signal its events, and those that have no place or are off its scale."""
    names = ("events", "unplaced", "not_judged", "off_scale")
    return {
        signal: dict(zip(names, counts, strict=True))
        for signal, *counts in select(connection, "sql/signal_counts")
    }
