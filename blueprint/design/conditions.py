"""Bindings: conditions on the normal form, as written, into alternatives."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import duckdb

from blueprint.design.document import Document, Place, written
from blueprint.design.forms import shown
from blueprint.design.values import Alternative, Condition
from blueprint.mistakes import did_you_mean

ATTRIBUTE = re.compile(r'attributes\.[^"\\*]+')
"""The name of an attribute: anything but what means something in a JSON path."""
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE)
FIELDS = ("source", "activity", "actor_kind", "role", "channel", "public", "attributes.NAME")
ACTOR_KINDS = ("customer", "person", "system", "partner", "unknown")
OPERATORS = "~<>!"
PICKS = ("all", "first", "rest")
CLOSED = {"actor_kind": ACTOR_KINDS, "public": ("true", "false")}
"""The fields of the normal form that have a closed list of values."""


def read_alternatives(
    raw: Any, place: Place, name: str, document: Document
) -> tuple[tuple[Place, Alternative], ...]:
    """The alternatives at a place, each with its own; a single one may stand without a list."""
    items = raw if isinstance(raw, list) else [raw]
    if not items:
        document.wrong(place, f"{name}: no way to match an event", "Leave it out if it has none")
    places = [(*place, at) for at in range(len(items))] if isinstance(raw, list) else [place]
    found = [
        (at, read_alternative(item, at, name, document))
        for at, item in zip(places, items, strict=True)
    ]
    return tuple((at, alternative) for at, alternative in found if alternative is not None)


def read_alternative(raw: Any, place: Place, name: str, document: Document) -> Alternative | None:
    """One alternative; None when none of its conditions can be read."""
    if not isinstance(raw, dict):
        hint = "Write {source: web, activity: Plan Selected}"
        document.wrong(place, f"{name}: {shown(raw)} is no set of conditions", hint)
        return None
    pick = raw.get("pick", "all")
    if pick not in PICKS:
        hint = did_you_mean(pick, PICKS, "known")
        document.wrong((*place, "pick"), f"{name}: pick {shown(pick)} is not known", hint)
    rest = {key: value for key, value in raw.items() if key != "pick"}
    if not rest:
        document.wrong(place, f"{name}: no condition, so it would match every event", "Say which")
    conditions = read_conditions(rest, place, name, document)
    return Alternative(conditions, str(pick)) if conditions else None


def read_conditions(
    raw: dict[str, Any], place: Place, name: str, document: Document
) -> tuple[Condition, ...]:
    """The conditions that can be read, in the order of the file."""
    read = (_condition(key, value, (*place, key), name, document) for key, value in raw.items())
    return tuple(condition for condition in read if condition is not None)


def is_field(key: str) -> bool:
    """Whether a key is a field of the normal form, perhaps with an operator."""
    field = key.rstrip(OPERATORS)
    return field in FIELDS or bool(ATTRIBUTE.fullmatch(field))


def _condition(key: str, raw: Any, place: Place, name: str, document: Document) -> Condition | None:
    field, operator = (key[:-1], key[-1]) if key[-1:] in OPERATORS and key else (key, "=")
    if key == "" or not is_field(field) or field[-1] in OPERATORS:
        fields = (*FIELDS, "pick")
        document.wrong(
            place, f'{name}: unknown field "{key}"', did_you_mean(field, fields, "fields")
        )
        return None
    found = tuple(_values(raw, place, document))
    values = tuple(value for value in found if value is not None)
    wrong = _wrong_values(field, operator, values)
    if len(values) < len(found) or not values:
        what = "is empty" if raw is None or raw == [] else "is no value"
        wrong = [(what, "Write a value, or a list of values")]
    for message, hint in wrong:
        document.wrong(place, f"{name}: {key} {message}", hint)
    return None if wrong else Condition(field, operator, values)


def _values(raw: Any, place: Place, document: Document) -> Iterator[str | None]:
    """The values as text, as written in the file; None for what is no single value."""
    if not isinstance(raw, list):
        yield None if raw is None or isinstance(raw, dict) else written(document, place, raw)
        return
    for at, item in enumerate(raw):
        single = not (item is None or isinstance(item, dict | list))
        yield written(document, (*place, at), item) if single else None


def _wrong_values(field: str, operator: str, known: Sequence[str]) -> list[tuple[str, str]]:
    if operator in "<>":
        return _wrong_number(known)
    if operator == "~":
        return [wrong for pattern in known for wrong in _wrong_pattern(pattern)]
    if field in CLOSED:
        unknown = [value for value in known if value not in CLOSED[field]]
        return [
            (f'"{value}" is not known', did_you_mean(value, CLOSED[field])) for value in unknown
        ]
    return []


def _wrong_number(values: Sequence[str]) -> list[tuple[str, str]]:
    if not all(NUMBER.fullmatch(value) for value in values):
        return [(f'"{values[0]}" is no number', "Compare with one number")]
    return [] if len(values) == 1 else [("has several values", "Compare with one number")]


def _wrong_pattern(pattern: str) -> list[tuple[str, str]]:
    """Whether DuckDB's regular expressions (RE2: no lookahead, no backreference) take a pattern."""
    with duckdb.connect() as connection:
        try:
            connection.execute("select regexp_matches('', ?)", [pattern])
        except duckdb.Error as error:
            reason = str(error).splitlines()[0].partition(": ")[2]
            hint = "RE2 patterns have no lookahead and no backreference; check the brackets"
            return [(f'"{pattern}" is no regular expression ({reason})', hint)]
    return []
