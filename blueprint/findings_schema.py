"""The JSON Schema of findings.json, derived from the dataclasses; kept in findings.schema.json.

`python -m blueprint.findings_schema` writes the file anew; a test holds it current.
"""

from __future__ import annotations

import json
import types
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import Enum
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints

from blueprint.findings import SCHEMA, Findings

FILE = Path(__file__).with_name("findings.schema.json")
_PLAIN = {str: "string", int: "integer", float: "number", bool: "boolean", type(None): "null"}
Schema = dict[str, Any]


def findings_schema() -> Schema:
    """The schema of one findings.json, draft 2020-12; each dataclass is a definition of its own."""
    definitions: dict[str, Schema] = {}
    root = _schema(Findings, definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"blueprint-miner findings, schema {SCHEMA}",
        **root,
        "$defs": dict(sorted(definitions.items())),
    }


def schema_text() -> str:
    """The schema as the file holds it."""
    return json.dumps(findings_schema(), indent=1, ensure_ascii=False) + "\n"


def _schema(kind: Any, definitions: dict[str, Schema]) -> Schema:
    """The schema of one annotation."""
    if kind is Any:
        return {}
    if kind in _PLAIN:
        return {"type": _PLAIN[kind]}
    if isinstance(kind, type) and issubclass(kind, Enum):
        return {"enum": [member.value for member in kind]}
    if is_dataclass(kind) and isinstance(kind, type):
        return _reference(kind, definitions)
    return _container(get_origin(kind), get_args(kind), definitions)


def _reference(kind: type, definitions: dict[str, Schema]) -> Schema:
    """A reference to the definition of a dataclass, which is made when it is met first."""
    if kind.__name__ not in definitions:
        definitions[kind.__name__] = {}
        hints = get_type_hints(kind)
        members = fields(kind)
        definitions[kind.__name__] = {
            "type": "object",
            "description": " ".join((kind.__doc__ or "").split()),
            "properties": {f.name: _schema(hints[f.name], definitions) for f in members},
            "required": [f.name for f in members if _is_required(f)],
            "additionalProperties": False,
        }
    return {"$ref": f"#/$defs/{kind.__name__}"}


def _is_required(member: Field[Any]) -> bool:
    return member.default is MISSING and member.default_factory is MISSING


def _container(origin: Any, arguments: tuple[Any, ...], definitions: dict[str, Schema]) -> Schema:
    """The schema of a union, list, tuple or mapping."""
    if origin in (Union, types.UnionType):
        return {"anyOf": [_schema(a, definitions) for a in arguments]}
    if origin in (dict, Mapping):
        return {"type": "object", "additionalProperties": _schema(arguments[1], definitions)}
    if origin is tuple and Ellipsis not in arguments:
        items = [_schema(a, definitions) for a in arguments]
        return {"type": "array", "prefixItems": items, "minItems": len(items), "items": False}
    if origin in (list, tuple):
        return {"type": "array", "items": _schema(arguments[0], definitions)}
    raise TypeError(f"findings hold a type without a schema: {origin} {arguments}")


if __name__ == "__main__":
    FILE.write_text(schema_text(), encoding="utf-8")
