"""What a design declares of people, channels, links and waits, as small tables for the rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import duckdb

from blueprint.design import Design
from blueprint.model import lanes_named
from blueprint.queries import fill


def write_declared(connection: duckdb.DuckDBPyConnection, design: Design) -> None:
    """Makes step_actors, step_words, known_words, timed_links, stage_silences and wait_budgets."""
    words = {
        "role": {role.id: role.words for role in design.roles.values()},
        "channel": {channel.id: channel.words for channel in design.channels.values()},
    }
    known = {
        (kind, word) for kind, named in words.items() for own in named.values() for word in own
    }
    fill(connection, "step_actors", _ACTORS, _actor_rows(design))
    fill(
        connection,
        "step_words",
        "step step_id, kind varchar, word varchar",
        _word_rows(design, words),
    )
    fill(connection, "known_words", "kind varchar, word varchar", sorted(known))
    fill(connection, "timed_links", _LINKS, _link_rows(design))
    fill(connection, "stage_silences", "stage stage_id, silence_us bigint", _silence_rows(design))
    fill(connection, "wait_budgets", _BUDGETS, _budget_rows(design))


_LINKS = "source step_id, target step_id, within_us bigint, between_systems boolean"
_BUDGETS = "stage stage_id, facet varchar, budget_us bigint, lane varchar"
_ACTORS = (
    "step step_id, actor varchar, above_visibility boolean, has_role boolean, has_channel boolean"
)
_ABOVE = ("customer", "frontstage")


def _actor_rows(design: Design) -> Iterator[tuple[Any, ...]]:
    """One row per step: who acts on its lane, on which side of the line, and what it names."""
    lanes = {lane.id: lane for lane in design.blueprint.lanes}
    for step in design.blueprint.steps:
        lane = lanes[step.lane]
        above = lane.role.value in _ABOVE
        yield step.id, lane.actor, above, bool(step.roles), bool(step.channels)


def _word_rows(
    design: Design, words: Mapping[str, Mapping[str, tuple[str, ...]]]
) -> list[tuple[str, str, str]]:
    """One row per step and word of the logs that its roles or channels allow."""
    return sorted(
        {
            (step.id, kind, word)
            for step in design.blueprint.steps
            for kind, named in (("role", step.roles), ("channel", step.channels))
            for one in named
            for word in words[kind][one]
        }
    )


def _link_rows(design: Design) -> Iterator[tuple[Any, ...]]:
    """One row per two steps whose link has a time; of several links between them the first."""
    systems = {step.id: set(step.systems) for step in design.blueprint.steps}
    told: set[tuple[str, str]] = set()
    for link in design.blueprint.links:
        pair = (link.source, link.target)
        if link.within_us is None or pair in told:
            continue
        told.add(pair)
        one, other = (systems[step] for step in pair)
        yield *pair, link.within_us, bool(one and other and not one & other)


def _silence_rows(design: Design) -> list[tuple[str, int]]:
    stages = design.blueprint.stages
    return [(stage.id, stage.silence_us) for stage in stages if stage.silence_us is not None]


def _budget_rows(design: Design) -> Iterator[tuple[str, str, int, str]]:
    """One row per wait budget and lane that it is for."""
    for stage in design.blueprint.stages:
        for named, budget_us in stage.wait_budget_us.items():
            lanes = lanes_named(design.blueprint, named)
            yield from ((stage.id, named, budget_us, lane) for lane in lanes)
