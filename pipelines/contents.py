"""What a file of a source holds: looked at first, so that mistakes are told early."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

import duckdb

from pipelines.project import SourceSettings
from pipelines.project_file import SourceError, nearest
from pipelines.source_format import SourceFormat, Table

_SAMPLE = 1000  # lines that are looked at to see what a file holds
_DELIMITERS = (",", ";", "\t", "|")


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a file holds, as far as it must be known before it is read."""

    columns: tuple[str, ...] = ()  # of a CSV file, in order, made distinct
    delimiter: str = ","
    table: str = ""
    is_reference: bool = False


def look_into(source: SourceFormat, path: Path, settings: SourceSettings) -> Content:
    """What the file holds.

    Raises `SourceError` when that is no table of the format, or a declared column lacks.
    """
    if source.reader == "lines":
        return _look_into_lines(source, path, settings)
    if source.reader == "parquet":
        check_columns(path, settings, _parquet_columns(path))
    if source.reader != "csv":
        return Content()
    header, delimiter = csv_header(path, settings.encoding)
    if source.declared:
        check_columns(path, settings, header)
    table = _recognised(source, path, header) if source.tables else None
    return Content(
        columns=header,
        delimiter=delimiter,
        table=table.name if table else "",
        is_reference=bool(table and table.is_reference),
    )


def csv_header(path: Path, encoding: str) -> tuple[tuple[str, ...], str]:
    """The columns of a CSV file and its delimiter; a repeated heading gets `_1`, `_2` ..."""
    with opened_text(path, encoding) as stream:
        first = stream.readline()
        delimiter = max(_DELIMITERS, key=first.count)
        # a heading may run over several lines inside quotes
        row = next(csv.reader(_chained(first, stream), delimiter=delimiter), [])
    names: list[str] = []
    for number, name in enumerate(row):
        plain = name.strip() or f"column{number}"
        # DuckDB does not tell ID from Id
        copies = sum(1 for other in row[:number] if other.strip().lower() == plain.lower())
        names.append(f"{plain}_{copies}" if copies else plain)
    return tuple(names), delimiter


def _chained(first: str, stream: TextIO) -> Iterator[str]:
    yield first
    yield from stream


def opened_text(path: Path, encoding: str) -> TextIO:
    """The file as text, unpacked when its name ends in .gz; broken bytes do not stop us here."""
    name = "utf-8-sig" if encoding == "utf-8" else encoding
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding=name, errors="replace", newline="")
    return path.open(encoding=name, errors="replace", newline="")


def _recognised(source: SourceFormat, path: Path, header: tuple[str, ...]) -> Table:
    """The table that a header belongs to."""
    for table in source.tables:
        if set(table.marks) <= set(header):
            lacking = [name for name in table.required if name not in header]
            if lacking:
                raise SourceError(missing_columns(path, table.name, lacking, header))
            return table
    known = "; ".join(f"{t.name} ({', '.join(t.marks)})" for t in source.tables)
    raise SourceError(
        f"{path}:1: the columns {', '.join(header[:12])} fit no table of {source.name}."
        f" Known by their columns: {known}."
    )


def missing_columns(path: Path, subject: str, lacking: list[str], found: tuple[str, ...]) -> str:
    """The message for columns that a file lacks."""
    named = ", ".join(f'"{name}"' for name in lacking)
    return f"{path}:1: {subject} lacks the column {named}{nearest(lacking[0], found)}"


def check_columns(path: Path, settings: SourceSettings, found: Sequence[str]) -> None:
    """Raises `SourceError` when the file lacks a column that project.yaml declares."""
    columns = settings.columns
    declared = (*columns.plain.values(), *columns.objects.values(), *columns.attributes.values())
    lacking = [name for name in declared if name not in found]
    if lacking:
        raise SourceError(missing_columns(path, "the file", lacking, tuple(found)))


def _parquet_columns(path: Path) -> list[str]:
    with duckdb.connect(":memory:") as connection:
        try:
            connection.execute("select * from read_parquet($file) limit 0", {"file": str(path)})
        except duckdb.Error as error:
            raise SourceError(f"{path}: is no Parquet file that can be read: {error}") from error
        return [str(column[0]) for column in connection.description or ()]


def _look_into_lines(source: SourceFormat, path: Path, settings: SourceSettings) -> Content:
    """Whether the file is one of users, or lacks a declared key (by its first lines)."""
    documents = sampled_documents(path, settings.encoding)
    if source.declared and documents:
        check_columns(path, settings, sorted(set().union(*(_keys(doc) for doc in documents))))
    marks = [set(table.marks) for table in source.tables if table.is_reference]
    return Content(is_reference=any(mark <= set(doc) for mark in marks for doc in documents))


def _keys(document: Mapping[str, Any], above: str = "") -> set[str]:
    """The keys of a JSON object, those below it with dots between."""
    keys = set()
    for key, value in document.items():
        keys.add(above + key)
        if isinstance(value, dict):
            keys |= _keys(value, f"{above}{key}.")
    return keys


def sampled_documents(path: Path, encoding: str) -> list[dict[str, Any]]:
    """The JSON objects among a file's first lines."""
    with opened_text(path, encoding) as stream:
        lines = list(islice(stream, _SAMPLE))
    return [doc for line in lines if isinstance(doc := _parsed(line), dict)]


def _parsed(line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None
