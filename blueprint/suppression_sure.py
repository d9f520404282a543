"""What a gap counts on cases with sure identities is withheld where it would tell of few customers.

Beside the gap's own counts it tells those of the unsure cases, too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import duckdb

from blueprint.gap import Gap
from blueprint.queries import run

_FILE = Path(__file__).parent / "sql" / "few_sure.sql"


def sure_of_many(
    connection: duckdb.DuckDBPyConnection, gaps: Iterable[Gap], smallest: int
) -> list[Gap]:
    """The gaps, without counts on sure cases where those, or the others, are of few customers."""
    sql = _FILE.read_text(encoding="utf-8")
    few = set(run(connection, "few_sure", sql, {"smallest": smallest}).fetchall())
    return [
        replace(gap, on_sure_cases=None) if (gap.kind, gap.subject, gap.facet) in few else gap
        for gap in gaps
    ]
