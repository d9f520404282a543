"""What the log leaves unjudged of roles and channels: words that the design does not translate."""

from __future__ import annotations

import duckdb

from blueprint.queries import select

_WHY = {
    "wrong_role": "{source} has only roles for it that the design does not know: {words}."
    ' Add them to the "is" of its role',
    "wrong_channel": "{source} never shows it on a channel of the step, only on {words}."
    ' Add them to the step, or to the "is" of its channel',
    "visibility_breach": "{source} never shows it as public: it may show it from the inside only",
}
MOST_WORDS = 5


def foreign_words(connection: duckdb.DuckDBPyConnection) -> list[dict[str, str]]:
    """Kind, step and why, for each step and source whose words tell nothing."""
    return [
        {"kind": kind, "subject": step, "why": _why(kind, source, words)}
        for kind, step, source, words in select(connection, "sql/foreign_words")
    ]


def _why(kind: str, source: str, words: list[str] | None) -> str:
    """The sentence, with the first words by name."""
    told = [*(words or [])[:MOST_WORDS], *(["..."] if len(words or []) > MOST_WORDS else [])]
    return _WHY[kind].format(source=source, words=", ".join(told))
