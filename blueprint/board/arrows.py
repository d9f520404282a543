"""Which arrows a sheet shows: designed ones taken, designed ones never taken, undesigned ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from blueprint.board.layout import Sheet
from blueprint.board.routes import Route, route
from blueprint.board.tracks import Tracks, tracks
from blueprint.board.views import View
from blueprint.findings import Findings, LinkMeasure
from blueprint.model import Link

SHOWN_FROM = 0.05
"""An undesigned arrow taken by a smaller share is not drawn."""


class Sort(StrEnum):
    """What an arrow says."""

    TAKEN = "taken"
    NEVER = "never"
    UNDESIGNED = "undesigned"
    AGREEMENT = "agreement"
    DESIGNED = "designed"
    NEEDS = "needs"


SORTS: Mapping[str, Sort] = {"agreement": Sort.AGREEMENT, "needs": Sort.NEEDS}
"""Links that are declared, not part of the flow: when nobody takes them, that is no gap."""


@dataclass(frozen=True, slots=True)
class Arrow:
    """One arrow between two steps; without a measure when it is only declared."""

    source: str
    target: str
    sort: Sort
    measure: LinkMeasure | None = None

    @property
    def share(self) -> float:
        """Share of the instances with the source that take it."""
        return (self.measure.share or 0.0) if self.measure else 0.0


@dataclass(frozen=True, slots=True)
class Routed:
    """The arrows of a sheet with their ways and tracks, in step with each other."""

    arrows: tuple[Arrow, ...]
    routes: tuple[Route, ...]
    tracks: Tracks


def arrows(findings: Findings, view: View = View.GAPS) -> list[Arrow]:
    """The arrows of a view; in the view of the gaps those never taken, too."""
    if view is View.DESIGNED:
        return _planned_arrows(findings.designed.links)
    shown = _all_arrows(findings)
    return [a for a in shown if view is View.GAPS or a.sort is not Sort.NEVER]


def _planned_arrows(links: Iterable[Link]) -> list[Arrow]:
    """The arrows as designed; where a link is declared beside the flow, the flow's alone."""
    planned: dict[tuple[str, str], Arrow] = {}
    for link in sorted(links, key=lambda link: link.kind != "flow"):
        arrow = Arrow(link.source, link.target, SORTS.get(link.kind, Sort.DESIGNED))
        if link.source != link.target:
            planned.setdefault((link.source, link.target), arrow)
    return list(planned.values())


def _all_arrows(findings: Findings) -> list[Arrow]:
    """All arrows of the gap board, in the order of the findings, then the declared ones."""
    blind = set(findings.gates.blind_steps)
    blind |= {step.id for step in findings.steps if not step.instrumented}
    declared = {
        (link.source, link.target): link for link in findings.designed.links if link.kind in SORTS
    }
    taken = [link for link in findings.links if link.instances or _pair(link) not in declared]
    shown = [_measured(link, blind) for link in taken if link.source != link.target]
    pairs = {_pair(link) for link in taken}
    rest = [link for pair, link in declared.items() if pair not in pairs]
    return [arrow for arrow in (*shown, *(_declared(link) for link in rest)) if arrow]


def _pair(link: LinkMeasure) -> tuple[str, str]:
    """The ends of a link."""
    return link.source, link.target


def _measured(link: LinkMeasure, blind: set[str]) -> Arrow | None:
    """The arrow of a measured link; None when rare and undesigned, or ending where no data is."""
    if link.instances and (link.designed or (link.share or 0) >= SHOWN_FROM):
        sort = Sort.TAKEN if link.designed else Sort.UNDESIGNED
        return Arrow(link.source, link.target, sort, link)
    if link.designed and not {link.source, link.target} & blind and not link.instances:
        return Arrow(link.source, link.target, Sort.NEVER, link)
    return None


def _declared(link: Link) -> Arrow | None:
    """The arrow of an agreement or a need, which are drawn but not measured."""
    apart = link.source != link.target
    return Arrow(link.source, link.target, SORTS[link.kind]) if apart else None


def routed(sheet: Sheet, everything: Iterable[Arrow]) -> Routed:
    """The arrows with both ends on the sheet, and their ways."""
    cells = {place.step.id: (place.row, place.column) for place in sheet.places}
    boxes = frozenset(cells.values())
    shown = tuple(a for a in everything if a.source in cells and a.target in cells)
    ways = tuple(route(cells[a.source], cells[a.target], boxes) for a in shown)
    return Routed(shown, ways, tracks(ways))
