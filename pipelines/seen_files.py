"""Files that are as they were: known by size and time of change, and not hashed again.

What is kept of a file is its hash, with the size and the time of change that it had before it was
hashed. A file that was written within two seconds before that is not kept: it may be written once
more within the same tick of its clock. `run --verify` hashes every file.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import duckdb

from miner.warehouse import NoWarehouseError, open_for_analysis
from pipelines.staged_files import FileToParse, sql

_TICK_NS = 2_000_000_000


class SeenFile(NamedTuple):
    """A file as it was when it was hashed."""

    sha256: str
    size_bytes: int
    changed_ns: int  # its time of change, in nanoseconds since 1970


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenFiles:
    """The files of a source beside what is known of them."""

    known: Mapping[str, SeenFile]
    found: Mapping[str, tuple[int, int]]  # size and time of change now
    began_ns: int

    def hashes(self) -> dict[str, str]:
        """The hashes of the files that are as they were, by name."""
        return {
            name: self.known[name].sha256
            for name, state in self.found.items()
            if name in self.known and self.known[name][1:] == state
        }

    def news(self, files: Iterable[FileToParse]) -> dict[str, SeenFile] | None:
        """What is to be known of the files from now on; None when that is known already."""
        seen = {
            file.source_file: SeenFile(file.sha256, *self.found[file.source_file])
            for file in files
            if file.source_file in self.found
            and self.found[file.source_file][1] < self.began_ns - _TICK_NS
        }
        return None if seen == self.known else seen


def look_at(paths: Mapping[str, Path], known: Mapping[str, SeenFile]) -> SeenFiles:
    """Size and time of change of the files; one that cannot be asked is left out."""
    began_ns = time.time_ns()
    found = {name: state for name, path in paths.items() if (state := _state(path))}
    return SeenFiles(known=known, found=found, began_ns=began_ns)


def _state(path: Path) -> tuple[int, int] | None:
    try:
        stat = path.stat()
    except OSError:  # is told when the file is read
        return None
    return stat.st_size, stat.st_mtime_ns


def seen_before(warehouse: Path, source: str, wait_s: float) -> dict[str, SeenFile]:
    """The files of a source as the warehouse knows them."""
    try:
        with open_for_analysis(warehouse, wait_s) as connection:
            rows = connection.execute(sql("seen_files.sql"), {"source": source}).fetchall()
    except (NoWarehouseError, duckdb.CatalogException):  # no load has noted any yet
        return {}
    return {name: SeenFile(*seen) for name, *seen in rows}


def note(
    connection: duckdb.DuckDBPyConnection, source: str, seen: Mapping[str, SeenFile] | None
) -> None:
    """Writes what is to be known of a source's files; nothing when that is None."""
    if seen is None:
        return
    connection.begin()
    connection.execute("delete from seen_files where source = $source", {"source": source})
    for name, file in seen.items():
        values = {"source": source, "name": name, **file._asdict()}
        connection.execute(sql("note_file.sql"), values)
    connection.commit()
