"""What a format of exports is: how its files are read, and the SQL that turns rows into events.

A format is one file in pipelines/sources with a value `SOURCE`, and its .sql: a select from the
view `records` (source_row, doc, reason, raw: one row per input row, `doc` its content as a JSON
object) and the table `actors` (actor, actor_kind, role). It gives at least one row for each input
row, with the columns that `pipelines/sql/staged.sql` names; settings come as SQL variables.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.project_columns import PLAIN

SQL = Path(__file__).with_name("sql")
SOURCES_SQL = Path(__file__).with_name("sources")


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table that one file of a format may hold, recognised by its columns."""

    name: str
    marks: tuple[str, ...]  # columns that only this table has
    required: tuple[str, ...]
    is_reference: bool = False  # says who the actors are


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFormat:
    """One format of exports."""

    name: str
    reader: str  # lines, csv, parquet or xes: sql/read_<reader>.sql
    mapping: Path  # SQL: records to events, objects, links
    actors: Path | None = None  # SQL: records of a reference file to actors
    tables: tuple[Table, ...] = ()  # empty: every file holds the same
    declared: bool = False  # the columns stand in project.yaml
    attribute_paths: Mapping[str, str] = field(
        default_factory=dict
    )  # looked at before $.properties.NAME
    rows_are_apart: bool = False  # a row states an event or links, never both


def declared(name: str, reader: str) -> SourceFormat:
    """A format whose columns stand in project.yaml."""
    return SourceFormat(name=name, reader=reader, mapping=SQL / "declared.sql", declared=True)


def json_path(name: str, *, nested: bool = False) -> str:
    """The JSON path of a key; with `nested`, dots in it go down."""
    parts = name.split(".") if nested else [name]
    return "$" + "".join(f".{json.dumps(part, ensure_ascii=False)}" for part in parts)


def plain_paths(plain: Mapping[str, str], *, nested: bool) -> list[str]:
    """The paths of timestamp, event_id, activity, actor ..., in the order of declared.sql."""
    order = (
        "timestamp",
        "event_id",
        *(name for name in PLAIN if name not in ("timestamp", "event_id")),
    )
    return [json_path(plain.get(name, "-"), nested=nested and name in plain) for name in order]
