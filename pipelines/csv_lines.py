"""The rows of a CSV file counted by its lines, where each line is surely one row."""

from __future__ import annotations

from pathlib import Path

from pipelines.contents import Content
from pipelines.text_lines import utf8_chunks

_FEED = b"\n"


def rows_of_lines(path: Path, content: Content, encoding: str) -> int | None:
    """How many rows a CSV file has; None: a reader must tell.

    A line is a row where nothing is quoted, no line is blank and all end in a line feed.
    """
    if content.reader != "csv" or not (encoding == "utf-8" or content.is_part):
        return None
    lines, before = 0, _FEED
    for chunk in utf8_chunks(path, "utf-8"):
        if _needs_reader(before + chunk, content.quote.encode()):
            return None
        lines += chunk.count(_FEED)
        before = chunk[-1:] or before
    return lines + (before != _FEED) - content.has_header


def _needs_reader(text: bytes, quote: bytes) -> bool:
    """Whether lines and rows may differ in a text that comes after a line end, or with it."""
    return b"\r" in text or b"\n\n" in text or bool(quote and quote in text)
