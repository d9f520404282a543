"""Bindings: of known steps, and no two for the same events."""

from __future__ import annotations

from blueprint.design.document import Place
from blueprint.design.readings import Readings
from blueprint.design.sheet import Sheet
from blueprint.design.values import Alternative

Same = frozenset[tuple[str, str, frozenset[str]]]


def check_bindings(sheet: Sheet, readings: Readings) -> None:
    """A binding is of a known step; two steps share conditions only as first and rest."""
    for step in readings.steps:
        sheet.unknown(("bindings", "steps", step), step, "steps", f'a binding is of step "{step}"')
    shared: dict[Same, list[tuple[str, Place, str]]] = {}
    for step, ways in readings.steps.items():
        for place, way in ways:
            before = shared.setdefault(_same(way), [])
            for other, there, pick in before:
                if other != step and {pick, way.pick} != {"first", "rest"}:
                    _tell(sheet, place, step, (other, there))
            before.append((step, place, way.pick))


def _same(way: Alternative) -> Same:
    return frozenset((one.field, one.operator, frozenset(one.values)) for one in way.conditions)


def _tell(sheet: Sheet, place: Place, step: str, other: tuple[str, Place]) -> None:
    name, there = other
    _, line = sheet.document.line(there)
    told = f'the binding of "{step}" has the conditions of "{name}" (line {line})'
    hint = (
        "An event is one step: add a condition, or pick: first in one and pick: rest in the other"
    )
    sheet.wrong(place, told, hint)
