"""A ticket that was merged is its survivor's instance; a follow-up is one of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from blueprint import instances
from blueprint.design import load_design
from miner import cases
from tests.blueprint.written_log import written_log

DESIGN = Path(__file__).parent / "gaps" / "design.yaml"
LOG = """
    c1 0h open ticket=t1
    c2 1h open ticket=t2
    c2 2h reply ticket=t2
    c1 3h solve ticket=t1
"""


@pytest.mark.parametrize(
    ("qualifier", "expected"),
    [("merged", [("t1", "c1", 4)]), ("follows", [("t1", "c1", 2), ("t2", "c1", 2)])],
)
def test_events_of_a_merged_ticket_are_its_survivors(qualifier, expected) -> None:
    connection, sources = written_log(LOG)
    connection.execute(
        "insert into object_links select 'web', 'ticket', 't2', 'ticket', 't1', $q, null, 'load'",
        {"q": qualifier},
    )
    cases.prepare(connection, "customer")
    instances.build(connection, load_design(DESIGN), sources, (None, None))
    found = connection.execute(
        "select i.key, c.case_id, count(*) from occurrences as o"
        " join instances as i using (instance_no) join cases as c on c.case_no = i.case_no"
        " where i.stage = 'help' group by all order by all"
    ).fetchall()
    assert found == expected
