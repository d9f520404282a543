"""A quote in a CSV file that nothing closes: it would swallow every row that follows."""

from __future__ import annotations

import gzip
from pathlib import Path


def unclosed_quote(path: Path) -> int | None:
    """The line by which a quote is open that nothing closes, when other lines follow it.

    None where every quote is closed, or where only the last line is cut off: that costs one row.
    Quotes that are doubled inside a text count as two, so only their number matters.
    """
    opened, number = None, 0
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as stream:
        for number, line in enumerate(stream, 1):
            if line.count(b'"') % 2:
                opened = number if opened is None else None
    return opened if opened != number else None
