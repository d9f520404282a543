"""Stage instances of one customer, as definitions.md tells them (2, 4 to 9)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from sample_logs.oracle.design import Stage
from sample_logs.oracle.events import Event
from sample_logs.oracle.passes import Match, Passage, passages
from sample_logs.oracle.setting import Setting

Order = tuple[object, ...]


@dataclass(slots=True, eq=False)
class Instance:
    """One pass of a customer (or a ticket) through a stage.

    `picked` are the occurrences of each step in order, those of other stages' steps included;
    `own` those of its own steps, in the order of time; `opened` the place of the event that made
    it; `events` all that it took, also what was not picked.
    """

    stage: Stage
    key: int | str | None
    cut: int | None
    events: list[Event]
    picked: dict[str, list[Event]] = field(default_factory=dict)
    own: list[tuple[str, Event]] = field(default_factory=list)
    opened: Order = (0,)
    state: str = ""
    left_truncated: bool = False
    is_judged: bool = False

    def first(self, steps: Sequence[str]) -> int | None:
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
    def ended(self) -> int | None:
        """When the timed part ends."""
        return self.first(self.stage.end)

    def is_known(self, event: Event) -> bool:
        """Whether everything before an event is in the logs: it is not after the cut."""
        return self.cut is None or event.time <= self.cut

    @property
    def times(self) -> list[int]:
        """Times of all picked events."""
        return [event.time for events in self.picked.values() for event in events]

    @property
    def entered(self) -> int:
        """When it was entered."""
        first = min(event.time for event in self.events)
        return first if self.started is None else self.started

    @property
    def last_own(self) -> int:
        """Time of the last picked step of the stage's own; else of the entry."""
        return max((event.time for _, event in self.own), default=self.entered)

    @property
    def duration(self) -> int | None:
        """From start to end on the stage's clock, when both are known and in that order."""
        if self.started is None or self.ended is None or self.ended < self.started:
            return None
        return self.stage.clock.between(self.started, self.ended)

    def is_older_than(self, limit: int | None) -> bool:
        """The cohort rule: at least `limit` between entry and cut, on the stage's clock."""
        if limit is None or self.cut is None:
            return False
        return self.stage.clock.between(self.entered, self.cut) >= limit


@dataclass(slots=True)
class Case:
    """Everything of one case: its events, its instances per stage, what the design knows not."""

    customer: int
    events: list[Event]
    instances: dict[str, list[Instance]]
    unknown: list[Event]

    @property
    def judged(self) -> Iterator[Instance]:
        """The instances that are judged."""
        return (one for own in self.instances.values() for one in own if one.is_judged)

    def of_later_stage(self, instance: Instance, later: str) -> Iterator[Instance]:
        """Instances of a later stage: of the same object where both are counted by it."""
        for other in self.instances[later]:
            if other.stage.object_type != instance.stage.object_type or other.key == instance.key:
                yield other

    def later_steps(self, instance: Instance) -> Iterator[tuple[Instance, str, Event]]:
        """Picked steps of later stages, at or after the entry."""
        for later in instance.stage.later:
            for other in self.of_later_stage(instance, later):
                for step, event in other.own:
                    if event.time >= instance.entered:
                        yield other, step, event


def make_case(journey: list[Event], setting: Setting) -> Case:
    """Bind one customer's events (in order), cut them into instances, give each its state."""
    unknown = [event for event in journey if not event.steps and not event.ignored]
    case = Case(journey[0].customer if journey else 0, journey, {}, unknown)
    cut_up = {name: passages(journey, name, setting) for name in setting.design.stages}
    told = {
        (match.place, match.step)
        for own in cut_up.values()
        for passage in own
        for match in _chosen(one for one in passage.matches if one.own)
    }
    for name, own in cut_up.items():
        made = (_instance(passage, told, name, setting) for passage in own)
        case.instances[name] = [one for one in made if one is not None]
    _judge(case, setting)
    return case


def _instance(
    passage: Passage, told: set[tuple[int, str]], name: str, setting: Setting
) -> Instance | None:
    """The instance of a pass; steps of other stages count where they are picked there."""
    opened = min((match.place for match in passage.matches if match.opens), default=None)
    if opened is None:
        return None
    own = _chosen(match for match in passage.matches if match.own)
    foreign = [
        match
        for match in passage.matches
        if not match.own and match.place >= opened and (match.place, match.step) in told
    ]
    picked: dict[str, list[Event]] = {}
    for match in sorted([*own, *foreign], key=lambda one: one.place):
        picked.setdefault(match.step, []).append(match.event)
    events = [match.event for match in passage.matches]
    stage = setting.design.stages[name]
    done = [(match.step, match.event) for match in sorted(own, key=lambda one: one.place)]
    first = min(match.event.order for match in passage.matches if match.place == opened)
    return Instance(stage, passage.key, setting.cuts[name], events, picked, done, first)


def _chosen(matches: Iterable[Match]) -> list[Match]:
    """Of each step's matches all, the first, or the rest."""
    found: dict[tuple[str, str], list[Match]] = {}
    for match in matches:
        found.setdefault((match.step, match.pick), []).append(match)
    parts = {"all": slice(None), "first": slice(1), "rest": slice(1, None)}
    return [match for (_, pick), group in found.items() for match in group[parts[pick]]]


def _judge(case: Case, setting: Setting) -> None:
    period = setting.period
    for instance in (one for own in case.instances.values() for one in own):
        entered, cut = instance.entered, instance.cut
        instance.is_judged = (
            (cut is None or entered <= cut)
            and (period.opens is None or entered >= period.opens)
            and (period.closes is None or entered < period.closes)
        )
        instance.left_truncated = _is_left_truncated(instance, setting)
        instance.state = _state(instance, case, setting)


def _is_left_truncated(instance: Instance, setting: Setting) -> bool:
    begins = setting.covered_from[instance.stage.id]
    if begins is None:
        return False
    since = instance.stage.clock.between(begins, instance.entered)
    unseen_start = instance.started is None
    return instance.entered < begins or (unseen_start and since < (instance.stage.limit or 0))


def _state(instance: Instance, case: Case, setting: Setting) -> str:
    """finished, went_on, abandoned, overdue or open."""
    stage, cut = instance.stage, instance.cut
    if instance.ended is not None:
        return "finished"
    for other, step, _ in case.later_steps(instance):
        same_object = stage.object_type and stage.object_type == other.stage.object_type
        if same_object or setting.design.steps[step].role == "customer":
            return "went_on"
    if stage.limit is None or cut is None:
        return "open"
    if stage.clock.between(instance.last_own, cut) >= stage.limit:
        return "abandoned"
    return "overdue" if instance.is_older_than(stage.limit) else "open"
