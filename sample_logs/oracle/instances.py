"""Stage instances of one customer, as definitions.md tells them (2, 4 to 9)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sample_logs.oracle.design import Design, Stage
from sample_logs.oracle.journeys import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """What the exports cover, per source, in microseconds."""

    coverage_from: Mapping[str, int]
    complete_until: Mapping[str, int]

    def cut(self, stage: Stage, design: Design) -> int:
        """Until when all sources of a stage are complete."""
        sources = stage.sources.union(
            *(design.steps[step].sources for step in stage.start + stage.end)
        )
        return min(self.complete_until[source] for source in sources)


@dataclass(slots=True)
class Instance:
    """One pass of a customer (or a ticket) through a stage."""

    stage: Stage
    cut: int
    picked: dict[str, list[Event]] = field(default_factory=dict)
    state: str = ""
    left_truncated: bool = False

    def first(self, steps: tuple[str, ...]) -> int | None:
        """Time of the first occurrence of the first of these steps that occurs."""
        for step in steps:
            if step in self.picked:
                return self.picked[step][0].time
        return None

    @property
    def started(self) -> int | None:
        """When the timed part begins."""
        return self.first(self.stage.start)

    @property
    def times(self) -> list[int]:
        """Times of all picked events."""
        return [event.time for events in self.picked.values() for event in events]

    @property
    def entered(self) -> int:
        """When it was entered."""
        return min(self.times) if self.started is None else self.started

    @property
    def last_own(self) -> int:
        """Time of the last picked step of the stage's own; else of the entry."""
        own = [
            event.time
            for step, events in self.picked.items()
            if step in self.stage.steps
            for event in events
        ]
        return max(own, default=self.entered)

    @property
    def duration(self) -> int | None:
        """From start to end on the stage's clock, when both are known and in that order."""
        ended = self.first(self.stage.end)
        if self.started is None or ended is None or ended < self.started:
            return None
        return self.stage.clock.between(self.started, ended)

    @property
    def is_judged(self) -> bool:
        """Whether it was entered before the cut."""
        return self.entered <= self.cut

    def is_older_than(self, limit: int) -> bool:
        """The cohort rule: at least `limit` between entry and cut."""
        return self.stage.clock.between(self.entered, self.cut) >= limit


@dataclass(slots=True)
class Case:
    """Everything of one customer: instances per stage, and events that the design does not know."""

    instances: dict[str, list[Instance]]
    unknown: list[Event]

    def later_steps(self, instance: Instance) -> Iterator[tuple[str, Event]]:
        """Picked steps of later stages, at or after the entry (a ticket stage has none here)."""
        for stage in sorted(instance.stage.later):
            for other in self.instances[stage]:
                for step in other.stage.steps:
                    for event in other.picked.get(step, []):
                        if event.time >= instance.entered:
                            yield step, event


def make_case(journey: list[Event], design: Design, period: Period) -> Case:
    """Bind one customer's events, cut them into instances, and give each its state."""
    case = Case({}, [event for event in journey if not event.kind.steps and not event.kind.ignored])
    for stage in design.stages.values():
        cut = period.cut(stage, design)
        case.instances[stage.id] = [
            Instance(stage, cut, _picked(events)) for events in _passes(journey, stage)
        ]
    for instances in case.instances.values():
        for instance in instances:
            instance.left_truncated = _is_left_truncated(instance, period)
            instance.state = _state(instance, case, design)
    return case


Matches = list[tuple[str, str, Event]]


def _passes(journey: list[Event], stage: Stage) -> list[Matches]:
    """The events (step, pick, event) of each pass through a stage.

    An end that another stage owns does not make a pass; a start that another stage owns does.
    """
    wanted = {*stage.steps, *stage.start, *stage.end}
    matches = [
        (step, pick, event)
        for event in journey
        for step, pick in event.kind.steps
        if step in wanted
    ]
    if stage.per_ticket:
        tickets = dict.fromkeys(event.ticket for _, _, event in matches)
        passes = [[match for match in matches if match[2].ticket == ticket] for ticket in tickets]
    else:
        passes = _restarted(matches, stage)
    makes = {*stage.steps, *stage.start}
    return [own for own in passes if any(step in makes for step, _, _ in own)]


def _restarted(matches: Matches, stage: Stage) -> list[Matches]:
    """Begin another pass at a restart step that comes after an end step."""
    passes: list[Matches] = []
    ended = False
    for match in matches:
        if not passes or (match[0] == stage.restart and ended):
            passes.append([])
            ended = False
        passes[-1].append(match)
        ended |= match[0] in stage.end
    return passes


def _picked(matches: Matches) -> dict[str, list[Event]]:
    """Occurrences of each step: all, the first, or the rest of its matches."""
    found: dict[str, list[Event]] = {}
    picks: dict[str, str] = {}
    for step, pick, event in matches:
        found.setdefault(step, []).append(event)
        picks[step] = pick
    parts = {"all": slice(None), "first": slice(1), "rest": slice(1, None)}
    chosen = {step: events[parts[picks[step]]] for step, events in found.items()}
    return {step: events for step, events in chosen.items() if events}


def _is_left_truncated(instance: Instance, period: Period) -> bool:
    begins = max(period.coverage_from[source] for source in instance.stage.sources)
    unseen_start = instance.started is None and instance.entered - begins <= instance.stage.limit
    return instance.entered < begins or unseen_start


def _state(instance: Instance, case: Case, design: Design) -> str:
    """finished, went_on, abandoned, overdue or open."""
    stage, cut = instance.stage, instance.cut
    if instance.first(stage.end) is not None:
        return "finished"
    if any(design.steps[step].role == "customer" for step, _ in case.later_steps(instance)):
        return "went_on"
    if stage.clock.between(instance.last_own, cut) >= stage.limit:
        return "abandoned"
    return "overdue" if instance.is_older_than(stage.limit) else "open"
