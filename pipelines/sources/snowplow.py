"""Snowplow's table of events (atomic.events) as CSV with a header; page pings are kept apart."""

from __future__ import annotations

from pipelines.source_format import SOURCES_SQL, Reason, SourceFormat, Table

SOURCE = SourceFormat(
    name="snowplow",
    reader="rows",
    mapping=SOURCES_SQL / "snowplow.sql",
    tables=(
        Table(
            name="events",
            marks=("event_id", "collector_tstamp"),
            required=("event_name", "derived_tstamp", "domain_userid", "user_id"),
        ),
    ),
    rows_are_apart=True,
    reasons={
        "heartbeat": Reason("a page ping says only that the page is still open", is_fault=False),
    },
)
