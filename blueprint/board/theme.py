"""Colours and sizes of the board. No colour stands alone: border, word and number say it too."""

from __future__ import annotations

from collections.abc import Mapping

from blueprint.model import Role

INK, MUTED, FAINT, RULE, PAPER = "#172530", "#5a6b79", "#8595a3", "#dde3e8", "#ffffff"
CHEVRON, ARROW = "#24384b", "#7c8896"
GREEN, BLUE, AMBER, RED = "#00785a", "#0072b2", "#8f5d00", "#a01818"
VERMILLION, VIOLET, MAGENTA, TEAL, RUST = "#bd4a00", "#6f35a8", "#a6246e", "#00687a", "#8c2d04"
IN_TIME, TOLERATED, BEYOND = "#cfeade", "#e6e9ed", "#f9d5c6"

BANDS: Mapping[Role, str] = {
    Role.CUSTOMER: "#fff8e1",
    Role.FRONTSTAGE: "#e8f3fb",
    Role.BACKSTAGE: "#eef0f3",
    Role.SUPPORT: "#f6f6f4",
}
BARS: Mapping[Role, str] = {
    Role.CUSTOMER: "#c99b1d",
    Role.FRONTSTAGE: "#3f8dc4",
    Role.BACKSTAGE: "#7f8a98",
    Role.SUPPORT: "#a5a196",
}
DASHES: Mapping[str, str | None] = {
    "interaction": None,
    "visibility": "9 5",
    "internal_interaction": "2 4",
}
OLIVE = "#5b6200"
KIND_COLOURS: Mapping[str, str] = {
    "skipped_step": VIOLET,
    "wrong_order": MAGENTA,
    "late_step": VERMILLION,
    "slow_stage": VERMILLION,
    "repeated_step": TEAL,
    "abandonment": RUST,
    "undesigned_step": AMBER,
    "forbidden_step": RED,
    "broken_rule": RED,
    "failed_touchpoint": RED,
    "low_reach": RUST,
    "wrong_branch": MAGENTA,
    "undesigned_path": AMBER,
    "dropped_handoff": VERMILLION,
    "slow_system": VERMILLION,
    "long_wait": VERMILLION,
    "silence": VERMILLION,
    "wrong_role": OLIVE,
    "wrong_channel": OLIVE,
    "visibility_breach": OLIVE,
    "low_emotion": BLUE,
}

FONT = "'Liberation Sans', Arial, Helvetica, Arimo, sans-serif"
MARGIN = 14.0
LABELS = 172.0
"""Width of the column of row labels at the left."""
BOX_WIDTH, BOX_HEIGHT = 108.0, 56.0
TRACK = 7.0
"""Distance between two arrows side by side."""
GUTTER = 13.0
"""Width of a gutter without arrows."""
STAGE_GAP = 12.0
"""What a gutter is wider between two stages."""
NARROWEST_STAGE = 216.0
"""A stage is at least so wide, so that its time can be read."""
LEAST_COLUMNS, MOST_COLUMNS = 2, 16
"""Columns that the narrowest stage takes up, and those that a sheet has room for."""


def kind_colour(kind: str) -> str:
    """The colour of a kind of gap; dark grey for kinds without one of their own."""
    return KIND_COLOURS.get(kind, INK)
