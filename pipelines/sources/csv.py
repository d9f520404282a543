"""CSV with a header: project.yaml declares which column holds what; every value is text."""

from __future__ import annotations

from pipelines.source_format import declared

SOURCE = declared("csv", reader="csv")
