"""The design together with what the exports cover: blind steps, cuts, and where coverage begins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from sample_logs.oracle.design import Design, Stage, Step
from sample_logs.oracle.events import Event
from sample_logs.oracle.trees import Ends, Pair, ends


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """What the exports cover, per source that has an event, in microseconds.

    `opens` and `closes` are the window asked for: instances that enter in [opens, closes).
    """

    coverage_from: Mapping[str, int]
    complete_until: Mapping[str, int]
    opens: int | None = None
    closes: int | None = None


@dataclass(slots=True)
class Spoken:
    """What the sources say of the steps they show, over all occurrences, judged or not."""

    roles: set[tuple[str, str]] = field(default_factory=set)  # (step, source): a word we know
    channels: set[tuple[str, str]] = field(default_factory=set)  # once on one of the step's own
    public: set[tuple[str, str]] = field(default_factory=set)  # shown to the customer at least once


class Setting:
    """One design over one period."""

    def __init__(self, design: Design, period: Period) -> None:
        """Which steps can be seen at all is known at once; what sources say must be heard."""
        self.design = design
        self.period = period
        self.spoken = Spoken()

    def hear(self, occurrences: Iterable[tuple[str, Event]]) -> None:
        """Take in what is said of some occurrences of steps."""
        for step, event in occurrences:
            if event.role in self.design.role_words:
                self.spoken.roles.add((step, event.source))
            if event.channel in (self.design.steps[step].channels or ()):
                self.spoken.channels.add((step, event.source))
            if event.public:
                self.spoken.public.add((step, event.source))

    def sources(self, step: Step) -> frozenset[str]:
        """The sources that show a step; empty where it is blind."""
        seen = frozenset(self.period.complete_until)
        if not step.observable:
            return frozenset()
        return seen if step.sources is None else step.sources & seen

    @cached_property
    def blind(self) -> frozenset[str]:
        """Steps that no log can show: never missing, never judged."""
        return frozenset(s.id for s in self.design.steps.values() if not self.sources(s))

    @cached_property
    def cuts(self) -> Mapping[str, int | None]:
        """Per stage, until when all sources of its flow and its time are complete."""
        return {name: self._cut(stage) for name, stage in self.design.stages.items()}

    @cached_property
    def covered_from(self) -> Mapping[str, int | None]:
        """Per stage, from when all sources of its flow are covered."""
        found = {}
        for name, stage in self.design.stages.items():
            begins = [self.period.coverage_from[source] for source in self._of_flow(stage)]
            found[name] = max(begins, default=None)
        return found

    def _cut(self, stage: Stage) -> int | None:
        timed = [self.design.steps[step] for step in stage.start + stage.end]
        sources = self._of_flow(stage).union(*map(self.sources, timed))
        return min((self.period.complete_until[source] for source in sources), default=None)

    def _of_flow(self, stage: Stage) -> frozenset[str]:
        flow = stage.flow_steps or stage.steps
        return frozenset().union(*(self.sources(self.design.steps[step]) for step in flow))

    @cached_property
    def links(self) -> Mapping[str, frozenset[Pair]]:
        """Per stage, which step may come directly after which, blind ones left out."""
        return {name: self.ends(stage).links for name, stage in self.design.stages.items()}

    def ends(self, stage: Stage) -> Ends:
        """How the visible part of a stage's flow begins, ends and goes on."""
        steps = (self.design.steps[step] for step in stage.flow_steps)
        many = frozenset(step.id for step in steps if step.most is None or step.most > 1)
        return ends(stage.flow or [], self.blind, many)

    def is_covered(self, step: Step, begin: int, end: int) -> bool:
        """Whether all sources of a step cover a time."""
        return all(
            self.period.coverage_from[source] <= begin and end <= self.period.complete_until[source]
            for source in self.sources(step)
        )

    def complete_until(self, step: Step) -> int:
        """Until when all sources of a step are complete."""
        return min(self.period.complete_until[source] for source in self.sources(step))
