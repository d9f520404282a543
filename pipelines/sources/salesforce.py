"""Salesforce tables: field histories, stages, tasks, events, and the records they are about.

Native objects as the API, its CSV exports or Airbyte write them (`CreatedDate`), or as Fivetran
lands them (`created_date`), also its history mode (a row per version of a record).
"""

from __future__ import annotations

import re

from pipelines.source_format import SOURCES_SQL, SourceFormat, Table

_HISTORIES = SOURCES_SQL / "salesforce_history.sql"
_STAGES = SOURCES_SQL / "salesforce_stages.sql"
_ACTIVITIES = SOURCES_SQL / "salesforce_activities.sql"
_RECORDS = SOURCES_SQL / "salesforce_records.sql"
_ACTORS = SOURCES_SQL / "salesforce_actors.sql"
_ROLES = SOURCES_SQL / "salesforce_roles.sql"
_ORIGINS = SOURCES_SQL / "salesforce_origins.sql"

_HISTORY = ("Id", "Field", "OldValue", "NewValue", "CreatedById", "CreatedDate")
_COLUMNS = (
    *_HISTORY,
    *("LeadId", "OpportunityId", "CaseId", "ContactId", "AccountId", "ParentId", "DataType"),
    *("Email", "SuppliedEmail", "Phone", "MobilePhone", "SuppliedPhone", "MasterRecordId"),
    *("ConvertedContactId", "ConvertedAccountId", "ConvertedOpportunityId", "StageName", "Status"),
    *("Origin", "ActivatedById", "ActivatedDate", "Amount", "Probability", "ForecastCategory"),
    *(
        "CloseDate",
        "WhoId",
        "WhatId",
        "OwnerId",
        "ActivityDate",
        "ActivityDateTime",
        "CompletedDateTime",
    ),
    *("StartDateTime", "TaskSubtype", "EventSubtype", "Type", "Priority", "IsDeleted", "Name"),
    *("CallDurationInSeconds", "UserType", "UserRole", "UserRoleId", "LastModifiedDate"),
)


def _landed(name: str) -> str:
    """A name as Fivetran lands it: CreatedDate is created_date."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


_LANDED_COLUMNS = (*(_landed(name) for name in _COLUMNS), "gclid_c", "_fivetran_synced")


def _as_landed(table: Table) -> Table:
    return Table(
        name=_landed(table.name),
        marks=tuple(_landed(name) for name in table.marks),
        required=("id",),
        columns=_LANDED_COLUMNS,
        mapping=table.mapping,
        actors=table.actors,
        labels=table.labels,
        gives_nothing=table.gives_nothing,
    )


def _history(name: str, parent: str) -> Table:
    return Table(
        name=name,
        marks=(parent, "Field"),
        required=(parent, *_HISTORY),
        columns=_COLUMNS,
        mapping=_HISTORIES,
    )


def _record(name: str, *marks: str, required: tuple[str, ...] = ("Id",)) -> Table:
    return Table(
        name=name,
        marks=marks,
        required=required,
        columns=(*_COLUMNS, "GCLID__c"),
        mapping=_RECORDS,
        labels=_ORIGINS if name == "Case" else None,
    )


def _versions(name: str, *marks: str) -> Table:
    """A record in history mode: a row for each version that the connector saw."""
    return Table(
        name=f"{name} versions",
        marks=("_fivetran_start", *marks),
        required=("id",),
        columns=_LANDED_COLUMNS,
        mapping=_RECORDS,
        labels=_ORIGINS if name == "case" else None,
    )


_VERSIONS = (
    _versions("opportunity", "stage_name"),
    _versions("lead", "is_converted"),
    _versions("case", "case_number"),
    _versions("contact", "email", "account_id"),
    _versions("account", "billing_city"),
)
_EVENTS = (
    _history("LeadHistory", "LeadId"),
    _history("OpportunityFieldHistory", "OpportunityId"),
    _history("CaseHistory", "CaseId"),
    _history("ContactHistory", "ContactId"),
    _history("AccountHistory", "AccountId"),
    _history("CustomHistory", "ParentId"),
    Table(
        name="OpportunityHistory",
        marks=("OpportunityId", "StageName"),
        required=("Id", "CreatedDate", "CreatedById"),
        columns=_COLUMNS,
        mapping=_STAGES,
    ),
    Table(
        name="Event",
        marks=("WhoId", "StartDateTime"),
        required=("Id",),
        columns=_COLUMNS,
        mapping=_ACTIVITIES,
    ),
    Table(
        name="Task",
        marks=("WhoId", "ActivityDate"),
        required=("Id",),
        columns=_COLUMNS,
        mapping=_ACTIVITIES,
    ),
)
_REFERENCE = (
    Table(
        name="User",
        marks=("UserType",),
        required=("Id",),
        columns=_COLUMNS,
        actors=_ACTORS,
        gives_nothing=True,
    ),
    Table(
        name="UserRole",
        marks=("DeveloperName", "ParentRoleId"),
        required=("Id",),
        columns=_COLUMNS,
        labels=_ROLES,
        gives_nothing=True,
    ),
    Table(
        name="OpportunityLineItem",
        marks=("OpportunityId", "PricebookEntryId"),
        gives_nothing=True,
    ),
    Table(name="Product2", marks=("ProductCode", "Family"), gives_nothing=True),
)
_RECORD_TABLES = (
    _record("Lead", "IsConverted", required=("Id", "Email")),
    _record("Opportunity", "StageName"),
    _record("Case", "SuppliedEmail"),
    _record("Case", "CaseNumber"),
    _record("Order", "OrderNumber", "EffectiveDate"),
    _record("Account", "BillingCity"),
)
_NATIVE = (*_EVENTS, *_REFERENCE, *_RECORD_TABLES)
# the least that a contact has is what many tables have: it comes last
_CONTACTS = (
    _as_landed(_record("Contact", "Email", "AccountId")),
    _record("Contact", "Id", "Email"),
)

SOURCE = SourceFormat(
    name="salesforce",
    reader="rows",
    pages=("records",),
    tables=(*_VERSIONS, *_NATIVE, *(_as_landed(table) for table in _NATIVE), *_CONTACTS),
)
