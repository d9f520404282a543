"""The heaviest gaps of real logs in one picture: share, its interval, and what the design tolerates.

`python tests/real_logs/draw_gaps.py FILE.svg PROJECT...` reads the findings of each project's last run.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

MOST, ROW, LEFT, WIDTH, SCALE = 6, 20, 400, 800, 640
"""Gaps of a log; heights and widths in pixels; pixels for a share of 1."""


def main(file: str, *projects: str) -> None:
    """Writes the picture."""
    parts, y = [], 10
    for project in projects:
        text = (Path(project) / "out/latest/findings.json").read_text(encoding="utf-8")
        findings = json.loads(text)
        y += ROW + 8
        name = next(iter(findings["designed"]["name"].values()))
        parts.append(_text(12, y, name, "font-weight='600'"))
        for gap in [one for one in findings["gaps"] if not one["follows_from"]][:MOST]:
            y += ROW
            parts += _row(gap, y)
    parts += _scale(y + ROW)
    Path(file).write_text(
        "\n".join([_head(y + 5 * ROW // 2), *parts, "</svg>\n"]), encoding="utf-8"
    )


def _head(height: int) -> str:
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {height}' role='img'"
        " font-family='system-ui, sans-serif' font-size='12' fill='#1f2933'>"
        "<title>The heaviest gaps of four real logs: share of the eligible, 95 % interval,"
        " and what the design tolerates</title>"
        f"<rect width='{WIDTH}' height='{height}' fill='#ffffff'/>"
    )


def _row(gap: dict[str, Any], y: int) -> Iterator[str]:
    low, high = (_x(end) for end in gap["interval"])
    middle, most = _x(gap["rate"]), _x(gap["tolerance"])
    yield _text(24, y, gap["id"], "")
    yield f"<path d='M{low} {y - 4}H{high}' stroke='#1c5d99' stroke-width='5' opacity='.35'/>"
    yield f"<circle cx='{middle}' cy='{y - 4}' r='3.5' fill='#1c5d99'/>"
    yield f"<path d='M{most} {y - 10}v12' stroke='#b3261e' stroke-width='1.5'/>"
    yield _text(high + 8, y, f"{100 * gap['rate']:.0f} %", "font-size='11' fill='#52606d'")


def _scale(y: int) -> Iterator[str]:
    said = "share of the eligible, its 95 % interval; red: what the design tolerates"
    yield _text(24, y + ROW, said, "font-size='11' fill='#52606d'")
    for tenth in range(0, 6, 1):
        at = _x(tenth / 10)
        label = "font-size='11' fill='#52606d' text-anchor='middle'"
        yield _text(at, y, f"{tenth * 10} %", label)
        yield f"<path d='M{at} 14V{y - 14}' stroke='#52606d' stroke-width='.5' opacity='.25'/>"


def _x(share: float) -> float:
    return round(LEFT + share * SCALE, 1)


def _text(x: float, y: float, said: str, style: str) -> str:
    return f"<text x='{x}' y='{y}' {style}>{escape(said)}</text>"


if __name__ == "__main__":
    main(*sys.argv[1:])
