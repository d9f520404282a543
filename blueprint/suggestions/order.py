"""Where unbound events stand among the bound steps, and where the design puts each step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from blueprint import flow
from blueprint.design import Design
from blueprint.design_tables import later_stages

OFTEN = 0.5
"""Share of the units of a group that have a step, from which the group stands beside it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """The order of the design, and in how many units a group was seen with each bound step.

    `before` has the pairs that the design puts one before the other, also across stages; `seen`
    maps a step to (units with both, those in which the group came later).
    """

    before: frozenset[tuple[str, str]]
    stages: Mapping[str, str]
    units: Mapping[str, int]
    by_group: Mapping[int, Mapping[str, tuple[int, int]]]
    seen: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    def of(self, group: int) -> Surroundings:
        """The same for one group."""
        return replace(self, seen=self.by_group.get(group, {}))

    def between(self, units: int) -> tuple[str | None, str | None]:
        """The bound steps between which the group mostly stands, of those that half its units have.

        Before which of them it came is measured; of those, the design says which is nearest.
        """
        near = {s: later / n for s, (n, later) in self.seen.items() if n >= OFTEN * units}
        earlier = [s for s, share in near.items() if share >= OFTEN]
        later = [s for s, share in near.items() if share < OFTEN]
        last = max(earlier, key=lambda s: (self._rank(s), -near[s], s), default=None)
        return last, min(later, key=lambda s: (self._rank(s), -near[s], s), default=None)

    def _rank(self, step: str) -> int:
        """How many steps the design puts before it."""
        return sum(after == step for _, after in self.before)

    def nearest(self, step: str) -> list[str]:
        """The bound steps of its stage with no other bound one between."""
        mates = [b for b in self.units if self.stages[b] == self.stages[step] and b != step]
        earlier = [b for b in mates if (b, step) in self.before]
        later = [b for b in mates if (step, b) in self.before]
        last = [b for b in earlier if not any((b, c) in self.before for c in earlier)]
        following = [b for b in later if not any((c, b) in self.before for c in later)]
        return [*last, *following] or mates


def surroundings(
    design: Design,
    together: Iterable[tuple[int, str, int, int]],
    units: Mapping[str, int],
) -> Surroundings:
    """The surroundings of all groups, from rows of (group, step, units with both, later)."""
    by_group: dict[int, dict[str, tuple[int, int]]] = {}
    for group, step, both, later in together:
        by_group.setdefault(group, {})[step] = (both, later)
    return Surroundings(
        before=_before(design),
        stages={s.id: s.stage for s in design.blueprint.steps},
        units=units,
        by_group=by_group,
    )


def _before(design: Design) -> frozenset[tuple[str, str]]:
    """The pairs of the flows' precedence, and those of stages that follow each other."""
    pairs = set[tuple[str, str]]().union(*map(flow.precedence, design.flows.values()))
    steps: dict[str, list[str]] = {}
    for step in design.blueprint.steps:
        steps.setdefault(step.stage, []).append(step.id)
    for stage, following in later_stages(design.blueprint.stages).items():
        for later in following:
            pairs.update((a, b) for a in steps.get(stage, ()) for b in steps.get(later, ()))
    return frozenset(pairs)
