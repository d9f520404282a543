"""Small projects with files written from text, and what the warehouse holds after loading them."""

from __future__ import annotations

import gzip
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pyarrow as pa
from ruamel.yaml import YAML

from pipelines.load import SourceLoad, load_all
from pipelines.project import Project, load_project


def make_project(
    folder: Path,
    sources: Mapping[str, Any],
    files: Mapping[str, str | bytes] | None = None,
    **sections: Any,
) -> Project:
    """A project folder with these sources, files and further sections; people by their names."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "project.yaml").open("w", encoding="utf-8") as stream:
        privacy = {"identifiers": "plain", "quarantine": "plain"}
        content = {"project": 1, "sources": dict(sources), "privacy": privacy}
        YAML().dump(content | sections, stream)
    for name, content in (files or {}).items():
        put(folder / name, content)
    return load_project(folder)


def put(path: Path, content: str | bytes | Mapping[str, Any]) -> None:
    """Writes a file; packed when its name ends in .gz or .zst, as Parquet (from a query) in .parquet.

    A mapping of sheets to rows is written as a workbook.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, Mapping):
        write_workbook(path, content)
        return
    raw = content if isinstance(content, bytes) else content.encode()
    if path.suffix == ".parquet":
        with duckdb.connect() as connection:
            connection.execute("set timezone = 'UTC'")
            connection.sql(raw.decode()).write_parquet(str(path))
    elif path.suffix == ".gz":
        path.write_bytes(gzip.compress(raw))
    elif path.suffix == ".zst":
        with pa.CompressedOutputStream(str(path), "zstd") as stream:
            stream.write(raw)
    else:
        path.write_bytes(raw)


def load(project: Project, *keep: str, run: str = "run") -> dict[str, SourceLoad]:
    """Loads a project; how the rows of each source ended, with the sum checked."""
    loads = {one.source: one for one in load_all(project, frozenset(keep), run, wait_s=5)}
    for one in loads.values():
        ends = one.rows_loaded + one.rows_duplicate + one.rows_quarantined
        assert one.stopped or one.rows_read == ends
    return loads


def ask(project: Project, query: str) -> list[tuple[Any, ...]]:
    """The rows of a query over the warehouse."""
    return ask_all(project, query)[0]


def ask_all(project: Project, *queries: str) -> list[list[tuple[Any, ...]]]:
    """The rows of each query over the warehouse, which is opened once."""
    with duckdb.connect(str(project.warehouse_path), read_only=True) as connection:
        connection.execute("set timezone = 'UTC'")
        return [connection.execute(query).fetchall() for query in queries]


def write_workbook(path: Path, sheets: Mapping[str, Any]) -> None:
    """An XLSX file of these sheets."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)


EVENTS = "select * exclude (source_file, source_row, load_id) from events order by all"
OBJECTS = "from event_objects order by all"
LINKS = "select * exclude (load_id) from object_links order by all"


def contents(project: Project) -> list[list[tuple[Any, ...]]]:
    """Events, objects and links, without where they came from."""
    return ask_all(project, EVENTS, OBJECTS, LINKS)


def dump(project: Project) -> str:
    """Everything in the warehouse, as text."""
    tables = ("events", "event_objects", "object_links", "quarantine", "loads")
    text = io.StringIO()
    found = ask_all(project, *(f"from {table} order by all" for table in tables))
    for table, rows in zip(tables, found, strict=True):
        for row in rows:
            print(table, *row, sep="|", file=text)
    return text.getvalue()
