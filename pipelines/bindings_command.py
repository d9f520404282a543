"""`blueprint-miner bindings`: what became of every activity; which step an unbound one may be."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from blueprint.amounts import number, share
from blueprint.bound_activities import BoundActivity, EventExample, bound_activities, event_examples
from blueprint.suggestions import Suggestion, Unbound, suggest
from blueprint.suggestions.writing import yaml_line
from pipelines.analysis import BoundLog, bound_log
from pipelines.faults import DONE
from pipelines.plain import plain
from pipelines.terminal import progress

STATES = {
    "bound": "Bound: each is a step",
    "not_picked": "Not picked: they match a step, whose `pick` takes another one",
    "ignored": "Ignored: noise that the design knows",
    "unplaced": "Unplaced: they match a step of a stage counted by an object, and touch none",
    "unbound": "Unbound: the design does not know them",
}


def show(folder: Path, *, as_json: bool) -> int:
    """Shows every activity by what became of it; with suggestions for the unbound ones."""
    with progress("binding"), bound_log(folder) as log:
        found = bound_activities(log.connection)
        unbound = suggest(log.connection, log.design)
        wanted = {n for examples in _examples(found, unbound) for n in examples}
        examples = event_examples(log.connection, wanted, log.project.privacy.smallest_group)
    shown = _Shown(found, unbound, examples, log)
    if as_json:
        click.echo(json.dumps(shown.as_json(), ensure_ascii=True, indent=1, default=str))
    else:
        for line in shown.lines():
            click.echo(plain(line))
    return DONE


def _examples(found: list[BoundActivity], unbound: list[Unbound]) -> Iterator[tuple[int, ...]]:
    yield from (row.examples for row in found)
    yield from (row.examples for row in unbound)


class _Shown:
    """The answer; examples of activities of few customers are left out."""

    def __init__(
        self,
        found: list[BoundActivity],
        unbound: list[Unbound],
        examples: Mapping[int, EventExample],
        log: BoundLog,
    ) -> None:
        self._found, self._unbound, self._examples = found, unbound, examples
        self._design, self._log = log.design, log
        self._most = {s.id: s.most for s in log.design.blueprint.steps}

    def as_json(self) -> dict[str, Any]:
        """Everything, for scripts."""
        return {
            "activities": [asdict(row) | self._told(row) for row in self._found],
            "unbound": [asdict(row) | self._told(row) | self._yaml(row) for row in self._unbound],
            "steps_without_events": self._empty_steps(),
            "ambiguous": [str(mistake) for mistake in self._log.ambiguous],
        }

    def _yaml(self, row: Unbound) -> dict[str, list[str]]:
        return {"yaml": [self._line(row, one).strip() for one in row.suggestions]}

    def _line(self, row: Unbound, one: Suggestion) -> str:
        return yaml_line(row, one, self._most[one.step])

    def lines(self) -> Iterator[str]:
        """Everything, for people."""
        yield from (f"mistake: {mistake}" for mistake in self._log.ambiguous)
        total = sum(row.events for row in self._found)
        for state, heading in STATES.items():
            rows = [row for row in self._found if row.state == state]
            if rows and state != "unbound":
                yield from self._state(heading, rows, total)
        yield from self._steps()
        yield from self._suggested(total)

    def _state(self, heading: str, rows: list[BoundActivity], total: int) -> Iterator[str]:
        events = sum(row.events for row in rows)
        yield f"{heading}. {number(events)} events ({share(events / total)})"
        for row in rows:
            step = f" -> {row.step}" if row.step else ""
            yield f"  {row.events:>9,}  {row.source}: {row.activity}{step}  {self._first(row)}"
        yield ""

    def _steps(self) -> Iterator[str]:
        empty = self._empty_steps()
        if empty:
            yield "Steps that no event is: " + ", ".join(empty)
            yield ""

    def _empty_steps(self) -> list[str]:
        seen = {row.step for row in self._found if row.state == "bound"}
        return [s.id for s in self._design.blueprint.steps if s.id not in seen]

    def _suggested(self, total: int) -> Iterator[str]:
        events = sum(row.events for row in self._unbound)
        of_all = share(events / total if total else None)
        yield f"{STATES['unbound']}. {number(events)} events ({of_all})"
        for row in self._unbound:
            part = f" ({row.part})" if row.part else ""
            where = (
                f", between {row.between[0] or 'the beginning'} and {row.between[1] or 'the end'}"
            )
            yield f"  {row.events:>9,}  {row.source}: {row.activity}{part}{where}"
            yield from (f"             {line}" for line in self._told(row)["examples"])
            yield from self._guesses(row)

    def _guesses(self, row: Unbound) -> Iterator[str]:
        for one in row.suggestions:
            why = ", ".join(f"{name} {value:.2f}" for name, value in one.why.items())
            yield f"             could be {one.step}: {one.score:.2f} ({why})"
        if row.suggestions:
            yield self._line(row, row.suggestions[0])
        else:
            yield "             no step of the design is like it"

    def _first(self, row: BoundActivity) -> str:
        return str(next(iter(self._told(row)["examples"]), ""))

    def _told(self, row: BoundActivity | Unbound) -> dict[str, list[str]]:
        """The examples of a row in words, unless they are of few customers."""
        if row.customers < self._log.project.privacy.smallest_group:
            return {"examples": ["(no example: of too few customers)"]}
        return {"examples": [_example(self._examples[n]) for n in row.examples]}


def _example(one: EventExample) -> str:
    fields = ", ".join(f"{name}: {value}" for name, value in one.fields.items())
    return f"{one.place}  {one.happened_at:%Y-%m-%d %H:%M:%S}  {fields}"
