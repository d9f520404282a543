"""Sheets of about one width, as few as hold the stages; in a report each is a picture of its own."""

from __future__ import annotations

import re
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blueprint.board import draw_pages, stage_scenes
from blueprint.board.packing import packed
from blueprint.board.telling import tell
from blueprint.board.views import View
from blueprint.report import page
from tests.blueprint.fixture_before import two_runs
from tests.blueprint.fixture_findings import sample
from tests.blueprint.fixture_generated import generated

rooms = st.lists(st.integers(1, 9), min_size=1, max_size=7)


def widest(divided, needs):
    return max(sum(needs[place] for place in group) for group in divided)


def divisions(count):
    """Every way to cut a row of things into groups."""
    for cuts in range(count):
        for places in combinations(range(1, count), cuts):
            ends = [0, *places, count]
            yield [list(range(a, b)) for a, b in pairwise(ends)]


@given(rooms)
def test_as_few_sheets_as_can_be_and_the_widest_as_narrow_as_can_be(needs):
    found = packed(needs, 16)
    allowed = [one for one in divisions(len(needs)) if widest(one, needs) <= 16]
    fewest = min(map(len, allowed))
    assert len(found) == fewest
    assert widest(found, needs) == min(widest(o, needs) for o in allowed if len(o) == fewest)
    assert [place for group in found for place in group] == list(range(len(needs)))


@pytest.mark.parametrize(
    ("needs", "sheets"),
    [
        ([], []),
        ([3, 5, 2, 3, 5], [[0, 1, 2], [3, 4]]),
        ([8, 8], [[0, 1]]),
        ([16, 1], [[0], [1]]),
        ([5, 5, 5, 5], [[0, 1], [2, 3]]),
    ],
)
def test_sheets_by_hand(needs, sheets):
    assert packed(needs, 16) == sheets


@pytest.mark.parametrize("make", [sample, lambda: generated(1, 12, 60)])
def test_a_report_has_a_picture_for_each_sheet_and_one_for_the_list(make):
    pictures = draw_pages(make())
    assert len(pictures) == len(stage_scenes(tell(make()))) + 1
    assert "bm-entry" in pictures[-1]
    assert not [one for one in pictures[:-1] if 'class="bm-entry"' in one]
    assert len({re.search(r'viewBox="0 0 (\S+) ', one)[1] for one in pictures}) == 1


def test_no_two_things_of_a_report_have_one_id():
    ids = re.findall(r'\sid="([^"]*)"', page(two_runs(sample())))
    assert len(ids) == len(set(ids)) > 50


def test_a_picture_of_a_report_never_becomes_too_small_to_read():
    for view in View:
        for one in draw_pages(two_runs(sample()), view):
            least, size = (
                re.search(r"min-width:(\S+)px", one)[1],
                re.search(r'width="(\d+)', one)[1],
            )
            assert float(least) >= 0.7 * float(size)
