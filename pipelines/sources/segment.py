"""Segment and RudderStack: calls as JSON lines, or the warehouse's tables as CSV, Parquet or JSON.

A track call stands in `tracks` and in the table of its event: it is one event.
"""

from __future__ import annotations

from pipelines.source_format import SOURCES_SQL, Reason, SourceFormat, Table

_EVENTS = SOURCES_SQL / "segment_events.sql"
_IDENTITIES = SOURCES_SQL / "segment_identities.sql"
_CALL = (
    "id",
    "anonymous_id",
    "user_id",
    "timestamp",
    "original_timestamp",
    "received_at",
    "channel",
    "context_channel",
    "context_user_agent",
    "context_page_path",
    "path",
    "event_text",
    "email",
)

SOURCE = SourceFormat(
    name="segment",
    reader="rows",
    mapping=SOURCES_SQL / "segment.sql",
    tables=(
        # an event's own table has the columns of tracks, and those of its properties
        Table(
            name="tracks",
            marks=("id", "event", "received_at"),
            lacks=("messageId",),
            columns=_CALL,
            mapping=_EVENTS,
        ),
        Table(
            name="aliases",
            marks=("id", "previous_id", "received_at"),
            columns=_CALL,
            mapping=_IDENTITIES,
        ),
        Table(
            name="groups",
            marks=("id", "group_id", "received_at"),
            columns=_CALL,
            mapping=_IDENTITIES,
        ),
        Table(
            name="pages",
            marks=("id", "anonymous_id", "received_at", "url", "path"),
            columns=_CALL,
            mapping=_EVENTS,
        ),
        # a table of screens looks like one of identify calls: its name tells them apart
        Table(
            name="screens",
            marks=("id", "anonymous_id", "received_at"),
            in_file_name="screens",
            columns=_CALL,
            mapping=_EVENTS,
        ),
        Table(
            name="identifies",
            marks=("id", "user_id", "received_at"),
            columns=_CALL,
            mapping=_IDENTITIES,
        ),
        Table(
            name="users",
            marks=("id", "email"),
            lacks=("user_id", "messageId"),
            columns=_CALL,
            mapping=_IDENTITIES,
        ),
    ),
    attribute_paths={"path": "$.context.page.path"},
    rows_are_apart=True,
    reasons={
        "unknown_type": Reason("expected track, page, screen, identify, alias or group"),
    },
)
