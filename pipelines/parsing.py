"""One file of a source to Parquet, by the SQL of its format, in a database of its own in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from miner.warehouse import LogError
from pipelines.contents import Content, check_columns
from pipelines.project import SourceSettings
from pipelines.project_columns import DEFAULTED
from pipelines.project_file import SourceError
from pipelines.source_format import SQL, SourceFormat, json_path, plain_paths

_LISTS = {
    "kept": "varchar[]",
    "kept_paths": "varchar[]",
    "kept_in_page": "varchar[]",
    "object_types": "varchar[]",
    "object_paths": "varchar[]",
    "attribute_paths": "varchar[]",
    "defaults": "varchar[]",
    "links": "struct(from_type varchar, from_place integer, to_type varchar, to_place integer,"
    " qualifier varchar)[]",
}
REPEATS = "repeats.parquet"
_NO_PATH = json_path("\u0001")  # a key that nothing has


@dataclass(frozen=True, slots=True, kw_only=True)
class FileToParse:
    """One file of a source, and what is known of it before it is read."""

    number: int
    source_file: str  # relative to the project
    path: str
    sha256: str
    load_id: str
    kept: tuple[str, ...]
    content: Content
    actors: str | None = None  # Parquet file of who is who


@dataclass(frozen=True, slots=True, kw_only=True)
class StagedFile:
    """One file, parsed to Parquet."""

    number: int
    source_file: str
    sha256: str
    load_id: str
    staged: str  # Parquet file: one row per input row and event in it
    rows_read: int
    events: int = 0
    rejected: tuple[Rejected, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """The rejected rows of one file and reason, with the first of them."""

    reason: str
    rows: int
    first_row: int
    found: str | None


def sql(name: str) -> str:
    """The text of a file in pipelines/sql."""
    return (SQL / name).read_text(encoding="utf-8")


def parse(
    source: SourceFormat, settings: SourceSettings, file: FileToParse, folder: Path
) -> StagedFile:
    """Parses one file. Raises `SourceError` when the file as a whole cannot be read."""
    staged = str(folder / f"{file.number}.parquet")
    with _connection(folder) as connection:
        try:
            rows, staged = _parsed(connection, source, settings, file, staged)
        except (duckdb.Error, LogError) as error:
            raise SourceError(_unreadable(settings.name, file, error)) from error
    return StagedFile(
        number=file.number,
        source_file=file.source_file,
        sha256=file.sha256,
        load_id=file.load_id,
        staged=staged,
        rows_read=rows,
    )


def _parsed(
    connection: duckdb.DuckDBPyConnection,
    source: SourceFormat,
    settings: SourceSettings,
    file: FileToParse,
    staged: str,
) -> tuple[int, str]:
    """The rows that were read, and the Parquet file with what they gave."""
    _set(connection, _file_variables(source, file, settings.encoding))
    _set(connection, _mapping_variables(source, settings, file) | {"staged": staged})
    connection.execute(sql("macros.sql"))
    _make_actors(connection, file.actors)
    _open_records(connection, source, settings, file)
    mapping = source.mapping.read_text(encoding="utf-8")
    connection.execute(f"create or replace temp view mapped as {mapping}")
    _copy(connection, source, sql("staged.sql"))
    rows = _count(connection, "select count(length(raw)) from records")
    rejects = _rejects(connection) if source.reader in ("csv", "lines") else 0
    if not rejects:
        return rows, staged
    with_rejects = staged.replace(".parquet", ".all.parquet")
    is_csv = source.reader == "csv"
    _set(connection, {"staged_with_rejects": with_rejects, "header_lines": int(is_csv)})
    connection.execute(sql("rejects.sql"))
    return rows + rejects, with_rejects


def _copy(connection: duckdb.DuckDBPyConnection, source: SourceFormat, statement: str) -> None:
    """Runs a copy from `records`; a CSV file whose lines end in two ways is read again as such."""
    try:
        connection.execute(statement)
    except duckdb.InvalidInputException:
        if source.reader != "csv":
            raise
        connection.execute("drop table if exists reject_errors")
        connection.execute("drop table if exists reject_scans")
        connection.execute(sql("read_mixed_csv.sql"))
        connection.execute(statement)


def _count(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0


def _rejects(connection: duckdb.DuckDBPyConnection) -> int:
    """Lines that the reader could not split into columns, or whose encoding is broken."""
    return _count(connection, "select count(distinct line) from reject_errors")


def _open_records(
    connection: duckdb.DuckDBPyConnection,
    source: SourceFormat,
    settings: SourceSettings,
    file: FileToParse,
) -> None:
    """Makes the view `records` over a file."""
    if source.reader == "xes":
        from miner.xes import TIME, TIME_TEXT, read_xes  # noqa: PLC0415 - pyarrow takes a second to import

        events = read_xes(file.path)
        check_columns(Path(file.path), settings, events.column_names)
        # the text as written: whether it has a zone, and how exact it is, is told by our own rules
        connection.register(
            "xes_rows", events.drop_columns([TIME]).rename_columns({TIME_TEXT: TIME})
        )
    connection.execute(sql(f"read_{source.reader}.sql"))


def _connection(folder: Path) -> duckdb.DuckDBPyConnection:
    """A database in memory that spills into the work folder and never asks the network."""
    connection = duckdb.connect(":memory:")
    connection.execute("set timezone = 'UTC'")
    connection.execute("set autoinstall_known_extensions = false")
    connection.execute("set enable_progress_bar = false")
    connection.execute("set temp_directory = $folder", {"folder": str(folder)})
    return connection


def _set(connection: duckdb.DuckDBPyConnection, values: Mapping[str, Any]) -> None:
    """Sets SQL variables: settings reach SQL as values, never as text of a statement."""
    for name, value in values.items():
        kind = f"::{_LISTS[name]}" if name in _LISTS else ""
        connection.execute(f"set variable {name} = $value{kind}", {"value": value})


def _file_variables(source: SourceFormat, file: FileToParse, encoding: str) -> dict[str, Any]:
    """What the readers need."""
    shared = {
        "file": file.path,
        "file_no": file.number,
        "encoding": encoding,
        "zone": None,
        "local_format": None,
        "zoned_format": None,
    }
    if source.reader != "csv":
        return shared
    columns = dict.fromkeys(file.content.columns, "varchar")
    return shared | {
        "columns": columns,
        "delimiter": file.content.delimiter,
        "table_name": file.content.table,
    }


def _mapping_variables(
    source: SourceFormat, settings: SourceSettings, file: FileToParse
) -> dict[str, Any]:
    """What the mapping of a format needs."""
    form = settings.timestamp_format
    is_zoned = form is not None and "%z" in form.lower()
    kept = _kept(source, settings, file)
    shared = {
        "source": settings.name,
        "zone": settings.zone,
        "local_format": None if is_zoned else form,
        "zoned_format": form if is_zoned else None,
        "bots": settings.bots,
        "kept": list(kept),
        "kept_paths": list(kept.values()),
        "kept_in_page": [source.attribute_paths.get(name, _NO_PATH) for name in kept],
    }
    return shared | (_column_variables(source, settings) if source.declared else {})


def _kept(source: SourceFormat, settings: SourceSettings, file: FileToParse) -> dict[str, str]:
    """The attributes to keep, each with its JSON path."""
    if not source.declared:
        return {name: f"$.properties{json_path(name)[1:]}" for name in file.kept}
    attributes = settings.columns.attributes
    return {
        name: json_path(attributes[name], nested=source.reader == "lines")
        for name in file.kept
        if name in attributes
    }


def _column_variables(source: SourceFormat, settings: SourceSettings) -> dict[str, Any]:
    """The declared columns as paths, and the links as places in the list of objects."""
    columns, nested = settings.columns, source.reader == "lines"
    types = list(columns.objects)
    return {
        "precision": settings.precision,
        "paths": plain_paths(columns.plain, nested=nested),
        "object_types": types,
        "object_paths": [json_path(name, nested=nested) for name in columns.objects.values()],
        "attribute_paths": [
            json_path(columns.attributes[name], nested=nested)
            for name in sorted(columns.attributes)
        ],
        "defaults": [columns.defaults.get(name) for name in DEFAULTED],
        "links": [
            {
                "from_type": link.from_type,
                "from_place": types.index(link.from_type) + 1,
                "to_type": link.to_type,
                "to_place": types.index(link.to_type) + 1,
                "qualifier": link.qualifier,
            }
            for link in settings.links
        ],
    }


def _make_actors(connection: duckdb.DuckDBPyConnection, actors: str | None) -> None:
    """The table `actors` that mappings join: empty when the source says nothing of people."""
    if actors is None:
        connection.execute(
            "create temp table actors (actor varchar, actor_kind varchar, role varchar)"
        )
    else:
        connection.execute(
            "create temp table actors as from read_parquet($actors)", {"actors": actors}
        )


def parse_actors(
    source: SourceFormat, settings: SourceSettings, file: FileToParse, folder: Path
) -> str:
    """The actors that one reference file names, as a Parquet file."""
    target = str(folder / f"actors.{file.number}.parquet")
    with _connection(folder) as connection:
        _set(connection, _file_variables(source, file, settings.encoding) | {"actors": target})
        connection.execute(sql("macros.sql"))
        _open_records(connection, source, settings, file)
        query = source.actors.read_text(encoding="utf-8") if source.actors else ""
        _copy(connection, source, f"copy ({query}) to (getvariable('actors')) (format parquet)")
    return target


def merged_actors(files: Sequence[str], folder: Path) -> str:
    """The actors of all reference files, one row each, as a Parquet file."""
    target = str(folder / "actors.parquet")
    with _connection(folder) as connection:
        _set(connection, {"actor_files": list(files), "actors": target})
        connection.execute(sql("actors.sql"))
    return target


def _unreadable(source: str, file: FileToParse, error: Exception) -> str:
    """A file that cannot be read as a whole, in a sentence."""
    reason = str(error).split("\n", maxsplit=1)[0]
    return (
        f"source {source}: {file.source_file} cannot be read: {reason}"
        " It may be cut off, or of another format. Export it again, or correct format:."
    )


def repeats(staged: Sequence[str], folder: Path) -> int:
    """Marks the staged events (and rows without one) that another one of this load stands for.

    Gives the number of events that have another one's id, but other content.
    """
    if not staged:
        return 0
    with _connection(folder) as connection:
        _set(connection, {"staged_files": list(staged), "repeats": str(folder / REPEATS)})
        connection.execute(sql("repeats.sql"))
        return _count(connection, sql("conflicts.sql"))
