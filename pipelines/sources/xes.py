"""XES (IEEE 1849): concept:name, time:timestamp, org:resource, org:role; a case's as case:NAME."""

from __future__ import annotations

from pipelines.source_format import declared

SOURCE = declared("xes", reader="xes")
