"""Which step an unbound activity could be: suggested by name, place in time, company and kind.

A suggestion is a guess with its reasons, for people to look at; nothing is bound by it. The weights
were chosen on the sample and the help desk log (docs/cli.md says how often the first one is right).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from blueprint.design import Design
from blueprint.draft.candidates import Candidate, Way, candidates
from blueprint.suggestions.order import Surroundings, surroundings
from blueprint.suggestions.scores import Group, Score, score
from miner.log import run_script

_HERE = Path(__file__).parent
MOST = 3
"""Steps suggested for one group of unbound events."""
LEAST = 0.5
"""Score below which nothing is suggested."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A step that a group of unbound events could be, with what speaks for it, each 0 to 1."""

    step: str
    score: float
    why: Mapping[str, float]
    is_bound: bool  # the step has a binding already: this would be one more alternative


@dataclass(frozen=True, slots=True, kw_only=True)
class Unbound:
    """Unbound events that look alike: one activity, or a part of it that is something else.

    `ways` are the alternatives of a binding for them, `examples` event numbers.
    """

    source: str
    activity: str
    part: str | None
    events: int
    customers: int
    between: tuple[str | None, str | None]
    ways: tuple[Way, ...]
    first_only: bool  # it comes several times, and a step may come once
    examples: tuple[int, ...]
    suggestions: tuple[Suggestion, ...]


def suggest(connection: duckdb.DuckDBPyConnection, design: Design) -> list[Unbound]:
    """Every group of unbound events, the largest first, on the tables of `instances.build`."""
    own = sorted({s.instances for s in design.blueprint.stages if s.instances})
    known = {c.no: c for c in candidates(connection, own)}
    rows = run_script(connection, _HERE / "seen.sql")
    around = _around(connection, design)
    return [_unbound(design, known[row[0]], row[1:], around.of(row[0])) for row in rows]


def _around(connection: duckdb.DuckDBPyConnection, design: Design) -> Surroundings:
    together = run_script(connection, _HERE / "together.sql")
    units = dict(run_script(connection, _HERE / "step_units.sql"))
    return surroundings(design, together, units)


def _unbound(design: Design, one: Candidate, counted: tuple, around: Surroundings) -> Unbound:  # type: ignore[type-arg]
    events, customers, units, repeats, channels, examples = counted
    group = Group(one, units, repeats, frozenset(channels or ()), around)
    scores = sorted(
        (score(design, group, step) for step in design.blueprint.steps),
        key=lambda s: (-s.total, s.step),
    )
    return Unbound(
        source=one.source,
        activity=one.activity,
        part=one.part,
        events=events,
        customers=customers,
        between=around.between(units),
        ways=one.ways,
        first_only=repeats > 1,
        examples=tuple(examples),
        suggestions=tuple(_suggestion(s, design) for s in scores[:MOST] if s.total >= LEAST),
    )


def _suggestion(found: Score, design: Design) -> Suggestion:
    return Suggestion(
        step=found.step,
        score=round(found.total, 3),
        why={name: round(part, 3) for name, part in found.parts.items()},
        is_bound=found.step in design.bindings.steps,
    )
