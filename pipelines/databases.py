"""Rows of a PostgreSQL table or query as CSV files in the work folder, read in one go by COPY.

With a watermark only what is new is asked for: rows at or after the highest value of the loads
before, less the overlap. Rows that come again are duplicates. Nothing is kept in memory.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import LiteralString

import psycopg
from psycopg import sql as text
from psycopg.conninfo import conninfo_to_dict

from pipelines.project import SourceSettings
from pipelines.project_database import DatabaseSettings
from pipelines.project_file import SourceError

ROWS_PER_FILE = 500_000
"""A file is one transaction of the warehouse."""
_LONGEST_ROW = 40_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What a database gave."""

    files: dict[str, Path]  # by a name that says whence and from where on
    watermark: str | None  # highest value seen; None: no row, or nothing was declared


def fetch(
    settings: SourceSettings,
    since: str | None,
    folder: Path,
    rows_per_file: int = ROWS_PER_FILE,
) -> Fetched:
    """Writes the rows to CSV files; `since` is the watermark of the loads before.

    Raises `SourceError` when the database cannot be reached or refuses the query.
    """
    wanted = _database(settings)
    try:
        with _connected(settings, wanted) as connection:
            select = _select(wanted, since)
            files = _copied(connection, select, _name(wanted, since), folder, rows_per_file)
            return Fetched(files=files, watermark=_highest(connection, wanted, select))
    except psycopg.Error as error:
        raise SourceError(
            f"{settings.where}: source {settings.name}: PostgreSQL says: {_short(error)}."
            f" Correct table:, query: or watermark:, or what {wanted.connection} holds."
        ) from error


def _database(settings: SourceSettings) -> DatabaseSettings:
    if settings.database is None:
        raise SourceError(f"{settings.where}: source {settings.name} names no database.")
    return settings.database


@contextmanager
def _connected(
    settings: SourceSettings, wanted: DatabaseSettings
) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """One read-only transaction that sees the database as it is now; times in UTC."""
    address = os.environ.get(wanted.connection)
    if not address:
        raise SourceError(
            f"{settings.where}: source {settings.name}: the environment variable"
            f" {wanted.connection} is empty, expected postgresql://user:password@host/database."
        )
    try:
        conninfo_to_dict(address)
    except psycopg.Error:  # it quotes what it cannot read, which may be the password
        raise SourceError(
            f"{settings.where}: source {settings.name}: {wanted.connection} holds no address,"
            " expected postgresql://user:password@host/database, with %2F for / in a password."
        ) from None
    # rows are read as UTF-8 whatever the database is in
    with psycopg.connect(
        address, application_name="blueprint-miner", client_encoding="UTF8"
    ) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        connection.execute("set time zone 'UTC'")
        connection.execute("set datestyle to 'ISO, YMD'")
        yield connection


def _select(wanted: DatabaseSettings, since: str | None) -> text.Composable:
    """The rows that are wanted, lowest watermark first."""
    if wanted.table is not None:
        rows: text.Composable = text.Identifier(*wanted.table.split("."))
    else:
        rows = text.SQL("({}) as wanted").format(text.SQL(_bare(wanted.query)))
    select = text.SQL("select * from {}").format(rows)
    if wanted.watermark is None:
        return select
    column = text.Identifier(wanted.watermark)
    if since is not None:
        # a row without a value may be new: it comes each time
        select += text.SQL(" where {0} >= {1} or {0} is null").format(column, _from(wanted, since))
    return select + text.SQL(" order by {}").format(column)


def _bare(query: str | None) -> LiteralString:
    """The user's own select, without the semicolon at its end: project.yaml is trusted here."""
    return (query or "").strip().rstrip(";")


def _from(wanted: DatabaseSettings, since: str) -> text.Composable:
    """Where this load begins."""
    if wanted.overlap is None:
        return text.Literal(since)
    seconds = int(wanted.overlap.total_seconds())
    return text.SQL("{}::timestamptz - make_interval(secs => {})").format(since, seconds)


def _name(wanted: DatabaseSettings, since: str | None) -> str:
    """How the rows are called in the manifest and in the quarantine."""
    return f"{wanted.table or 'query'}{f' from {since}' if since else ''}"


def _copied(
    connection: psycopg.Connection[tuple[object, ...]],
    select: text.Composable,
    name: str,
    folder: Path,
    rows_per_file: int,
) -> dict[str, Path]:
    """The rows, so many to a file, each with a header."""
    files: dict[str, Path] = {}
    statement = text.SQL("copy ({}) to stdout (format csv, header)").format(select)
    with connection.cursor() as cursor, ExitStack() as stack, cursor.copy(statement) as copy:
        header, rows = bytes(next(iter(copy), b"")), rows_per_file
        for block in copy:  # one row each
            if rows == rows_per_file:
                path = folder / f"rows-{len(files) + 1}.csv"
                files[f"{name}, part {len(files) + 1}"] = path
                stack.close()
                stream = stack.enter_context(path.open("wb"))
                stream.write(header)
                rows = 0
            stream.write(block)
            rows += 1
    return files


def _highest(
    connection: psycopg.Connection[tuple[object, ...]],
    wanted: DatabaseSettings,
    select: text.Composable,
) -> str | None:
    """The highest watermark of the rows that were read, as the database writes it."""
    if wanted.watermark is None:
        return None
    column = text.Identifier(wanted.watermark)
    query = text.SQL("select max({})::text from ({}) as seen").format(column, select)
    row = connection.execute(query).fetchone()
    return None if row is None or row[0] is None else str(row[0])


def _short(error: psycopg.Error) -> str:
    """The first line of what went wrong: later ones may quote rows."""
    return (str(error).strip().splitlines() or ["no reason given"])[0].rstrip(".")
