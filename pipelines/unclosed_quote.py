"""A quote in a CSV file that nothing closes: it would swallow every row that follows."""

from __future__ import annotations

from pathlib import Path

from pipelines.file_kinds import opened
from pipelines.project_file import BrokenExportError


def unclosed_quote(path: Path) -> int | None:
    """The line by which a quote is open that nothing closes, when other lines follow it.

    None where every quote is closed, or where only the last line is cut off: that costs one row.
    Quotes that are doubled inside a text count as two, so only their number matters.
    """
    opened_by, number = None, 0
    with opened(path) as stream:
        for number, line in enumerate(stream, 1):
            if line.count(b'"') % 2:
                opened_by = number if opened_by is None else None
    return opened_by if opened_by != number else None


def refuse_unclosed_quote(path: Path, shown: str) -> None:
    """Raises `BrokenExportError` where a quote stays open: the rows after it are one text."""
    if line := unclosed_quote(path):
        raise BrokenExportError(
            f"{shown}:{line}: a quote is opened here or before and never closed. Close it, or write"
            ' "" where it is part of a text.'
        )
