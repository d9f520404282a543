"""The rules of a design as small tables, with the moments from and up to which each is judged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import duckdb

from blueprint.design import Design, Rule
from blueprint.design_tables import FAR_US, later_stages
from blueprint.horizons import time_before, way
from blueprint.model import Stage
from blueprint.queries import fill, select

_RULES = (
    "rule varchar, form varchar, per varchar, stage stage_id, most bigint, within_us bigint,"
    " first_from_us bigint, first_until_us bigint, second_from_us bigint, by_us bigint"
)
_BEGINS = "rule varchar, stage stage_id, by_us bigint"


def write_rules(connection: duckdb.DuckDBPyConnection, design: Design) -> None:
    """Makes `rules`, `rule_steps` and `rule_begins`, for the rules that are judged.

    `rule_steps`: the steps of a rule, the second one marked. `rule_begins`: the stages with which
    a unit is seen from its beginning, and by when it must have begun to have had its time.
    """
    tables = _Rules(connection, design)
    judged = [rule for rule in design.rules if tables.is_judged(rule)]
    fill(connection, "rules", _RULES, (tables.row(rule) for rule in judged))
    steps = ((r.id, step, at > 0) for r in judged for at, step in enumerate(r.steps))
    fill(connection, "rule_steps", "rule varchar, step step_id, is_second boolean", steps)
    begins = (row for rule in judged for row in tables.begins(rule))
    fill(connection, "rule_begins", _BEGINS, begins)


@dataclass
class _Rules:
    """What the rows of a rule are made from: cuts of stages, and coverage of steps."""

    connection: duckdb.DuckDBPyConnection
    design: Design

    def __post_init__(self) -> None:
        """Looks up what the sources cover."""
        self.stages = {stage.id: stage for stage in self.design.blueprint.stages}
        self.owners = {step.id: step.stage for step in self.design.blueprint.steps}
        self.later = later_stages(self.design.blueprint.stages)
        self.cuts: dict[str, int] = dict(
            self.connection.execute("select stage, cut_us from cuts").fetchall()
        )
        rows = select(self.connection, "sql/step_coverage")
        self.covered = {step: (from_us, until_us) for step, from_us, until_us in rows}
        told = [row["subject"] for row in self.design.unjudged if row["kind"] == "broken_rule"]
        self.unjudged = frozenset(told)

    def is_judged(self, rule: Rule) -> bool:
        """Whether the design leaves it to be judged and the sources of all its steps are there."""
        seen = all(s in self.covered and self.owners[s] in self.cuts for s in rule.steps)
        return seen and rule.id not in self.unjudged

    def row(self, rule: Rule) -> tuple[Any, ...]:
        """The row of `rules`; `by_us` is the last moment at which its first step is judged."""
        first, last = rule.steps[0], rule.steps[-1]
        return (
            *(rule.id, rule.kind, rule.per, self.owners[first], rule.count, rule.within_us),
            *(*self.covered[first], self.covered[last][0], self._by(rule, first, last)),
        )

    def _by(self, rule: Rule, first: str, last: str) -> int | None:
        """By when the first step must have happened, for the second to have had its time."""
        if rule.kind != "leads_to":
            return None
        start, end = self.owners[first], self.owners[last]
        cut_us: int = min(self.cuts[start], self.covered[last][1])
        if rule.within_us is not None:
            return cut_us - rule.within_us
        cut_us = min(cut_us, self.cuts[end])
        return time_before(self.connection, way(self.stages, start, end), cut_us)

    def begins(self, rule: Rule) -> Iterator[tuple[str, str, int | None]]:
        """The stages that show a unit from its beginning: the step's, those before it, the first.

        For `must` with the moment by which it must have begun.
        """
        if rule.kind not in {"before", "must", "first"}:
            return
        home = self.owners[rule.steps[0]]
        follow = {stage.next for stage in self.stages.values()}
        for stage in self.stages.values():
            opens = stage.next is not None and stage.id not in follow
            if stage.id == home or home in self.later[stage.id] or opens:
                yield rule.id, stage.id, self._begun_by(rule, stage, home)

    def _begun_by(self, rule: Rule, stage: Stage, home: str) -> int | None:
        if rule.kind != "must":
            return FAR_US
        chain = way(self.stages, stage.id, home)
        cuts = [self.cuts[one.id] for one in chain if one.id in self.cuts]
        cut_us = min(*cuts, self.covered[rule.steps[0]][1])
        return time_before(self.connection, chain, cut_us)
