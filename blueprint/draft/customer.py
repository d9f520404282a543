"""Which object type of a log is its customer, guessed when nobody has said so."""

from __future__ import annotations

from pathlib import Path

import duckdb

from miner.log import run_script
from miner.warehouse import LogError

NAMES = (
    *("customer", "user", "client", "citizen", "patient", "guest", "member", "subscriber"),
    *("cliente", "klient", "account", "contact", "person", "requester", "lead", "email"),
)
"""Words that a log has for its customer, the likeliest first."""


def customer_type_of(connection: duckdb.DuckDBPyConnection) -> str:
    """The object type that is most likely the customer; needs the normal form alone.

    First the types that a source calls the `same` as another (identifiers of a person), then those
    that objects are `of`, then the rest; among equals the one whose name says so (`NAMES`), then
    the one with more statements, then the one that more events touch, then the alphabet. Only
    types that events touch count. Raises `LogError` when the log has no object at all.
    """
    script = Path(__file__).with_name("customer_types.sql")
    rows = run_script(connection, script, names=list(NAMES))
    if not rows:
        raise LogError(
            "no event of the log touches an object, so nobody can be its customer."
            " Name a column under `columns: objects:` of the source in project.yaml."
        )
    return str(rows[0][0])
