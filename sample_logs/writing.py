"""Writes tables of numbers as files: DuckDB makes the text, by whole columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from sample_logs.clock import Flags, Ints

HERE = Path(__file__).parent
Columns = Mapping[str, Ints | Flags | Sequence[object]]


class Writer:
    """Turns columns into files below one folder."""

    def __init__(self, folder: Path) -> None:
        """Open an empty database in memory."""
        self.folder = folder
        self.rows_written: dict[str, int] = {}
        self._connection = duckdb.connect()
        self._connection.execute("set threads = 2")
        self._connection.execute((HERE / "identifiers.sql").read_text("utf-8"))

    def table(self, name: str, columns: Columns) -> None:
        """Make a table; one with that name is replaced."""
        self._connection.register(
            "given",
            pa.table(
                {
                    column: values if isinstance(values, np.ndarray) else list(values)
                    for column, values in columns.items()
                }
            ),
        )
        self._connection.execute(f"create or replace table {name} as from given")
        self._connection.unregister("given")

    def lines(self, query: str, file: str) -> None:
        """Write a query's only column as the lines of a text file."""
        relation = self._connection.sql((HERE / f"{query}.sql").read_text("utf-8"))
        relation.write_csv(self._path(file), header=False, sep="\x01", quotechar="", escapechar="")
        self._note(file, header=0)

    def sheet(self, query: str, file: str) -> None:
        """Write a query as CSV with a heading."""
        relation = self._connection.sql((HERE / f"{query}.sql").read_text("utf-8"))
        relation.write_csv(self._path(file), header=True)
        self._note(file, header=1)

    def _path(self, file: str) -> str:
        path = self.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        return str(path)

    def _note(self, file: str, header: int) -> None:
        with (self.folder / file).open("rb") as written:
            count = sum(block.count(b"\n") for block in iter(lambda: written.read(1 << 20), b""))
        self.rows_written[file] = count - header
