"""The log as other programs read it: OCEL 2.0 (JSON, XML, SQLite) and XES, written by r4pm.

Ids are those of the warehouse (pseudonyms, where the project has them); times have milliseconds,
which is what the writers keep.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from miner.warehouse import LogError

OCEL = (".json", ".xml", ".sqlite")
XES = (".xes", ".xes.gz")
_SQL = Path(__file__).parent / "export"


def write_ocel(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Every event of the normal form with its objects, and the links between objects.

    An event that touches no object is written, too. Raises `LogError` for another ending.
    """
    if path.suffix not in OCEL:
        raise LogError(f"{path}: expected a file that ends in {', '.join(OCEL)}.")
    import r4pm.df  # noqa: PLC0415 - polars: half a second

    names = ("events", "objects", "relations", "o2o", "object_changes")
    r4pm.df.export_ocel({name: _frame(connection, name) for name in names}, str(path))


def write_xes(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Every event that has a case, one trace per case; `miner.cases.prepare` has made the cases."""
    if not path.name.endswith(XES):
        raise LogError(f"{path}: expected a file that ends in {' or '.join(XES)}.")
    import r4pm.df  # noqa: PLC0415 - polars: half a second

    r4pm.df.export_xes(_frame(connection, "traces"), str(path))


def _frame(connection: duckdb.DuckDBPyConnection, name: str) -> Any:
    """The rows of one of the queries in miner/export, as a polars frame."""
    return connection.sql((_SQL / f"{name}.sql").read_text(encoding="utf-8")).pl()
