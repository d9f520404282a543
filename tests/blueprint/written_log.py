"""A log written as words, in the normal form: `case offset activity [key=value ...]`, one event a line.

Offsets (`90s`, `5m`, `2h`, `3d`) count from Monday 2025-09-01 00:00 UTC. Keys: source (web), ticket, actor_kind
(customer), public, role, channel, seq, precision (ms), and any attribute. A line `source until web 40d` or `source from web 1d`
declares coverage; without it a source is complete until day 100 and covered from day -1.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import duckdb

from blueprint.findings import SourceState
from miner import cases, warehouse

START = datetime(2025, 9, 1, tzinfo=UTC)
UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
COLUMNS = ("source", "ticket", "actor_kind", "public", "role", "channel", "seq", "precision")


def at(offset: str) -> datetime:
    """The moment of an offset such as 90s or 2d."""
    return START + timedelta(**{UNITS[offset[-1]]: float(offset[:-1])})


def written_log(text: str) -> tuple[duckdb.DuckDBPyConnection, list[SourceState]]:
    """A prepared log and its sources' states; the customer's object type is `customer`."""
    connection = warehouse.in_memory()
    lines = [
        line.split()
        for line in text.splitlines()
        if line.strip() and not line.strip().startswith("#")
    ]
    sources = {"web"}
    for number, words in enumerate(w for w in lines if w[0] != "source"):
        sources.add(_add(connection, number, words))
    cases.prepare(connection, "customer")
    return connection, _states(sources, [w for w in lines if w[0] == "source"])


def _add(connection: duckdb.DuckDBPyConnection, number: int, words: list[str]) -> str:
    case, offset, activity, *rest = words
    given = dict(pair.split("=", 1) for pair in rest)
    attributes = json.dumps({k: v for k, v in given.items() if k not in COLUMNS})
    source = given.get("source", "web")
    event_id = f"{case}/{offset}/{activity}/{number}"
    connection.execute(
        "insert into events values (?, ?, ?, ?, 'occurred', ?, ?, ?, null, ?, ?, ?, ?, 'log', ?, 'load', null)",
        [
            *(event_id, source, activity, at(offset), given.get("precision", "ms")),
            *(int(given["seq"]) if "seq" in given else None, given.get("actor_kind", "customer")),
            *(
                given.get("role"),
                given.get("channel"),
                {"yes": True, "no": False}.get(given.get("public", "")),
            ),
            *(attributes, number + 1),
        ],
    )
    connection.execute(
        "insert into event_objects values (?, 'customer', ?, 'subject')", [event_id, case]
    )
    if "ticket" in given:
        connection.execute(
            "insert into event_objects values (?, 'ticket', ?, 'subject')",
            [event_id, given["ticket"]],
        )
        connection.execute(
            "insert into object_links select 'web', 'ticket', $1, 'customer', $2, 'of', null, 'load'"
            " where not exists (from object_links where from_id = $1)",
            [given["ticket"], case],
        )
    return source


def _states(sources: set[str], declared: list[list[str]]) -> list[SourceState]:
    bounds = {(kind, name): at(offset) for _, kind, name, offset in declared}
    return [
        SourceState(
            source=name,
            coverage_from=bounds.get(("from", name), at("-1d")).isoformat(),
            complete_until=bounds.get(("until", name), at("100d")).isoformat(),
            assumed=False,
            stale=False,
            events=1,
        )
        for name in sorted(sources)
    ]
