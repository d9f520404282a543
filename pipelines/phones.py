"""Phone numbers as E.164, so that one number is one text however it was written."""

from __future__ import annotations

from functools import lru_cache

import duckdb
import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType

from pipelines.project import SourceSettings
from pipelines.source_format import SQL, SourceFormat

_MOST_NUMBERS = 100_000
_OF_ONE = frozenset(
    {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE, PhoneNumberType.PERSONAL_NUMBER}
)
"""Kinds of numbers that one person answers; a landline is a household's or a firm's."""


@lru_cache(_MOST_NUMBERS)
def _parsed(text: str, region: str | None) -> PhoneNumber | None:
    """The number, None when it is not valid, or national and no region is declared."""
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None


def e164(text: str, region: str | None) -> str | None:
    """The number as E.164, None when it is not valid."""
    number = _parsed(text, region)
    return None if number is None else phonenumbers.format_number(number, PhoneNumberFormat.E164)


def is_of_one(text: str, region: str | None) -> bool:
    """Whether the number is valid and of a kind that one person answers."""
    number = _parsed(text, region)
    return number is not None and phonenumbers.number_type(number) in _OF_ONE


def names_phones(source: SourceFormat, settings: SourceSettings) -> bool:
    """Whether rows of this source may name phones."""
    scripts = (*source.scripts(), *([source.macros] if source.macros else []))
    return "phone" in settings.columns.objects or any(
        "'phone'" in script.read_text(encoding="utf-8") for script in scripts
    )


def define_phones(
    connection: duckdb.DuckDBPyConnection, region: str | None, *, named: bool
) -> None:
    """Makes the macros by which staging writes phones; they cost nothing where none is named."""
    if named:
        connection.create_function(
            "phone_number", lambda text: e164(text, region) or text, ["VARCHAR"], "VARCHAR"
        )
        connection.create_function(
            "is_of_one", lambda text: is_of_one(text, region), ["VARCHAR"], "BOOLEAN"
        )
    script = SQL / ("phones.sql" if named else "no_phones.sql")
    connection.execute(script.read_text(encoding="utf-8"))
