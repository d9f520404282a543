"""Activities that were worked on at once: by hand, and as plain Python has it."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations

from hypothesis import Phase, given, settings

from miner.measures import overlaps
from tests.miner.work import MINUTE_US, Did, told, works

MINE = [
    Did(1, "a", "x", 0, 4),
    Did(1, "b", "x", 3, 8),
    Did(1, "b", "y", 6, 7),
    Did(1, "c", "y", 8, 9),  # as b ends: not at once
    Did(2, "b", "x", 0, 5),
    Did(2, "a", "x", 2, 2),  # no time
    Did(2, "a", "x", 4, 6),
    Did(3, "a", "x", 4, 5),  # another case
    Did(3, "b", "x", None, 5),
]


def test_overlaps_by_hand(plain):
    assert overlaps(told(plain, MINE)) == [
        ("a", "b", 2, 2, 2 * MINUTE_US),
        ("b", "b", 1, 1, MINUTE_US),
    ]


def test_overlaps_in_groups(plain):
    grouped = told(plain, MINE).by("case_no").each(overlaps)
    assert grouped[1] == [("a", "b", 1, 1, MINUTE_US), ("b", "b", 1, 1, MINUTE_US)]
    assert grouped[2] == [("a", "b", 1, 1, MINUTE_US)]
    assert grouped[3] == []


@settings(max_examples=25, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(work=works(10, whole=False))
def test_overlaps_equal_their_definition(plain, work):
    log = told(plain, work)
    instances = log.connection.execute(
        "select t.case_no, a.activity, i.start_us, i.complete_us from traces as t"
        " join activities as a using (activity_no) join activity_instances as i using (event_no)"
    ).fetchall()
    shared = defaultdict(list)
    for (case, one, start, end), (other_case, other, other_start, other_end) in combinations(
        [row for row in instances if None not in row], 2
    ):
        both = min(end, other_end) - max(start, other_start)
        if case == other_case and both > 0:
            shared[min(one, other), max(one, other)].append((case, both))
    rows = [
        (*pair, len(found), len({case for case, _ in found}), sum(both for _, both in found))
        for pair, found in shared.items()
    ]
    assert overlaps(log) == sorted(rows, key=lambda row: (-row[2], row[0], row[1]))
