"""Salesforce tables as CSV.

Field histories are events; Lead, Contact, Opportunity and Case give links, User says who acts.
"""

from __future__ import annotations

from pipelines.source_format import SOURCES_SQL, SourceFormat, Table

_HISTORY = ("Id", "Field", "OldValue", "NewValue", "CreatedById", "CreatedDate")

SOURCE = SourceFormat(
    name="salesforce",
    reader="rows",
    mapping=SOURCES_SQL / "salesforce.sql",
    tables=(
        Table(name="LeadHistory", marks=("LeadId", "Field"), required=("LeadId", *_HISTORY)),
        Table(
            name="OpportunityFieldHistory",
            marks=("OpportunityId", "Field"),
            required=("OpportunityId", *_HISTORY),
        ),
        Table(name="CaseHistory", marks=("CaseId", "Field"), required=("CaseId", *_HISTORY)),
        Table(name="Lead", marks=("IsConverted",), required=("Id", "Email")),
        Table(
            name="User",
            marks=("UserType",),
            required=("Id",),
            actors=SOURCES_SQL / "salesforce_actors.sql",
        ),
        Table(name="Opportunity", marks=("StageName",), required=("Id", "ContactId")),
        Table(name="Case", marks=("SuppliedEmail",), required=("Id", "ContactId")),
        Table(name="Contact", marks=("Id", "Email"), required=("Id", "Email")),
    ),
)
