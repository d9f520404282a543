"""All that a draft says, before it is text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from blueprint.draft.candidates import Candidate
from blueprint.draft.flows import StepCount, flow_of
from blueprint.draft.measured import Measured, StageCount
from blueprint.draft.plan import NamedStage, Plan
from blueprint.draft.texts import free_id
from blueprint.findings import SourceState

_UNKNOWN = StepCount(instances=1, with_step=0, most=1_000_000)
"""A step of which nothing is known yet: none or any number of times."""

_NEVER = StepCount(instances=1, with_step=0, most=1)
"""A step that no instance that counts has."""


@dataclass(frozen=True, slots=True)
class ChannelWord:
    """A word that the logs have for a channel, the type of contact it is taken for, its events."""

    word: str
    contact: str
    events: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What a draft says; `measured` is None in the round that is written to be measured.

    `again` are the steps of which only the first time counts, as they come again among others.
    """

    name: str
    zone: str
    customer_type: str
    sources: tuple[SourceState, ...]
    plan: Plan
    ignored: tuple[tuple[Candidate, str], ...]
    channels: tuple[ChannelWord, ...] = ()
    measured: Measured | None = None
    again: frozenset[str] = frozenset()

    def step_counts(self) -> Mapping[str, StepCount]:
        """How often each step occurs."""
        if self.measured is None:
            return {s.id: _NEVER if s.id in self.again else _UNKNOWN for s in self.plan.steps}
        return {step.id: self.measured.steps.get(step.id, _NEVER) for step in self.plan.steps}

    def stage_count(self, stage: NamedStage) -> StageCount | None:
        """The stage as measured, None before."""
        return None if self.measured is None else self.measured.stages.get(stage.id)

    def flow(self, stage: NamedStage) -> list[list[str]]:
        """The blocks of a stage's flow, in order."""
        return flow_of(stage.steps, {} if self.measured is None else self.measured.pairs)

    def system_ids(self) -> dict[str, str]:
        """Each source that has a step, with its id as a system."""
        names: dict[str, str] = {}
        for source in sorted({step.candidate.source for step in self.plan.steps}):
            names[source] = free_id(source, frozenset(names.values()))
        return names
