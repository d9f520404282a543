"""What in a valid design is likely a slip, told but not refused."""

from __future__ import annotations

from collections.abc import Iterator

from blueprint.design.document import Place
from blueprint.design.sheet import Sheet
from blueprint.mistakes import Mistake


def warnings(sheet: Sheet) -> Iterator[str]:
    """Each warning with its file and line, worded as a mistake is."""
    for place, message, hint in (*_head(sheet), *_steps(sheet)):
        yield str(Mistake(*sheet.document.line(place), message, hint))


def _head(sheet: Sheet) -> Iterator[tuple[Place, str, str]]:
    if sheet.head.status == "retired":
        yield ("status",), "this design is retired", "Compare with the one that is in force"


def _steps(sheet: Sheet) -> Iterator[tuple[Place, str, str]]:
    for place, step in sheet.steps.items():
        if not step.observable and step.id in sheet.bindings.steps:
            message = f'step "{step.id}" is not observable, yet it has a binding'
            yield place, message, "Leave out one of them"
