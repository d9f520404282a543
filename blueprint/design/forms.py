"""The small forms inside the design file: texts, lists of names, durations, `occurs`, moments.

Each function turns what YAML gives into the value meant, or raises `PydanticCustomError` with a
message and a hint.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from blueprint.design.durations import is_duration

ID_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9_-]*$"
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
RANGE = re.compile(r"(\d+)(?:\.\.(\d+|\*))?")

ATTRIBUTE_NAME = re.compile(r'[^"\\*]+')
ALWAYS = ("channel", "role", "week")
"""What gaps are looked at by in any design."""
ASSIGNEE = re.compile(r'actor|role|attributes\.[^"\\*]+')

Json = dict[str, Any]
TEXT_FORM: Json = {
    "anyOf": [{"type": "string"}, {"type": "object", "additionalProperties": {"type": "string"}}]
}
TEXTS_FORM: Json = {"anyOf": [TEXT_FORM, {"type": "array", "items": TEXT_FORM}]}
LIST_FORM: Json = {
    "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}],
}
DURATION_FORM: Json = {
    "type": "string",
    "pattern": r"^(?=\d)(\d+w)?(\d+d)?(\d+h)?(\d+m)?(\d+s)?$",
    "examples": ["90s", "1h30m", "2d"],
}
OCCURS_FORM: Json = {
    "anyOf": [
        {"type": "integer", "minimum": 0},
        {"type": "string", "pattern": r"^\d+(\.\.(\d+|\*))?$"},
    ]
}


def wrong(message: str, hint: str = "") -> PydanticCustomError:
    """The error of a form: what is wrong with the value, and what would be right."""
    return PydanticCustomError("form", "{message}", {"message": message, "hint": hint})


def text(value: Any) -> dict[str, str]:
    """A string, or a string per language."""
    if isinstance(value, str) and value.strip():
        return {"": value}
    if not isinstance(value, dict) or not value:
        is_scalar = not isinstance(value, str | list | dict)
        hint = (
            "Put it in quotes" if is_scalar else "A text, or one per language: {en: ..., es: ...}"
        )
        raise wrong(f"{shown(value)} is no text", hint)
    for language, words in value.items():
        if not LANGUAGE.fullmatch(language):
            raise wrong(f'"{language}" is no language', "Languages are written as en, es, pl")
        if not isinstance(words, str):
            raise wrong(f"{shown(words)} is no text", "Put it in quotes")
    return value


def texts(value: Any) -> list[dict[str, str]]:
    """A text, or a list of them."""
    return [text(item) for item in (value if isinstance(value, list) else [value])]


def one_or_many(value: Any) -> list[Any]:
    """A list; one value alone stands for a list of it."""
    return value if isinstance(value, list) else [value]


def attribute_names(value: Any) -> list[str]:
    """Names of attributes of events, without `attributes.`."""
    return [_attribute_name(item) for item in one_or_many(value)]


def _attribute_name(value: Any) -> str:
    name = value.removeprefix("attributes.") if isinstance(value, str) else ""
    if not ATTRIBUTE_NAME.fullmatch(name):
        raise wrong(f"{shown(value)} is no name of an attribute", "As plan, or country")
    if name in ALWAYS:
        raise wrong(f'"{name}" is always a segment', "Leave it out")
    return name


def duration(value: Any) -> str:
    """A duration, kept as written until its clock is known."""
    if isinstance(value, str) and is_duration(value):
        return value
    unit = f"Say the unit: {value}s, {value}m, {value}h or {value}d"
    form = "Write it as 90s, 5m, 4h, 1h30m, 2d or 1w"
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    raise wrong(f"{shown(value)} is no duration", unit if is_number else form)


def occurs(value: Any) -> tuple[int, int | None]:
    """How often a step comes: least and most (None: no limit)."""
    match = RANGE.fullmatch(str(value)) if isinstance(value, int | str) else None
    if match is None or isinstance(value, bool):
        raise wrong(f"{shown(value)} is no count", "Write it as 1, 0..1, 1..3, 1..* or 0")
    least, most = int(match[1]), match[2] or match[1]
    if most == "*":
        return least, None
    if int(most) < least:
        raise wrong(f'"{value}" falls', f"Write it as {most}..{least}")
    return least, int(most)


def day(value: Any) -> date:
    """A date, with or without quotes."""
    at = moment(value)
    if isinstance(at, datetime):
        raise wrong(f"{shown(value)} is no date, but a time", "Write it as 2025-10-01")
    return at


def moment(value: Any) -> date | datetime:
    """A date, or a date with a time, with or without quotes."""
    if isinstance(value, date):
        return value
    for meaning in (date.fromisoformat, datetime.fromisoformat):
        try:
            return meaning(value)
        except (TypeError, ValueError):
            continue
    raise wrong(f"{shown(value)} is no date", "Write it as 2025-10-01")


def days_and_countries(value: Any) -> list[Any]:
    """Holidays: dates as dates, whatever else as it stands."""
    return [_day_or_word(item) for item in one_or_many(value)]


def _day_or_word(value: Any) -> Any:
    try:
        return day(value)
    except PydanticCustomError:
        return value


def shown(value: Any) -> str:
    """A value as a message shows it."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int | float | date):
        return f'"{value}"'
    return "[...]" if isinstance(value, list) else "{...}"


