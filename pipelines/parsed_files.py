"""The files of a source parsed beside each other: whole ones, or the parts of one that is large."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

import duckdb

from pipelines.csv_parts import is_cut
from pipelines.parsing import Parser
from pipelines.rejects import PartRead
from pipelines.sql_variables import set_variables
from pipelines.staged_files import FileToParse, StagedFile
from pipelines.unclosed_quote import refuse_unclosed_quote


def parsed(
    parser: Parser, files: Sequence[FileToParse], references: Mapping[str, str]
) -> list[StagedFile]:
    """The files parsed, a Parquet file for each of their parts.

    Raises `BrokenExportError` for a file that cannot be read as a whole.
    """
    if not files:
        return []
    cores = os.cpu_count() or 1
    workers = min(len(files), cores)
    parsing = _Parsing(parser=parser, references=references, lanes=cores // workers)
    # lines are numbered in one thread per file: several files are read at a time
    with ThreadPoolExecutor(workers) as pool:
        parts = pool.map(parsing.some, [files[n::workers] for n in range(workers)])
    return sorted((file for part in parts for file in part), key=lambda file: file.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parsing:
    """How files of one source are parsed: in so many lanes, where one is cut."""

    parser: Parser
    references: Mapping[str, str]
    lanes: int

    def some(self, files: Sequence[FileToParse]) -> list[StagedFile]:
        """Some of the files, one after the other in one database."""
        with self.parser.ready(self.references) as connection:
            return [self._staged(connection, file) for file in files]

    def _staged(self, connection: duckdb.DuckDBPyConnection, file: FileToParse) -> StagedFile:
        read = None
        if self.lanes > 1 and is_cut(file, self.parser.size(file)):
            read = self._in_lanes(file)
        if read is None:
            read = self._in_turn(connection, file)
        is_quoted = file.content.reader == "csv" and file.content.quote
        if is_quoted and any(part.rejects for part in read):
            where = f"source {self.parser.settings.name}: {file.source_file}"
            refuse_unclosed_quote(Path(file.path), where)
        return StagedFile(
            number=file.number,
            source_file=file.source_file,
            sha256=file.sha256,
            load_id=file.load_id,
            parts=tuple(part.staged for part in read),
            rows_read=sum(part.rows for part in read),
        )

    def _in_turn(self, connection: duckdb.DuckDBPyConnection, file: FileToParse) -> list[PartRead]:
        """The parts of a file, one after the other. Raises as `parsed` does."""
        read: list[PartRead] = []
        for part in self.parser.parts(file):
            before = sum(done.rows for done in read)
            read.append(self._read(connection, file, _Part(part, len(read), before)))
        return read

    def _in_lanes(self, file: FileToParse) -> list[PartRead] | None:
        """The parts of a file beside each other, each lane with a database of its own."""
        free: SimpleQueue[duckdb.DuckDBPyConnection] = SimpleQueue()

        def read(part: _Part) -> PartRead:
            connection = free.get()
            try:
                return self._read(connection, file, part)
            finally:
                free.put(connection)

        with ExitStack() as stack:
            for _ in range(self.lanes):
                free.put(stack.enter_context(self.parser.ready(self.references)))
            parts, rows_of_lines = self.parser.parts(file), self.parser.rows_of_lines
            return read_in_lanes(parts, rows_of_lines, read, self.lanes)

    def _read(
        self, connection: duckdb.DuckDBPyConnection, file: FileToParse, part: _Part
    ) -> PartRead:
        staged = str(self.parser.folder / f"{file.number}.{part.number}.parquet")
        # the first part alone has the header
        header = int(file.content.has_header) if part.number else 0
        placed = {"file_no": file.number, "staged": staged, "rows_before": part.before + header}
        set_variables(connection, placed)
        with self.parser.told(part.file):
            return self.parser.read_part(connection, part.file, staged)


@dataclass(frozen=True, slots=True)
class _Part:
    """A file, or a part of one."""

    file: FileToParse
    number: int
    before: int  # rows


def read_in_lanes(
    parts: Iterable[FileToParse],
    rows_of: Callable[[FileToParse], int | None],
    read: Callable[[_Part], PartRead],
    lanes: int,
) -> list[PartRead] | None:
    """What reading the parts gave, in their order; None when one has other rows than were told.

    `rows_of` tells how many rows a part has, or None: then its reading is waited for. `read` is
    called in as many threads as there are lanes; a part is made when there is a lane for it.
    """
    jobs: list[Future[PartRead]] = []
    rows: list[int] = []
    with ThreadPoolExecutor(lanes) as pool:
        for number, part in enumerate(parts):
            told = rows_of(part)
            jobs.append(pool.submit(read, _Part(part, number, sum(rows))))
            rows.append(jobs[-1].result().rows if told is None else told)
            if number >= lanes:
                jobs[number - lanes].result()
    done = [job.result() for job in jobs]
    return done if rows == [part.rows for part in done] else None
