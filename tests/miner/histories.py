"""Loads that come and go: written as the loader writes them, and what a log says from outside."""

from __future__ import annotations

from miner import measures
from miner.cases import prepare
from miner.log import EventLog
from miner.prepared import prepare_kept
from miner.warehouse import in_memory
from tests.miner.every_measure import calls

CALLS = calls(["c"], {"a": "customer", "b": "company", "d": "company"})
MINUTE_US = 60_000_000
START_US = 1_735_689_600_000_000
TABLES = (
    "activities", "numbered_events", "identities", "cases", "event_cases", "object_cases",
    "object_survivors", "case_rule", "traces",
)  # fmt: skip
SEEN = {
    "events": "select event_id, source, activity, a.activity, ts_us, precision_us, sequence"
    " from numbered_events join activities as a using (activity_no, activity) order by event_no",
    "activities": "select activity from activities order by activity_no",
    "traces": "select event_id, case_id, position, a.activity, t.ts_us, b.activity, previous_ts_us"
    " from traces as t join numbered_events using (event_no) join cases using (case_no)"
    " join activities as a on t.activity_no = a.activity_no"
    " left join activities as b on previous_activity_no = b.activity_no order by all",
    "event_cases": "select event_id, case_id from event_cases join cases using (case_no)"
    " join numbered_events using (event_no) order by all",
    "cases": "select case_id, confidence, rule, count(*) over (partition by customer_no)"
    " from cases order by all",
    "customers": "select case_id, list_sort(list(identifier_type || ':' || identifier)) as names"
    " from cases join identities using (customer_no) group by case_no, case_id order by all",
    "identities": "select * replace (min(identifier_type || ':' || identifier)"
    " over (partition by customer_no) as customer_no) from identities order by all",
    "object_cases": "select object_type, object_id, case_id from object_cases"
    " join cases using (case_no) order by all",
    "object_survivors": "from object_survivors order by all",
    "case_rule": "from case_rule",
}
"""What a log says without its internal numbers."""


class Warehouse:
    """A normal form in memory whose loads come and go."""

    def __init__(self):
        self.connection = in_memory()
        self.connection.execute("set threads = 1")

    def fill(self, loads):
        """Makes the warehouse hold these loads: their name, then events and links."""
        for table in ("events", "event_objects", "object_links", "loads"):
            self.connection.execute(f"delete from {table}")
        for name, (events, links) in loads.items():
            for number, event in enumerate(events):
                self._event(name, f"{name}-{number}", *event)
            for one, other, qualifier, minute in links:
                self.connection.execute(
                    "insert into object_links values ('s', $1, $2, $3, $4, $5,"
                    " make_timestamp($6::bigint)::timestamptz, $7)",
                    [*one.split(":", 1), *other.split(":", 1), qualifier, at(minute), name],
                )

    def _event(self, load, event_id, activity, minute, touched, source="web", more=(None, "")):  # noqa: PLR0913, PLR0917 - the columns of an event
        self.connection.execute(
            """insert into events by name select $1 as event_id, $2 as source, $3 as activity,
            make_timestamp($4::bigint)::timestamptz as "timestamp", $5 as timestamp_kind,
            's' as timestamp_precision, $6::bigint as sequence, 'customer' as actor_kind,
            'f' as source_file, 1 as source_row, $7 as load_id""",
            [event_id, source, activity, at(minute), more[1] or "occurred", more[0], load],
        )
        for each in touched:
            self.connection.execute(
                "insert into event_objects values ($1, $2, $3, 'subject')",
                [event_id, *each.split(":", 1)],
            )

    def kept(self, path, recipe, *, measured=True):
        """What the prepared log says of it, and how that came to be."""
        how = prepare_kept(self.connection, path, recipe).how
        try:
            return seen(self.connection, measured=measured), how
        finally:
            self._forget()

    def anew(self, recipe, *, measured=True):
        """What preparing it says."""
        prepare(self.connection, recipe.customer_type, recipe.rules, recipe.notion)
        try:
            return seen(self.connection, measured=measured)
        finally:
            self._forget()

    def _forget(self):
        """Nothing of a preparation is left in the connection."""
        query = "select table_name, table_type from information_schema.tables"
        kinds = dict(self.connection.execute(f"{query} where table_catalog = 'memory'").fetchall())
        for table in TABLES:
            kind = "view" if kinds[table] == "VIEW" else "table"
            self.connection.execute(f"drop {kind} {table}")
        self.connection.execute("detach database if exists prepared")


def at(minute):
    return None if minute is None else START_US + round(minute * MINUTE_US)


def seen(connection, *, measured):
    """What the tables and the measures say."""
    log = EventLog(connection)
    told = {name: connection.execute(query).fetchall() for name, query in SEEN.items()}
    if measured:
        names = dict(connection.execute("select case_no, case_id from cases").fetchall())
        for call in CALLS:
            told[f"{call.name} {call.options}"] = _rows(call.measured(log), names)
        told["by"] = log.by("source").each(measures.directly_follows)
    return told


def _rows(measured, names):
    """The rows of a measure; a case by its name, for its number is the log's own affair."""
    if isinstance(measured, list) and measured and hasattr(measured[0], "case_no"):
        named = [row._replace(case_no=names[row.case_no]) for row in measured]
        return sorted(named, key=repr) if isinstance(measured[0], measures.CaseTurn) else named
    return measured
