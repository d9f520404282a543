"""What customers said and what annoyed them: events of the emotion row, each at its stage instance.

A self-report is what a customer answered when asked; a model is what a program guesses from what
they wrote; friction is what they did (a rage click). Only the first is ever called satisfaction.
Scores are integer millionths of a point, from -2 to 2.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb

from blueprint.bound_sources import declared_sources
from blueprint.design import Alternative, Design, Signal
from blueprint.queries import fill, make_table

POINT = 1_000_000
"""Millionths of a point in a point of the scale from -2 to 2."""
_SIGNALS = (
    "signal varchar, kind varchar, stage stage_id, is_previous boolean, is_scaled boolean,"
    " is_mapped boolean, low double, high double"
)
_EXPECTED = "stage stage_id, expected bigint, least bigint"


def build(connection: duckdb.DuckDBPyConnection, design: Design) -> None:
    """Makes `signal_events`, `stage_answers` and `stage_asked` from the instances.

    Needs `signal_matches`, `judged` and the tables of the design. Raises `LogError` when a query
    fails.
    """
    signals = design.bindings.signals
    fill(connection, "signals", _SIGNALS, map(_row, signals))
    scale = "signal varchar, answer varchar, score bigint"
    fill(connection, "signal_scale", scale, [row for s in signals for row in _answers(s)])
    _write_sources(connection, signals)
    fill(connection, "expected_emotions", _EXPECTED, _expected(design))
    for name in ("signal_events", "stage_answers", "stage_asked"):
        make_table(connection, name)


def _row(signal: Signal) -> tuple[Any, ...]:
    scale = signal.scale
    low, high = scale if isinstance(scale, tuple) else (None, None)
    is_scaled = scale is not None and signal.value is not None
    is_mapped = is_scaled and not isinstance(scale, tuple)
    return (
        *(signal.id, signal.kind, signal.stage, signal.stage_of is not None),
        *(is_scaled, is_mapped, low, high),
    )


def _answers(signal: Signal) -> Iterator[tuple[str, str, int]]:
    """The answers of a scale that maps them one by one."""
    if signal.scale is not None and not isinstance(signal.scale, tuple):
        for answer, score in signal.scale.items():
            yield signal.id, answer, round(score * POINT)


def _write_sources(connection: duckdb.DuckDBPyConnection, signals: tuple[Signal, ...]) -> None:
    """Which sources of the log can show each signal."""
    known = [name for (name,) in connection.execute("select source from source_states").fetchall()]
    rows = []
    for signal in signals:
        named = declared_sources([Alternative(signal.conditions)])
        rows += [(signal.id, name) for name in sorted(known) if named is None or name in named]
    fill(connection, "signal_sources", "signal varchar, source source_id", rows)


def _expected(design: Design) -> Iterator[tuple[str, int, int]]:
    """What each stage expects, and below what an answer counts as low."""
    for stage in design.blueprint.stages:
        if stage.emotion is not None:
            least = stage.emotion - design.gap["emotion_below"]
            yield stage.id, round(stage.emotion * POINT), round(least * POINT)
