"""Zendesk: its own JSON (audits, ticket events, metric events, ...) and the tables of Fivetran."""

from __future__ import annotations

from pipelines.source_format import SOURCES_SQL, SourceFormat, Table

_USERS = SOURCES_SQL / "zendesk_actors.sql"

_HAPPENINGS = (
    Table(
        name="ticket_field_history",
        marks=("ticket_id", "field_name", "updated"),
        required=("value",),
        columns=("user_id",),
        mapping=SOURCES_SQL / "zendesk_field_history.sql",
    ),
    Table(
        name="ticket_comment",
        marks=("id", "ticket_id", "created", "public"),
        columns=("user_id", "voice_comment", "tweet", "facebook_comment"),
        mapping=SOURCES_SQL / "zendesk_comments.sql",
    ),
    Table(
        name="ticket",
        marks=("requester_id", "via_channel"),
        required=("id", "status", "created_at", "updated_at"),
        columns=("submitter_id", "merged_ticket_ids", "followup_ids", "via_followup_source_id"),
        mapping=SOURCES_SQL / "zendesk_tickets.sql",
        labels=SOURCES_SQL / "zendesk_ticket_labels.sql",
    ),
    Table(
        name="ticket_chat_event",
        marks=("chat_id", "chat_index", "actor_id"),
        required=("created_at", "type"),
        mapping=SOURCES_SQL / "zendesk_chat_events.sql",
    ),
    Table(
        name="ticket_chat",
        marks=("chat_id", "ticket_id"),
        mapping=SOURCES_SQL / "zendesk_chats.sql",
        labels=SOURCES_SQL / "zendesk_chat_labels.sql",
    ),
    Table(
        name="ticket_sla_policy",
        marks=("ticket_id", "sla_policy_id", "policy_applied_at"),
        mapping=SOURCES_SQL / "zendesk_sla_policies.sql",
    ),
    Table(
        name="audit_log",
        marks=("source_type", "source_id", "action"),
        required=("id", "created_at"),
        columns=("actor_id",),
        mapping=SOURCES_SQL / "zendesk_audit_log.sql",
    ),
)

_SILENT = {
    "sla_policy_metric_history": ("sla_policy_id", "metric", "target"),
    "sla_policy_history": ("_fivetran_deleted", "filter_all"),
    "ticket_schedule": ("ticket_id", "schedule_id", "created_at"),
    "ticket_tag": ("ticket_id", "tag"),
    "ticket_form_history": ("display_name", "end_user_visible"),
    "user_tag": ("user_id", "tag"),
    "organization_tag": ("organization_id", "tag"),
    "organization": ("shared_tickets", "shared_comments"),
    "domain_name": ("organization_id", "domain_name"),
    "brand": ("brand_url", "subdomain"),
    "schedule_holiday": ("schedule_id", "start_date", "end_date"),
    "schedule": ("start_time_utc", "end_time_utc"),
    "daylight_time": ("daylight_offset",),
    "time_zone": ("standard_offset",),
    "group": ("id", "name", "url", "updated_at"),
}
"""Known tables that tell of no event, by marks; their times are those of a setting."""

SOURCE = SourceFormat(
    name="zendesk",
    reader="rows",
    pages=(
        "audits",
        "ticket_events",
        "ticket_metric_events",
        "satisfaction_ratings",
        "tickets",
        "users",
    ),
    mapping=SOURCES_SQL / "zendesk.sql",
    macros=SOURCES_SQL / "zendesk_macros.sql",
    tables=(
        Table(name="user", marks=("id", "role"), actors=_USERS),
        Table(name="user", marks=("user.role",), actors=_USERS),
        *_HAPPENINGS,
        Table(name="satisfaction_rating", marks=("ticket_id", "score")),
        *(Table(name=name, marks=m, gives_nothing=True) for name, m in _SILENT.items()),
    ),
)
