"""The design's conditions as SQL over the normal form, with every value of a user as a parameter.

Conditions speak of whitelisted columns only, of an event called `e`, so that no text of a user ever
becomes SQL.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from blueprint.design import Alternative, Condition

_COLUMNS = {
    "source": "e.source",
    "activity": "e.activity",
    "actor_kind": "e.actor_kind",
    "role": "e.role",
    "channel": "e.channel",
    "public": "cast(e.public as varchar)",
    "actor": "e.actor",
}
FIELDS = frozenset(_COLUMNS)
"""The fields of the normal form, beside `attributes.NAME`."""
_ATTRIBUTE = "attributes."
NUMBERED = ("source", "activity")
"""Fields that numbered_events has, too: no look at the event."""


@dataclass(slots=True)
class Parameters:
    """Values on their way into a query; `name` gives the next placeholder."""

    values: dict[str, object] = field(default_factory=dict)

    def name(self, value: object) -> str:
        """The placeholder for a value."""
        key = f"v{len(self.values)}"
        self.values[key] = value
        return f"${key}"


def likely_by_name(alternatives: Iterable[Alternative], parameters: Parameters) -> str:
    """Whether source and activity leave it open that any alternative holds."""
    numbered = [tuple(c for c in a.conditions if c.field in NUMBERED) for a in alternatives]
    return any_of(map(Alternative, numbered), parameters)


def is_told_by_name(alternative: Alternative) -> bool:
    """Whether source and activity alone tell which events match."""
    return all(c.field in NUMBERED for c in alternative.conditions)


def any_of(alternatives: Iterable[Alternative], parameters: Parameters) -> str:
    """Whether any alternative holds."""
    return " or ".join(f"({all_of(a.conditions, parameters)})" for a in alternatives) or "false"


def all_of(conditions: Iterable[Condition], parameters: Parameters) -> str:
    """All conditions of one alternative; a missing value fulfils none but `!`."""
    return " and ".join(_one(c, parameters) for c in conditions) or "true"


def _one(condition: Condition, parameters: Parameters) -> str:
    """One condition as SQL that is true or false, never unknown."""
    column = column_of(condition.field, parameters)
    if condition.operator == "=":
        return (
            f"coalesce(list_contains({parameters.name(list(condition.values))}, {column}), false)"
        )
    if condition.operator == "!":
        values = parameters.name(list(condition.values))
        return f"not coalesce(list_contains({values}, {column}), false)"
    if condition.operator == "~":
        patterns = [parameters.name(v) for v in condition.values]
        found = " or ".join(f"regexp_matches({column}, {p})" for p in patterns)
        return f"coalesce({found}, false)"
    number = parameters.name(float(condition.values[0]))
    return f"coalesce(try_cast({column} as double) {condition.operator} {number}, false)"


def column_of(name: str, parameters: Parameters) -> str:
    """The SQL expression of a field of the normal form; always text."""
    if name.startswith(_ATTRIBUTE):
        path = '$."' + name[len(_ATTRIBUTE) :].replace('"', "") + '"'
        return f"json_extract_string(e.attributes, {parameters.name(path)})"
    return _COLUMNS[name]
