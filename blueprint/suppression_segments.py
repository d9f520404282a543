"""Segments of few customers or few members of staff are withheld, and words that name these."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path

import duckdb

from blueprint.gap import Gap, Segment, Sentence
from blueprint.queries import run

_FILE = Path(__file__).with_name("sql") / "few_segments.sql"


def large_segments(segments: Iterable[Segment], smallest: int) -> list[Segment]:
    """Those with enough customers hit inside, and with none or enough outside."""
    return [
        one
        for one in segments
        if one.customers >= smallest and not 0 < one.rest_customers < smallest
    ]


def named_by_many(
    connection: duckdb.DuckDBPyConnection, gaps: Iterable[Gap], smallest: int
) -> list[Gap]:
    """The gaps without segments, and words, that speak of few members of staff."""
    sql = _FILE.read_text(encoding="utf-8")
    few = set(run(connection, "few_segments", sql, {"smallest": smallest}).fetchall())
    return [
        replace(
            gap,
            segments=[s for s in gap.segments if (s.attribute, s.value) not in few],
            sentence=_unnamed(gap.sentence, few),
        )
        for gap in gaps
    ]


def _unnamed(sentence: Sentence, few: Collection[tuple[str, str]]) -> Sentence:
    """The sentence, without the role that was seen most often where few have it."""
    if sentence.template != "wrong_role" or ("role", sentence.parameters["seen"]) not in few:
        return sentence
    said = {key: value for key, value in sentence.parameters.items() if key != "seen"}
    return Sentence(template="wrong_role.few", parameters=said)
