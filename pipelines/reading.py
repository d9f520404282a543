"""Which SQL reads a file: one row per input row in the view `records`, and how they are counted."""

from __future__ import annotations

from collections.abc import Callable, Collection

import duckdb

from pipelines.contents import Content
from pipelines.project import SourceSettings
from pipelines.source_format import SourceFormat
from pipelines.sql_variables import set_variables
from pipelines.staged_files import sql

_SELDOM = ("timestamp_kind", "precedence", "sequence", "role", "channel", "public", "links")


def make_once(
    connection: duckdb.DuckDBPyConnection, view: str, content: Content, make: Callable[[], None]
) -> None:
    """Makes a view over a file, unless it was last made over one of the same shape.

    What differs between such files are variables: to make a view takes as long as some thousand
    rows.
    """
    table = content.table and content.table.name
    shape = repr((content.reader, content.columns, table, content.envelope))
    made = connection.execute(f"select getvariable('{view}_for') = $shape", {"shape": shape})
    if made.fetchone() == (True,):
        return
    make()
    set_variables(connection, {f"{view}_for": shape})


def unsaid(source: SourceFormat, settings: SourceSettings, given: Collection[str]) -> list[str]:
    """The columns of staged rows that a mapping with these columns never says: not written."""
    said = set(given)
    if source.declared:
        declared = {*settings.columns.plain, *settings.columns.defaults}
        said &= declared | ({"links"} if settings.links else set())
    return [column for column in _SELDOM if column not in said]


def reading(source: SourceFormat, content: Content) -> str:
    """Makes the view `records`, and `declared` over it where project.yaml says the columns."""
    scripts = [f"read_{content.reader}.sql"]
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
