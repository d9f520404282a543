"""`plausible:` of a source in project.yaml: the times between which its events may lie."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from pipelines.project_file import Section

EARLIEST = datetime(1971, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Plausible:
    """Events before `since`, or at or after `until`, are set aside."""

    since: datetime = EARLIEST
    until: datetime | None = None  # None: one day after the load


def read_plausible(section: Section, zone: str | None) -> Plausible:
    """The range of a source; days begin in its zone, in UTC where it has none."""
    place = section.section("plausible")
    if place is None:
        return Plausible()
    place.known_keys("from", "until")
    since = place.instant("from", zone or "UTC") or EARLIEST
    until = place.instant("until", zone or "UTC")
    if until is not None and until <= since:
        place.wrong("until", f'"until" must lie after "from", found {until:%Y-%m-%d %H:%M}')
    return Plausible(since, until)
