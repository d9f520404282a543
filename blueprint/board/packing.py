"""Which stages share a sheet: as few sheets as hold them all, and those of about one width."""

from __future__ import annotations

from collections.abc import Sequence


def packed(rooms: Sequence[int], most: int) -> list[list[int]]:
    """The places of the stages on each sheet, in their order, for the columns that each needs.

    Of all ways to do with as few sheets of at most `most` columns, one whose widest is narrowest:
    a narrow board is read at a larger size.
    """
    if not rooms:
        return []
    fewest = len(_filled(rooms, most))
    limits = range(max(rooms), max(most, *rooms) + 1)
    return next(found for limit in limits if len(found := _filled(rooms, limit)) <= fewest)


def _filled(rooms: Sequence[int], limit: int) -> list[list[int]]:
    """Sheets filled one after the other up to a limit."""
    groups: list[list[int]] = []
    used = 0
    for place, room in enumerate(rooms):
        if not groups or used + room > limit:
            groups.append([])
            used = 0
        groups[-1].append(place)
        used += room
    return groups
