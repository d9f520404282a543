"""Phone numbers as E.164, so that one number is one text however it was written."""

from __future__ import annotations

from functools import lru_cache

import phonenumbers

_MOST_NUMBERS = 200_000


@lru_cache(_MOST_NUMBERS)
def e164(text: str, region: str | None) -> str | None:
    """The number as E.164; None when it is not valid, or national and no region is declared."""
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
