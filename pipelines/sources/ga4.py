"""GA4: the export to BigQuery as JSON lines or Parquet, and Fivetran's flat table of events.

The daily table of a day is final; where it is there, the intraday table of that day is kept apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.source_format import SOURCES_SQL, Reason, SourceFormat, Table

_DAILY = re.compile(r"(?:^|/)events_(\d{8})(?!\d)")
_INTRADAY = re.compile(r"(?:^|/)events_intraday_(\d{8})(?!\d)")


def superseded(names: Sequence[str]) -> set[str]:
    """The intraday files whose day has a daily file, by the names that BigQuery gives tables."""
    days = {found[1] for name in names if (found := _DAILY.search(name))}
    intraday = {name: found[1] for name in names if (found := _INTRADAY.search(name))}
    return {name for name, day in intraday.items() if day in days}


SOURCE = SourceFormat(
    name="ga4",
    reader="rows",
    mapping=SOURCES_SQL / "ga4.sql",
    tables=(
        Table(name="events", marks=("event_name", "event_timestamp")),
        Table(
            name="event",
            marks=("_fivetran_id", "name", "timestamp", "user_pseudo_id"),
            columns=(
                *("date", "user_id", "platform", "stream_id", "is_intraday", "bundle_sequence_id"),
                *("batch_event_index", "param_ga_session_id", "param_gclid", "param_page_location"),
                *("collected_traffic_source_gclid", "privacy_info_analytics_storage"),
            ),
            mapping=SOURCES_SQL / "ga4_fivetran.sql",
            labels=SOURCES_SQL / "ga4_days.sql",
        ),
    ),
    reasons={
        "inexact_id": Reason(
            "expected the id as text in quotes: as a number, two visitors become one"
        ),
        "no_consent": Reason("a ping of somebody who did not consent names nobody", is_fault=False),
        "intraday_superseded": Reason(
            "the daily table of that day is there and has the final events", is_fault=False
        ),
    },
    # a row's link holds from the moment of its event: who has the one has the other
    rows_are_apart=True,
    superseded=superseded,
)
