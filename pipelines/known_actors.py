"""Actors who stand often in a large file: hashed once for each of them, not for each event."""

from __future__ import annotations

from contextlib import nullcontext, suppress
from pathlib import Path

import duckdb

from pipelines.rejects import forget_rejects
from pipelines.sql_variables import set_variables
from pipelines.staged_files import sql
from pipelines.text_lines import TextLines

LARGE = 16 * 1024**2  # bytes; in smaller files looking costs as much as it saves
_SAMPLED = 20_000  # rows


def make_known_actors(connection: duckdb.DuckDBPyConnection) -> None:
    """The table that staging joins: empty, so every actor is hashed where it stands."""
    connection.execute(
        "create temp table named_actors (known_actor varchar, known_name varchar);"
        # the few actors are what is looked up, whatever is guessed of the file's size
        " set disabled_optimizers = 'build_side_probe_side'"
    )


def learn_actors(
    connection: duckdb.DuckDBPyConnection, path: Path, lines: TextLines | None
) -> None:
    """Notes who acts in the first rows of the first large file, unless nearly each has its own."""
    looked = connection.execute("select getvariable('sampled') is not null").fetchone()
    if path.stat().st_size < LARGE or (looked and looked[0]):
        return
    set_variables(connection, {"sampled": _SAMPLED})
    # what cannot be read is told when the file itself is
    with suppress(duckdb.Error), lines.only(_SAMPLED) if lines else nullcontext():
        connection.execute(sql("named_actors.sql"))
    forget_rejects(connection)
