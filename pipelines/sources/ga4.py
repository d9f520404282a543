"""GA4 as exported to BigQuery, as JSON lines: one event each, with its parameters."""

from __future__ import annotations

from pipelines.source_format import SOURCES_SQL, SourceFormat

SOURCE = SourceFormat(
    name="ga4",
    reader="lines",
    mapping=SOURCES_SQL / "ga4.sql",
    rows_are_apart=True,
)
