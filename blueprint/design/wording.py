"""pydantic's errors in the words of the file: which entry, what was found, what was expected."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import UnionType
from typing import Any, NamedTuple, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from blueprint.design.document import Document, Place
from blueprint.design.forms import shown
from blueprint.mistakes import did_you_mean

ENTRIES: Mapping[str, str] = {
    "lanes": "lane",
    "stages": "stage",
    "steps": "step",
    "links": "link",
    "rules": "rule",
    "actions": "action",
    "channels": "channel",
    "systems": "system",
    "roles": "role",
}
EXPECTED: Mapping[str, tuple[str, str]] = {
    "string_type": ("no text", "Put it in quotes"),
    "int_type": ("no whole number", "Write a whole number"),
    "float_type": ("no number", "Write a number, as 0.05"),
    "bool_type": ("neither true nor false", "Write true or false"),
    "date_type": ("no date", "Write it as 2025-10-01"),
    "list_type": ("no list", "Write a list: [a, b]"),
    "dict_type": ("no set of keys", "Write keys with values: {key: value}"),
    "model_type": ("no set of keys", "Write keys with values: {key: value}"),
    "string_pattern_mismatch": ("no id", "Ids are letters, digits, _ and - without spaces"),
}


class Worded(NamedTuple):
    """A mistake in words, and where it stands."""

    place: Place
    message: str
    hint: str


def worded(
    error: ErrorDetails, model: type[BaseModel], place: Place, raw: Any, document: Document
) -> Worded:
    """One error of an entry that stands at `place`."""
    loc = tuple(part for part in error["loc"] if part != "[key]")
    key = next((part for part in reversed(loc) if isinstance(part, str)), "")
    name = entry_name(place, raw)
    if error["type"] == "missing":
        return Worded((*place, *loc[:-1]), f'{name} has no "{key}"', f"Add {key}: ...")
    if error["type"] == "extra_forbidden":
        known = keys_at(model, loc[:-1])
        return Worded(
            (*place, *loc), f'{name}: unknown key "{key}"', did_you_mean(key, known, "keys")
        )
    said = document.written.get((*place, *loc))
    message, hint = _value(error, f'"{said}"' if said else shown(error["input"]))
    return Worded((*place, *loc), f"{name}: {key} {message}" if key else f"{name} {message}", hint)


def _value(error: ErrorDetails, found: str) -> tuple[str, str]:
    kind, context = error["type"], error.get("ctx", {})
    what, hint = EXPECTED.get(kind, ("not possible", ""))
    if error["input"] is None:
        return "is empty", hint
    if kind == "form":
        return str(context["message"]), str(context["hint"])
    if kind in {"literal_error", "enum"}:
        known = re.findall(r"'([^']*)'|(\d+)", str(context["expected"]))
        return f"{found} is not known", did_you_mean(error["input"], [a or b for a, b in known])
    if kind in BOUNDS:
        return _bounds(kind, found, error)
    if kind in {"too_short", "too_long"}:
        needs = f"at least {context['min_length']}" if kind == "too_short" else "one only"
        return f"has {context['actual_length']}", f"It takes {needs}"
    return f"{found} is {what}", hint


BOUNDS = {"greater_than_equal": "less than", "less_than_equal": "more than"}


def _bounds(kind: str, found: str, error: ErrorDetails) -> tuple[str, str]:
    bound = error["ctx"]["ge" if kind == "greater_than_equal" else "le"]
    value = error["input"]
    hint = f"Shares are 0 to 1: {value / 100:g} for {value:g} %" if bound == 1 and value > 1 else ""
    return f"{found} is {BOUNDS[kind]} {bound:g}", hint


def entry_name(place: Place, raw: Any) -> str:
    """How a message names an entry: `step "first_reply"`, `link pay - charge`, `scope`."""
    if not place:
        return "the design"
    section = str(place[0])
    if section not in ENTRIES:
        return section
    kind = ENTRIES[section]
    if isinstance(place[1], str):
        return f'{kind} "{place[1]}"'
    if isinstance(raw, dict) and "id" in raw:
        return f'{kind} "{raw["id"]}"'
    if isinstance(raw, dict) and "from" in raw and "to" in raw:
        return f'{kind} "{raw["from"]}" to "{raw["to"]}"'
    return f"{kind} {place[1] + 1}"


def keys_at(model: type[BaseModel], loc: Sequence[str | int]) -> list[str]:
    """The keys that an entry knows at a place inside it."""
    kind: Any = model
    for part in loc:
        named = {field.alias or name: field for name, field in _fields(kind).items()}
        kind = _model_in(named[part].annotation) if part in named else kind
    return [field.alias or name for name, field in _fields(kind).items()]


def _fields(kind: Any) -> Mapping[str, Any]:
    return kind.model_fields if isinstance(kind, type) and issubclass(kind, BaseModel) else {}


def _model_in(annotation: Any) -> Any:
    """The model inside an optional, a list or a mapping; else what stands there."""
    if get_origin(annotation) in {Union, UnionType, list, dict}:
        inner = map(_model_in, get_args(annotation))
        return next((kind for kind in inner if _fields(kind)), annotation)
    return annotation
