"""XLSX: one sheet of a workbook, the header in its first row; project.yaml declares the columns."""

from __future__ import annotations

from pipelines.source_format import declared

SOURCE = declared("xlsx", reader="csv")
