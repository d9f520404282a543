"""Adding to a prepared log what was loaded since, and taking out what is gone.

Identifiers that hang together by events and links are a *neighbourhood*; nothing that happens in
one changes anything in another (`prepared/neighbourhoods.sql`). So the neighbourhoods that the
changes touch are cut out of the warehouse as a small log of their own, which the same scripts
prepare that prepare a whole one, and their cases replace the old ones. The usual event tells
nothing new of who is who (all that it touches is one known customer's): it only joins its case.

Numbers: an event's number lies between those of its neighbours in the total order, activities are
numbered by name, cases and customers as they came.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from miner.case_notions import CUSTOMER, EPISODE, CaseNotion, cut
from miner.cases import MOST_HOPS, assign
from miner.identity import IdentityRules
from miner.log import run_script

GAP = 2**32
"""Numbers between two neighbouring events of a log that was prepared anew."""
MINUTE_US = 60_000_000
MOST_TOUCHED = 0.3
"""Where more of the log is touched than this share, making it anew costs about the same."""
MOST_REMADE = 1
"""How often all rows may be rewritten before making the log anew pays: deleted rows leave holes."""
PREPARED = Path(__file__).parent / "prepared"
_HERE = Path(__file__).parent


class AnewError(Exception):
    """The prepared log does not serve; the message says why it is made anew."""


def is_current(working: duckdb.DuckDBPyConnection) -> bool:
    """Whether the prepared log has the very loads that the warehouse has."""
    row = working.execute(
        "select count(*) from ((from load_states except from prepared.load_states)"
        " union all (from prepared.load_states except from load_states))"
    ).fetchone()
    return row == (0,)


def add(
    working: duckdb.DuckDBPyConnection,
    customer_type: str,
    rules: IdentityRules,
    notion: CaseNotion,
) -> str:
    """Brings `prepared` up to date with the warehouse; gives in words what it took.

    `working` has `load_states` and is closed afterwards: it holds many working tables. Raises
    `AnewError` with the reason when it cannot be done; `prepared` is as it was then.
    """
    _refuse(rules, notion)
    is_customer = notion.name == CUSTOMER
    is_gone = _changes(working)
    _touched(working, customer_type, rules, is_customer=is_customer)
    home = working.execute("select current_database()").fetchall()[0][0]
    working.execute("attach ':memory:' as part")
    try:
        run_script(working, PREPARED / "part.sql", is_customer=is_customer)
        working.execute("use part")
        assign(working, customer_type, rules)
        run_script(working, PREPARED / "neighbourhoods.sql", is_customer=is_customer)
        run_script(working, _HERE / "cases_done.sql")
        cut(working, notion, MOST_HOPS)
        run_script(working, PREPARED / "loose_events.sql")
        working.execute(f'use "{home}"')
        is_shifted = _numbered(working)
        working.execute("use part")
        run_script(working, _HERE / "traces.sql")
        working.execute(f'use "{home}"')
        _applied(working, is_shifted=is_shifted, is_gone=is_gone)
        return _said(working)
    finally:
        working.execute(f'use "{home}"')
        working.execute("detach part")


def _refuse(rules: IdentityRules, notion: CaseNotion) -> None:
    """Raises `AnewError` where a change in one place may show in any other."""
    if rules.fuzzy:
        raise AnewError("the fuzzy pass compares everybody with everybody")
    if notion.name == EPISODE and notion.gap_us is None:
        raise AnewError("the gap between episodes is measured over the whole log")
    if notion.name not in (CUSTOMER, EPISODE):
        raise AnewError(f"cases are objects ({notion.name}), not customers")


def _changes(working: duckdb.DuckDBPyConnection) -> bool:
    """Finds what came and went; gives whether anything went."""
    ((_, gone, gone_planned),) = run_script(working, PREPARED / "changes.sql")
    if gone_planned:
        raise AnewError("planned events are gone")
    if gone:
        run_script(working, PREPARED / "gone.sql")
    if gone or not _are_last_rows(working):
        run_script(working, PREPARED / "fresh_objects.sql")
    return bool(gone)


def _are_last_rows(working: duckdb.DuckDBPyConnection) -> bool:
    """Whether what the new events touch was found in the last rows of its table: no long search."""
    row = working.execute("select objects, last_row from prepared.stamp").fetchall()[0]
    script = PREPARED / "appended_objects.sql"
    return bool(run_script(working, script, objects=row[0], last_row=row[1])[0][0])


def _touched(
    working: duckdb.DuckDBPyConnection,
    customer_type: str,
    rules: IdentityRules,
    *,
    is_customer: bool,
) -> None:
    """Finds the neighbourhoods in which a change may show."""
    ((old, total, remade),) = run_script(
        working,
        PREPARED / "touched.sql",
        is_customer=is_customer,
        customer_type=customer_type,
        keys=list(rules.keys),
        leaves=list(rules.leaves),
    )
    if old > total * MOST_TOUCHED:
        raise AnewError(f"the changes touch customers with {old:,} of {total:,} events")
    if remade > total * MOST_REMADE:
        raise AnewError("much of it was rewritten since it was made, and its file has holes")


def _numbered(working: duckdb.DuckDBPyConnection) -> bool:
    """Numbers what is new; gives whether activities got other numbers by it."""
    query = "select min(ts_us) from part.main.numbered_events anti join old_events using (event_id)"
    earliest_us = working.execute(query).fetchall()[0][0] or 0
    from_us = earliest_us // MINUTE_US * MINUTE_US
    if run_script(working, PREPARED / "numbers.sql", gap=GAP, from_us=from_us)[0][0]:
        raise AnewError("too many events came in one place of the order")
    is_shifted = bool(run_script(working, PREPARED / "activities.sql")[0][0])
    run_script(working, PREPARED / "splice.sql")
    return is_shifted


def _applied(working: duckdb.DuckDBPyConnection, *, is_shifted: bool, is_gone: bool) -> None:
    """Writes all of it into the prepared log, in one transaction."""
    working.begin()
    try:
        if is_shifted:
            run_script(working, PREPARED / "renumber.sql")
        run_script(working, PREPARED / "apply.sql")
        if is_gone and run_script(working, PREPARED / "gone_activities.sql")[0][0]:
            run_script(working, PREPARED / "renumber.sql")
        working.commit()
    except BaseException:
        working.rollback()
        raise


def _said(working: duckdb.DuckDBPyConnection) -> str:
    """What it took, in words."""
    query = (
        "select (select count(*) from event_numbers), (select count(*) from gone_events),"
        " (select count(distinct case_no) from part.main.event_cases),"
        " (select count(*) from remade_cases)"
    )
    came, went, cases, remade = working.execute(query).fetchall()[0]
    return (
        f"brought up to date: {came:,} events came, {went:,} went"
        f" ({cases:,} cases written, {remade:,} taken out)"
    )
