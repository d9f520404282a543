"""Gaps of experience: what customers answered when they were asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from sample_logs.oracle.design import Signal
from sample_logs.oracle.events import Event
from sample_logs.oracle.instances import Case, Instance
from sample_logs.oracle.reaching import value_of
from sample_logs.oracle.setting import Setting
from sample_logs.oracle.verdicts import Verdict

Score = Fraction
LOWEST, SPAN = -2, 4
"""Scores run from -2 to 2."""


def low_emotion(case: Case, setting: Setting) -> Iterator[Verdict]:
    """A score lies further below what the stage should feel like than is tolerated."""
    below = Fraction(str(setting.design.tolerances["emotion_below"]))
    for instance, score in scores(case, setting):
        emotion = instance.stage.emotion
        if emotion is not None:
            yield instance.stage.id, "", score < Fraction(str(emotion)) - below


def scores(case: Case, setting: Setting) -> Iterator[tuple[Instance, Score]]:
    """The judged instances with an answer: the mean of the last answers to each signal."""
    last: dict[int, dict[str, Score]] = {}
    for event in case.events:
        for name in event.signals:
            signal = setting.design.signals[name]
            score = _score(event, signal)
            instance = _speaks_of(event, signal, case, setting)
            if signal.kind == "self_report" and score is not None and instance is not None:
                last.setdefault(id(instance), {})[name] = score
    for instance in case.judged:
        answers = last.get(id(instance))
        if answers:
            yield instance, sum(answers.values(), Fraction(0)) / len(answers)


def mean_scores(cases: Iterable[Case], setting: Setting) -> dict[str, tuple[int, Score]]:
    """Per stage, how many instances have a score, and its mean."""
    found: dict[str, list[Score]] = {}
    for case in cases:
        for instance, score in scores(case, setting):
            found.setdefault(instance.stage.id, []).append(score)
    return {name: (len(own), sum(own, Fraction(0)) / len(own)) for name, own in found.items()}


def _score(event: Event, signal: Signal) -> Score | None:
    """An answer on the scale from -2 to 2; None for one that is off the scale."""
    said = value_of(event, signal.value) if signal.value else None
    if said is None or signal.scale is None:
        return None
    if isinstance(signal.scale, dict):
        mapped = {str(answer): score for answer, score in signal.scale.items()}.get(said)
        return None if mapped is None else Fraction(str(mapped))
    low, high = (Fraction(str(end)) for end in signal.scale)
    value = Fraction(said)
    return LOWEST + SPAN * (value - low) / (high - low) if low <= value <= high else None


def _speaks_of(event: Event, signal: Signal, case: Case, setting: Setting) -> Instance | None:
    """The stage's instance that began last before it, or that of the last step before it."""
    if signal.stage is None:
        return _of_last_step(event, case)
    kind = setting.design.stages[signal.stage].object_type
    begun = [
        one
        for one in case.instances[signal.stage]
        if one.opened <= event.order and (kind is None or one.key == event.objects.get(kind))
    ]
    return max(begun, key=lambda one: one.opened, default=None)


def _of_last_step(event: Event, case: Case) -> Instance | None:
    """Of the object that it touches, where that has a step before it, else of the case."""
    done = [
        (other.order, one)
        for own in case.instances.values()
        for one in own
        for _, other in one.own
        if other.order <= event.order
    ]
    touched = [
        (at, one)
        for at, one in done
        if one.stage.object_type and event.objects.get(one.stage.object_type) == one.key
    ]
    found = max(touched or done, key=lambda step: step[0], default=None)
    return None if found is None else found[1]
