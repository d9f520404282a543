"""Why an identifier is a customer: the statements that lead from it to the customer's name.

Reads the working tables that `miner.cases.assign` leaves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from miner.log import run_script

MOST_STEPS = 12
"""Longest chain that is looked for."""
_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """One identifier of a customer, and the span of time in which it is that customer."""

    identifier: str  # type:id
    valid_from: datetime | None
    valid_to: datetime | None
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a source said (or an event showed) of two identifiers: one link of a chain."""

    giver: str  # type:id
    taker: str
    qualifier: str  # same, of, merged, follows; seen: one event touches both; fuzzy: alike
    source: str
    source_file: str | None
    source_row: int | None
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """One identifier that was asked for, as one customer."""

    asked: str  # type:id
    kind: str  # key, leaf or object
    customer: str  # the case_id; empty: nobody's
    identifiers: tuple[Known, ...]
    chain: tuple[Told, ...]
    withdrawn: tuple[Told, ...]


def identifier_types(connection: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    """The types of all identifiers and objects of the log."""
    rows = connection.execute("select distinct identifier_type from nodes order by 1").fetchall()
    return tuple(row[0] for row in rows)


def explain(
    connection: duckdb.DuckDBPyConnection, wanted: Iterable[tuple[str, str]]
) -> list[Explained]:
    """What is known of each (type, id) that the log has, one value per customer that it is."""
    pairs = [{"t": kind, "i": name} for kind, name in wanted]
    rows = run_script(connection, _HERE / "explain.sql", wanted=pairs)
    return [_explained(connection, *row) for row in rows]


def _explained(connection: duckdb.DuckDBPyConnection, node_no: int, *found: Any) -> Explained:
    asked, kind, customer_no, case_id, anchor_no = found
    identifiers = run_script(connection, _HERE / "explain_customer.sql", customer_no=customer_no)
    path = _path(connection, node_no, anchor_no)
    members = [node_no, *(row[0] for row in identifiers)]
    return Explained(
        asked=asked,
        kind=kind,
        customer=case_id or "",
        identifiers=tuple(_known(row) for row in identifiers),
        chain=_told(connection, "explain_chain.sql", pairs=path),
        withdrawn=_told(connection, "explain_withdrawn.sql", members=members),
    )


def _known(row: Sequence[Any]) -> Known:
    _, identifier, valid_from, valid_to, rule, confidence = row
    return Known(
        identifier=identifier,
        valid_from=valid_from,
        valid_to=valid_to,
        rule=rule,
        confidence=confidence,
    )


def _told(connection: duckdb.DuckDBPyConnection, script: str, **asked: Any) -> tuple[Told, ...]:
    names = Told.__dataclass_fields__
    rows = run_script(connection, _HERE / script, **asked)
    return tuple(Told(**dict(zip(names, row, strict=True))) for row in rows)


def _path(
    connection: duckdb.DuckDBPyConnection, start: int, anchor: int | None
) -> list[dict[str, int]]:
    """The shortest way from an identifier to the one that names its customer, by pairs."""
    before: dict[int, int | None] = {start: None}
    frontier = [start]
    for _ in range(MOST_STEPS):
        if anchor is None or anchor in before or not frontier:
            break
        rows = run_script(connection, _HERE / "explain_step.sql", frontier=frontier)
        frontier = []
        for node_no, other_no in rows:
            if other_no not in before:
                before[other_no] = node_no
                frontier.append(other_no)
    return _walked(before, anchor)


def _walked(before: Mapping[int, int | None], anchor: int | None) -> list[dict[str, int]]:
    """The pairs from the start to the anchor, in order; none when it was not reached."""
    pairs: list[dict[str, int]] = []
    place = anchor
    while place is not None and (previous := before.get(place)) is not None:
        pairs.append({"place": -len(pairs), "one": previous, "other": place})
        place = previous
    return pairs
