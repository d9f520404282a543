"""A score on the line from -2 to 2 as a small SVG: the mean, its interval, what was expected."""

from __future__ import annotations

from markupsafe import Markup

from blueprint.amounts import signed
from miner.pictures.svg import tag, title

WIDTH, HEIGHT, MIDDLE, EDGE, REACH = 190.0, 22.0, 11.0, 8.0, 2.0
Interval = tuple[float, float]


def score_line(
    score: float | None, interval: Interval | None, expected: float | None, language: str
) -> Markup:
    """The line with its middle; a dot with its interval, and a diamond at what is expected."""
    drawn = _axis()
    told = []
    if expected is not None:
        drawn += _diamond(_x(expected))
        told.append(f"\N{WHITE DIAMOND} {signed(expected, language)}")
    if score is not None:
        drawn += _dot(score, interval)
        told.append(f"\N{BLACK CIRCLE} {signed(score, language)}")
    return _picture(drawn, told)


def two_scores(filled: float, hollow: float, language: str) -> Markup:
    """Two means on one line, and what lies between them."""
    ends = sorted((_x(filled), _x(hollow)))
    drawn = _axis() + tag("line", x1=ends[0], x2=ends[1], y1=MIDDLE, y2=MIDDLE, class_="interval")
    drawn += tag("circle", cx=_x(hollow), cy=MIDDLE, r=4.5, class_="mean hollow")
    drawn += _dot(filled, None)
    told = [
        f"\N{BLACK CIRCLE} {signed(filled, language)}",
        f"\N{WHITE CIRCLE} {signed(hollow, language)}",
    ]
    return _picture(drawn, told)


def _axis() -> str:
    """The line from -2 to 2 with a tick at each whole score."""
    line = tag("line", x1=EDGE, x2=WIDTH - EDGE, y1=MIDDLE, y2=MIDDLE, class_="axis")
    return line + "".join(_tick(at) for at in (-REACH, -1, 0, 1, REACH))


def _picture(drawn: str, told: list[str]) -> Markup:
    """The drawing with its words."""
    words = " · ".join(told) or "\N{EN DASH}"
    picture = tag(
        "svg", title(words), drawn, class_="score", role="img", width=WIDTH, height=HEIGHT,
        viewBox=f"0 0 {WIDTH:.0f} {HEIGHT:.0f}",
    )  # fmt: skip
    return Markup(picture)  # noqa: S704 - numbers of ours, every text escaped by tag and title


def _x(value: float) -> float:
    """Where a score lies, at most at the ends of the line."""
    inside = max(-REACH, min(REACH, value))
    return EDGE + (inside + REACH) / (2 * REACH) * (WIDTH - 2 * EDGE)


def _tick(at: float) -> str:
    """A whole score; the middle one is longer."""
    size = 3 if at else 6
    return tag("line", x1=_x(at), x2=_x(at), y1=MIDDLE - size, y2=MIDDLE + size, class_="axis")


def _diamond(x: float) -> str:
    """What is expected: hollow, so that a dot on it stays visible."""
    points = f"{x:.1f},{MIDDLE - 6} {x + 6:.1f},{MIDDLE} {x:.1f},{MIDDLE + 6} {x - 6:.1f},{MIDDLE}"
    return tag("polygon", points=points, class_="expected")


def _dot(score: float, interval: Interval | None) -> str:
    """The mean, and a bar over its interval."""
    bar = ""
    if interval is not None:
        low, high = map(_x, interval)
        bar = tag("line", x1=low, x2=high, y1=MIDDLE, y2=MIDDLE, class_="interval")
    return bar + tag("circle", cx=_x(score), cy=MIDDLE, r=4.5, class_="mean")
