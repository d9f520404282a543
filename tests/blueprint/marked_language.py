"""A language that marks what it says: whatever a page shows without a mark was never translated.

Every text of the language files stands between ⟦ and ⟧. Taken away from what is shown: marked
texts, what the design and the logs say themselves, and what is the same in all languages.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import asdict
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import blueprint
from blueprint.findings import Findings

OPEN, CLOSE = "⟦", "⟧"
LANGUAGE = "es"
"""The marked texts take the place of this one; its numbers and units stay."""
LANGUAGES = Path(blueprint.__file__).parent / "languages"
SHOWN = ("aria-label", "title", "alt", "placeholder", "data-text", "aria-description")
SAME_EVERYWHERE = re.compile(
    r"(?<![^\W\d_])("
    r"s|min|h|d|n|q|P10|P50|P90|ID|SQL|UTC|business"  # units, names of measures; of a calendar
    r"|[0-9a-f]{16,64}|T|Z"  # fingerprints, times
    r"|tau|br"  # pm4py's silent step; the line break of a chart
    r")(?![^\W\d_])"
)
NOT_OURS = {"script", "style", "code", "pre"}
OUR_WORDS = {"why", "stopped", "case_rule", "kind", "verdict", "status", "unit", "state", "template", "language", "role", "clock", "contact"}  # fmt: skip
"""Fields of the findings whose words are ours, not of the design or the logs."""


def marked_files(folder: Path) -> Path:
    """The language files with the marked texts in the place of one language."""
    copied = Path(shutil.copytree(LANGUAGES, folder / "languages"))
    files = (f"{LANGUAGE}.json", f"definitions/{LANGUAGE}.json", f"reasons/{LANGUAGE}.json")
    for name, mark in zip(files, (marked, by_part, marked), strict=True):
        texts = json.loads((copied / name).read_text("utf-8"))
        told = {key: mark_all(value, mark) for key, value in texts.items()}
        (copied / name).write_text(json.dumps(told), "utf-8")
    return copied


def mark_all(texts: Any, mark: Any) -> Any:
    return {k: mark_all(v, mark) for k, v in texts.items()} if isinstance(texts, dict) else mark(texts)  # fmt: skip


def marked(text: str) -> str:
    """A text with its marks; each of its forms for one and for many has its own."""
    return "|".join(f"{OPEN}{form}{CLOSE}" for form in text.split("|"))


def by_part(text: str) -> str:
    """A definition: its keys of the design, in backticks, are set in elements of their own."""
    return "`".join(part if n % 2 else marked(part) for n, part in enumerate(text.split("`")))


def unmarked(text: str) -> str:
    """What stands outside all marks; a text that was cut, or set on two lines, lacks one of them."""
    depth = -min(0, *_depths(text)) if CLOSE in text else 0
    kept = []
    for sign in text:
        depth += sign == OPEN
        kept.append(sign if not depth else " ")
        depth -= sign == CLOSE
    return "".join(kept)


def _depths(text: str) -> list[int]:
    depth, seen = 0, [0]
    for sign in text:
        depth += (sign == OPEN) - (sign == CLOSE)
        seen.append(depth)
    return seen


class Shown(HTMLParser):
    """What a page shows or reads out: its texts, labels, tooltips, and the texts of its charts."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.inside: list[str] = []
        self.texts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.inside.append(tag)
        self.texts += [value for name, value in attrs if name in SHOWN and value]
        if tag == "script" and ("type", "application/json") in attrs:
            self.inside[-1] = "chart"

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        self.inside.pop()

    def handle_endtag(self, tag):
        while self.inside and self.inside.pop() not in {tag, "chart" if tag == "script" else tag}:
            pass

    def handle_data(self, data):
        if "chart" in self.inside:
            self.texts += chart_texts(json.loads(data))
        elif not NOT_OURS & {*self.inside}:
            self.texts.append(data)


TEXTS_OF_CHARTS = {"text", "name", "hovertemplate", "ticktext", "hovertext"}


def chart_texts(chart: Any, key: str = "") -> Iterator[str]:
    """The texts of a Plotly figure."""
    if isinstance(chart, dict):
        for name, value in chart.items():
            yield from chart_texts(value, name)
    elif isinstance(chart, list):
        for value in chart:
            yield from chart_texts(value, key)
    elif isinstance(chart, str) and key in TEXTS_OF_CHARTS:
        yield chart


def content(findings: Findings) -> re.Pattern[str]:
    """What the design and the logs say themselves, the longest first, also where it is cut or set on two lines."""
    said = {text for text in _leaves(asdict(findings)) if re.search(r"[^\W\d_]", text)}
    names = [text.split() for text in said if " " in text and len(text) < LONGEST_NAME]
    said |= {" ".join(words[a:b]) for words in names for a in range(len(words)) for b in range(a + 1, len(words) + 1)}  # fmt: skip
    ordered = sorted(said, key=lambda text: (-len(text), text))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, ordered))})(?!\w)")


LONGEST_NAME = 40


def _leaves(value: Any, key: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _leaves(inner, str(name))
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _leaves(inner, key)
    elif isinstance(value, str) and key not in OUR_WORDS:
        yield str(value)


def untranslated(page: str, findings: Findings) -> list[str]:
    """Every text of the page that has words of ours outside the marks."""
    own, found = content(findings), []
    for text in dict.fromkeys(Shown(page).texts):
        left = SAME_EVERYWHERE.sub(" ", own.sub(" ", unmarked(text)))
        if re.search(r"[^\W\d_]", left):
            found.append(" ".join(text.split()))
    return found
