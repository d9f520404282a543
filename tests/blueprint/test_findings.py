"""Findings to and from JSON, and their schema."""

from __future__ import annotations

import json
from dataclasses import replace

import jsonschema
import pytest

from blueprint.findings import from_json, to_json
from blueprint.findings_schema import FILE, findings_schema, schema_text
from tests.blueprint.fixture_findings import sample


def test_findings_survive_their_json() -> None:
    findings = sample()
    assert from_json(to_json(findings)) == findings


def test_the_same_findings_are_the_same_bytes() -> None:
    assert to_json(sample()) == to_json(sample())


def test_another_schema_is_refused() -> None:
    with pytest.raises(TypeError, match="another schema"):
        from_json(to_json(replace(sample(), schema=2)))


def test_findings_keep_their_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(findings_schema())
    validator = jsonschema.Draft202012Validator(findings_schema())
    value = json.loads(to_json(sample()))
    validator.validate(value)
    value["gaps"][0]["rate"] = "half"
    assert not validator.is_valid(value)
    del value["gaps"]
    assert not validator.is_valid(value)


def test_the_file_is_current() -> None:
    assert FILE.read_text(encoding="utf-8") == schema_text(), (
        "run python -m blueprint.findings_schema"
    )
