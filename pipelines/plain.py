"""Text from logs made safe for a terminal: what is written there may come from anybody."""

from __future__ import annotations

import unicodedata

_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
"""Control, format (direction overrides too), surrogate and private characters, odd line ends."""


def plain(text: object, *, keep_lines: bool = False) -> str:
    """The text without anything that moves the cursor, colours, hides or turns; one line."""
    return "".join(_shown(character, keep_lines=keep_lines) for character in str(text))


def _shown(character: str, *, keep_lines: bool) -> str:
    """The character, a space for a break, or nothing."""
    if character == "\n" and keep_lines:
        return character
    if character in "\n\t":
        return " "
    return "" if unicodedata.category(character) in _HIDDEN else character
