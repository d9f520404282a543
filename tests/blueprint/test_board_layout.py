"""The layout holds for any service: nothing overlaps, no arrow crosses a box, every step is in its place."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blueprint.board import floor_of, stage_scenes
from blueprint.board.geometry import lines_between, points
from blueprint.board.layout import drawn, sheets, stage_columns
from blueprint.board.routes import Route, Run, route
from blueprint.board.scene import Floor
from blueprint.board.telling import tell
from blueprint.board.theme import BOX_HEIGHT, BOX_WIDTH, MOST_COLUMNS
from blueprint.board.tracks import tracks
from blueprint.model import Role
from tests.blueprint.fixture_findings import sample
from tests.blueprint.fixture_generated import generated

services = st.builds(generated, st.integers(0, 10_000), st.integers(2, 12), st.integers(12, 60))
quick = settings(max_examples=60, deadline=None)


def floors(findings):
    return [floor_of(scene, 300) for scene in stage_scenes(tell(findings))]


def box(floor: Floor, place):
    x, y = floor.scene.across.lefts[place.column], floor.down.tops[place.row]
    return x, y, x + BOX_WIDTH, y + BOX_HEIGHT


def crosses(a, b, rectangle) -> bool:
    """Whether the straight part from a to b passes through the inside of the rectangle."""
    left, top, right, bottom = rectangle
    across = min(a[0], b[0]) < right and max(a[0], b[0]) > left
    return across and min(a[1], b[1]) < bottom and max(a[1], b[1]) > top


@quick
@given(services)
def test_no_two_boxes_overlap(findings):
    for floor in floors(findings):
        boxes = [box(floor, place) for place in floor.scene.sheet.places]
        for one, other in combinations(boxes, 2):
            assert one[2] < other[0] or other[2] < one[0] or one[3] < other[1] or other[3] < one[1]


@quick
@given(services)
def test_arrows_avoid_every_box_that_is_not_their_end(findings):
    seen = 0
    for floor in floors(findings):
        routed, where = floor.scene.routed, (floor.scene.across, floor.down)
        for number, (arrow, way) in enumerate(zip(routed.arrows, routed.routes, strict=True)):
            corners = points(number, way, routed.tracks, where)
            others = [
                p for p in floor.scene.sheet.places if p.step.id not in {arrow.source, arrow.target}
            ]
            seen += 1
            for a, b in pairwise(corners):
                assert a[0] == b[0] or a[1] == b[1]
                assert not any(crosses(a, b, box(floor, place)) for place in others)
    assert seen


@quick
@given(services)
def test_arrows_begin_and_end_on_the_edges_of_their_boxes(findings):
    for floor in floors(findings):
        routed, where = floor.scene.routed, (floor.scene.across, floor.down)
        homes = {place.step.id: box(floor, place) for place in floor.scene.sheet.places}
        for number, (arrow, way) in enumerate(zip(routed.arrows, routed.routes, strict=True)):
            corners = points(number, way, routed.tracks, where)
            for end, (x, y) in ((arrow.source, corners[0]), (arrow.target, corners[-1])):
                left, top, right, bottom = homes[end]
                assert left <= x <= right
                assert top <= y <= bottom
                assert x in {left, right} or y in {top, bottom}


@quick
@given(services)
def test_every_step_is_drawn_once_in_its_lane_and_stage(findings):
    blueprint, placed = drawn(findings), []
    for floor in floors(findings):
        scene = floor.scene
        for place in scene.sheet.places:
            left, top, right, bottom = box(floor, place)
            assert blueprint.lanes[place.row].id == place.step.lane
            band = floor.down.bands[place.row]
            assert band[0] < top
            assert bottom < band[1]
            span = next(s for s in scene.sheet.spans if s.first <= place.column <= s.last)
            assert span.stage == place.step.stage
            assert scene.extent(span)[0] < left
            assert right < scene.extent(span)[1]
            placed.append(place.step.id)
    assert sorted(placed) == sorted(step.id for step in blueprint.steps)


@quick
@given(services)
def test_a_sheet_has_at_most_sixteen_columns_and_every_stage_its_chevron(findings):
    strips = sheets(drawn(findings), findings.links)
    assert max(sheet.columns for sheet in strips) <= MOST_COLUMNS
    told = [span.stage for sheet in strips for span in sheet.spans if not span.part]
    assert told == [stage.id for stage in findings.designed.stages]


@quick
@given(services)
def test_arrows_that_share_a_gutter_or_a_corridor_run_side_by_side(findings):
    for floor in floors(findings):
        routed = floor.scene.routed
        runs = [
            (run, routed.tracks[number, part], number)
            for number, way in enumerate(routed.routes)
            for part, run in enumerate(way.runs)
            if run.channel[0] != "row"
        ]
        for (one, track, a), (other, second, b) in combinations(runs, 2):
            meet = one.low <= other.high and other.low <= one.high
            assert a == b or one.channel != other.channel or not meet or track != second


def test_the_sample_is_laid_out_as_drawn_by_hand():
    columns = {
        stage.id: [
            [
                place.step.id
                for place in sorted(laid.places, key=lambda p: p.row)
                if place.column == n
            ]
            for n in range(laid.columns)
        ]
        for stage in sample().designed.stages
        for laid in [stage_columns(drawn(sample()), stage.id, sample().links)]
    }
    assert columns["signup"] == [
        ["submit_signup", "send_verification", "create_lead"],
        ["resend_verification"],
        ["verify_email"],
    ]
    assert columns["purchase"] == [
        ["choose_plan", "approve_discount"],
        ["pay", "payment_failed"],
        ["sales_chat", "charge"],
        ["send_receipt"],
    ]
    assert columns["support"][0] == ["open_ticket", "acknowledge", "triage"]
    assert columns["support"][-1] == ["reopen"]


BOXES = frozenset({(0, 0), (1, 0), (2, 0), (0, 1), (0, 2)})


@pytest.mark.parametrize(
    ("source", "target", "channels"),
    [
        ((0, 0), (1, 0), []),
        ((0, 0), (2, 0), [("row", 0), ("gutter", 0), ("row", 2)]),
        ((0, 0), (0, 1), [("row", 0)]),
        ((1, 0), (0, 2), [("row", 1), ("gutter", 2), ("row", 0)]),
        ((0, 0), (0, 2), [("row", 0), ("gutter", 1), ("over", 0), ("gutter", 2), ("row", 0)]),
        ((0, 2), (1, 0), [("row", 0), ("gutter", 3), ("over", 1), ("gutter", 0), ("row", 1)]),
    ],
)
def test_ways_by_hand(source, target, channels):
    assert [run.channel for run in route(source, target, BOXES).runs] == channels


def test_two_arrows_in_one_gutter_get_two_tracks():
    ways = [route((0, 0), (1, 1), frozenset()), route((1, 0), (0, 1), frozenset())]
    given_tracks = tracks(ways)
    assert {given_tracks[0, 1], given_tracks[1, 1]} == {0, 1}


def test_a_lone_level_arrow_runs_in_the_middle():
    way = Route((0, 0), (0, 1), (Run(("row", 0), 3, 5),))
    assert tracks([way]) == {(0, 0): 0}


def test_lines_lie_between_roles_even_when_one_is_missing():
    assert lines_between(Role.CUSTOMER, Role.FRONTSTAGE) == ["interaction"]
    assert lines_between(Role.FRONTSTAGE, Role.FRONTSTAGE) == []
    assert lines_between(Role.CUSTOMER, Role.SUPPORT) == [
        "interaction",
        "visibility",
        "internal_interaction",
    ]
