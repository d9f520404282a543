"""XML as text in one fixed form: every value escaped, what XML forbids replaced, one line each."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SPACES = {"\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def element(name: str, /, *children: str | Iterable[str], **attributes: str | float | None) -> str:
    """An element: `id_` becomes id, None is left out; children are elements already."""
    kept = {key.rstrip("_"): value for key, value in attributes.items() if value is not None}
    shown = "".join(f' {key}="{text(value)}"' for key, value in kept.items())
    inside = "".join(part if isinstance(part, str) else "".join(part) for part in children)
    return f"<{name}{shown}>\n{inside}</{name}>\n" if inside else f"<{name}{shown}/>\n"


def worded(name: str, content: str) -> str:
    """An element that holds text."""
    return f"<{name}>{text(content)}</{name}>\n"


def text(value: str | float) -> str:
    """A value as it may stand in XML; blanks other than spaces survive, too."""
    if not isinstance(value, str):
        return f"{value:.1f}".removesuffix(".0")
    kept = escape(_FORBIDDEN.sub(_REPLACEMENT, value))
    return "".join(_SPACES.get(character, character) for character in kept)
