"""Where the declared columns stand in a row: names reach SQL as values, places as numbers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from pipelines.contents import Content
from pipelines.project import SourceSettings
from pipelines.source_format import PLACES, SourceFormat, json_keys, json_path

_TEXT, _JSON = "VARCHAR", "JSON"


class Wanted(NamedTuple):
    """One declared column: the keys that lead to it, and whether it is wanted as JSON."""

    keys: tuple[str, ...]
    is_json: bool = False

    @property
    def is_text_of_row(self) -> bool:
        """Whether it is a text that stands right in the row."""
        return len(self.keys) == 1 and not self.is_json


def cell_variables(
    source: SourceFormat, settings: SourceSettings, content: Content, kept: Sequence[str]
) -> dict[str, Any]:
    """Where each declared column stands, in the order in which declared_columns.sql counts them.

    The cells of a CSV row are its columns; a JSON object is opened by the keys of `shape`. A cell
    has its `place` among them from 1 (0: it is looked for in the whole object), and as `rest` the
    JSON path in what stands there, if that is not the text itself.
    """
    there = _kept_there(settings, content, kept)
    wanted = _wanted(source, settings, there)
    shape: dict[str, str] | None = None
    cells: dict[str, Any]
    if content.columns:
        place_of = {name: place for place, name in enumerate(content.columns, 1)}
        cells = {
            group: [w and {"place": place_of[w.keys[0]], "rest": None} for w in asked]
            for group, asked in wanted.items()
        }
    else:
        shape = opened = shape_of(w for asked in wanted.values() for w in asked if w)
        cells = {
            group: [w and cell_of_object(w, opened) for w in asked]
            for group, asked in wanted.items()
        }
    return {**cells, "shape": shape and json.dumps(shape), "kept_keys": json_keys(there)}


def shape_of(wanted: Iterable[Wanted]) -> dict[str, str]:
    """The first keys of what is wanted, and the type in which each is taken out of an object."""
    shape: dict[str, str] = {}
    for column in wanted:
        first = column.keys[0]
        if first in shape:
            shape[first] = shape[first] if column.is_text_of_row else _JSON
        elif first.lower() not in map(str.lower, shape):  # one name for DuckDB
            shape[first] = _TEXT if column.is_text_of_row else _JSON
    return shape


def lists_of_cells(cells: Mapping[str, Sequence[object]]) -> str:
    """The macros that list what stands in the declared columns, by their number alone.

    A list that a comprehension makes for each row takes longer than to read the row.
    """
    ids = len(cells["object_cells"])
    entries = ", ".join(["','", *_each("kept_at(cells, doc, {})", len(cells["kept_cells"]))])
    lists = {
        "ids_of(cells, doc)": _list("id_at(cells, doc, {})", ids),
        "objects_of(ids)": _list("object_at(ids, {})", ids),
        "attributes_of(cells, doc)": _list(
            "attribute_at(cells, doc, {})", len(cells["attribute_cells"])
        ),
        "entries_of(cells, doc)": f"concat_ws({entries})" if cells["kept_cells"] else "''",
    }
    return "".join(
        f"create or replace temp macro {name} as {body};\n" for name, body in lists.items()
    )


def _each(expression: str, count: int) -> Iterator[str]:
    return (expression.format(place) for place in range(1, count + 1))


def _list(expression: str, count: int) -> str:
    return f"[{', '.join(_each(expression, count))}]" if count else "[]::varchar[]"


def _kept_there(settings: SourceSettings, content: Content, kept: Sequence[str]) -> list[str]:
    """The attributes to keep; of a CSV file those that it has."""
    if not content.columns:
        return list(kept)
    return [n for n in kept if settings.columns.attributes.get(n, n) in content.columns]


def _wanted(
    source: SourceFormat, settings: SourceSettings, kept: Sequence[str]
) -> dict[str, list[Wanted | None]]:
    """The declared columns by what they are for."""
    columns, is_nested = settings.columns, source.reader == "lines"

    def keys(name: str) -> tuple[str, ...]:
        return tuple(name.split(".")) if is_nested else (name,)

    plain = [columns.plain.get(name) for name in PLACES]
    attributes = [columns.attributes[name] for name in sorted(columns.attributes)]
    return {
        "plain_cells": [None if name is None else Wanted(keys(name)) for name in plain],
        "object_cells": [Wanted(keys(name)) for name in columns.objects.values()],
        "attribute_cells": [Wanted(keys(name)) for name in attributes],
        "kept_cells": [
            Wanted(keys(columns.attributes.get(name, name)), is_json=True) for name in kept
        ],
    }


def cell_of_object(wanted: Wanted, shape: Mapping[str, str]) -> dict[str, object]:
    """Where a column stands in a JSON object that was opened by the keys of a shape."""
    first, *rest = wanted.keys
    if first not in shape:
        return {"place": 0, "rest": json_path(*wanted.keys)}
    place = [*shape].index(first) + 1
    return {"place": place, "rest": None if shape[first] == _TEXT else json_path(*rest)}
