"""A prepared log that was brought up to date equals one that was prepared anew, seen from outside."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import miner.increment
from miner import measures
from miner.case_notions import CaseNotion
from miner.cases import prepare
from miner.identity import IdentityRules
from miner.log import EventLog
from miner.prepared import Recipe, prepare_kept
from miner.warehouse import in_memory

MINUTE_US = 60_000_000
START_US = 1_735_689_600_000_000
CUSTOMER = CaseNotion()
EPISODE = CaseNotion(name="episode", gap_us=2 * MINUTE_US)
KEYS = [f"{kind}:{n}" for kind in ("user", "email", "contact") for n in range(1, 4)]
LEAVES = [f"anonymous:{n}" for n in range(1, 4)]
OBJECTS = [f"ticket:{n}" for n in range(1, 4)]
TOUCHED = [*KEYS, "email:N/A", "email: 1", *LEAVES, *OBJECTS, "session:1", "session:2"]
TABLES = (
    "activities", "numbered_events", "identities", "cases", "event_cases", "object_cases",
    "object_survivors", "case_rule", "traces",
)  # fmt: skip
SEEN = {
    "events": "select event_id, source, activity, activities.activity, ts_us, precision_us, sequence"
    " from numbered_events join activities using (activity_no, activity) order by event_no",
    "activities": "select activity from activities order by activity_no",
    "traces": "select event_id, case_id, position, a.activity, t.ts_us, b.activity, previous_ts_us"
    " from traces as t join numbered_events using (event_no) join cases using (case_no)"
    " join activities as a on t.activity_no = a.activity_no"
    " left join activities as b on previous_activity_no = b.activity_no order by all",
    "event_cases": "select event_id, case_id from event_cases join cases using (case_no)"
    " join numbered_events using (event_no) order by all",
    "cases": "select case_id, confidence, rule, count(*) over (partition by customer_no)"
    " from cases order by all",
    "customers": "select case_id, list(identifier_type || ':' || identifier order by all)"
    " from cases join identities using (customer_no) group by case_no, case_id order by all",
    "identities": "select * replace (min(identifier_type || ':' || identifier)"
    " over (partition by customer_no) as customer_no) from identities order by all",
    "object_cases": "select object_type, object_id, case_id from object_cases"
    " join cases using (case_no) order by all",
    "object_survivors": "from object_survivors order by all",
    "case_rule": "from case_rule",
}
"""What a log says without its internal numbers."""

EVENTS = st.tuples(
    st.sampled_from("abcde"),
    st.integers(0, 8),
    st.lists(st.sampled_from(TOUCHED), max_size=3, unique=True)
    | st.lists(st.sampled_from(KEYS), min_size=1, max_size=1),
    st.sampled_from(["web", "crm"]),
    st.none() | st.integers(0, 1),
    st.sampled_from(["occurred", "occurred", "occurred", "planned"]),
)
LINKS = st.tuples(
    st.sampled_from(KEYS + LEAVES + OBJECTS),
    st.sampled_from(KEYS + OBJECTS),
    st.sampled_from(["same", "same", "of", "merged", "follows"]),
    st.none() | st.integers(0, 8),
)
LOADS = st.lists(
    st.tuples(st.lists(EVENTS, max_size=8), st.lists(LINKS, max_size=3)), min_size=3, max_size=3
)
STEPS = st.permutations([(0,), (0, 1), (0, 1, 2), (1, 2), (0, 2)])
HISTORY, FULL = in_memory(), in_memory()


def fill(connection, loads, present):
    """The loads that are there, as the loader writes them."""
    for table in ("events", "event_objects", "object_links", "loads"):
        connection.execute(f"delete from {table}")
    for load in present:
        events, links = loads[load]
        for number, event in enumerate(events):
            insert_event(connection, f"l{load}", f"{load}-{number}", event)
        for one, other, qualifier, minute in links:
            connection.execute(
                "insert into object_links values ('s', $1, $2, $3, $4, $5,"
                " make_timestamp($6::bigint)::timestamptz, $7)",
                [*one.split(":", 1), *other.split(":", 1), qualifier, at(minute), f"l{load}"],
            )


def insert_event(connection, load_id, event_id, event):
    activity, minute, touched, source, sequence, kind = event
    connection.execute(
        """insert into events by name select $1 as event_id, $2 as source, $3 as activity,
        make_timestamp($4::bigint)::timestamptz as "timestamp", $5 as timestamp_kind,
        's' as timestamp_precision, $6::bigint as sequence, 'customer' as actor_kind,
        'f' as source_file, 1 as source_row, $7 as load_id""",
        [event_id, source, activity, at(minute), kind, sequence, load_id],
    )
    for each in touched:
        connection.execute(
            "insert into event_objects values ($1, $2, $3, 'subject')",
            [event_id, *each.split(":", 1)],
        )


def at(minute):
    return None if minute is None else START_US + minute * MINUTE_US


def seen(connection):
    """What the tables and the measures say."""
    log = EventLog(connection)
    told = {name: connection.execute(query).fetchall() for name, query in SEEN.items()}
    return told | {name: getattr(measures, name)(log) for name in measures.SQL}


def kept(path, recipe):
    """What the prepared log says after this step, and how it came to be."""
    how = prepare_kept(HISTORY, path, recipe).how
    try:
        return seen(HISTORY), how
    finally:
        forget()


def forget():
    """Nothing of a step is left in the connection, but in the file."""
    kinds = dict(
        HISTORY.execute(
            "select table_name, table_type from information_schema.tables"
            " where table_catalog = 'memory'"
        ).fetchall()
    )
    for table in TABLES:
        if table in kinds:
            HISTORY.execute(f"drop {'view' if kinds[table] == 'VIEW' else 'table'} {table}")
    HISTORY.execute("detach database if exists prepared")


def anew(loads, present, recipe):
    fill(FULL, loads, present)
    prepare(FULL, recipe.customer_type, recipe.rules, recipe.notion)
    return seen(FULL)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("prepared")


@pytest.fixture(autouse=True)
def _always_incremental(monkeypatch):
    """Small logs are touched as a whole: they would all be made anew."""
    monkeypatch.setattr(miner.increment, "MOST_TOUCHED", 2)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(loads=LOADS, steps=STEPS, notion=st.sampled_from([CUSTOMER, EPISODE]))
def test_every_history_of_loads_gives_what_preparing_anew_gives(folder, loads, steps, notion):
    path = folder / "log"
    path.unlink(missing_ok=True)
    recipe = Recipe(customer_type="user", rules=IdentityRules(fan_out=2), notion=notion)
    for present in steps:
        fill(HISTORY, loads, present)
        found, how = kept(path, recipe)
        expected = anew(loads, present, recipe)
        for name, rows in expected.items():
            assert found[name] == rows, (name, present, how)
