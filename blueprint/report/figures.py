"""Plotly figures as JSON for the page; the colours of text and grid are set there, light or dark.

Plotly is imported only when a figure is made: it takes half a second.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from markupsafe import Markup

from blueprint.amounts import duration
from blueprint.report.section import render
from miner.pictures.svg import clean

TICKS = (1, 10, 60, 600, 3600, 6 * 3600, 86400, 7 * 86400, 30 * 86400, 365 * 86400)
"""Where a logarithmic axis of durations is labelled: seconds, minutes, hours, days."""
DIGITS = 6
"""Decimals of a coordinate: enough for the eye, the same on every machine."""


def chart(caption: str, figure: Mapping[str, Any], height: int, note: str) -> Markup:
    """A figure element with its data; without JavaScript its note is shown instead."""
    data = json.dumps(figure, ensure_ascii=False, sort_keys=True, allow_nan=False)
    safe = Markup(data.replace("<", "\\u003c").replace("&", "\\u0026"))  # noqa: S704 - JSON, no tags
    return render("chart", caption=caption, data=safe, height=height, note=note)


def figure(bars: Sequence[Mapping[str, Any]], layout: Mapping[str, Any]) -> dict[str, Any]:
    """Bars and a layout, checked by Plotly and without its template of styles."""
    import plotly.graph_objects as go  # noqa: PLC0415 - heavy: only when a chart is drawn

    quiet = {"template": go.layout.Template(), "margin": {"l": 8, "r": 8, "t": 12, "b": 40}}
    quiet |= {"paper_bgcolor": "rgba(0,0,0,0)", "plot_bgcolor": "rgba(0,0,0,0)"}
    drawn = go.Figure([go.Bar(**bar) for bar in bars], {**quiet, **layout})
    as_json: dict[str, Any] = drawn.to_plotly_json()
    as_json["layout"].pop("template", None)
    return as_json


def plain(text: str) -> str:
    """A name for a chart: Plotly reads some tags in its labels, so they are escaped."""
    return escape(clean(text), quote=False)


def log_seconds(seconds: float) -> float:
    """Where a duration lies on the logarithmic axis."""
    return round(math.log10(max(seconds, 0.001)), DIGITS)


def duration_axis(ends: tuple[float, float], language: str, clock: str) -> dict[str, Any]:
    """A logarithmic axis between two durations in seconds, labelled in minutes, hours and days."""
    low, high = ends
    ticks = [tick for tick in TICKS if low <= tick <= high]
    return {
        "range": [log_seconds(low), log_seconds(high)],
        "tickvals": [log_seconds(tick) for tick in ticks],
        "ticktext": [duration(tick, language, clock) for tick in ticks],
        "zeroline": False,
    }
