"""What a format of exports is: how its files are read, and the SQL that turns rows into events.

A format is one file in pipelines/sources with a value `SOURCE`, and its .sql. It may have several
tables, each known by its columns. A *mapping* is a select from the view `records` (source_row, doc,
reason, raw: one row per input row, `doc` its content as a JSON object) and the tables `actors`
(actor, actor_kind, role) and `labels` (kind, id, label), which reference files fill. It gives at
least one row for each input row, with the columns that `pipelines/sql/staged.sql` names (it
leaves out what it has none of); settings come as SQL variables.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.project_columns import PLAIN

SQL = Path(__file__).with_name("sql")
SOURCES_SQL = Path(__file__).with_name("sources")
GIVES_NOTHING = SQL / "gives_nothing.sql"
UNKNOWN_TABLE = SQL / "unknown_table.sql"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table that one file of a format may hold, recognised by its columns or keys.

    Without a mapping of its own it takes the format's; `actors` and `labels` are selects that say
    who is who, and what an id is called (columns in sql/actors.sql and sql/labels.sql).
    """

    name: str
    marks: tuple[str, ...]  # columns or keys that it must have, in any case
    lacks: tuple[str, ...] = ()  # those that it must not have
    required: tuple[str, ...] = ()  # those without which it cannot be read
    columns: tuple[str, ...] = ()  # others that the mapping names: for their spelling in CSV
    headless: tuple[str, ...] = ()  # the columns of a delimited text without header and quotes
    line: str = ""  # what a line of a text that is no table and no JSON looks like (a pattern)
    in_file_name: str = ""  # a word of the file's name, where columns alone do not tell
    mapping: Path | None = None
    actors: Path | None = None
    labels: Path | None = None
    gives_nothing: bool = False  # known, but it says nothing of events

    def fits(self, names: Iterable[str]) -> bool:
        """Whether these columns or keys are this table's."""
        known = {name.lower() for name in names}
        has_marks = all(mark.lower() in known for mark in self.marks)
        return has_marks and not any(name.lower() in known for name in self.lacks)

    def spelling(self) -> dict[str, str]:
        """The columns that the table names, by their lower case."""
        named = (*self.marks, *self.required, *self.columns)
        return {name.lower(): name for name in named}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why rows of a format are kept apart."""

    expected: str  # what was expected instead, or why it is no event
    is_fault: bool = True  # counts towards reject_limit


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFormat:
    """One format of exports.

    The reader is lines, csv, parquet or xes (sql/read_<reader>.sql), or rows: then the file says
    which of csv, parquet, lines and documents (JSON over several lines, or in an array) it is.
    """

    name: str
    reader: str
    mapping: Path | None = None  # of files that no table fits; None: each must fit one
    macros: Path | None = None  # SQL macros that its mappings share
    tables: tuple[Table, ...] = ()  # the first that fits is the file's
    reasons: Mapping[str, Reason] = field(default_factory=dict)  # beside the shared ones
    pages: tuple[str, ...] = ()  # keys of an API's page under which lists of rows stand
    declared: bool = False  # the columns stand in project.yaml
    fetched: bool = False  # from a database: there are no files
    attribute_paths: Mapping[str, str] = field(
        default_factory=dict
    )  # looked at before $.properties.NAME
    rows_are_apart: bool = False  # a row states an event or links, never both
    superseded: Callable[[Sequence[str]], set[str]] | None = None  # of these files, by name

    def mapping_of(self, table: Table | None) -> Path:
        """The SQL that reads a file of this table, or (None) one that no table fits."""
        if table is not None and table.gives_nothing:
            return GIVES_NOTHING
        return (table and table.mapping) or self.mapping or UNKNOWN_TABLE

    def known_tables(self) -> str:
        """The tables with the columns that they are known by, for messages."""
        return "; ".join(f"{t.name} ({', '.join(t.marks)})" for t in self.tables if t.marks)

    def scripts_of(self, table: Table | None) -> tuple[Path, ...]:
        """All SQL that says what rows of this table give: the macros, the mapping."""
        return (*([self.macros] if self.macros else []), self.mapping_of(table))

    def scripts(self) -> tuple[Path, ...]:
        """Every SQL file of the format."""
        own = [path for t in self.tables for path in (t.mapping, t.actors, t.labels) if path]
        return tuple(dict.fromkeys([*([self.mapping] if self.mapping else []), *own]))


def declared(name: str, reader: str, *, fetched: bool = False) -> SourceFormat:
    """A format whose columns stand in project.yaml."""
    mapping = SQL / "declared.sql"
    return SourceFormat(name=name, reader=reader, mapping=mapping, declared=True, fetched=fetched)


def json_path(*keys: str) -> str:
    """The JSON path that goes down these keys."""
    return "$" + "".join(f".{json.dumps(key, ensure_ascii=False)}" for key in keys)


def json_keys(names: Iterable[str]) -> list[str]:
    """The names as keys of a JSON object, each with its colon."""
    return [f"{json.dumps(name, ensure_ascii=False)}:" for name in names]


PLACES = ("timestamp", "event_id", *(n for n in PLAIN if n not in ("timestamp", "event_id")))
"""The plain columns in the order in which declared_rows.sql counts them."""
