"""The files of a source before and after parsing, and the databases in memory that parse them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

import duckdb

from pipelines.contents import Content
from pipelines.source_format import SQL


@dataclass(frozen=True, slots=True, kw_only=True)
class FileToParse:
    """One file of a source, and what is known of it before it is read."""

    number: int
    source_file: str  # relative to the project
    path: str
    sha256: str
    load_id: str
    content: Content


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """The rejected rows of one file and reason, with the first of them."""

    reason: str
    rows: int
    first_row: int
    found: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StagedFile:
    """One file, parsed to Parquet."""

    number: int
    source_file: str
    sha256: str
    load_id: str
    parts: tuple[str, ...]  # Parquet files: one row per input row and event in it
    rows_read: int
    events: int = 0
    is_one_each: bool = False  # every input row is one of the staged: none gave several events
    rejected: tuple[Rejected, ...] = ()


def sql(name: str) -> str:
    """The text of a file in pipelines/sql."""
    return (SQL / name).read_text(encoding="utf-8")


@contextmanager
def connected(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in memory that spills into a folder of its own and never asks the network."""
    with duckdb.connect(":memory:") as connection:
        connection.execute("set timezone = 'UTC'")
        connection.execute("set autoinstall_known_extensions = false")
        connection.execute("set enable_progress_bar = false")
        # two databases that spill into one folder would overwrite each other
        spill = mkdtemp(prefix="spill-", dir=folder)
        connection.execute("set temp_directory = $folder", {"folder": spill})
        connection.execute(sql("staged_rows.sql"))
        yield connection
