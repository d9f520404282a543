"""A Parquet file: project.yaml declares which column holds what."""

from __future__ import annotations

from pipelines.source_format import declared

SOURCE = declared("parquet", reader="parquet")
