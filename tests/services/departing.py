"""How the events of a stage's instances depart from the design, with the rates that were drawn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tests.services.service import Key, Service, Stage
from tests.services.subjects import choices, slug
from tests.services.walking import Ints

SECOND = 1_000_000


@dataclass(slots=True)
class Events:
    """Events of the instances of one stage, in the order of their instances; times in microseconds."""

    instance: Ints
    step: Ints
    manner: Ints
    time: Ints

    def only(self, kept: np.ndarray) -> Events:
        """Some of them."""
        return Events(self.instance[kept], self.step[kept], self.manner[kept], self.time[kept])

    def plus(self, instance: Ints, step: int, time: Ints) -> Events:
        """With further events of one step (or activity), at the end."""
        return Events(
            np.concatenate([self.instance, instance]),
            np.concatenate([self.step, np.full(len(instance), step)]),
            np.concatenate([self.manner, np.zeros_like(instance)]),
            np.concatenate([self.time, time]),
        )


@dataclass(slots=True)
class Departing:
    """The departures of one stage; `befalls` is the row of a draw that an instance shares."""

    draw: np.random.Generator
    service: Service
    stage: Stage
    numbers: dict[str, int]
    befalls: Ints

    def hits(self, key: Key) -> np.ndarray:
        """Which instances a departure befalls."""
        rate = self.service.rates.get(key, 0.0)
        return (self.draw.random(len(self.befalls)) < rate)[self.befalls]

    def given_up(self, events: Events) -> tuple[Events, np.ndarray]:
        """Without what comes after a random event of those who give up; and who they are."""
        gone = self.hits(("abandonment", self.stage.id, ""))
        sizes = np.bincount(events.instance, minlength=len(gone))
        kept = 1 + (self.draw.random(len(gone)) * (sizes - 1)).astype(np.int64)
        kept = np.where(gone, kept, sizes)
        begins = np.concatenate([[0], np.cumsum(sizes)[:-1]])
        place = np.arange(len(events.instance)) - begins[events.instance]
        tied = [
            *self.service.promises,
            *(s.id for s in self.service.steps_of(self.stage.id, "failing")),
        ]
        promised = [self.numbers[step] for step in tied]
        last_is_promise = np.zeros(
            len(gone), dtype=bool
        )  # who has seen the start sees the promise kept
        follows = (place == kept[events.instance]) & np.isin(events.step, promised)
        last_is_promise[events.instance[follows]] = True
        kept = kept + (last_is_promise & gone)
        return events.only(place < kept[events.instance]), gone

    def depart(self, events: Events) -> Events:
        """All other departures, one after another."""
        for kind in (
            *(self._tie, self._swap, self._take_both, self._repeat, self._skip),
            *(self._go_back, self._forbid, self._come_early, self._stray),
        ):
            events = kind(events)
        return events

    def _first_of(self, events: Events, step: str) -> Ints:
        """For each instance the row of its only event of a step; -1 where there is none."""
        rows = np.flatnonzero(events.step == self.numbers[step])
        found = np.full(len(self.befalls), -1)
        found[events.instance[rows]] = rows
        return found

    def _pair(self, events: Events, one: str, other: str) -> tuple[Ints, Ints, Ints]:
        """Instances with both steps, and the rows of the two."""
        first, second = self._first_of(events, one), self._first_of(events, other)
        both = np.flatnonzero((first >= 0) & (second >= 0))
        return both, first[both], second[both]

    def _tie(self, events: Events) -> Events:
        """Clocks that disagree within their precision: two systems write one moment."""
        paths = {
            s
            for kind, path, _ in self.service.rates
            if kind == "undesigned_path"
            for s in path.split(">")
        }
        for one, other in self.service.pairs(self.stage.id):
            is_noise = ("wrong_order", f"{one}>{other}", "") not in self.service.rates
            is_noise = is_noise and paths.isdisjoint((one, other))
            if is_noise and not {one, other} & self.service.timed and self._has_coarse(one, other):
                both, first, second = self._pair(events, one, other)
                near = self.draw.random(len(both)) < 0.3
                apart = (self.draw.random(len(both)) * 0.2 * SECOND).astype(np.int64)
                events.time[second[near]] = events.time[first[near]] + apart[near]
        return events

    def _has_coarse(self, one: str, other: str) -> bool:
        """Whether two steps are of two systems, the second of which writes whole seconds."""
        sources = [self.service.steps[step].source for step in (one, other)]
        return sources[0] != sources[1] and self.service.precision[sources[1]] == SECOND

    def _swap(self, events: Events) -> Events:
        for one, other in self.service.pairs(self.stage.id):
            hit = self.hits(("wrong_order", f"{one}>{other}", ""))
            both, first, second = self._pair(events, one, other)
            first, second = first[hit[both]], second[hit[both]]
            events.time[first], events.time[second] = events.time[second], events.time[first]
        return events

    def _repeat(self, events: Events) -> Events:
        """Once or twice more than allowed, before the next event of the instance."""
        for step in self.service.steps_of(
            self.stage.id, "plain", "repeat", "optional", "do", "rest"
        ):
            hit = self.hits(("repeated_step", step.id, ""))
            rows = np.flatnonzero(events.step == self.numbers[step.id])
            seen = np.bincount(events.instance[rows], minlength=len(hit))
            extra = np.where(
                hit & (seen > 0), (step.most or 1) - seen + self.draw.integers(1, 3, len(hit)), 0
            )
            last = np.zeros(len(hit), dtype=np.int64)
            np.maximum.at(last, events.instance[rows], events.time[rows])
            again = np.repeat(np.arange(len(hit)), extra)
            later = (self.draw.random(len(again)) * 20 * SECOND).astype(np.int64) + 2 * SECOND
            events = events.plus(again, self.numbers[step.id], last[again] + later)
        return events

    def _take_both(self, events: Events) -> Events:
        """The other arm of a choice as well, right after the first step of the arm that was taken."""
        for arms in choices(self.stage.flow):
            hit = self.hits(("wrong_branch", "|".join(arm[0] for arm in arms), ""))
            added = []
            for taken, other in (arms, arms[::-1]):
                rows = np.flatnonzero(events.step == self.numbers[taken[0]])
                rows = rows[hit[events.instance[rows]]]
                added += [
                    (events.instance[rows], self.numbers[step], events.time[rows] + at * 3 * SECOND)
                    for at, step in enumerate(other, 1)
                ]
            for instance, step, time in added:
                events = events.plus(instance, step, time)
        return events

    def _skip(self, events: Events) -> Events:
        for step in self.service.steps_of(self.stage.id, "plain", "arm", "beside"):
            hit = self.hits(("skipped_step", step.id, ""))
            events = events.only(~hit[events.instance] | (events.step != self.numbers[step.id]))
        return events

    def _go_back(self, events: Events) -> Events:
        """A step that may come twice, once more after the step that should follow it."""
        for kind, path, _ in [key for key in self.service.rates if key[0] == "undesigned_path"]:
            following, step = path.split(">")
            if self.service.steps[step].stage == self.stage.id:
                hit = self.hits((kind, path, ""))
                both, _, second = self._pair(events, step, following)
                time = events.time[second[hit[both]]] + 3 * SECOND
                events = events.plus(both[hit[both]], self.numbers[step], time)
        return events

    def _forbid(self, events: Events) -> Events:
        for step in self.service.steps_of(self.stage.id, "forbidden"):
            hit = self.hits(("forbidden_step", step.id, ""))
            events = self._within(events, hit, self.numbers[step.id])
        return events

    def _come_early(self, events: Events) -> Events:
        """Something that must not happen, before the stage's first step."""
        for rule in self.service.rules:
            if rule.form == "first" and rule.stage == self.stage.id:
                hit = self.hits(("broken_rule", rule.id, ""))
                first = self._first_of(events, self.stage.first)
                [early] = self.service.steps_of(self.stage.id, "early")
                time = events.time[first[hit]] - 30 * SECOND
                events = events.plus(np.flatnonzero(hit), self.numbers[early.id], time)
        return events

    def _stray(self, events: Events) -> Events:
        """Activities that the design does not know, and such as it ignores (half of all instances)."""
        for name, (_, ignored) in self.service.noise.items():
            if name in self.service.surveys:
                continue
            hit = self.hits(("undesigned_step", f"{self.stage.id}/{slug(name)}", ""))
            if ignored:
                hit = self.draw.random(len(self.befalls)) < 0.5
            events = self._within(events, hit, self.numbers[name])
        return events

    def _within(self, events: Events, hit: np.ndarray, step: int) -> Events:
        """A further event between the first and the last of an instance."""
        first = np.full(len(hit), np.iinfo(np.int64).max)
        last = np.zeros(len(hit), dtype=np.int64)
        np.minimum.at(first, events.instance, events.time)
        np.maximum.at(last, events.instance, events.time)
        there = np.flatnonzero(hit & (last - first > 60 * SECOND))
        part = 0.1 + 0.8 * self.draw.random(len(there))
        span = (last[there] - first[there]).astype(np.float64)
        return events.plus(there, step, first[there] + (part * span).astype(np.int64))
