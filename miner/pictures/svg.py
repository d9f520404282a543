"""SVG as text: elements with everything escaped, numbers short, names cleaned of what XML forbids.

Log content is hostile: every name goes through `clean` and `escape` here, and nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

Point = tuple[float, float]

FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff"  # not allowed in XML, or unseen
    "\u061c\u200b\u200e\u200f\u202a-\u202e\u2028\u2029\u2060-\u2069\ufeff]"  # turns or hides text
)
SPACES = re.compile(r"[\t\n\r ]+")


def clean(text: str) -> str:
    """Text that shows as what it is: no control characters, no bidirectional marks, one line."""
    return SPACES.sub(" ", FORBIDDEN.sub("", text)).strip(" ")


def number(value: float) -> str:
    """A coordinate with at most one decimal: 12, 12.5."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def tag(name: str, *children: str, **attributes: str | float | None) -> str:
    """One element: `stroke_width` becomes stroke-width, `class_` class; None is left out."""
    kept = {key: value for key, value in attributes.items() if value is not None}
    shown = "".join(f' {_attribute(key)}="{_value(value)}"' for key, value in kept.items())
    inside = "".join(children)
    return f"<{name}{shown}>{inside}</{name}>" if inside else f"<{name}{shown}/>"


def title(text: str) -> str:
    """The tooltip of the element it stands in."""
    return f"<title>{escape(clean(text))}</title>"


def path(points: Sequence[Point], radius: float = 5) -> str:
    """The d of an orthogonal line through the points, its corners rounded."""
    first, *rest = points
    steps = [f"M{number(first[0])} {number(first[1])}"]
    for before, corner, after in zip(points, rest, rest[1:], strict=False):
        steps.append(_corner(before, corner, after, radius))
    last = rest[-1]
    return "".join(steps) + f"L{number(last[0])} {number(last[1])}"


def _corner(before: Point, corner: Point, after: Point, radius: float) -> str:
    """A line to just before the corner and a curve to just after it."""
    near, far = _towards(corner, before, radius), _towards(corner, after, radius)
    return (
        f"L{number(near[0])} {number(near[1])}"
        f"Q{number(corner[0])} {number(corner[1])} {number(far[0])} {number(far[1])}"
    )


def _towards(start: Point, goal: Point, distance: float) -> Point:
    """The point `distance` from start towards goal, at most halfway."""
    across, down = goal[0] - start[0], goal[1] - start[1]
    length = abs(across) + abs(down)
    part = min(distance, length / 2) / length if length else 0
    return start[0] + across * part, start[1] + down * part


def _attribute(key: str) -> str:
    """The attribute's name in SVG."""
    return key.rstrip("_").replace("_", "-")


def _value(value: str | float) -> str:
    """The attribute's value, escaped."""
    return escape(clean(value)) if isinstance(value, str) else number(value)
