"""Freshdesk's JSON: tickets, conversations, ratings, contacts, agents, and exported activities."""

from __future__ import annotations

from pipelines.source_format import SOURCES_SQL, SourceFormat, Table

_TICKETS = SOURCES_SQL / "freshdesk_tickets.sql"
_PEOPLE = SOURCES_SQL / "freshdesk_people.sql"
_ACTORS = SOURCES_SQL / "freshdesk_actors.sql"

SOURCE = SourceFormat(
    name="freshdesk",
    reader="rows",
    pages=("activities_data",),
    macros=SOURCES_SQL / "freshdesk_macros.sql",
    tables=(
        Table(
            name="activities",
            marks=("performed_at", "activity"),
            mapping=SOURCES_SQL / "freshdesk_activities.sql",
        ),
        Table(name="rating", marks=("ratings",), mapping=SOURCES_SQL / "freshdesk_ratings.sql"),
        Table(name="conversation", marks=("incoming", "private"), mapping=_TICKETS),
        Table(name="ticket", marks=("id", "source", "status", "created_at"), mapping=_TICKETS),
        Table(name="agent", marks=("id", "ticket_scope"), mapping=_PEOPLE, actors=_ACTORS),
        Table(name="contact", marks=("id", "email", "mobile"), mapping=_PEOPLE, actors=_ACTORS),
        Table(name="company", marks=("id", "domains"), gives_nothing=True),
        Table(name="group", marks=("id", "escalate_to"), gives_nothing=True),
    ),
)