def assignee(value: Any) -> str:
    """Where an event says who is in charge after it: its actor, role, or an attribute."""
    if isinstance(value, str) and ASSIGNEE.fullmatch(value):
        return value
    raise wrong(f"{shown(value)} names nobody", "Write actor, role or attributes.NAME")


Id = Annotated[str, Field(pattern=ID_PATTERN)]
Text = Annotated[dict[str, str], BeforeValidator(text), WithJsonSchema(TEXT_FORM)]
Texts = Annotated[list[dict[str, str]], BeforeValidator(texts), WithJsonSchema(TEXTS_FORM)]
Names = Annotated[list[str], BeforeValidator(one_or_many), WithJsonSchema(LIST_FORM)]
Segments = Annotated[list[str], BeforeValidator(attribute_names), WithJsonSchema(LIST_FORM)]
Duration = Annotated[str, BeforeValidator(duration), WithJsonSchema(DURATION_FORM)]
Occurs = Annotated[tuple[int, int | None], BeforeValidator(occurs), WithJsonSchema(OCCURS_FORM)]
Share = Annotated[float, Field(ge=0, le=1)]
Emotion = Annotated[float, Field(ge=-2, le=2)]
Assignee = Annotated[
    str, BeforeValidator(assignee), WithJsonSchema({"type": "string", "pattern": ASSIGNEE.pattern})
]
DATE_FORM: Json = {"type": "string", "format": "date"}
MOMENT_FORM: Json = {"anyOf": [DATE_FORM, {"type": "string", "format": "date-time"}]}
Day = Annotated[date, BeforeValidator(day), WithJsonSchema(DATE_FORM)]
Holidays = Annotated[list[Any], BeforeValidator(days_and_countries), WithJsonSchema(LIST_FORM)]
Moment = Annotated[date | datetime, BeforeValidator(moment), WithJsonSchema(MOMENT_FORM)]
FlowNode = Annotated[Any, WithJsonSchema({"form": "Flow"})]
Conditions = Annotated[Any, WithJsonSchema({"form": "Conditions"})]
Outcome = Annotated[Any, WithJsonSchema({"anyOf": [{"type": "string"}, {"form": "Conditions"}]})]
SignalForm = Annotated[Any, WithJsonSchema({"form": "Signal"})]
Alternatives = Annotated[
    Any,
    WithJsonSchema(
        {
            "anyOf": [
                {"form": "Conditions"},
                {"type": "array", "items": {"form": "Conditions"}, "minItems": 1},
            ]
        }
    ),
]
