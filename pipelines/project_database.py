"""The database that a source of project.yaml reads: a table or a query of PostgreSQL."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

from pipelines.project_file import Section

KEYS = ("connection", "table", "query", "watermark", "overlap")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseSettings:
    """What is asked for, and how far a later load goes back."""

    connection: str  # name of the environment variable that holds the address and the password
    table: str | None = None  # name or schema.name
    query: str | None = None  # a select
    watermark: str | None = None  # column that only rises; None: all is read each time
    overlap: timedelta | None = None  # how far before the last value a load begins


def read_database(section: Section) -> DatabaseSettings | None:
    """The settings of a source of format postgres, None for another; collects its mistakes."""
    if section.content.get("format") != "postgres":
        for key in KEYS:
            if section.has(key):
                section.wrong(key, f'"{key}" is for the format postgres only')
        return None
    settings = DatabaseSettings(
        connection=_connection(section),
        table=section.text("table"),
        query=section.text("query"),
        watermark=section.text("watermark"),
        overlap=section.duration("overlap"),
    )
    if (settings.table is None) == (settings.query is None):
        section.wrong("table", 'expected either "table" or "query"')
    if settings.overlap and not settings.watermark:
        section.wrong("overlap", '"overlap" needs "watermark": the column that says what is new')
    return settings


def _connection(section: Section) -> str:
    name = section.text("connection") or ""
    if not _VARIABLE.fullmatch(name):
        # what stands there may hold a password: it is not repeated
        section.wrong(
            "connection",
            '"connection" must be the name of an environment variable, such as CRM_DATABASE, that'
            " holds postgresql://user:password@host/database; a password does not belong here",
        )
        return "-"
    return name
