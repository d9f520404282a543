"""Roles by hand, from a log, and against pm4py."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from miner.role_mining import Role, roles, roles_of, similarity


def test_similarity_by_hand():
    assert similarity({"Ana": 3, "Bob": 1}, {"Ana": 1, "Bob": 3}) == Fraction(2, 6)
    assert similarity({"Ana": 2}, {"Ana": 7}) == 1
    assert similarity({"Ana": 2}, {"Bob": 7}) == 0


def test_roles_by_hand():
    work = {
        "ask": {"Ana": 10, "Bob": 10},
        "answer": {"Bob": 6, "Ana": 5},
        "pay": {"Cid": 3},
        "check": {"Cid": 9, "Ana": 1},
    }
    assert roles_of(work) == [
        Role(("answer", "ask"), (("Bob", 16), ("Ana", 15)), 31),
        Role(("check", "pay"), (("Cid", 12), ("Ana", 1)), 13),
    ]
    assert len(roles_of(work, alike=1)) == 4
    assert len(roles_of(work, alike=0)) == 1
    assert len(roles_of({"a": {"Ana": 1}, "b": {"Ana": 9}}, alike=1)) == 2
    assert roles_of({}) == []


@pytest.mark.parametrize("seed", range(20))
def test_roles_equal_pm4pys(seed):
    from pm4py.algo.organizational_mining.roles.common import algorithm

    rng = random.Random(seed)
    work = {
        activity: {name: rng.randint(1, 50) for name in rng.sample("ABCDEF", rng.randint(1, 3))}
        for activity in ("ask", "answer", "pay", "check", "close", "reopen", "call")
    }
    couples = {(name, a): n for a, done in work.items() for name, n in done.items()}
    theirs = [
        (tuple(role.activities), dict(role.originator_importance))
        for role in algorithm.apply(couples)
    ]
    assert sorted((role.activities, dict(role.performers)) for role in roles_of(work)) == sorted(
        theirs, key=lambda role: role[0]
    )


def test_order_and_names_change_nothing():
    rng = random.Random(5)
    work = {activity: {name: rng.randint(1, 3) for name in "ABC"} for activity in "abcdefgh"}
    backwards = {a: dict(reversed(done.items())) for a, done in reversed(work.items())}
    assert roles_of(work) == roles_of(backwards)


def test_roles_of_a_log(log):
    made = log("a b c; a b")
    who = {"e0001": "Ana", "e0002": "Ana", "e0003": "Bob", "e0004": "Ana"}
    for event_id, actor in who.items():
        made.connection.execute(
            "update events set actor = $actor where event_id = $id",
            {"actor": actor, "id": event_id},
        )
    assert roles(made) == [
        Role(("a", "b"), (("Ana", 3),), 3),
        Role(("c",), (("Bob", 1),), 1),
    ]


def test_a_log_in_which_nobody_is_named_has_no_role(log):
    assert roles(log("a b")) == []


def test_the_surface_has_functions_not_modules():
    import miner

    for name in ("roles", "drifts", "draw_follows"):
        assert callable(getattr(miner, name))
        assert callable(getattr(miner, name)), "the second time, too"
