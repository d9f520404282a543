"""HubSpot: property histories, stages, engagements, e-mail events, and who belongs to what.

As Fivetran and Airbyte land them, or as the API gives them (v3 objects, v1 engagements, contacts).
"""

from __future__ import annotations

from pathlib import Path

from pipelines.source_format import SOURCES_SQL, Reason, SourceFormat, Table


def _sql(name: str) -> Path:
    return SOURCES_SQL / f"hubspot_{name}.sql"


_RECORD_COLUMNS = (
    *("id", "property_email", "property_phone", "property_mobilephone", "property_createdate"),
    *("property_hs_additional_emails", "property_hs_google_click_id", "property_closedate"),
    *("property_hs_merged_object_ids", "property_associatedcompanyid", "property_closed_date"),
    "property_first_agent_reply_date",
)
_ENGAGEMENT_COLUMNS = (
    *("id", "type", "timestamp", "created_at", "owner_id", "last_updated", "start_time"),
    *("property_hs_timestamp", "property_hs_createdate", "property_hubspot_owner_id"),
    *("property_hs_task_completion_date", "property_hs_meeting_outcome", "meeting_outcome"),
    *("property_hs_email_direction", "property_hs_call_direction"),
    *("_fivetran_synced", "_fivetran_deleted"),
)


def _history(subject: str) -> tuple[Table, ...]:
    """The changes of a record's properties, as Fivetran and as Airbyte land them."""
    name, mapping = f"{subject}_property_history", _sql("history")
    columns = ("value", "source", "source_id", "timestamp", "timestamp_instant")
    return (
        Table(
            name=name,
            marks=(f"{subject}_id", "name"),
            required=("value",),
            columns=columns,
            mapping=mapping,
        ),
        Table(
            name=name,
            marks=(f"{subject}Id", "property"),
            required=("value", "timestamp"),
            columns=("sourceType", "sourceId", "updatedByUserId"),
            mapping=mapping,
        ),
    )


def _record(kind: str, *marks: str) -> Table:
    return Table(
        name=kind,
        marks=marks,
        columns=(f"{kind}_id", *_RECORD_COLUMNS),
        mapping=_sql("records"),
    )


def _object(kind: str, mark: str) -> Table:
    """A record as an object of the API: its properties say of which kind it is."""
    return Table(name=f"{kind} objects", marks=("id", mark), mapping=_sql("records"))


def _engagement(kind: str, *marks: str) -> Table:
    return Table(
        name=f"engagement_{kind}",
        marks=("engagement_id", *marks),
        columns=_ENGAGEMENT_COLUMNS,
        mapping=_sql("engagements"),
    )


def _links(name: str, *marks: str, lacks: tuple[str, ...] = ()) -> Table:
    return Table(name=name, marks=marks, lacks=lacks, columns=("timestamp",), mapping=_sql("links"))


def _nothing(name: str, *marks: str) -> Table:
    return Table(name=name, marks=marks, gives_nothing=True)


def _labels(name: str, *marks: str) -> Table:
    return Table(
        name=name,
        marks=marks,
        columns=("label", "updated_at", "_fivetran_synced"),
        labels=_sql("stages"),
        gives_nothing=True,
    )


