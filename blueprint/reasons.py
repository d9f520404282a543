"""Why something is not judged, or a source was stopped, in the language of the reader.

Findings and the command line tell reasons in English. `languages/reasons/*.json` has each English
sentence beside its translation, with the same named holes; what no sentence fits stays as it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache

from blueprint.sentences import LANGUAGES, folder

HOLE = re.compile(r"\\\{(\w+)\\\}")
IN_QUOTES = re.compile(r'"(\(\?P<(?:step|stage|signal|column)>)\.\+\?(\))"')
SENTENCE = "reason"
"""A hole of this name holds another reason."""


def reason(english: str, language: str = "en") -> str:
    """A reason, or what it is about when that is more than one thing, in the language."""
    for pattern, translated in _sentences(language):
        found = pattern.fullmatch(english)
        if found:
            held = found.groupdict()
            if SENTENCE in held:
                held[SENTENCE] = reason(held[SENTENCE], language)
            return translated.format(**held)
    return english


@cache
def _sentences(language: str) -> list[tuple[re.Pattern[str], str]]:
    """The pattern of each English sentence, and its translation; those that say most first."""
    if language == "en" or language not in LANGUAGES:
        return []
    file = folder() / "reasons" / f"{language}.json"
    texts: Mapping[str, str] = json.loads(file.read_text("utf-8"))
    ordered = sorted(texts, key=lambda text: (-len(re.sub(r"\{\w+\}", "", text)), text))
    return [(_pattern(text), texts[text]) for text in ordered]


def _pattern(text: str) -> re.Pattern[str]:
    """What fits a sentence: anything in its holes, no quotation marks between its own."""
    open_holes = HOLE.sub(r"(?P<\1>.+?)", re.escape(text))
    return re.compile(IN_QUOTES.sub(r'"\1[^"]+\2"', open_holes), re.DOTALL)
