"""From the normal form to cases and traces, all in SQL over integers.

A case is one customer, unless another notion is asked for (`miner.case_notions`). An event belongs
to the customer of its strongest own key (the customer type
first, then the keys in their order); without one, to the customer of an object that it touches;
without that, to the customer of a leaf, by time. Where two are equally strong the smallest case_id
has it. An object (a ticket, an opportunity) belongs to the customer that its `of` links lead to, by
the fewest links; without such a link, to the customer of its first event that has one. What was
merged into another object, or follows one (a follow-up ticket), belongs to that one's customer.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from miner.case_notions import CaseNotion, cut
from miner.identity import IdentityRules, stitch
from miner.log import EventLog, run_script

MOST_HOPS = 4
"""Longest chain of `of` links from an object to its customer."""

SEEN_WITH = 0.9
"""Highest confidence of an event that has its customer only from its object's other events."""

_HERE = Path(__file__).parent
_DEFAULT = IdentityRules()
_CUSTOMER = CaseNotion()


def prepare(
    connection: duckdb.DuckDBPyConnection,
    customer_type: str,
    rules: IdentityRules = _DEFAULT,
    notion: CaseNotion = _CUSTOMER,
) -> EventLog:
    """Makes the tables of the analysis from the normal form, and gives their log.

    numbered_events, activities, identities, cases, event_cases, object_cases, object_survivors
    (what an object was merged into), case_rule (one row: how the cases were cut) and traces; all
    are made anew, and depend neither on the order of rows nor on the number of threads.
    """
    assign(connection, customer_type, rules)
    run_script(connection, _HERE / "cases_done.sql")
    cut(connection, notion, MOST_HOPS)
    run_script(connection, _HERE / "traces.sql")
    return EventLog(connection)


def assign(
    connection: duckdb.DuckDBPyConnection, customer_type: str, rules: IdentityRules = _DEFAULT
) -> None:
    """Makes the tables of `prepare` up to the customers' cases, and leaves what explains them."""
    run_script(connection, _HERE / "events.sql")
    stitch(connection, customer_type, rules)
    run_script(connection, _HERE / "belongings.sql", hops=MOST_HOPS)
    run_script(connection, _HERE / "survivors.sql")
    run_script(connection, _HERE / "cases.sql", seen_with=SEEN_WITH)
