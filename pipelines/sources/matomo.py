"""Matomo's visits with their actions (Live.getLastVisitsDetails), as a JSON array or JSON lines."""

from __future__ import annotations

from pipelines.source_format import SOURCES_SQL, SourceFormat, Table

SOURCE = SourceFormat(
    name="matomo",
    reader="rows",
    mapping=SOURCES_SQL / "matomo.sql",
    tables=(Table(name="visits", marks=("idVisit", "actionDetails")),),
    rows_are_apart=True,
)
