"""PostHog's events as JSON lines, CSV or Parquet; $identify and its like say who is who."""

from __future__ import annotations

from pipelines.source_format import SOURCES_SQL, Reason, SourceFormat, Table

SOURCE = SourceFormat(
    name="posthog",
    reader="rows",
    mapping=SOURCES_SQL / "posthog.sql",
    tables=(
        Table(
            name="events",
            marks=("distinct_id", "event"),
            required=("timestamp", "properties"),
            columns=("uuid", "created_at"),
        ),
        Table(name="persons", marks=("distinct_id", "person_version"), gives_nothing=True),
        Table(name="sessions", marks=("session_id", "entry_current_url"), gives_nothing=True),
    ),
    rows_are_apart=True,
    reasons={
        "bad_properties": Reason("expected properties as a JSON object, or as the text of one"),
        "heartbeat": Reason(
            "says only that a page is open or what was measured on it, as heartbeats: says",
            is_fault=False,
        ),
    },
)
