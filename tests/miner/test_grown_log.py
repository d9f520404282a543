"""Measures of a log that grew: the numbers of its cases are its own, and nothing hangs on them."""

from __future__ import annotations

import miner.increment
from miner.case_notions import CaseNotion
from miner.identity import IdentityRules
from miner.prepared import Recipe
from tests.miner.histories import Warehouse


def test_cases_that_begin_at_one_moment_stand_in_the_order_of_their_names(tmp_path, monkeypatch):
    monkeypatch.setattr(miner.increment, "MOST_TOUCHED", 99)
    warehouse, path = Warehouse(), tmp_path / "prepared.duckdb"
    recipe = Recipe(customer_type="user", rules=IdentityRules(), notion=CaseNotion())
    first, second = ([("b", 0, ["user:2"])], []), ([("a", 0, ["user:1"])], [])
    warehouse.fill({"l1": first})
    warehouse.kept(path, recipe, measured=False)
    warehouse.fill({"l1": first, "l2": second})
    grown, how = warehouse.kept(path, recipe)
    assert how.startswith("brought up to date")
    assert grown == warehouse.anew(recipe)
