"""OCEL 2.0 as JSON, XML or SQLite: events with the objects that they touch, objects with links."""

from __future__ import annotations

from pipelines.source_format import SOURCES_SQL, Reason, SourceFormat

SOURCE = SourceFormat(
    name="ocel",
    reader="lines",
    mapping=SOURCES_SQL / "ocel.sql",
    rows_are_apart=True,
    reasons={"no_objects": Reason("expected an event that touches at least one object of the log")},
)
