"""Several designs, one after another, over one log in one connection."""

from __future__ import annotations

from blueprint.bindings import match_events
from tests.blueprint.test_gaps import design_of
from tests.blueprint.written_log import written_log

OTHERS = {
    "{id: chase,": "{id: nudge,",
    "{optional: chase}": "{optional: nudge}",
    "chase: [": "nudge: [",
}


def test_the_steps_of_the_latest_design_are_matched(tmp_path) -> None:
    """Ids of steps are types in the connection: those of the design before know no other one."""
    connection, _ = written_log("c1 0h ask\nc1 1h chase\nc1 2h confirm source=office")
    found = []
    for swaps in ({}, OTHERS, {}):
        match_events(connection, design_of({"design": swaps}, tmp_path))
        rows = connection.execute("select step::varchar, source::varchar from matches order by all")
        found.append(rows.fetchall())
    first = [("ask", "web"), ("chase", "web")]
    assert found == [first, [("ask", "web"), ("nudge", "web")], first]
