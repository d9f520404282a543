"""A prepared log that was brought up to date equals one that was prepared anew, seen from outside."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import miner.increment
from miner.case_notions import CaseNotion
from miner.fuzzy import FuzzyRules
from miner.identity import IdentityRules
from miner.prepared import Recipe
from tests.miner.histories import MINUTE_US, Warehouse

ROOT = Path(__file__).parents[2]
KEYS = [f"{kind}:{n}" for kind in ("user", "email", "contact") for n in range(1, 4)]
LEAVES = [f"anonymous:{n}" for n in range(1, 4)]
OBJECTS = [f"ticket:{n}" for n in range(1, 4)]
TOUCHED = [*KEYS, "email:N/A", "email: 1", *LEAVES, *OBJECTS, "session:1", "session:2"]
EVENTS = st.tuples(
    st.sampled_from("abcde"),
    st.integers(0, 8),
    st.lists(st.sampled_from(TOUCHED), max_size=3, unique=True)
    | st.lists(st.sampled_from(KEYS), min_size=1, max_size=1),
    st.sampled_from(["web", "crm"]),
    st.tuples(st.none() | st.integers(0, 1), st.sampled_from([*9 * ["occurred"], "planned"])),
)
LINKS = st.tuples(
    st.sampled_from([*KEYS, *LEAVES, *OBJECTS, "email:N/A"]),
    st.sampled_from(KEYS + OBJECTS),
    st.sampled_from(["same", "same", "of", "merged", "follows"]),
    st.none() | st.integers(0, 8),
)
LOADS = st.lists(
    st.tuples(st.lists(EVENTS, max_size=8), st.lists(LINKS, max_size=3)), min_size=3, max_size=3
)
STEPS = st.permutations([(0,), (0, 1), (0, 1, 2), (1, 2), (0, 2)]).map(lambda steps: steps[:4])
NOTIONS = (CaseNotion(), CaseNotion(name="episode", gap_us=2 * MINUTE_US))
QUICK = settings(
    max_examples=5,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
WAREHOUSE = Warehouse()


def recipe(notion=NOTIONS[0], **rules):
    return Recipe(customer_type="user", rules=IdentityRules(**rules), notion=notion)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "prepared.duckdb"


@pytest.fixture(autouse=True)
def _always_incremental(monkeypatch):
    """Small logs are touched as a whole: they would all be made anew."""
    monkeypatch.setattr(miner.increment, "MOST_TOUCHED", 99)
    monkeypatch.setattr(miner.increment, "MOST_REMADE", 99)


def walked(path, loads, steps, chosen, *, measured=False):
    """Walks through what the warehouse holds; gives how each state was reached."""
    path.unlink(missing_ok=True)
    return walked_on(path, loads, steps, chosen, measured=measured)


def walked_on(path, loads, steps, chosen, *, measured=False):
    """The same, from what is kept already."""
    hows = []
    for number, present in enumerate(steps, 1):
        WAREHOUSE.fill({f"l{load}": loads[load] for load in present})
        is_last = measured and number == len(steps)
        found, how = WAREHOUSE.kept(path, chosen, measured=is_last)
        for name, rows in WAREHOUSE.anew(chosen, measured=is_last).items():
            assert found[name] == rows, (name, present, how)
        hows.append(how)
    return hows


@QUICK
@given(loads=LOADS, steps=STEPS, notion=st.sampled_from(NOTIONS))
def test_every_history_of_loads_gives_what_preparing_anew_gives(path, loads, steps, notion):
    walked(path, loads, steps, recipe(notion, fan_out=2), measured=True)


@pytest.mark.nightly
@settings(QUICK, max_examples=300)
@given(loads=LOADS, steps=STEPS, notion=st.sampled_from(NOTIONS))
def test_many_histories(path, loads, steps, notion):
    walked(path, loads, steps, recipe(notion, fan_out=2), measured=True)


PLANNED = (None, "planned")
HISTORY = (
    [
        ("b", 1, ["user:1"]),
        ("d", 3, ["user:1"]),
        ("b", 2, ["email:x"]),
        ("d", 3, ["user:2", "ticket:7"]),
        ("b", 4, ["anonymous:z"]),
        ("f", 5, ["ticket:8"]),
    ],
    [],
)
ADDED = {
    "an event in the middle": ([("d", 2, ["user:1"])], []),
    "an event at the end": ([("d", 9, ["user:1"])], []),
    "at one moment, before by its name": ([("a", 3, ["user:1"])], []),
    "an activity whose name comes between": ([("c", 9, ["user:1"])], []),
    "an activity whose name comes last": ([("z", 0, ["user:1"])], []),
    "a link that glues two customers": ([], [("user:1", "email:X", "same", None)]),
    "a login that shows who a visitor is": ([("l", 5, ["anonymous:z", "user:2"])], []),
    "the same login once more, earlier": ([("l", 4.5, ["anonymous:z", "user:2"])], []),
    "another visit there, by the way": ([("b", 4.2, ["anonymous:z"])], []),
    "another login there": ([("l", 7, ["anonymous:z", "user:1"])], []),
    "a visit between the logins": ([("b", 6, ["anonymous:z"])], []),
    "a link that gives a ticket to a customer": ([], [("ticket:8", "user:1", "of", None)]),
    "an earlier event of a ticket, of another": ([("d", 1, ["user:1", "ticket:7"])], []),
    "a new customer between": ([("b", 9, ["user:10"])], []),
    "another spelling of an address": ([("b", 9, ["email: X"])], []),
    "a planned event, of a stranger": ([("b", 9, ["user:5"], "web", PLANNED)], []),
}


@pytest.mark.parametrize("notion", NOTIONS, ids=["customer", "episode"])
def test_what_is_added_shows_as_if_it_had_been_there(path, notion):
    loads = [HISTORY, *ADDED.values()]
    steps = [range(last) for last in range(1, len(loads) + 1)]
    hows = walked(path, loads, [*steps, range(len(loads) - 1), range(5)], recipe(notion))
    assert [how.partition(" (")[0] for how in hows[1 : len(loads)]] == [
        f"brought up to date: {sum(e[-1] != PLANNED for e in events)} events came, 0 went"
        for events, _ in ADDED.values()
    ]
    assert "planned events are gone" in hows[-2]
    assert hows[-1].startswith("brought up to date: 0 events came")


def test_nothing_new_is_read_as_it_was_kept(path):
    assert "nothing was loaded" in walked(path, [HISTORY], [(0,), (0,)], recipe())[-1]


def test_a_load_that_changed_under_its_name_is_read_again(path):
    changed = ([*HISTORY[0][1:], ("q", 2, ["user:1"])], [])
    WAREHOUSE.fill({"l0": HISTORY})
    WAREHOUSE.kept(path, recipe(), measured=False)
    WAREHOUSE.fill({"l0": changed})
    WAREHOUSE.connection.execute(
        "insert into loads by name select 'l0' as load_id, 'web' as source, 'f' as source_file,"
        " '' as file_sha256, now() as loaded_at, 6 as rows_read, 6 as events_loaded,"
        " 0 as events_duplicate, 6 as rows_loaded, 0 as rows_duplicate, 0 as rows_quarantined"
    )
    found, how = WAREHOUSE.kept(path, recipe(), measured=False)
    assert how.startswith("brought up to date: 6 events came, 6 went")
    assert found == WAREHOUSE.anew(recipe(), measured=False)


def test_what_is_kept_serves_one_recipe_only(path):
    WAREHOUSE.fill({"l0": HISTORY})
    WAREHOUSE.kept(path, recipe(), measured=False)
    assert "the rules" in WAREHOUSE.kept(path, recipe(blocked=("x",)), measured=False)[1]
    assert "the rules" in WAREHOUSE.kept(path, recipe(NOTIONS[1]), measured=False)[1]


REFUSED = {
    "the gap between episodes": recipe(CaseNotion(name="episode")),
    "cases are objects": recipe(CaseNotion(name="ticket")),
    "planned events are gone": recipe(),
}


@pytest.mark.parametrize(("why", "chosen"), REFUSED.items(), ids=REFUSED)
def test_where_a_change_may_show_anywhere_it_is_made_anew(path, why, chosen):
    planned = ([("b", 9, ["user:5"], "web", PLANNED)], [])
    assert why in walked(path, [HISTORY, planned], [(0, 1), (0,)], chosen)[-1]


def test_the_fuzzy_pass_is_made_anew(path):
    WAREHOUSE.fill({"l0": HISTORY})
    working = WAREHOUSE.connection
    with pytest.raises(miner.increment.AnewError, match="fuzzy"):
        miner.increment.add(working, "user", IdentityRules(fuzzy=FuzzyRules()), NOTIONS[0])


def test_where_no_number_is_free_between_two_events_it_is_made_anew(path, monkeypatch):
    monkeypatch.setattr("miner.prepared.GAP", 1)
    added = ADDED["an event in the middle"]
    assert "too many events" in walked(path, [HISTORY, added], [(0,), (0, 1)], recipe())[-1]


def test_where_most_is_touched_it_is_made_anew(path, monkeypatch):
    monkeypatch.setattr(miner.increment, "MOST_TOUCHED", 0.3)
    link = ADDED["a link that glues two customers"]
    assert "the changes touch" in walked(path, [HISTORY, link], [(0,), (0, 1)], recipe())[-1]


def test_a_damaged_file_is_made_anew(path):
    path.write_text("not a database")
    WAREHOUSE.fill({"l0": HISTORY})
    assert "cannot be read" in WAREHOUSE.kept(path, recipe(), measured=False)[1]


KILLED = """
import os, sys
from pathlib import Path
import miner.increment
from tests.miner.test_increment import HISTORY, LATE, WAREHOUSE, recipe
run = miner.increment.run_script
def killed(connection, script, **parameters):
    rows = run(connection, script, **parameters)
    if script.name == "apply.sql":
        os._exit(9)
    return rows
