"""A table or a query of PostgreSQL, read by its watermark; project.yaml declares the columns."""

from __future__ import annotations

from pipelines.source_format import declared

SOURCE = declared("postgres", reader="csv", fetched=True)
