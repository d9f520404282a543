"""blueprint.yaml to a `Design`: all mistakes at once, each with its line and a hint."""

from __future__ import annotations

from pathlib import Path

from blueprint.design.build import build_design
from blueprint.design.checks import CHECKS
from blueprint.design.document import read_document
from blueprint.design.json_schema import json_schema, write_json_schema
from blueprint.design.readings import GAP_DEFAULTS, read_readings
from blueprint.design.sheet import read_sheet
from blueprint.design.values import (
    Action,
    Alternative,
    Bindings,
    Calendar,
    Channel,
    Condition,
    Design,
    Expectation,
    RoleEntry,
    Rule,
    Signal,
    System,
)
from blueprint.mistakes import DesignError, Mistake, did_you_mean

__all__ = [
    "GAP_DEFAULTS",
    "Action",
    "Alternative",
    "Bindings",
    "Calendar",
    "Channel",
    "Condition",
    "Design",
    "DesignError",
    "Expectation",
    "Mistake",
    "RoleEntry",
    "Rule",
    "Signal",
    "System",
    "did_you_mean",
    "json_schema",
    "load_design",
    "write_json_schema",
]


def load_design(path: str | Path) -> Design:
    """The design in a file and its includes; raises DesignError with every mistake in them."""
    document = read_document(Path(path))
    if document.mistakes and not document.values:
        raise DesignError(document.mistakes)
    sheet = read_sheet(document)
    readings = read_readings(sheet)
    for check in CHECKS:
        check(sheet, readings)
    if document.mistakes:
        raise DesignError(document.in_order())
    return build_design(sheet, readings)
