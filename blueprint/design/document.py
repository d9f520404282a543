"""The file as text: YAML 1.2 read into plain values, with the line of every key and item.

Duplicate keys, syntax errors and files that are not there become mistakes; `include` is followed.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from blueprint.mistakes import Mistake

Place = tuple[str | int, ...]
DEEPEST = 40
"""Deeper nesting than this is refused: no design has it, and a recursive alias would."""

PLAIN: tuple[tuple[re.Pattern[str], Any], ...] = (
    (re.compile(r"|~|null|Null|NULL"), lambda _: None),
    (re.compile(r"true|True|TRUE|false|False|FALSE"), lambda text: text.lower() == "true"),
    (re.compile(r"[-+]?[0-9]+"), int),
    (re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?"), float),
    (re.compile(r"\d{4}-\d\d-\d\d"), date.fromisoformat),
    (
        re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[-+]\d\d:\d\d)?"),
        datetime.fromisoformat,
    ),
)
"""What a scalar without quotes may be (the core schema of YAML 1.2, and dates)."""


@dataclass(slots=True)
class Document:
    """The values of a file and its includes, the places they stand at, the mistakes so far."""

    file: str
    values: dict[str, Any] = field(default_factory=dict)
    places: dict[Place, tuple[str, int]] = field(default_factory=dict)
    written: dict[Place, str] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)
    sha256: str = ""

    def wrong(self, place: Place, message: str, hint: str = "") -> None:
        """Remember a mistake at a place, or at the nearest thing around it that has a line."""
        self.mistakes.append(Mistake(*self.line(place), message, hint))

    def line(self, place: Place) -> tuple[str, int]:
        """File and line of a place; of what holds it when the place itself is not written."""
        while place and place not in self.places:
            place = place[:-1]
        return self.places.get(place, (self.file, 0))

    def in_order(self) -> list[Mistake]:
        """The mistakes by file (the design first) and line."""
        return sorted(self.mistakes, key=lambda one: (one.file != self.file, one.file, one.line))


def read_document(path: Path) -> Document:
    """The design file with what it includes; what cannot be read is among its mistakes."""
    document = Document(path.name)
    digest = hashlib.sha256()
    document.values = _read_file(path, path.name, document, digest)
    for at, name in enumerate(_includes(document)):
        included = _included(path, name, at, document, digest)
        document.values.update(included)
    document.sha256 = digest.hexdigest()
    return document


def _includes(document: Document) -> list[str]:
    value = document.values.pop("include", [])
    names = value if isinstance(value, list) else [value]
    for name in names:
        if not isinstance(name, str) or not name:
            document.wrong(
                ("include",), f'"{name}" is no file to include', "include: bindings.yaml"
            )
    return [name for name in names if isinstance(name, str) and name]


def _included(path: Path, name: str, at: int, document: Document, digest: Any) -> dict[str, Any]:
    """The sections of an included file; a section may stand in one file only."""
    if not (path.parent / name).is_file():
        document.wrong(("include", at), f'include: no file "{name}" beside {path.name}')
        return {}
    before = dict(document.places)
    values = _read_file(path.parent / name, name, document, digest)
    for key in [key for key in values if key in document.values or key == "include"]:
        _, line = document.places[key,]
        told = (
            "an included file cannot include"
            if key == "include"
            else f'"{key}" stands in {path.name}, too'
        )
        document.mistakes.append(Mistake(name, line, told, "Keep it in one of the files"))
        del values[key]
    document.places.update(before)
    return values


def _read_file(path: Path, name: str, document: Document, digest: Any) -> dict[str, Any]:
    try:
        content = path.read_bytes()
        digest.update(content)
        node = YAML(typ="safe", pure=True).compose(content.decode("utf-8-sig"))
        return _Reader(name, document).top(node)
    except OSError as error:
        hint = "`blueprint-miner draft` writes a first one" if not path.exists() else ""
        document.mistakes.append(Mistake(name, 0, f"cannot be read: {error.strerror}", hint))
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        document.mistakes.append(Mistake(name, line, "is not UTF-8 text", "Save it as UTF-8"))
    except YAMLError as error:
        document.mistakes.append(_syntax(name, error))
    except RecursionError:
        document.mistakes.append(
            Mistake(name, 0, "is nested too deeply", "An alias inside itself?")
        )
    return {}


def _syntax(name: str, error: YAMLError) -> Mistake:
    if not isinstance(error, MarkedYAMLError):
        return Mistake(name, 0, f"is not YAML: {str(error).splitlines()[0]}")
    mark = error.problem_mark or error.context_mark
    problem = " ".join(filter(None, (error.context, error.problem)))
    hint = "Look at the brackets, quotes and indentation here and in the line above"
    return Mistake(name, mark.line + 1 if mark else 0, f"is not YAML: {problem}", hint)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Turns YAML nodes into values and notes the line of each."""

    file: str
    document: Document

    def top(self, node: Node | None) -> dict[str, Any]:
        if node is None:
            self._wrong(0, "is empty", "A design begins with blueprint: 1")
        elif not isinstance(node, MappingNode):
            self._wrong(
                node.start_mark.line + 1, "holds no keys", "A design begins with blueprint: 1"
            )
        else:
            return self._mapping(node, ())
        return {}

    def value(self, node: Node, place: Place) -> Any:
        if len(place) > DEEPEST:
            raise RecursionError
        if isinstance(node, ScalarNode):
            self.document.written[place] = node.value
            return self._scalar(node)
        if isinstance(node, SequenceNode):
            return [self._item(item, (*place, at)) for at, item in enumerate(node.value)]
        return self._mapping(node, place)

    def _item(self, node: Node, place: Place) -> Any:
        self.document.places[place] = (self.file, node.start_mark.line + 1)
        return self.value(node, place)

    def _mapping(self, node: Node, place: Place) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, ScalarNode):
                self._wrong(line, "a key must be a word", "Put it in quotes")
                continue
            key = str(key_node.value)
            if key in values:
                _, first = self.document.places[*place, key]
                self._wrong(
                    line, f'"{key}" stands here twice', f"It stands in line {first} already"
                )
                continue
            self.document.places[*place, key] = (self.file, line)
            values[key] = self.value(value_node, (*place, key))
        return values

    def _wrong(self, line: int, message: str, hint: str) -> None:
        self.document.mistakes.append(Mistake(self.file, line, message, hint))

    def _scalar(self, node: ScalarNode) -> Any:
        if node.style is not None:
            return node.value
        for pattern, meaning in PLAIN:
            if pattern.fullmatch(node.value):
                try:
                    return meaning(node.value)
                except (
                    ValueError
                ):  # a date that is none, as 2025-02-30: the reader of the field says so
                    return node.value
        return node.value


def written(document: Document, place: Place, value: Any) -> str:
    """A scalar as the file has it (`1.10`, `007`); for a value that stands nowhere, its text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return document.written.get(place, str(value))
