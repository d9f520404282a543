"""The JSON Schema of the design file."""

from __future__ import annotations

import jsonschema
import pytest

from blueprint.design import (
    json_schema,
)
from blueprint.design.json_schema import SCHEMA_FILE, write_json_schema
from tests.blueprint.design_files import (
    HERE,
    SAMPLE,
    as_json,
    mistakes,
    swapped,
    written,
)


def test_the_json_schema_in_the_repository_is_fresh(tmp_path):
    fresh = write_json_schema(tmp_path / "schema.json").read_text(encoding="utf-8")
    assert SCHEMA_FILE.read_text(encoding="utf-8") == fresh, (
        "run: python -c 'from blueprint.design import *; write_json_schema()'"
    )


@pytest.mark.parametrize("path", [HERE / "base.yaml", SAMPLE], ids=["base", "sample"])
def test_the_json_schema_takes_good_designs(path):
    jsonschema.Draft202012Validator.check_schema(json_schema())
    jsonschema.validate(as_json(path), json_schema())


@pytest.mark.parametrize(
    "swap",
    [
        {"p50: 5m": "p50: 5 minutes"},
        {"reviewed: 2025": "reviewd: 2025"},
        {"reach: 0.9": "reach: 90"},
        {"{optional: part}": "{optinal: part}"},
        {"source: web, activity: Asked": "sorce: web"},
        {"order_above": "ordr_above"},
        {"kind: self_report": "kind: happy"},
        {"occurs: 0..2": "occurs: some"},
    ],
    ids=str,
)
def test_the_json_schema_refuses_what_the_loader_refuses(swap, tmp_path):
    path = written(tmp_path, swapped(swap))
    assert mistakes(path) != []
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(as_json(path), json_schema())
