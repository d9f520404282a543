"""A file of a source to Parquet, by the SQL of its format, in a database in memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import duckdb

from miner.warehouse import LogError
from pipelines.contents import Content, check_columns
from pipelines.csv_lines import rows_of_lines
from pipelines.csv_parts import parts_of
from pipelines.declared_cells import cell_variables, lists_of_cells
from pipelines.known_actors import learn_actors, make_known_actors
from pipelines.phones import define_phones, names_phones
from pipelines.project import SourceSettings
from pipelines.project_columns import OPTIONAL_XES
from pipelines.project_file import BrokenExportError
from pipelines.pseudonyms import Pseudonyms, define_names
from pipelines.reading import counting, make_once, reading, unsaid
from pipelines.references import REFERENCES, make_references, that_say
from pipelines.rejects import PartRead, forget_rejects, lines_read, rows_read
from pipelines.source_format import SourceFormat
from pipelines.sql_variables import (
    file_variables,
    mapping_variables,
    set_variables,
)
from pipelines.staged_files import FileToParse, connected, sql
from pipelines.text_lines import TextLines
from pipelines.unpacking import whole_size


@dataclass(frozen=True, slots=True, kw_only=True)
class Parser:
    """Parses files of one source into a folder."""

    source: SourceFormat
    settings: SourceSettings
    kept: tuple[str, ...]
    folder: Path
    names: Pseudonyms | None = None  # None: persons stand as the exports name them
    region: str | None = None  # of phones written without a country

    @contextmanager
    def ready(self, references: Mapping[str, str]) -> Iterator[duckdb.DuckDBPyConnection]:
        """A database that can stage files of the source, with what its reference files say."""
        with self._prepared() as connection:
            make_references(connection, references)
            make_known_actors(connection)
            yield connection

    def references(self, files: Sequence[FileToParse]) -> dict[str, str]:
        """What the reference files of the source say, each as a Parquet file: actors, labels."""
        asked = {kind: that_say(kind, files) for kind in REFERENCES}
        return {kind: self._reference(kind, said) for kind, said in asked.items() if said}

    def _reference(self, kind: str, files: Sequence[tuple[FileToParse, Path]]) -> str:
        """Who is who, or what ids are called, by the files that say it."""
        parts: list[str] = []
        target = str(self.folder / f"{kind}.parquet")
        with self._prepared() as connection:
            for file, path in files:
                query = path.read_text(encoding="utf-8")
                copy = f"copy ({query}) to (getvariable('reference')) (format parquet)"
                for part in self.parts(file):
                    parts.append(str(self.folder / f"{kind}.{len(parts)}.parquet"))
                    set_variables(connection, {"reference": parts[-1], "rows_before": 0})
                    with self.told(part):
                        self._copy(connection, part, copy, self._open(connection, part))
                    _remove(part)
            set_variables(connection, {"reference_files": parts, "reference": target})
            connection.execute(sql(f"{kind}.sql"))
        return target

    @contextmanager
    def _prepared(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A database with the settings as variables and the macros that all formats share."""
        with connected(self.folder) as connection:
            set_variables(connection, mapping_variables(self.source, self.settings, self.kept))
            connection.execute(sql("times.sql") + sql("macros.sql"))
            define_names(connection, self.names)
            named = names_phones(self.source, self.settings)
            define_phones(connection, self.region, named=named)
            if self.source.macros is not None:
                connection.execute(self.source.macros.read_text(encoding="utf-8"))
            yield connection

    @contextmanager
    def told(self, file: FileToParse) -> Iterator[None]:
        """Tells what DuckDB or the XES reader cannot read as a mistake in the file."""
        try:
            yield
        except (duckdb.Error, LogError) as error:
            reason = str(error).split("\n", maxsplit=1)[0].replace(file.path, file.source_file)
            raise BrokenExportError(
                f"source {self.settings.name}: {file.source_file} cannot be read ({reason})."
                " It may be cut off or of another format: export it again, or correct its format:"
                " in project.yaml."
            ) from error

    def size(self, file: FileToParse) -> int:
        """The bytes of a file once it is unpacked; 0 where no part of it would be read alone."""
        with self.told(file):  # lines are read to their end in any case
            return 0 if file.content.has_lines else whole_size(Path(file.path))

    def parts(self, file: FileToParse) -> Iterator[FileToParse]:
        """The file, or the parts that it is cut into."""
        return parts_of(file, self.settings.encoding, self.size(file), self.folder)

    def rows_of_lines(self, part: FileToParse) -> int | None:
        """How many rows a part has, where its lines tell."""
        return rows_of_lines(Path(part.path), part.content, self.settings.encoding)

    def read_part(
        self, connection: duckdb.DuckDBPyConnection, part: FileToParse, staged: str
    ) -> PartRead:
        """A file, or a part of one, staged; `file_no` and `rows_before` are set."""
        lines = self._open(connection, part)
        make_once(connection, "mapped", part.content, partial(self._map, connection, part.content))
        if self.source.declared and self.names is not None:
            learn_actors(connection, Path(part.path), lines)
        self._copy(connection, part, sql("staged.sql"), lines)
        if lines and part.content.reader == "lines":
            return lines_read(connection, lines, staged)
        query = counting(self.source, part.content)
        by_lines = self.rows_of_lines(part)
        read = rows_read(connection, part.content, staged, query, by_lines)
        _remove(part)
        return read

    def _open(self, connection: duckdb.DuckDBPyConnection, file: FileToParse) -> TextLines | None:
        """Makes the view `records` over a file; its lines, where it is one of lines."""
        set_variables(connection, file_variables(file.path, file.content, self.settings.encoding))
        set_variables(connection, {"source_file": file.source_file})
        forget_rejects(connection)
        lines = None
        if file.content.has_lines:
            lines = TextLines(Path(file.path), self.settings.encoding)
            connection.register("file_lines", lines)
        if file.content.reader == "xes":
            self._register_xes(connection, Path(file.path))
        self._read(connection, file, file.content.reader)
        return lines

    def _read(self, connection: duckdb.DuckDBPyConnection, file: FileToParse, reader: str) -> None:
        """Makes the view `records` over a file, by the SQL of a reader."""
        content = replace(file.content, reader=reader)
        make_once(connection, "records", content, partial(self._make_records, connection, content))

    def _make_records(self, connection: duckdb.DuckDBPyConnection, content: Content) -> None:
        if self.source.declared:
            cells = cell_variables(self.source, self.settings, content, self.kept)
            set_variables(connection, cells)
            connection.execute(sql("declared_cells.sql") + lists_of_cells(cells))
        connection.execute(reading(self.source, content))

    def _map(self, connection: duckdb.DuckDBPyConnection, content: Content) -> None:
        """Makes the view `mapped` over `records`, by the SQL of the format."""
        mapping = self.source.mapping_of(content.table).read_text(encoding="utf-8")
        connection.execute(f"create or replace temp view mapped as {mapping}")
        given = [name for name, *_ in connection.execute("describe mapped").fetchall()]
        set_variables(connection, {"unsaid": unsaid(self.source, self.settings, given)})

    def _register_xes(self, connection: duckdb.DuckDBPyConnection, path: Path) -> None:
        """The events of an XES file, times as written: our own rules tell zone and precision."""
        from miner.xes import TIME, TIME_TEXT, read_xes  # noqa: PLC0415 - pyarrow: a second

        events = read_xes(path)
        check_columns(path, self.settings, (*events.column_names, *OPTIONAL_XES))
        texts = events.drop_columns([TIME]).rename_columns({TIME_TEXT: TIME})
        connection.register("xes_rows", texts)

    def _copy(
        self,
        connection: duckdb.DuckDBPyConnection,
        file: FileToParse,
        statement: str,
        lines: TextLines | None,
    ) -> None:
        """Runs a copy from `records`; a CSV file whose lines end in two ways is opened as such."""
        try:
            connection.execute(statement)
        except duckdb.InvalidInputException as error:
            if lines and lines.broken:
                raise lines.broken from error
            if file.content.reader != "csv":
                raise
            forget_rejects(connection)
            self._read(connection, file, "mixed_csv")
            connection.execute(statement)


def _remove(part: FileToParse) -> None:
    """A part of a file was read; a file that is whole is the user's."""
    if part.content.is_part:
        Path(part.path).unlink()
