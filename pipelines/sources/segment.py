"""Segment (and RudderStack) calls as JSON lines: track, page, screen, identify, alias, group."""

from __future__ import annotations

from pipelines.source_format import SOURCES_SQL, Reason, SourceFormat

SOURCE = SourceFormat(
    name="segment",
    reader="lines",
    mapping=SOURCES_SQL / "segment.sql",
    attribute_paths={"path": "$.context.page.path"},
    rows_are_apart=True,
    reasons={
        "unknown_type": Reason("expected track, page, screen, identify, alias or group"),
    },
)
