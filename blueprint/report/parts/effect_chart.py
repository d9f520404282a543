"""How large a gap is in each instance that it affects: bars as SVG, readable without a script."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from markupsafe import Markup

from blueprint.amounts import duration, number
from blueprint.findings import Gap
from blueprint.model import Blueprint
from blueprint.sentences import clock_of, report_word
from miner.pictures.svg import tag, title

WIDTH, HEIGHT, FOOT, HEAD = 560.0, 130.0, 26.0, 14.0
MOST_LABELS = 9


def effect_chart(gap: Gap, designed: Blueprint, language: str) -> Markup | str:
    """Bars of a gap's histogram, their edges below; nothing where every effect is the same."""
    found = gap.histogram
    if not found or not found.get("counts"):
        return ""
    edges = [
        _edge(edge, found["unit"], clock_of(gap, designed), language) for edge in found["edges"]
    ]
    told = _told(edges, found["counts"], language)
    drawn = _bars(found["counts"], told) + _labels(edges) + _tops(found["counts"], language)
    caption = report_word("effect_chart", language)
    picture = tag(
        "svg", title(caption + ": " + "; ".join(told)), drawn, class_="bars", role="img",
        viewBox=f"0 0 {WIDTH:.0f} {HEIGHT:.0f}",
    )  # fmt: skip
    return Markup(picture)  # noqa: S704 - numbers of ours, every text escaped by tag and title


def _edge(edge: float, unit: str, clock: str, language: str) -> str:
    """Where a bin begins: a duration, or a count."""
    return duration(edge, language, clock) if unit == "s" else number(edge, language)


def _told(edges: Sequence[str], counts: Sequence[int], language: str) -> list[str]:
    """Each bar in words."""
    ranges = (f"{low} \N{EN DASH} {high}" for low, high in pairwise(edges))
    return [f"{ends}: {number(n, language)}" for ends, n in zip(ranges, counts, strict=True)]


def _bars(counts: Sequence[int], told: Sequence[str]) -> str:
    """One bar per bin with its words as a tooltip."""
    room, most = WIDTH / len(counts), max(*counts, 1)
    floor = HEIGHT - FOOT
    sizes = [(floor - HEAD) * n / most for n in counts]
    return "".join(
        tag("rect", title(words), x=n * room + 1, y=floor - size, width=room - 2, height=size)
        for n, (size, words) in enumerate(zip(sizes, told, strict=True))
    )


def _labels(edges: Sequence[str]) -> str:
    """The edges below the bars; of many every second or third."""
    room, every = WIDTH / (len(edges) - 1), -(-len(edges) // MOST_LABELS)
    shown = [(n, text) for n, text in enumerate(edges) if n % every == 0]
    return "".join(
        tag("text", text, x=n * room, y=HEIGHT - 8, text_anchor=_anchor(n, len(edges)))
        for n, text in shown
    )


def _anchor(place: int, of: int) -> str:
    """The first and the last label stay inside the picture."""
    return {0: "start", of - 1: "end"}.get(place, "middle")


def _tops(counts: Sequence[int], language: str) -> str:
    """The count above each bar."""
    room, most = WIDTH / len(counts), max(*counts, 1)
    floor = HEIGHT - FOOT
    return "".join(
        tag(
            "text", number(n, language), x=(place + 0.5) * room,
            y=floor - (floor - HEAD) * n / most - 3, text_anchor="middle",
        )
        for place, n in enumerate(counts)
        if n
    )  # fmt: skip
