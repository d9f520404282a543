"""Which SQL reads a file: one row per input row in the view `records`, and how they are counted."""

from __future__ import annotations

from pipelines.contents import Content
from pipelines.source_format import SourceFormat
from pipelines.staged_files import sql


def reading(source: SourceFormat, content: Content, reader: str) -> str:
    """Makes the view `records`, and `declared` over it where project.yaml says the columns."""
    scripts = [f"read_{reader}.sql"]
    if content.envelope:
        scripts.append("envelope.sql")
    if source.declared:
        stand = "declared_from_cells.sql" if content.columns else "declared_from_keys.sql"
        scripts += [stand, "declared_rows.sql"]
    return "".join(sql(name) for name in scripts)


def counting(source: SourceFormat, content: Content) -> str:
    """Counts the input rows: all of the file is read once more, without what is made of it."""
    if source.declared and content.columns:
        return "select count(hash(cells)) from records"
    return "select count(strlen(raw)) from records"
