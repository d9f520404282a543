"""Settings as SQL variables: what a user wrote reaches SQL as values, never as its text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from glob import escape
from typing import Any

import duckdb

from pipelines.contents import Content
from pipelines.project import SourceSettings
from pipelines.project_columns import DEFAULTED
from pipelines.source_format import SourceFormat, json_keys, json_path

_CELLS = "struct(place integer, rest varchar)[]"
_KINDS = {
    "pages": "varchar[]",
    "kept": "varchar[]",
    "kept_paths": "varchar[]",
    "kept_keys": "varchar[]",
    "object_types": "varchar[]",
    "defaults": "varchar[]",
    "plain_cells": _CELLS,
    "object_cells": _CELLS,
    "attribute_cells": _CELLS,
    "kept_cells": _CELLS,
    "replaced": "varchar[]",
    "coming": "varchar[]",
    "found_names": "varchar[]",
    "spelt_names": "varchar[]",
    "staged_loads": "varchar[]",
    "unsaid": "varchar[]",
    "links": "struct(from_type varchar, from_place integer, to_type varchar, to_place integer,"
    " qualifier varchar)[]",
}


def set_variables(connection: duckdb.DuckDBPyConnection, values: Mapping[str, Any]) -> None:
    """Sets SQL variables: settings reach SQL as values, never as text of a statement."""
    for name, value in values.items():
        kind = f"::{_KINDS[name]}" if name in _KINDS else ""
        connection.execute(f"set variable {name} = $value{kind}", {"value": value})


def file_variables(path: str, content: Content, encoding: str) -> dict[str, Any]:
    """What the readers need to know of a file of a source in this encoding."""
    known = {
        "encoding": "utf-8" if content.is_part else encoding,
        "file": escape(path),  # DuckDB takes report[1].csv for a pattern, and reads report1.csv
        "table_name": content.table.name if content.table else "",
        "json_format": content.json_format,
        "is_superseded": content.is_superseded,
        "found_names": list(content.respelled),
        "spelt_names": list(content.respelled.values()),
        "envelope": content.envelope,
    }
    if not content.columns:
        return known
    return known | {
        "columns": dict.fromkeys(content.columns, "varchar"),
        "delimiter": content.delimiter,
        "has_header": content.has_header,
        "header_lines": int(content.has_header),
        "quote": content.quote,
    }


def mapping_variables(
    source: SourceFormat, settings: SourceSettings, kept: Sequence[str]
) -> dict[str, Any]:
    """What the readers and the mapping of a format need to know of a source."""
    form, now = settings.timestamp_format, datetime.now(UTC)
    is_zoned = form is not None and "%z" in form.lower()
    paths = [json_path("properties", name) for name in kept]
    own = source.attribute_paths
    places = [own.get(name, path) for name, path in zip(kept, paths, strict=True)] if own else []
    shared = {
        "source": settings.name,
        "zone": settings.zone,
        "plausible_from": settings.plausible.since,
        "plausible_until": settings.plausible.until or now + timedelta(days=1),
        "staged_at": now,
        "local_format": None if is_zoned else form,
        "zoned_format": form if is_zoned else None,
        "bots": settings.bots,
        "static": settings.static,
        "probes": settings.probes,
        "heartbeats": settings.heartbeats,
        "pages": list(source.pages),
        "kept": list(kept),
        "kept_keys": json_keys(kept),
        "kept_paths": places + paths,
    }
    return shared | (_column_variables(settings) if source.declared else {})


def _column_variables(settings: SourceSettings) -> dict[str, Any]:
    """What is declared beside columns, and the links as places in the list of objects."""
    columns = settings.columns
    types = list(columns.objects)
    return {
        "precision": settings.precision,
        "object_types": types,
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