miner.increment.run_script = killed
miner.increment.MOST_TOUCHED = 99
path = Path(sys.argv[1])
WAREHOUSE.fill({"l0": HISTORY})
WAREHOUSE.kept(path, recipe(), measured=False)
WAREHOUSE.fill({"l0": HISTORY, "l1": LATE})
WAREHOUSE.kept(path, recipe(), measured=False)
"""
LATE = ADDED["an event in the middle"]


def test_a_process_that_is_killed_while_it_writes_leaves_what_was_kept_before(path):
    ended = subprocess.run([sys.executable, "-c", KILLED, path], check=False, cwd=ROOT)
    assert ended.returncode == 9
    WAREHOUSE.fill({"l0": HISTORY})
    assert WAREHOUSE.kept(path, recipe(), measured=False)[1].startswith("as it was kept")
    hows = walked_on(path, [HISTORY, LATE], [(0, 1)], recipe())
    assert hows[0].startswith("brought up to date: 1 events came")


def test_beside_another_process_that_writes_it_is_prepared_in_memory(path):
    code = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print(1, flush=True); input()"
    WAREHOUSE.fill({"l0": HISTORY})
    WAREHOUSE.kept(path, recipe(), measured=False)
    command = [sys.executable, "-c", code, path]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        other.stdout.readline()
        hows = walked_on(path, [HISTORY, LATE], [(0, 1)], recipe())
        other.communicate(b"\n")
    assert "another process" in hows[0]
