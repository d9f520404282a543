"""Where a trace departs from the design: the place of a gap marked in one of its examples."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise

from blueprint.amounts import duration
from blueprint.gap import Gap

_SECOND_US = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class TracedEvent:
    """One event of an example: a step, or an activity that is none; `mark` says what is wrong.

    `at` is None for a step that never came; it stands where it was due.
    """

    at: datetime | None
    step: str | None
    activity: str | None = None
    slug: str | None = None
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """What is to be marked: the gap, what its row says of this instance, and the steps around.

    `later` are steps that the design puts behind the missing one, `starts` and `ends` those that
    time the stage.
    """

    gap: Gap
    detail: str | None
    effect: int
    later: frozenset[str] = frozenset()
    starts: frozenset[str] = frozenset()
    ends: frozenset[str] = frozenset()


Trace = list[TracedEvent]
Test = Callable[[TracedEvent], bool]


def marked(departure: Departure, trace: Trace) -> Trace:
    """The trace with what is wrong in it marked; what never came is put in its place."""
    told = _MARKS.get(departure.gap.kind, _here)(departure, trace)
    if any(event.mark for event in told) or not told:
        return told
    return _mark(told, len(told) - 1, "until here")


def pair_of(gap: Gap) -> tuple[str, str]:
    """The two steps that a gap is between: of its subject `a>b`, or of a promise."""
    first, arrow, second = gap.subject.partition(">")
    if arrow:
        return first, second
    said = gap.sentence.parameters
    return str(said.get("after", "")), str(said.get("step", gap.subject))


def _skipped(departure: Departure, trace: Trace) -> Trace:
    at = _first(trace, lambda e: e.step in departure.later)
    ghost = TracedEvent(at=None, step=departure.gap.subject, mark="missing")
    place = len(trace) if at is None else at
    return [*trace[:place], ghost, *trace[place:]]


def _late(departure: Departure, trace: Trace) -> Trace:
    first, second = pair_of(departure.gap)
    begun = _first(trace, lambda e: e.step == first)
    if begun is None:
        return trace
    came = _first(trace, lambda e: e.step == second, begun + 1)
    timed = _mark(trace, begun, "the time begins")
    if came is None:
        return [*timed, TracedEvent(at=None, step=second, mark="never came")]
    late = departure.gap.effect.unit == "hours"
    return _mark(timed, came, f"late by {_time(departure)}" if late else "late")


def _swapped(departure: Departure, trace: Trace) -> Trace:
    before, after = pair_of(departure.gap)
    early = _first(trace, lambda e: e.step == after)
    due = _first(trace, lambda e: e.step == before)
    too_early = _mark(trace, early, "too early")
    return _mark(too_early, due, "should have come first")


def _back_and_forth(departure: Departure, trace: Trace) -> Trace:
    if departure.gap.facet != "pingpong":
        return _repeated(departure, trace)
    return _mark_all(trace, lambda e: e.step == departure.gap.subject, "came back")


def _repeated(departure: Departure, trace: Trace) -> Trace:
    most = int(departure.gap.sentence.parameters.get("most", 1))
    seen = 0
    told: Trace = []
    for event in trace:
        seen += event.step == departure.gap.subject
        again = event.step == departure.gap.subject and seen > most
        told.append(replace(event, mark=f"{seen}. time, at most {most}") if again else event)
    return told


def _undesigned(departure: Departure, trace: Trace) -> Trace:
    slug = departure.gap.subject.partition("/")[2]
    return _mark_all(trace, lambda e: e.slug == slug, "nobody designed this")


def _slow(departure: Departure, trace: Trace) -> Trace:
    begun = _first(trace, lambda e: e.step in departure.starts)
    done = _first(trace, lambda e: e.step in departure.ends)
    timed = _mark(trace, begun, "the time begins")
    if done is None:
        return [*timed, TracedEvent(at=None, step=None, mark=departure.detail or "not done")]
    hours = departure.gap.effect.unit == "hours"
    over = f"{_time(departure)} over the target" if hours else "over the limit"
    return _mark(timed, done, over)


def _waited(departure: Departure, trace: Trace) -> Trace:
    """The waits add up over the instance: it is marked where it ends."""
    begun = _first(trace, lambda e: e.step in departure.starts)
    done = _first(trace, lambda e: e.step in departure.ends)
    turn = departure.gap.sentence.parameters.get("turn", "")
    over = f"by now the turn of {turn} was {_time(departure)} over its budget"
    return _mark(_mark(trace, begun, "the time begins"), done, over)


def _abandoned(departure: Departure, trace: Trace) -> Trace:
    due = departure.gap.sentence.parameters.get("step")
    return [*trace, TracedEvent(at=None, step=due, mark="never came back")]


def _not_reached(departure: Departure, trace: Trace) -> Trace:
    following = departure.gap.sentence.parameters.get("next")
    return [*trace, TracedEvent(at=None, step=None, mark=f"not in {following} in time")]


def _failed(departure: Departure, trace: Trace) -> Trace:
    return _mark_all(trace, lambda e: e.step == departure.gap.subject, "failed")


def _path(departure: Departure, trace: Trace) -> Trace:
    source, target = pair_of(departure.gap)
    taken = [
        n for n, (a, b) in enumerate(pairwise(trace), 1) if (a.step, b.step) == (source, target)
    ]
    return _mark(
        trace, taken[0] if taken else _first(trace, lambda e: e.step == target), "new path"
    )


def _named_steps(departure: Departure, trace: Trace) -> Trace:
    """The steps that the gap names: those of the ways of a choice, or of a rule."""
    named = departure.gap.sentence.parameters.get("steps", ())
    told = _mark_all(trace, lambda e: e.step in named, "here")
    absent = TracedEvent(at=None, step=None, mark="none of its steps")
    return told if any(event.mark for event in told) else [*told, absent]


def _silent(_: Departure, trace: Trace) -> Trace:
    """The longest pause of the trace; steps that the customer does not see stand in it, too."""
    pauses = [
        (later.at - earlier.at, place)
        for place, (earlier, later) in enumerate(pairwise(trace), 1)
        if earlier.at and later.at
    ]
    if not pauses:
        return trace
    longest, place = max(pauses, key=lambda found: (found[0], -found[1]))
    return _mark(trace, place, f"after {duration(longest.total_seconds())}")


def _here(departure: Departure, trace: Trace) -> Trace:
    """The steps that the subject names."""
    named = set(departure.gap.subject.replace("/", ">").split(">"))
    said = departure.gap.sentence.parameters.get("step")
    return _mark_all(trace, lambda e: e.step in named or (said and e.step == said), "here")


def _forbidden(departure: Departure, trace: Trace) -> Trace:
    return _mark_all(trace, lambda e: e.step == departure.gap.subject, "must not happen")


def _time(departure: Departure) -> str:
    clock = str(departure.gap.sentence.parameters.get("clock", "calendar"))
    return duration(departure.effect / _SECOND_US, "en", clock)


def _first(trace: Sequence[TracedEvent], test: Test, start: int = 0) -> int | None:
    return next((n for n in range(start, len(trace)) if test(trace[n])), None)


def _mark(trace: Trace, place: int | None, mark: str) -> Trace:
    return [replace(e, mark=mark) if n == place else e for n, e in enumerate(trace)]


def _mark_all(trace: Trace, test: Callable[[TracedEvent], object], mark: str) -> Trace:
    return [replace(e, mark=mark) if test(e) else e for e in trace]


_MARKS: dict[str, Callable[[Departure, Trace], Trace]] = {
    "skipped_step": _skipped,
    "abandonment": _abandoned,
    "low_reach": _not_reached,
    "undesigned_step": _undesigned,
    "forbidden_step": _forbidden,
    "repeated_step": _back_and_forth,
    "failed_touchpoint": _failed,
    "wrong_order": _swapped,
    "undesigned_path": _path,
    "wrong_branch": _named_steps,
    "broken_rule": _named_steps,
    "slow_stage": _slow,
    "late_step": _late,
    "dropped_handoff": _late,
    "slow_system": _late,
    "silence": _silent,
    "long_wait": _waited,
}
