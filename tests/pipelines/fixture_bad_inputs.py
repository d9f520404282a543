"""How a bad input is written down, with what must come of it: rows that are kept, or a message.

Traps of real exports (duplicates, late and skewed clocks, junk ids, encodings, half-written files)
and what somebody might do on purpose (bombs, deep nesting, formulas, links out of the folder).
"""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass, field
from typing import Any

DECLARED = {"activity": "a", "timestamp": "t", "objects": {"ticket": "o"}}
AT = "2016-02-29T01:16:00Z"
HEAD = "o,a,t\n"
GOOD = f"1,A,{AT}\n"


@dataclass(frozen=True, kw_only=True)
class Bad:
    """One bad input; `told` is part of the message that stops the source, else rows are counted."""

    name: str
    format: str = "csv"
    file: str = "a.csv"
    content: Any = ""
    settings: dict[str, Any] = field(default_factory=dict)
    loaded: int = 0
    duplicate: int = 0
    kept: dict[str, int] = field(default_factory=dict)  # quarantined rows by reason
    told: str | None = None


def text(name: str, rows: str, head: str = HEAD, **outcome: Any) -> Bad:
    """Rows of declared CSV."""
    return Bad(name=name, content=head + rows, settings={"columns": DECLARED}, **outcome)


def lines(name: str, *rows: Any, **outcome: Any) -> Bad:
    """Declared JSON lines; texts and bytes stand as they are."""
    encoded = [
        r if isinstance(r, bytes) else (r if isinstance(r, str) else json.dumps(r)).encode()
        for r in rows
    ]
    return Bad(
        name=name,
        format="jsonl",
        file="a.jsonl",
        content=b"\n".join(encoded) + b"\n",
        settings={"columns": DECLARED, **outcome.pop("settings", {})},
        **outcome,
    )


def row(**more: Any) -> dict[str, Any]:
    return {"o": "1", "a": "A", "t": AT} | more


def raw(name: str, content: bytes, file: str = "a.csv", **outcome: Any) -> Bad:
    """Bytes in place of declared CSV."""
    return Bad(name=name, file=file, content=content, settings={"columns": DECLARED}, **outcome)


def zipped(*members: tuple[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return packed.getvalue()


def page(number: int, **more: Any) -> str:
    """A Segment call."""
    call = {"type": "page", "messageId": f"m{number}", "anonymousId": "x", "timestamp": AT}
    return json.dumps(call | more)


def web(name: str, *rows: str, **outcome: Any) -> Bad:
    return Bad(
        name=name, format="segment", file="a.jsonl", content="\n".join(rows) + "\n", **outcome
    )
