"""The design file's form as JSON Schema, for editors and for other programs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from blueprint.design.conditions import ACTOR_KINDS, PICKS
from blueprint.design.readings import GAP_DEFAULTS, SIGNAL_KINDS
from blueprint.design.schema import DesignFile
from blueprint.flow.tree import BRANCHES

SCHEMA_FILE = Path(__file__).parents[1] / "blueprint.schema.json"
SCALAR: dict[str, Any] = {"type": ["string", "number", "boolean"]}
VALUE: dict[str, Any] = {"anyOf": [SCALAR, {"type": "array", "items": SCALAR, "minItems": 1}]}


def json_schema() -> dict[str, Any]:
    """The JSON Schema of the design file (draft 2020-12)."""
    schema: dict[str, Any] = _referred(DesignFile.model_json_schema())
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "Designed service blueprint"
    schema["$defs"] |= _definitions()
    return schema


def write_json_schema(path: Path = SCHEMA_FILE) -> Path:
    """Write the JSON Schema where editors look for it; the same form gives the same bytes."""
    text = json.dumps(json_schema(), indent=1, ensure_ascii=False, sort_keys=True)
    path.write_text(text + "\n", encoding="utf-8")
    return path


def _referred(part: Any) -> Any:
    """The schema with each `form` that pydantic does not know as a reference to its definition."""
    if isinstance(part, list):
        return [_referred(item) for item in part]
    if not isinstance(part, dict):
        return part
    if isinstance(part.get("form"), str):
        rest = {key: value for key, value in part.items() if key != "form"}
        return rest | {"$ref": f"#/$defs/{part['form']}"}
    return {key: _referred(value) for key, value in part.items()}


def _definitions() -> dict[str, Any]:
    return {"Flow": _flow(), "Conditions": _conditions(), "Signal": _signal(), "Gap": _gap()}


def _flow() -> dict[str, Any]:
    node = {"$ref": "#/$defs/Flow"}
    branches = {"type": "array", "items": node, "minItems": BRANCHES}
    loop = {
        "type": "object",
        "properties": {"do": node, "again": node},
        "required": ["do"],
        "additionalProperties": False,
    }
    operators = {
        **dict.fromkeys(("sequence", "optional", "repeat"), node),
        "and": branches,
        "choice": branches | {"items": {"anyOf": [node, _arm(node)]}},
        "loop": loop,
    }
    block = {
        "type": "object",
        "properties": operators,
        "minProperties": 1,
        "maxProperties": 1,
        "additionalProperties": False,
    }
    sequence = {"type": "array", "items": node, "minItems": 1}
    return {"anyOf": [{"type": "string"}, sequence, block]}


def _arm(node: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {"do": node, "share": {"type": "number", "minimum": 0, "maximum": 1}},
        "required": ["do"],
        "additionalProperties": False,
    }


def _fields() -> dict[str, Any]:
    return {
        r"^(source|activity|role|channel|attributes\..+)!?$": VALUE,
        r"^(source|activity|actor_kind|role|channel|public|attributes\..+)~$": VALUE,
        r"^(source|activity|role|channel|attributes\..+)[<>]$": {"type": ["number", "string"]},
        r"^actor_kind!?$": {"anyOf": [{"enum": list(ACTOR_KINDS)}, {"type": "array"}]},
        r"^public!?$": {"anyOf": [{"type": "boolean"}, {"type": "array"}]},
    }


def _conditions() -> dict[str, Any]:
    return {
        "type": "object",
        "patternProperties": _fields(),
        "properties": {"pick": {"enum": list(PICKS)}},
        "minProperties": 1,
        "additionalProperties": False,
    }


def _signal() -> dict[str, Any]:
    answers = {"type": "object", "additionalProperties": {"type": "number"}}
    span = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}
    return {
        "type": "object",
        "patternProperties": _fields(),
        "properties": {
            "kind": {"enum": list(SIGNAL_KINDS)},
            "value": {"type": "string"},
            "scale": {"anyOf": [span, answers]},
            "stage": {"type": "string"},
            "stage_of": {"type": "string"},
        },
        "required": ["kind"],
        "additionalProperties": False,
    }


def _gap() -> dict[str, Any]:
    known = {key: {"type": "number", "default": value} for key, value in GAP_DEFAULTS.items()}
    return {"type": "object", "properties": known, "additionalProperties": False}
