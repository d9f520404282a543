"""What is true of every log: order of rows never counts, and sums agree."""

from __future__ import annotations

import os
import random
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from miner.cases import prepare
from miner.identity import IdentityRules
from miner.measures import (
    activities,
    directly_follows,
    eventually_follows,
    throughput_times,
    variant_counts,
    variants,
)
from miner.warehouse import in_memory

TABLES = (
    "numbered_events",
    "activities",
    "identities",
    "cases",
    "event_cases",
    "object_cases",
    "object_survivors",
    "traces",
)
IDENTIFIERS = [f"{kind}:{n}" for kind in ("user", "email", "contact") for n in range(1, 5)]
LEAVES = [f"anonymous:{n}" for n in range(3)]
OBJECTS = [f"ticket:{n}" for n in range(3)]
EVENTS = st.tuples(
    st.sampled_from("abc"),
    st.integers(0, 6),
    st.lists(st.sampled_from(IDENTIFIERS + LEAVES + OBJECTS), max_size=3, unique=True),
    st.sampled_from(["web", "crm"]),
    st.none() | st.integers(0, 2),
)
SAME = st.tuples(
    st.sampled_from(IDENTIFIERS + LEAVES),
    st.sampled_from(IDENTIFIERS),
    st.sampled_from(["same", "same", "merged"]),
    st.none() | st.integers(0, 6),
)
OF = st.tuples(
    st.sampled_from(OBJECTS),
    st.sampled_from(OBJECTS + IDENTIFIERS),
    st.sampled_from(["of", "of", "merged", "follows"]),
    st.none(),
)
LOGS = st.tuples(st.lists(EVENTS, max_size=12), st.lists(SAME | OF, max_size=8))
QUICK = settings(
    max_examples=int(os.environ.get("FUZZ_EXAMPLES", "15")),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
CONNECTION = in_memory()


def filled(write, drawn):
    log = write()
    events, links = drawn
    for activity, minute, touched, source, sequence in events:
        log.event(activity, minute, *touched, source=source, sequence=sequence)
    for link in links:
        log.link(*link)
    return log


def shuffled(log, seed):
    mixed = replace(log, events=[*log.events], objects=[*log.objects], links=[*log.links])
    for rows in (mixed.events, mixed.objects, mixed.links):
        random.Random(seed).shuffle(rows)
    return mixed


def tables(log, threads=2):
    CONNECTION.execute(f"set threads = {threads}")
    prepare(log.fill(CONNECTION), "user", IdentityRules(fan_out=2))
    return {table: CONNECTION.execute(f"from {table}").fetchall() for table in TABLES}


@QUICK
@given(drawn=LOGS, seed=st.integers(0, 9))
def test_the_order_of_rows_and_the_threads_do_not_count(write, drawn, seed):
    log = filled(write, drawn)
    assert tables(shuffled(log, seed)) == tables(log, threads=1)


@QUICK
@given(drawn=LOGS)
def test_components_of_ids_equal_a_plain_union_find(write, drawn):
    log = filled(write, drawn)
    rules = IdentityRules(keys=("user", "email", "contact"), fan_out=99, single=())
    assert found_components(log, rules, ids_only=True) == plain_components(log, ids_only=True)


@QUICK
@given(drawn=LOGS)
def test_what_is_one_customer_hangs_together_and_has_one_user(write, drawn):
    log = filled(write, drawn)
    plain = plain_components(log)
    users = plain_components(log, ids_only=True, users_only=True)
    for members in found_components(log, IdentityRules()):
        assert any(set(members) <= set(group) for group in plain)
        own = {name for name in members if name.startswith("user:")}
        assert not own or any(own <= set(group) for group in users)


def found_components(log, rules, *, ids_only=False):
    """The keys of each customer; without e-mails when only ids are asked for."""
    if ids_only:
        log.links = [x for x in log.links if "email" not in (x[0], x[2])]
        log.objects = [x for x in log.objects if x[1] != "email"]
    prepare(log.fill(CONNECTION), "user", rules)
    found = CONNECTION.execute(
        "select list(name order by name) from (select customer_no,"
        " identifier_type || ':' || identifier as name from identities"
        " where identifier_type <> 'anonymous') group by customer_no"
    ).fetchall()
    return sorted(members for (members,) in found)


def plain_components(log, *, ids_only=False, users_only=False):
    """The oracle: sets of keys (of a kind), joined link by link."""
    left_out = ("email", "contact") if users_only else ("email",) if ids_only else ()
    seen = {f"{kind}:{number}" for _, kind, number in log.objects if kind != "anonymous"}
    pairs = [(f"{a}:{b}", f"{c}:{d}", qualifier) for a, b, c, d, qualifier, _ in log.links]
    seen |= {end for one, other, _ in pairs for end in (one, other)}
    owner = {x: {x} for x in seen if x in IDENTIFIERS and not x.startswith(left_out)}
    for one, other, qualifier in pairs:
        if qualifier in ("same", "merged") and one in owner and other in owner:
            joined = owner[one] | owner[other]
            owner.update(dict.fromkeys(joined, joined))
    return sorted(sorted(group) for group in {frozenset(group) for group in owner.values()})


@QUICK
@given(drawn=LOGS)
def test_what_is_true_of_every_log(write, drawn):
    log = prepare(filled(write, drawn).fill(CONNECTION), "user")
    sums_agree(log)
    predecessors_are_the_rows_before()
    every_leaf_is_one_person_at_every_moment()
    again = log.retrace()
    assert variant_counts(again) == variant_counts(log)
    assert directly_follows(again) == directly_follows(log)
    assert eventually_follows(again) == eventually_follows(log)


def sums_agree(log):
    cases, events = CONNECTION.execute(
        "select count(distinct case_no), count(*) from traces"
    ).fetchall()[0]
    assert sum(row.cases for row in variants(log)) == cases
    assert sum(row.frequency for row in directly_follows(log)) == events - cases
    assert sum(row.events for row in activities(log)) == events
    assert CONNECTION.execute("select count(*) from event_cases").fetchone() == (events,)
    assert CONNECTION.execute("select count(*) from cases").fetchone() == (cases,)
    times = throughput_times(log)
    assert (times.cases if times else 0) == cases


def predecessors_are_the_rows_before():
    rows = CONNECTION.execute("from traces order by case_no, event_no").fetchall()
    before = (None, 0, 0, None, None, None, None)
    for row in rows:
        first = row[0] != before[0]
        assert row[2] == (1 if first else before[2] + 1)
        assert row[5:] == ((None, None) if first else before[3:5])
        assert first or before[4] <= row[4]
        before = row


def every_leaf_is_one_person_at_every_moment():
    clashes = CONNECTION.execute(
        "select count(*) from (select identifier, valid_from_us, valid_to_us,"
        " lag(valid_to_us) over w as before, row_number() over w as nr,"
        " lead(1) over w is null as is_last from identities where identifier_type = 'anonymous'"
        " window w as (partition by identifier order by valid_from_us nulls first))"
        " where (nr = 1) <> (valid_from_us is null) or (valid_to_us is null) <> is_last"
        " or (nr > 1 and before is distinct from valid_from_us)"
    ).fetchone()
    assert clashes == (0,)


@pytest.fixture(autouse=True, scope="module")
def _closed():
    """One connection for all examples: opening one is the slow part."""
    yield
    CONNECTION.execute("reset threads")
