"""Segments of few customers are withheld; also those outside of which few are affected."""

from __future__ import annotations

from collections.abc import Iterable

from blueprint.gap import Segment


def large_segments(segments: Iterable[Segment], smallest: int) -> list[Segment]:
    """Those with enough customers hit inside, and with none or enough outside."""
    return [
        one
        for one in segments
        if one.customers >= smallest and not 0 < one.rest_customers < smallest
    ]
