"""A value over weeks or runs as a small SVG: a line with its interval, broken where nothing is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from markupsafe import Markup

from miner.pictures.svg import number, tag, title

WIDTH, HEIGHT, LEFT, RIGHT, TOP, FOOT = 420.0, 138.0, 46.0, 10.0, 8.0, 24.0


class Dot(NamedTuple):
    """A value at a place of the axis, with its interval, and as it is told."""

    place: int
    value: float
    interval: tuple[float, float] | None
    told: str


class Scale(NamedTuple):
    """The vertical axis: its ends, where it is labelled, and whether it is logarithmic."""

    low: float
    high: float
    ticks: list[tuple[float, str]]
    log: bool = False

    def y(self, value: float) -> float:
        """Where a value lies, at most at the ends."""
        low, high, at = self.low, self.high, min(max(value, self.low), self.high)
        if self.log:
            low, high, at = math.log(low), math.log(high), math.log(at)
        return TOP + (HEIGHT - TOP - FOOT) * (1 - (at - low) / (high - low))


def line_chart(
    caption: str,
    series: Sequence[Sequence[Dot]],
    labels: Sequence[str],
    scale: Scale,
    level: float | None = None,
) -> Markup:
    """One line per series, the first one whole, others dashed; `level` is what is tolerated."""
    drawn = "".join(_tick(value, text, scale) for value, text in scale.ticks)
    if level is not None and scale.low <= level <= scale.high:
        y = scale.y(level)
        drawn += tag("line", x1=LEFT, x2=WIDTH - RIGHT, y1=y, y2=y, class_="level")
    for n, dots in enumerate(series):
        drawn += _series(dots, len(labels), scale, first=n == 0)
    told = "; ".join([caption, *(dot.told for dots in series for dot in dots)])
    picture = tag(
        "svg", title(told), drawn + _labels(labels), class_="trend-line", role="img",
        viewBox=f"0 0 {WIDTH:.0f} {HEIGHT:.0f}",
    )  # fmt: skip
    return Markup(picture)  # noqa: S704 - numbers of ours, every text escaped by tag and title


def _x(place: int, of: int) -> float:
    """Where a place of the axis lies."""
    return LEFT + 10 + (WIDTH - LEFT - RIGHT - 20) * (place / (of - 1) if of > 1 else 0.5)


def _tick(value: float, text: str, scale: Scale) -> str:
    """A line across with its label."""
    y = scale.y(value)
    line = tag("line", x1=LEFT, x2=WIDTH - RIGHT, y1=y, y2=y, class_="grid")
    return line + tag("text", text, x=LEFT - 6, y=y + 4, text_anchor="end")


def _series(dots: Sequence[Dot], of: int, scale: Scale, *, first: bool) -> str:
    """The parts without a gap, each with its band; a dot per value."""
    parts = groupby(enumerate(dots), key=lambda pair: pair[1].place - pair[0])
    drawn = "".join(_part([dot for _, dot in part], of, scale, first=first) for _, part in parts)
    return drawn + "".join(_dot(dot, of, scale, first=first) for dot in dots)


def _part(dots: Sequence[Dot], of: int, scale: Scale, *, first: bool) -> str:
    """The line of values that follow each other, and the band of their intervals."""
    middle = [(_x(dot.place, of), scale.y(dot.value)) for dot in dots]
    line = tag("polyline", points=_points(middle), class_="line" if first else "line second")
    ends = [(_x(dot.place, of), dot.interval) for dot in dots if dot.interval]
    low = [(x, scale.y(interval[0])) for x, interval in ends]
    high = [(x, scale.y(interval[1])) for x, interval in ends]
    if len(ends) > 1:
        return tag("polygon", points=_points([*low, *reversed(high)]), class_="band") + line
    bars = [
        tag("line", x1=a[0], x2=b[0], y1=a[1], y2=b[1], class_="bar")
        for a, b in zip(low, high, strict=True)
    ]
    return "".join(bars) + line


def _points(points: Sequence[tuple[float, float]]) -> str:
    """Corners as SVG writes them."""
    return " ".join(f"{number(x)},{number(y)}" for x, y in points)


def _dot(dot: Dot, of: int, scale: Scale, *, first: bool) -> str:
    """A value with its words: a circle, of further series a square."""
    x, y = _x(dot.place, of), scale.y(dot.value)
    if first:
        return tag("circle", title(dot.told), cx=x, cy=y, r=3.4, class_="mark")
    return tag("rect", title(dot.told), x=x - 3, y=y - 3, width=6, height=6, class_="mark second")


def _labels(labels: Sequence[str]) -> str:
    """The first and the last place below, and one in the middle of many."""
    of = len(labels)
    shown = {0: "start", of - 1: "end"} if of > 1 else {0: "middle"}
    shown |= {(of - 1) // 2: "middle"} if of > 4 else {}  # noqa: PLR2004 - room for a third
    return "".join(
        tag("text", labels[n], x=_x(n, of), y=HEIGHT - 6, text_anchor=anchor)
        for n, anchor in sorted(shown.items())
    )
