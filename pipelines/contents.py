"""What a file of a source holds: looked at first, so that mistakes are told early."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from pathlib import Path
from typing import Any

from pipelines.envelopes import envelope_of, unwrapped
from pipelines.file_kinds import file_kind, json_format, opened_text
from pipelines.first_rows import (
    SAMPLE,
    csv_rows,
    document_rows,
    keys_of,
    objects,
    parquet_columns,
    parquet_rows,
    shown_names,
)
from pipelines.project import SourceSettings
from pipelines.project_file import BrokenExportError, SourceError, nearest
from pipelines.source_format import UNKNOWN_TABLE, SourceFormat, Table

UNKNOWN = Table(name="unknown", marks=(), mapping=UNKNOWN_TABLE)
"""Rows of a file that no table fits are kept apart; where none of the files fits, it is told."""
_LONGEST_HEADER = 10_000_000  # characters
_DELIMITERS = (",", ";", "\t", "|")


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a file holds, as far as it must be known before it is read."""

    reader: str  # csv, lines, paged_lines, documents, parquet or xes
    columns: tuple[str, ...] = ()  # of a CSV file, in order, made distinct
    delimiter: str = ","
    has_header: bool = True
    quote: str = '"'  # of a CSV file; empty: it has none
    is_part: bool = False  # of a larger CSV file, written by us in UTF-8
    json_format: str = "auto"  # of documents
    respelled: Mapping[str, str] = field(default_factory=dict)  # of Parquet: found to named
    table: Table | None = None  # None: the format has none, or none fits
    is_superseded: bool = False  # another file has its rows in their final form
    envelope: str | None = None  # the JSON path of the record, where a connector landed it raw

    @property
    def has_lines(self) -> bool:
        """Whether it is read line by line."""
        return self.reader in ("lines", "paged_lines")


def look_into(source: SourceFormat, path: Path, settings: SourceSettings) -> Content:
    """What the file holds.

    Raises `SourceError` when a table of the format or the file lacks a column that it must have.
    """
    reader = file_kind(path, settings.encoding) if source.reader == "rows" else source.reader
    if reader == "csv":
        return _look_into_csv(source, path, settings)
    if reader == "parquet":
        names = parquet_columns(path)
        check_columns(path, settings, names)
        if source.tables and (envelope := envelope_of(names)):
            return _enveloped(
                source, path, Content(reader=reader, envelope=envelope), parquet_rows(path)
            )
        table = _recognised(source, path, names) or _unknown(source)
        return Content(reader=reader, table=table, respelled=_respelled(table, names))
    if reader == "documents":
        return _look_into_documents(source, path, json_format(path, settings.encoding))
    if reader == "lines":
        return _look_into_lines(source, path, settings)
    return Content(reader=reader)


def _respelled(table: Table | None, names: Iterable[str]) -> dict[str, str]:
    """The columns that the table names in other letters: some warehouses write capitals."""
    spelling = table.spelling() if table else {}
    return {name: spelt for name in names if (spelt := spelling.get(name.lower(), name)) != name}


def _look_into_csv(source: SourceFormat, path: Path, settings: SourceSettings) -> Content:
    header, delimiter = csv_header(path, settings.encoding)
    if source.declared:
        check_columns(path, settings, header)
    if source.tables and (envelope := envelope_of(header)):
        raw = Content(reader="csv", columns=header, delimiter=delimiter, envelope=envelope)
        return _enveloped(source, path, raw, csv_rows(path, settings.encoding, delimiter))
    table = _recognised(source, path, header)
    if table is None and (headless := _headless(source, path, settings)):
        return headless
    spelling = table.spelling() if table else {}
    return Content(
        reader="csv",
        columns=tuple(spelling.get(name.lower(), name) for name in header),
        delimiter=delimiter,
        table=table or _unknown(source),
    )


def _headless(source: SourceFormat, path: Path, settings: SourceSettings) -> Content | None:
    """What a text without header and quotes holds, known by the width of its first line."""
    widths = {len(table.headless): table for table in source.tables if table.headless}
    if not widths:
        return None
    with opened_text(path, settings.encoding) as stream:
        first = stream.readline()
    # not the commonest delimiter: a field of such a line may be a JSON text full of commas
    for delimiter in _DELIMITERS:
        if table := widths.get(first.count(delimiter) + 1):
            return Content(
                reader="csv",
                columns=table.headless,
                delimiter=delimiter,
                has_header=False,
                quote="",
                table=table,
            )
    return None


def _unknown(source: SourceFormat) -> Table | None:
    """What stands for the table of a file that no table fits, where the format has some."""
    return UNKNOWN if source.tables else None


