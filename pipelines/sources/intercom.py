"""Intercom: conversations with their parts as JSON, and the history tables of Fivetran."""

from __future__ import annotations

from pipelines.source_format import SOURCES_SQL, SourceFormat, Table

_CONVERSATIONS = SOURCES_SQL / "intercom_conversations.sql"
_PEOPLE = SOURCES_SQL / "intercom_people.sql"
_ACTORS = SOURCES_SQL / "intercom_actors.sql"

_SILENT = {
    "conversation_tag": ("conversation_id", "tag_id"),
    "contact_company": ("contact_id", "company_id"),
    "contact_tag": ("contact_id", "tag_id"),
    "company_tag": ("company_id", "tag_id"),
    "company": ("company_id", "monthly_spend"),
    "article": ("author_id", "default_locale"),
    "collection": ("help_center_id",),
    "help_center": ("website_turned_on",),
    "team_admin": ("team_id", "admin_id"),
    "team": ("id", "name", "admin_ids"),
    "team or tag": ("id", "name", "_fivetran_deleted"),
}
"""Known tables that tell of no event, by marks."""

SOURCE = SourceFormat(
    name="intercom",
    reader="rows",
    pages=("conversations", "data", "admins", "teams"),
    macros=SOURCES_SQL / "intercom_macros.sql",
    tables=(
        Table(name="conversation", marks=("id", "conversation_parts"), mapping=_CONVERSATIONS),
        Table(name="conversation", marks=("id", "source", "contacts"), mapping=_CONVERSATIONS),
        Table(
            name="conversation",
            marks=("id", "source_author_id", "source_type"),
            required=("created_at",),
            columns=(
                "source_author_type",
                "source_delivered_as",
                "source_url",
                "conversation_rating_value",
                "conversation_rating_remark",
                "conversation_rating_created_at",
            ),
            mapping=_CONVERSATIONS,
        ),
        Table(
            name="conversation_part",
            marks=("conversation_id", "part_type"),
            required=("id", "created_at", "author_id", "author_type"),
            columns=("assigned_to_id",),
            mapping=SOURCES_SQL / "intercom_parts.sql",
        ),
        Table(
            name="conversation_contact",
            marks=("conversation_id", "contact_id"),
            mapping=_PEOPLE,
        ),
        Table(
            name="contact",
            marks=("id", "external_id", "role", "email"),
            columns=("phone", "updated_at"),
            mapping=_PEOPLE,
            actors=_ACTORS,
        ),
        Table(
            name="admin",
            marks=("id", "email", "job_title"),
            mapping=_PEOPLE,
            actors=_ACTORS,
        ),
        *(Table(name=name, marks=m, gives_nothing=True) for name, m in _SILENT.items()),
    ),
)
