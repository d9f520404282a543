"""How the ledger is sorted and filtered: each gap's place per column, and choices."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from blueprint.findings import Gap
from blueprint.report.section import Context
from blueprint.sentences import kind_word, status_word, verdict_word

FILTERS = ("kind", "stage", "lane", "line", "verdict", "status")
VERDICTS = ("confirmed", "indicated", "not_enough_data")
DESCENDING = frozenset({"affected", "rate", "effect"})
"""Columns of which the largest is looked for first."""


SAYS: Mapping[str, Callable[[str, str], str]] = {
    "kind": kind_word,
    "verdict": verdict_word,
    "status": status_word,
}


class Choice(NamedTuple):
    """One value of a filter: as the rows have it, as people read it, and of how many gaps."""

    value: str
    name: str
    gaps: int


def places(gaps: list[Gap], context: Context) -> dict[str, str]:
    """For each gap its place in every order, as JSON by column; ties keep the order of findings."""
    keys = _keys(context)
    ranks = {column: _ranks(gaps, key) for column, key in keys.items()}
    columns = {
        gap.id: {"number": n} | {column: rank[gap.id] for column, rank in ranks.items()}
        for n, gap in enumerate(gaps)
    }
    return {gap: json.dumps(found) for gap, found in columns.items()}


def _keys(context: Context) -> Mapping[str, Callable[[Gap], Any]]:
    """What each column is sorted by; effects by their unit first, for hours are no customers."""
    stages = {stage.id: n for n, stage in enumerate(context.story.blueprint.stages)}
    verdicts = {verdict: n for n, verdict in enumerate(VERDICTS)}
    return {
        "kind": lambda gap: kind_word(gap.kind, context.language).casefold(),
        "stage": lambda gap: stages.get(gap.stage, len(stages)),
        "affected": lambda gap: gap.affected,
        "rate": lambda gap: gap.rate,
        "effect": lambda gap: (gap.effect.unit, gap.effect.value),
        "verdict": lambda gap: verdicts.get(gap.verdict, len(verdicts)),
    }


def _ranks(gaps: list[Gap], key: Callable[[Gap], Any]) -> dict[str, int]:
    """The place of each gap's value among all values, equal ones sharing theirs."""
    order = {value: n for n, value in enumerate(sorted({key(gap) for gap in gaps}))}
    return {gap.id: order[key(gap)] for gap in gaps}


def filters(gaps: list[Gap], context: Context) -> list[tuple[str, str, list[Choice]]]:
    """The filters that tell gaps apart: its key, its name, and its values in order."""
    every = {key: _choices(gaps, key, context) for key in FILTERS}
    return [(key, context.word(key), found) for key, found in every.items() if len(found) > 1]


def _choices(gaps: list[Gap], key: str, context: Context) -> list[Choice]:
    """The values of one filter, as the design orders them, else by name."""
    values = [getattr(gap, key) or "" for gap in gaps]
    named = [Choice(one, _name(key, one, context), values.count(one)) for one in set(values)]
    order = {one: n for n, one in enumerate(_declared(context))}
    return sorted(named, key=lambda c: (order.get(c.value, len(order)), c.name.casefold()))


def _declared(context: Context) -> Iterable[str]:
    """Ids in the order of the design, then the verdicts from sure to unsure."""
    blueprint = context.story.blueprint
    yield from (stage.id for stage in blueprint.stages)
    yield from (lane.id for lane in blueprint.lanes)
    yield from VERDICTS


def _name(key: str, value: str, context: Context) -> str:
    """A value as people read it; gaps of no lane, or at no line, have a name, too."""
    if not value:
        return context.word(f"no_{key}")
    if key == "line":
        return context.story.label(value)
    says = SAYS.get(key)
    return says(value, context.language) if says else context.name(value)
