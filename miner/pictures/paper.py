"""The sheet that a picture of a model is drawn on: its colours, light and dark, and arrow heads."""

from __future__ import annotations

from html import escape

from miner.pictures.svg import Point, clean, number, tag

FONT = "'Liberation Sans', Arial, Helvetica, Arimo, sans-serif"
STYLE = (
    f".bm-model{{--ink:#172530;--muted:#5a6b79;--line:#7c8896;--box:#f3f7fb;--paper:#fff;"
    f"background:var(--paper);font-family:{FONT}}}"
    ".bm-model text{fill:var(--ink);unicode-bidi:isolate}"
    ".bm-model .bm-small text{fill:var(--muted)}"
    ".bm-paper{fill:var(--paper)}"
    ".bm-box{fill:var(--box);stroke:var(--muted)}"
    ".bm-gateway{fill:var(--paper);stroke:var(--ink)}"
    ".bm-sign{fill:none;stroke:var(--ink);stroke-width:2.5}"
    ".bm-line{fill:none;stroke:var(--line);stroke-width:1.4}"
    ".bm-head{fill:var(--line)}"
    ".bm-start{fill:var(--paper);stroke:var(--ink);stroke-width:1.4}"
    ".bm-end{fill:var(--paper);stroke:var(--ink);stroke-width:3.5}"
    "@media (prefers-color-scheme:dark){.bm-model{--ink:#e6edf3;--muted:#9fb0bf;--line:#8595a3;"
    "--box:#1c2833;--paper:#10171d}}"
)
HEAD = tag(
    "marker",
    tag("path", class_="bm-head", d="M0 0L8 4L0 8z"),
    id="bm-head", viewBox="0 0 8 8", refX=7.5, refY=4, markerWidth=7, markerHeight=7,
    orient="auto", markerUnits="userSpaceOnUse",
)  # fmt: skip
"""The head of an arrow."""


def document(body: str, size: Point, name: str, told: str) -> str:
    """The SVG element with its name, what a screen reader says of it, and its colours."""
    width, height = size
    return tag(
        "svg",
        tag("title", escape(clean(name))),
        tag("desc", escape(clean(told))),
        tag("style", STYLE),
        tag("defs", HEAD),
        tag("rect", class_="bm-paper", x=0, y=0, width=width, height=height),
        body,
        xmlns="http://www.w3.org/2000/svg", class_="bm-model", role="img",
        viewBox=f"0 0 {number(width)} {number(height)}", width=width, height=height,
    )  # fmt: skip
