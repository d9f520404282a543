"""The first rows of a file as JSON objects: enough to see what it holds."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Mapping
from glob import escape
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb

from pipelines.file_kinds import opened_text
from pipelines.project_file import BrokenExportError

SAMPLE = 1000  # rows that are looked at
_CELL = re.compile(
    r".@|\d{5}|\d[ -]\d{3}"
)  # an address, an id, a phone, in what should be a heading
_DEPTH = 10  # levels of keys that may tell a table: hostile nesting is not followed


def shown_names(names: Iterable[str]) -> list[str]:
    """The columns that a message may tell: none when one looks like a cell, as without a header."""
    found = list(names)
    return [] if any(_CELL.search(name) for name in found) else found


def csv_rows(path: Path, encoding: str, delimiter: str) -> list[dict[str, Any]]:
    """The first rows of a CSV file with a header."""
    with opened_text(path, encoding) as stream:
        rows = csv.DictReader(stream, delimiter=delimiter)
        try:
            return [{str(key): value for key, value in row.items()} for row in islice(rows, SAMPLE)]
        except csv.Error:  # a cell that is too long to look at
            return []


def parquet_rows(path: Path) -> list[dict[str, Any]]:
    """The first rows of a Parquet file."""
    query = (
        'select to_json("whole row of the file")::varchar'
        ' from read_parquet($file) as "whole row of the file" limit $most'
    )
    return objects(_texts(path, query, {}, "Parquet"))


def parquet_columns(path: Path) -> list[str]:
    """The columns of a Parquet file. Raises `BrokenExportError` for what is none."""
    with duckdb.connect(":memory:") as connection:
        try:
            connection.execute(
                "select * from read_parquet($file) limit 0", {"file": escape(str(path))}
            )
        except duckdb.Error as error:
            raise BrokenExportError(
                f"{path}: is no Parquet file that can be read: {error}"
            ) from error
        return [str(column[0]) for column in connection.description or ()]


def document_rows(path: Path, form: str) -> list[dict[str, Any]]:
    """The first objects of a file of JSON over several lines, or in an array."""
    query = (
        "select json::varchar from read_json_objects($file, format = $form,"
        " maximum_object_size = 50000000) limit $most"
    )
    return objects(_texts(path, query, {"form": form}, "JSON"))


def _texts(path: Path, query: str, more: Mapping[str, str], kind: str) -> list[str]:
    with duckdb.connect(":memory:") as connection:
        try:
            rows = connection.execute(
                query, {"file": escape(str(path)), "most": SAMPLE, **more}
            ).fetchall()
        except duckdb.Error as error:
            reason = str(error).split("\n", maxsplit=1)[0]
            raise BrokenExportError(f"{path}: is no {kind} that can be read: {reason}") from error
        return [str(text) for (text,) in rows]


def objects(texts: Iterable[str]) -> list[dict[str, Any]]:
    """The JSON objects among texts."""
    return [found for text in texts if isinstance(found := parsed(text), dict)]


def parsed(text: str) -> Any:
    """A text as JSON; None when it is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def keys_of(row: Mapping[str, Any], above: str = "") -> set[str]:
    """The keys of a JSON object, those below it with dots between."""
    keys = set()
    for key, value in row.items():
        keys.add(above + key)
        if isinstance(value, dict) and above.count(".") < _DEPTH:
            keys |= keys_of(value, f"{above}{key}.")
    return keys