_OWNERS = (
    Table(
        name="owner",
        marks=("owner_id", "first_name", "email"),
        columns=("active_user_id", "updated_at", "_fivetran_synced"),
        actors=_sql("owners"),
        labels=_sql("owner_users"),
        gives_nothing=True,
    ),
    Table(
        name="owners",
        marks=("id", "userId", "email"),
        columns=("updatedAt",),
        actors=_sql("owners"),
        labels=_sql("owner_users"),
        gives_nothing=True,
    ),
    Table(
        name="users",
        marks=("id", "role_id", "first_name"),
        columns=("_fivetran_synced",),
        actors=_sql("owners"),
        gives_nothing=True,
    ),
)
_LINKS = (
    _links("contact_merge_audit", "canonical_vid", "vid_to_merge"),
    _links("merged_deal", "deal_id", "merged_deal_id"),
    _links("deal_contact", "deal_id", "contact_id"),
    _links("deal_company", "deal_id", "company_id"),
    _links("ticket_contact", "ticket_id", "contact_id"),
    _links("ticket_company", "ticket_id", "company_id"),
    _links("ticket_deal", "ticket_id", "deal_id"),
    _links("ticket_engagement", "ticket_id", "engagement_id"),
    _links("engagement_contact", "engagement_id", "contact_id"),
    _links("engagement_company", "engagement_id", "company_id"),
    _links("engagement_deal", "engagement_id", "deal_id"),
)
_ENGAGEMENTS = (
    _engagement("meeting", "start_time"),
    _engagement("meeting", "property_hs_meeting_start_time"),
    _engagement("task", "property_hs_task_type"),
    _engagement("task", "task_type"),
    _engagement("email", "property_hs_email_subject"),
    _engagement("email", "property_hs_email_direction"),
    _engagement("note", "property_hs_note_body"),
    _engagement("call", "property_hs_call_body"),
    _engagement("call", "property_hs_call_direction"),
    Table(
        name="engagement",
        marks=("engagement_id", "property_hs_timestamp", "type"),
        columns=_ENGAGEMENT_COLUMNS,
        mapping=_sql("engagements"),
    ),
    Table(
        name="engagement",
        marks=("id", "portal_id", "type", "timestamp"),
        columns=_ENGAGEMENT_COLUMNS,
        mapping=_sql("engagements"),
    ),
    _nothing("engagement without times", "id", "portal_id", "type", "_fivetran_synced"),
    Table(
        name="engagements (v1)",
        marks=("engagement", "associations"),
        mapping=_sql("engagements"),
    ),
    Table(
        name="engagement objects",
        marks=("id", "properties.hs_timestamp"),
        mapping=_sql("engagements"),
    ),
)
_EVENTS = (
    *_history("deal"),
    *_history("ticket"),
    *_history("contact"),
    *_history("company"),
    Table(
        name="deal_stage",
        marks=("deal_id", "value", "date_entered"),
        columns=("source", "source_id", "_fivetran_start", "_fivetran_end"),
        mapping=_sql("deal_stage"),
    ),
    Table(
        name="email_event",
        marks=("id", "type", "created", "recipient"),
        columns=("filtered_event", "email_campaign_id"),
        mapping=_sql("email_events"),
    ),
    Table(
        name="contact_form_submission",
        marks=("contact_id", "form_id", "timestamp"),
        columns=("conversion_id", "page_url"),
        mapping=_sql("touches"),
    ),
    Table(
        name="contact_list_member",
        marks=("contact_id", "contact_list_id", "added_at"),
        mapping=_sql("touches"),
    ),
)
_RECORDS = (
    Table(name="contacts (v1)", marks=("vid", "properties"), mapping=_sql("contacts_v1")),
    _object("ticket", "properties.hs_pipeline_stage"),
    _object("deal", "properties.dealstage"),
    _object("deal", "properties.dealname"),
    _object("contact", "properties.lifecyclestage"),
    _object("contact", "properties.email"),
    _object("contact", "properties.firstname"),
    _object("company", "properties.domain"),
    _object("company", "properties.name"),
    _record("deal", "deal_id", "property_dealname"),
    _record("deal", "deal_id", "deal_pipeline_id"),
    _record("ticket", "id", "property_hs_pipeline_stage"),
    _record("ticket", "id", "property_subject"),
    _record("contact", "id", "property_email"),
    _record("company", "id", "property_name"),
)
_REFERENCE = (
    _labels("deal_pipeline_stage", "stage_id", "closed_won"),
    _labels("ticket_pipeline_stage", "stage_id", "ticket_state"),
    _labels("pipelines", "label", "stages"),
    _nothing("pipeline", "pipeline_id", "display_order", "label"),
    _nothing("owner_team", "owner_id", "team_id"),
    _nothing("team_user", "user_id", "team_id"),
    _nothing("role", "id", "requires_billing_write"),
    _nothing("property", "field_type", "group_name"),
    _nothing("property_option", "property_id", "value", "label"),
    _nothing("form", "guid", "form_type"),
    _nothing("email_campaign", "app_id", "content_id"),
    _nothing("contact_list", "id", "processing_type"),
    _nothing("email_event details", "id", "ip_address", "user_agent"),
    _nothing("email_event_bounce", "id", "category", "status", "response"),
    _nothing("email_event_deferred", "id", "attempt", "response"),
    _nothing("email_event_delivered", "id", "smtp_id"),
    _nothing("email_event_dropped", "id", "drop_reason"),
    _nothing("email_event_sent", "id", "reply_to", "subject"),
    _nothing("email_event_status_change", "id", "portal_subscription_status"),
    _nothing("team", "id", "name", "_fivetran_synced"),
)

SOURCE = SourceFormat(
    name="hubspot",
    reader="rows",
    pages=("results",),
    tables=(*_EVENTS, *_ENGAGEMENTS, *_RECORDS, *_OWNERS, *_LINKS, *_REFERENCE),
    reasons={
        "invented_stage": Reason(
            "a deal was dragged over this stage: it was never in it", is_fault=False
        ),
        "filtered_event": Reason(
            "HubSpot leaves this event of an e-mail out of its reports", is_fault=False
        ),
    },
)
