"""Zendesk as JSON lines: ticket audits, satisfaction ratings, users, tickets."""

from __future__ import annotations

from pipelines.source_format import SOURCES_SQL, SourceFormat, Table

SOURCE = SourceFormat(
    name="zendesk",
    reader="rows",
    mapping=SOURCES_SQL / "zendesk.sql",
    tables=(
        Table(name="users", marks=("id", "role"), actors=SOURCES_SQL / "zendesk_actors.sql"),
        Table(name="users", marks=("user.role",), actors=SOURCES_SQL / "zendesk_actors.sql"),
    ),
)
