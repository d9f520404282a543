"""JSON lines: project.yaml declares which key holds what; a dot goes one level down."""

from __future__ import annotations

from pipelines.source_format import declared

SOURCE = declared("jsonl", reader="lines")
