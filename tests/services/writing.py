"""A made-up service as the software gets it: its blueprint.yaml, and its log in the normal form."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from blueprint.findings import SourceState
from miner import cases, warehouse
from tests.services.designing import design_of
from tests.services.manners import told, written
from tests.services.service import Service
from tests.services.simulating import START, Log
from tests.services.walking import Ints

SECOND = 1_000_000


def write_design(service: Service, folder: Path) -> Path:
    """Writes blueprint.yaml (JSON is YAML, too)."""
    path = folder / "blueprint.yaml"
    path.write_text(json.dumps(design_of(service), indent=1))
    return path


def prepared(service: Service, log: Log, order: Ints | None = None) -> duckdb.DuckDBPyConnection:
    """A prepared log in a warehouse of its own; its rows are written in that order."""
    connection = warehouse.in_memory()
    connection.execute("set threads = 1")  # small logs: a second thread only waits
    events = _events(log)
    connection.register("made_events", events if order is None else events.take(pa.array(order)))
    connection.register("made_acts", _acts(service, log))
    connection.execute(_INSERT)
    for view in ("made_events", "made_acts"):
        connection.unregister(view)
    cases.prepare(connection, "customer")
    return connection


def _events(log: Log) -> pa.Table:
    return pa.table(
        {"number": range(len(log.act)), "act": log.act, "manner": log.manner, "us": log.time, "customer": log.customer,
         "ticket": log.ticket, "sequence": log.sequence}
    )  # fmt: skip


def _acts(service: Service, log: Log) -> pa.Table:
    """One row per kind of event and manner that the log has."""
    seen = np.unique(np.stack([log.act, log.manner]), axis=1).T.tolist()
    rows = [{"act": act, "manner": how, **written(told(service, act, how))} for act, how in seen]
    return pa.Table.from_pylist(rows, schema=_ACTS)


_ACTS = pa.schema(
    [("act", pa.int64()), ("manner", pa.int64())]
    + [(name, pa.string()) for name in ("source", "activity", "actor_kind", "role", "channel")]
    + [("public", pa.bool_()), ("attributes", pa.string()), ("precision", pa.string())]
)


_INSERT = """
    insert into events
    select 'e' || number, source, activity, make_timestamptz(us), 'occurred', precision,
        nullif(sequence, -1), actor_kind, null, role, channel, public, attributes, 'log', number + 1, 'load', null
    from made_events inner join made_acts using (act, manner);
    insert into event_objects select 'e' || number, 'customer', 'c' || customer, 'subject' from made_events;
    insert into event_objects
    select 'e' || number, 'ticket', 't' || ticket, 'subject' from made_events where ticket >= 0;
    insert into object_links
    select distinct 'web', 'ticket', 't' || ticket, 'customer', 'c' || customer, 'of', null::timestamptz, 'load'
    from made_events where ticket >= 0
"""


def source_states(service: Service) -> list[SourceState]:
    """What each source covers."""
    return [
        SourceState(
            source=name, coverage_from=_written(START), complete_until=_written(until),
            assumed=False, stale=False, events=1,
        )
        for name, until in sorted(service.complete_until.items())
    ]  # fmt: skip


def _written(instant: int) -> str:
    return datetime.fromtimestamp(instant / SECOND, UTC).isoformat()
