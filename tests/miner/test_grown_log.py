"""Measures of a log that grew: the numbers of its cases are its own, and nothing hangs on them."""

from __future__ import annotations

import pytest

import miner.increment
from miner.case_notions import CaseNotion
from miner.identity import IdentityRules
from miner.prepared import Recipe
from tests.miner.histories import MINUTE_US, START_US, Warehouse

RECIPE = Recipe(customer_type="user", rules=IdentityRules(), notion=CaseNotion())
EPOCH = -START_US / MINUTE_US
SOON = 1 / 12
GROWN = {
    "cases that begin together stand by their names": (("b", 0, ["user:2"]), ("a", 0, ["user:1"])),
    "over the beginning of 1970": (
        ("a", EPOCH - SOON, ["user:1"]),
        ("b", EPOCH + SOON, ["user:1"]),
    ),
    "before 1970": (("a", EPOCH - 1 - SOON, ["user:1"]), ("b", EPOCH - 1, ["user:1"])),
}


@pytest.mark.parametrize(("first", "second"), GROWN.values(), ids=GROWN)
def test_a_log_that_grew_gives_what_one_made_anew_gives(tmp_path, monkeypatch, first, second):
    monkeypatch.setattr(miner.increment, "MOST_TOUCHED", 99)
    warehouse, path = Warehouse(), tmp_path / "prepared.duckdb"
    loads = {"l1": ([first, ("z", 9, ["user:3"])], []), "l2": ([second], [])}
    warehouse.fill({"l1": loads["l1"]})
    warehouse.kept(path, RECIPE, measured=False)
    warehouse.fill(loads)
    grown, how = warehouse.kept(path, RECIPE)
    assert how.startswith("brought up to date")
    assert grown == warehouse.anew(RECIPE)
