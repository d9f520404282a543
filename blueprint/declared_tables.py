"""What a design declares of people, channels, links and waiting, as small tables for the rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import duckdb

from blueprint.design import Design
from blueprint.queries import fill


def write_declared(connection: duckdb.DuckDBPyConnection, design: Design) -> None:
    """Makes the tables step_actors, step_words and known_words of a design in the connection."""
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
        "step varchar, kind varchar, word varchar",
        _word_rows(design, words),
    )
    fill(connection, "known_words", "kind varchar, word varchar", sorted(known))


_ACTORS = (
    "step varchar, actor varchar, above_visibility boolean, has_role boolean, has_channel boolean"
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
