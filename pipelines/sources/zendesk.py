"""Zendesk as JSON lines: ticket audits, satisfaction ratings, users, tickets."""

from __future__ import annotations

from pipelines.source_format import SOURCES_SQL, SourceFormat, Table

SOURCE = SourceFormat(
    name="zendesk",
    reader="lines",
    mapping=SOURCES_SQL / "zendesk.sql",
    actors=SOURCES_SQL / "zendesk_actors.sql",
    tables=(Table(name="users", marks=("id", "role"), required=(), is_reference=True),),
)
