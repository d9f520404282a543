"""Reference files: what a source says beside its events, such as who is who."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

from pipelines.staged_files import FileToParse

REFERENCES = {
    "actors": "actor varchar, actor_kind varchar, role varchar",
    "labels": "kind varchar, id varchar, label varchar",
}
"""What a source may say beside its events, and its columns."""


def that_say(kind: str, files: Sequence[FileToParse]) -> list[tuple[FileToParse, Path]]:
    """The files whose table says who is who (actors) or what ids are called (labels)."""
    return [
        (file, path)
        for file in files
        if file.content.table and (path := getattr(file.content.table, kind))
    ]


def make_references(connection: duckdb.DuckDBPyConnection, said: Mapping[str, str]) -> None:
    """The tables `actors` and `labels` that mappings join: empty when the source says nothing."""
    for kind, columns in REFERENCES.items():
        connection.execute(f"create temp table {kind} ({columns})")
        if kind in said:
            # the names are ours
            query = f"insert into {kind} from read_parquet($file)"
            connection.execute(query, {"file": said[kind]})
