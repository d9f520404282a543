"""An example of a gap to look up: its steps by name, and where it departs from the design."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from blueprint.amounts import duration
from blueprint.findings import Example, Gap
from blueprint.marks import Departure, TracedEvent, marked
from blueprint.model import Blueprint
from blueprint.report.section import Context


class Passed(NamedTuple):
    """One step of an example; `state` is here where it departs, missing where it never came."""

    name: str
    state: str
    after: str = ""  # how long after the first step


class Shown(NamedTuple):
    """One affected instance: where to look it up, and its steps."""

    case: str
    instance: str
    entered: str
    steps: list[Passed]


def shown(gap: Gap, example: Example, context: Context) -> Shown:
    """The instance as the report shows it; an instance of a case alone has no key of its own."""
    trace = [TracedEvent(at=None, step=step) for step in example.trace]
    told = marked(_departure(gap, context.findings.designed), trace)
    instance = example.instance if example.instance != example.case else ""
    entered = example.entered[:16].replace("T", " ")
    steps = _steps(example.trace, told, context)
    return Shown(example.case, instance, entered, _timed(steps, example.after_s, context.language))


def _timed(steps: Sequence[Passed], after_s: Sequence[float], language: str) -> list[Passed]:
    """The steps that happened, each with its time since the first; what never came has none."""
    times = iter(after_s[1:])
    shown, first = list[Passed](), True
    for step in steps:
        seconds = None if step.state == "missing" or first else next(times, None)
        first = first and step.state == "missing"
        after = "" if seconds is None else f"+{duration(seconds, language)}"
        shown.append(step._replace(after=after))
    return shown


def _departure(gap: Gap, designed: Blueprint) -> Departure:
    """What the gap's marks need to know of the design."""
    times = next((stage.time for stage in designed.stages if stage.id == gap.stage), None)
    return Departure(
        gap=gap,
        detail=None,
        effect=0,
        later=_later(gap.subject, designed),
        starts=frozenset(times.start if times else ()),
        ends=frozenset(times.end if times else ()),
    )


def _later(step: str, designed: Blueprint) -> frozenset[str]:
    """The steps that links lead to from a step, but not back again."""
    following: dict[str, set[str]] = {}
    for link in designed.links:
        if link.kind == "flow":
            following.setdefault(link.source, set()).add(link.target)
    behind = _reached(step, following)
    return frozenset(one for one in behind if step not in _reached(one, following))


def _reached(step: str, following: Mapping[str, set[str]]) -> set[str]:
    """Every step that can be come to from a step."""
    found: set[str] = set()
    open_ = [step]
    while open_:
        fresh = following.get(open_.pop(), set()) - found
        found |= fresh
        open_ += sorted(fresh)
    return found


def _steps(trace: Sequence[str], told: Sequence[TracedEvent], context: Context) -> list[Passed]:
    """The steps with their marks; one event more than happened is the step that never came."""
    ghost = _ghost(trace, told)
    states = ["missing" if n == ghost else "here" * bool(e.mark) for n, e in enumerate(told)]
    pairs = zip(told, states, strict=True)
    return [_passed(event, state, context) for event, state in pairs]


def _passed(event: TracedEvent, state: str, context: Context) -> Passed:
    """One step; what never came and has no name is said in a word."""
    missing = context.word("missing")
    if state != "missing":
        return Passed(context.name(event.step or ""), state)
    return Passed(f"{context.name(event.step)}: {missing}" if event.step else missing, state)


def _ghost(trace: Sequence[str], told: Sequence[TracedEvent]) -> int | None:
    """The place of the event that was put in, if any."""
    if len(told) == len(trace):
        return None
    pairs = zip(trace, told, strict=False)
    return next((n for n, (step, event) in enumerate(pairs) if event.step != step), len(trace))
