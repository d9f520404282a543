"""ServiceNow incidents as CSV: one row per update, or one per incident as a table export has it.

Times carry no zone: declare `zone:`, and `timestamp_format:` unless they are written as
2016-02-29 01:16:00. `?` stands for a missing value.
"""

from __future__ import annotations

from pipelines.source_format import SOURCES_SQL, SourceFormat, Table

SOURCE = SourceFormat(
    name="servicenow",
    reader="rows",
    mapping=SOURCES_SQL / "servicenow.sql",
    tables=(
        Table(
            name="update",
            marks=("number", "sys_updated_at"),
            required=("incident_state", "opened_at", "caller_id", "sys_mod_count"),
        ),
        Table(
            name="incident",
            marks=("number", "sys_updated_on"),
            required=("state", "opened_at", "caller_id", "sys_mod_count"),
        ),
    ),
)
