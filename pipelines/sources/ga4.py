"""GA4 as exported to BigQuery, as JSON lines: one event each, with its parameters."""

from __future__ import annotations

from pipelines.source_format import SOURCES_SQL, Reason, SourceFormat

SOURCE = SourceFormat(
    name="ga4",
    reader="lines",
    mapping=SOURCES_SQL / "ga4.sql",
    rows_are_apart=True,
    reasons={
        "inexact_id": Reason(
            "expected the id as text in quotes: as a number, two visitors become one"
        ),
        "no_consent": Reason("a ping of somebody who did not consent names nobody", is_fault=False),
    },
)
