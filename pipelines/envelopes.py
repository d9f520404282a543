"""Envelopes: what a connector puts around a record that it lands raw, such as Airbyte's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pipelines.first_rows import parsed

_ENVELOPES = {
    "$._airbyte_data": {"_airbyte_data"},
    "$.record.data": {"record", "record.data", "record.stream"},
    "$.data": {"data", "stream", "emitted_at"},
}
"""Where the record lies, by the columns or keys that the envelope has."""


def envelope_of(names: Iterable[str]) -> str | None:
    """The JSON path of the record inside rows with these columns or keys; None: no envelope."""
    known = set(names)
    return next((path for path, marks in _ENVELOPES.items() if marks <= known), None)


def unwrapped(row: Mapping[str, Any], envelope: str) -> dict[str, Any]:
    """The record in a row: an object, or one written as text; empty when it is neither."""
    found: Any = row
    for key in envelope.split(".")[1:]:
        found = found.get(key) if isinstance(found, dict) else None
    if isinstance(found, str):
        found = parsed(found)
    return found if isinstance(found, dict) else {}