def csv_header(path: Path, encoding: str) -> tuple[tuple[str, ...], str]:
    """The columns of a CSV file and its delimiter; a repeated heading gets `_1`, `_2` ..."""
    with opened_text(path, encoding) as stream:
        first = stream.readline(_LONGEST_HEADER)
        delimiter = max(_DELIMITERS, key=first.count)
        try:
            # a heading may run over several lines inside quotes
            row = next(csv.reader(chain([first], stream), delimiter=delimiter), [])
        except csv.Error as error:
            raise BrokenExportError(f"{path}:1: has no header that can be read: {error}") from error
    names: list[str] = []
    for number, name in enumerate(row):
        plain = name.strip() or f"column{number}"
        # DuckDB does not tell ID from Id
        copies = sum(1 for other in row[:number] if other.strip().lower() == plain.lower())
        names.append(f"{plain}_{copies}" if copies else plain)
    return tuple(names), delimiter


def _recognised(source: SourceFormat, path: Path, names: Iterable[str]) -> Table | None:
    """The first table that the columns or keys fit."""
    known = tuple(names)
    for table in source.tables:
        # a table of one sort of lines among others has no marks; a headless one is known by width
        if table.marks and table.fits(known) and _is_named(table, path):
            found = {name.lower() for name in known}
            lacking = [name for name in table.required if name.lower() not in found]
            if lacking:
                raise SourceError(missing_columns(path, table.name, lacking, known))
            return table
    return None


def missing_columns(path: Path, subject: str, lacking: list[str], found: tuple[str, ...]) -> str:
    """The message for columns that a file lacks."""
    named = ", ".join(f'"{name}"' for name in lacking)
    return f"{path}:1: {subject} lacks the column {named}{nearest(lacking[0], shown_names(found))}"


def check_columns(path: Path, settings: SourceSettings, found: Sequence[str]) -> None:
    """Raises `SourceError` when the file lacks a column that project.yaml declares."""
    lacking = [name for name in settings.columns.names() if name not in found]
    if lacking:
        is_first = settings.format == "xlsx" and settings.sheet is None
        hint = " The first sheet was read: sheet: names another." if is_first else ""
        raise SourceError(missing_columns(path, "the file", lacking, tuple(found)) + hint)


def _look_into_documents(source: SourceFormat, path: Path, form: str) -> Content:
    """Which table the first JSON objects are of."""
    documents = document_rows(path, form) if source.tables else []
    rows = [row for document in documents for row in rows_of(document, source.pages)]
    content, shapes = Content(reader="documents", json_format=form), _shapes(rows)
    if envelope := envelope_of(set().union(*shapes)):
        return _enveloped(source, path, replace(content, envelope=envelope), rows)
    return replace(content, table=_table_of(source, path, shapes))


def _enveloped(
    source: SourceFormat, path: Path, content: Content, rows: Sequence[Mapping[str, Any]]
) -> Content:
    """Which table the records are of that a connector landed raw."""
    records = [unwrapped(row, content.envelope or "$") for row in rows]
    shapes = _shapes(record for record in records if record)
    return replace(content, table=_table_of(source, path, shapes))


def rows_of(document: Mapping[str, Any], pages: Sequence[str]) -> list[Mapping[str, Any]]:
    """The rows of a page, which has them in lists; any other document is a row itself."""
    lists = [document[key] for key in pages if isinstance(document.get(key), list)]
    if not lists or "id" in document:
        return [document]
    return [row for rows in lists for row in rows if isinstance(row, dict)]


def _look_into_lines(source: SourceFormat, path: Path, settings: SourceSettings) -> Content:
    """Which table the file holds, or whether it lacks a declared key (by its first lines)."""
    with opened_text(path, settings.encoding) as stream:
        lines = list(islice(stream, SAMPLE))
    documents = objects(lines)
    rows = [row for document in documents for row in rows_of(document, source.pages)]
    reader = "lines" if rows == documents else "paged_lines"
    shapes = _shapes(rows)
    if source.declared and documents:
        check_columns(path, settings, sorted(set().union(*shapes)))
    if source.tables and (envelope := envelope_of(set().union(*shapes))):
        return _enveloped(source, path, Content(reader="lines", envelope=envelope), documents)
    return Content(reader=reader, table=_table_of(source, path, shapes, lines))


def _shapes(documents: Iterable[Mapping[str, Any]]) -> list[tuple[str, ...]]:
    """The sets of keys that the objects have, those below others with dots between."""
    return sorted({tuple(sorted(keys_of(document))) for document in documents})


def _table_of(
    source: SourceFormat, path: Path, shapes: Sequence[Sequence[str]], lines: Sequence[str] = ()
) -> Table | None:
    """The first table that objects with these keys, or these lines of text, are of."""
    for table in source.tables:
        is_of_text = table.line and any(re.match(table.line, line) for line in lines)
        if is_of_text or (table.marks and _is_named(table, path) and _is_among(table, shapes)):
            return table
    return None


def _is_named(table: Table, path: Path) -> bool:
    """Whether the file's name has the word that the table's files have."""
    return table.in_file_name in path.name.lower()


def _is_among(table: Table, shapes: Sequence[Sequence[str]]) -> bool:
    """Whether lines with these keys are of the table: lines of several kinds may be mixed.

    A table that gives nothing must be all of them, or what stands beside it would be lost.
    """
    fits = [table.fits(keys) for keys in shapes]
    return any(fits) and (all(fits) or not table.gives_nothing)
