"""`--fail-on`: which gaps are too many, so that a run can gate another pipeline."""

from __future__ import annotations

from dataclasses import dataclass

from blueprint.findings import Findings, Gap
from blueprint.gaps import definitions

VERDICTS = {"confirmed": {"confirmed"}, "indicated": {"confirmed", "indicated"}}


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `allowed` gaps of a name: a verdict, a kind, or one gap's id."""

    name: str
    allowed: int = 0

    def matches(self, gap: Gap) -> bool:
        """Whether the gap counts: those that follow from another are counted by their id only.

        One that people accept for now (an action with `status: accepted`) does not count.
        """
        if gap.accepted is not None:
            return False
        if self.name in VERDICTS:
            return gap.verdict in VERDICTS[self.name] and gap.follows_from is None
        if self.name == gap.id:
            return gap.verdict == "confirmed"
        return self.name == gap.kind and gap.verdict == "confirmed" and gap.follows_from is None


def parse(text: str) -> Limit:
    """A limit from `NAME` or `NAME=COUNT`. Raises ValueError when it cannot be read."""
    name, _, count = text.partition("=")
    known = {*VERDICTS, *definitions()}
    if name not in known and ":" not in name:
        raise ValueError(f"{name!r} is none of {', '.join(sorted(known))}, nor the id of a gap")
    if count and not count.isdigit():
        raise ValueError(f"{count!r} is no number of gaps")
    return Limit(name, int(count or 0))


def exceeded(findings: Findings, limits: list[Limit]) -> list[str]:
    """A sentence for every limit that the gaps exceed."""
    counted = [(limit, sum(limit.matches(gap) for gap in findings.gaps)) for limit in limits]
    return [
        f"--fail-on {limit.name}: found {found}, allowed {limit.allowed}"
        for limit, found in counted
        if found > limit.allowed
    ]
