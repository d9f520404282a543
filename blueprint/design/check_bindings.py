"""Bindings: of known steps, and no two for the same events."""

from __future__ import annotations

from typing import NamedTuple

from blueprint.design.conditions import PICKS
from blueprint.design.document import Place
from blueprint.design.readings import Readings
from blueprint.design.sheet import Sheet
from blueprint.design.values import Alternative

Same = frozenset[tuple[str, str, frozenset[str]]]


class Bound(NamedTuple):
    """One way of a binding: its step, its place, its pick."""

    step: str
    place: Place
    pick: str


def check_bindings(sheet: Sheet, readings: Readings) -> None:
    """A binding is of a known step; two steps share conditions only as first and rest."""
    for step in readings.steps:
        sheet.unknown(("bindings", "steps", step), step, "steps", f'a binding is of step "{step}"')
    shared: dict[Same, list[Bound]] = {}
    for step, ways in readings.steps.items():
        for place, way in ways:
            bound = Bound(step, place, way.pick)
            before = shared.setdefault(_same(way), [])
            for other in before:
                _refuse_same(sheet, bound, other)
            before.append(bound)


def _same(way: Alternative) -> Same:
    return frozenset((one.field, one.operator, frozenset(one.values)) for one in way.conditions)


def _refuse_same(sheet: Sheet, bound: Bound, other: Bound) -> None:
    picks = {bound.pick, other.pick}
    if bound.step == other.step or picks == {"first", "rest"} or not picks <= set(PICKS):
        return
    _, line = sheet.document.line(other.place)
    told = f'the binding of "{bound.step}" has the conditions of "{other.step}" (line {line})'
    hint = (
        "An event is one step: add a condition, or pick: first in one and pick: rest in the other"
    )
    sheet.wrong(bound.place, told, hint)
