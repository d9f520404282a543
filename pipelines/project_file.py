"""A YAML file read with the line of each key, so that all mistakes can be told at once."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.constructor import RoundTripConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError

_DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*(s|m|h|d)")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


class SourceError(Exception):
    """The project, a source or an export is wrong: each mistake names where, what, and the fix."""

    def __init__(self, *mistakes: str | Sequence[str]) -> None:
        """All mistakes at once, one line each."""
        told = [[m] if isinstance(m, str) else m for m in mistakes]
        self.mistakes = tuple(mistake for some in told for mistake in some)
        super().__init__("\n".join(self.mistakes))


class BrokenExportError(SourceError):
    """An export that cannot be read as a whole: no setting mends it, the next one may be whole."""


class _PlainTimes(RoundTripConstructor):
    """Leaves times as the text that stands in the file: only we decide about their zone."""


_PlainTimes.add_constructor("tag:yaml.org,2002:timestamp", _PlainTimes.construct_yaml_str)


def nearest(word: str, known: Iterable[str]) -> str:
    """`. Did you mean "x"?` for the nearest known word; else the known words."""
    words = sorted(known)
    close = difflib.get_close_matches(word, words, n=1)
    if close:
        return f'. Did you mean "{close[0]}"?'
    return f". Expected one of: {', '.join(words)}." if words else "."


def read_yaml(path: Path) -> Section:
    """The file's outermost section. Raises `SourceError` when it is not there or is no YAML."""
    yaml = YAML(typ="rt")
    yaml.Constructor = _PlainTimes
    try:
        content = yaml.load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SourceError(f"{path}: cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise SourceError(f"{path}: is not UTF-8 text ({error.reason}).") from error
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise SourceError(
            f"{path}:{line}: is not YAML: {error.problem or error.context}."
        ) from error
    except YAMLError as error:
        raise SourceError(f"{path}: is not YAML: {error}.") from error
    if not isinstance(content, CommentedMap):
        raise SourceError(f'{path}:1: found no keys, expected a mapping such as "project: 1".')
    return Section(path, content, "")


@dataclass(frozen=True, slots=True)
class Section:
    """One mapping of the file; reads values by key and collects what is wrong with them."""

    path: Path
    content: CommentedMap
    name: str
    line: int = 1
    mistakes: list[str] = field(default_factory=list)

    def wrong(self, key: str, message: str) -> None:
        """Collects a mistake at the line of a key (at the section's own when the key lacks)."""
        place = self.content.lc.data.get(key) if self.content.lc.data else None
        line = place[0] + 1 if place else self.line
        subject = f"{self.name}: " if self.name else ""
        self.mistakes.append(f"{self.path}:{line}: {subject}{message}")

    def known_keys(self, *keys: str) -> None:
        """Refuses every other key."""
        for key in self.content:
            if key not in keys:
                self.wrong(key, f'unknown key "{key}"{nearest(str(key), keys)}')

    def has(self, key: str) -> bool:
        """Whether the key is there with a value."""
        return self.content.get(key) is not None

    def section(self, key: str) -> Section | None:
        """The mapping under a key, None when it is not there or no mapping."""
        value = self.content.get(key)
        if isinstance(value, CommentedMap):
            place = self.content.lc.data.get(key)
            line = place[0] + 1 if place else self.line
            name = f"{self.name}, {key}" if self.name else key
            return Section(self.path, value, name, line, self.mistakes)
        if value is not None:
            self.wrong(key, f'"{key}" must be a mapping, found {_shown(value)}')
        return None

    def text(self, key: str, default: str | None = None) -> str | None:
        """A text or number as text."""
        value = self.content.get(key)
        if value is None:
            return default
        if isinstance(value, str | int | float):
            return str(value).strip()
        self.wrong(key, f'"{key}" must be a text, found {_shown(value)}')
        return default

    def choice(self, key: str, known: Sequence[str], default: str | None = None) -> str | None:
        """One of the known words."""
        value = self.text(key, default)
        if value is not None and value not in known:
            self.wrong(key, f'{key} "{value}" is not known{nearest(value, known)}')
            return default
        return value

    def texts(self, key: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """A text or a list of texts."""
        value = self.content.get(key)
        if value is None:
            return default
        items = value if isinstance(value, list) else [value]
        if all(isinstance(item, str | int | float) for item in items):
            return tuple(str(item).strip() for item in items)
        self.wrong(key, f'"{key}" must be a text or a list of texts, found {_shown(value)}')
        return default

    def number(self, key: str, default: float, least: float, most: float) -> float:
        """A number between two bounds."""
        value = self.content.get(key, default)
        if (
            isinstance(value, int | float)
            and not isinstance(value, bool)
            and least <= value <= most
        ):
            return float(value)
        self.wrong(
            key, f'"{key}" must be a number from {least:g} to {most:g}, found {_shown(value)}'
        )
        return default

    def duration(self, key: str) -> timedelta | None:
        """A duration such as 90s, 30m, 24h or 7d."""
        value = self.text(key)
        if value is None:
            return None
        found = _DURATION.fullmatch(value)
        if found:
            return timedelta(seconds=float(found[1]) * _SECONDS[found[2]])
        self.wrong(key, f'"{key}" must be a duration such as 24h or 7d, found "{value}"')
        return None

    def instant(self, key: str, zone: str | None) -> datetime | None:
        """A time in UTC; one that is written without a zone needs the source's."""
        value = self.text(key)
        if value is None:
            return None
        try:
            found = datetime.fromisoformat(value)
        except ValueError:
            self.wrong(key, f'"{key}" must be a time such as 2025-11-01T00:00:00Z, found "{value}"')
            return None
        if found.tzinfo is None and zone is None:
            self.wrong(key, f'"{key}" {value} has no zone: write {value}Z, or declare zone:')
            return None
        return (found if found.tzinfo else found.replace(tzinfo=ZoneInfo(str(zone)))).astimezone(
            UTC
        )


def _shown(value: Any) -> str:
    """What was found, short."""
    kinds = {CommentedMap: "a mapping", list: "a list"}
    return next((word for kind, word in kinds.items() if isinstance(value, kind)), repr(value))
