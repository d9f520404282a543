"""The formats of exports that we read: one file each, with its SQL beside it."""

from __future__ import annotations

from pipelines.source_format import SourceFormat
from pipelines.sources import (
    access_log,
    csv,
    freshdesk,
    ga4,
    hubspot,
    intercom,
    jira,
    jsonl,
    matomo,
    ocel,
    parquet,
    postgres,
    posthog,
    salesforce,
    segment,
    servicenow,
    snowplow,
    xes,
    xlsx,
    zendesk,
)

SOURCES: tuple[SourceFormat, ...] = (
    segment.SOURCE,
    salesforce.SOURCE,
    hubspot.SOURCE,
    zendesk.SOURCE,
    freshdesk.SOURCE,
    intercom.SOURCE,
    jira.SOURCE,
    access_log.SOURCE,
    ga4.SOURCE,
    snowplow.SOURCE,
    posthog.SOURCE,
    matomo.SOURCE,
    servicenow.SOURCE,
    csv.SOURCE,
    parquet.SOURCE,
    xlsx.SOURCE,
    postgres.SOURCE,
    jsonl.SOURCE,
    xes.SOURCE,
    ocel.SOURCE,
)


def source_format(name: str) -> SourceFormat:
    """The format of that name (project.yaml has been checked for it)."""
    return next(source for source in SOURCES if source.name == name)
