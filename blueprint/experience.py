"""The experience of each stage as the findings tell it: scores, response, friction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import duckdb

from blueprint import scores
from blueprint.clustering import SizeSums
from blueprint.model import Blueprint, Stage
from blueprint.queries import select
from blueprint.scores import Score
from blueprint.signals import POINT
from blueprint.stage_experience import Friction, Interval, SignalMeasure, StageExperience

SCALE = (-2 * POINT, 2 * POINT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mood:
    """What a stage's customers said: instances asked, and the mean of their answers if any came."""

    asked: int
    score: Score | None


NOBODY = Mood(asked=0, score=None)


def moods(connection: duckdb.DuckDBPyConnection) -> dict[str, Mood]:
    """The mood of each stage that asked."""
    return {
        stage: Mood(asked=asked, score=_score(sizes))
        for stage, asked, sizes in select(connection, "sql/stage_moods")
    }


def _score(sizes: list[list[int]] | None) -> Score | None:
    return scores.score((SizeSums(*map(int, row)) for row in sizes), SCALE) if sizes else None


def points(score: Score | None) -> tuple[float | None, Interval | None]:
    """Mean score and its 95 % interval in points, rounded at the edge; None without an answer."""
    if score is None:
        return None, None
    low, high = score.interval
    return round(score.mean / POINT, 6), (round(low / POINT, 6), round(high / POINT, 6))


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
        _stage(stage, known.get(stage.id, NOBODY), friction, signals.get(stage.id, []))
        for stage in designed.stages
        if stage.emotion is not None or stage.id in {*known, *signals, *friction}
    ]


def _stage(
    stage: Stage, mood: Mood, friction: Mapping[str, Friction], signals: list[SignalMeasure]
) -> StageExperience:
    mean, interval = points(mood.score)
    answered = mood.score.answers if mood.score else 0
    return StageExperience(
        stage=stage.id,
        expected=stage.emotion,
        asked=mood.asked,
        answered=answered,
        response_share=round(answered / mood.asked, 6) if mood.asked else None,
        score=mean,
        interval=interval,
        customers=mood.score.customers if mood.score else 0,
        friction=friction.get(stage.id),
        signals=signals,
    )


def _signals(connection: duckdb.DuckDBPyConnection) -> dict[str, list[SignalMeasure]]:
    """What each signal shows in each stage."""
    found: dict[str, list[SignalMeasure]] = {}
    for stage, *row in select(connection, "sql/stage_signals"):
        found.setdefault(stage, []).append(_signal(row))
    return found


def _signal(row: list[Any]) -> SignalMeasure:
    signal, kind, events, instances, customers, sizes = row
    score = _score(sizes)
    mean, interval = points(score)
    return SignalMeasure(
        signal=signal,
        kind=kind,
        events=events,
        instances=instances,
        customers=customers,
        answers=score.answers if score else 0,
        answering=score.customers if score else 0,
        score=mean,
        interval=interval,
    )


def signal_counts(connection: duckdb.DuckDBPyConnection) -> dict[str, dict[str, int]]:
    """For each signal its events, and those that have no place or are off its scale."""
    names = ("events", "unplaced", "not_judged", "off_scale")
    return {
        signal: dict(zip(names, counts, strict=True))
        for signal, *counts in select(connection, "sql/signal_counts")
    }
