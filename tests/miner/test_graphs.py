"""Graphs in layers: nothing overlaps, no line crosses a box, the same graph gives the same bytes."""

from __future__ import annotations

import random
import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest

from miner.nets import net_of
from miner.pictures.follows import draw_follows
from miner.pictures.graphs import draw_net
from miner.pictures.layers import laid_out
from tests.miner.languages import random_tree

SVG = "{http://www.w3.org/2000/svg}"
SIZES = [(30.0, 30.0), *[(124.0, 54.0)] * 8, (30.0, 30.0)]


def random_edges(seed: int) -> list[tuple[int, int]]:
    rng = random.Random(seed)
    path = list(pairwise(range(10)))
    return list(
        dict.fromkeys([*path, *((rng.randrange(9), rng.randrange(1, 10)) for _ in range(14))])
    )


@pytest.mark.parametrize("seed", range(12))
def test_boxes_and_labels_have_room_and_lines_keep_off_boxes(seed):
    edges = random_edges(seed)
    layout = laid_out(SIZES, edges, [(50.0, 14.0)] * len(edges))
    boxes = [(*place, *size) for place, size in zip(layout.places, SIZES, strict=True)]
    boxes += [(*spot, 50.0, 14.0) for spot in layout.labels.values()]
    for number, (x, y, w, h) in enumerate(boxes):
        for a, b, c, d in boxes[:number]:
            assert abs(x - a) >= (w + c) / 2 or abs(y - b) >= (h + d) / 2
    for number, route in layout.routes.items():
        for x, y in route[1:-1]:
            for node, (a, b, c, d) in enumerate(boxes[: len(SIZES)]):
                assert node in edges[number] or abs(x - a) > c / 2 or abs(y - b) > d / 2


def test_every_edge_ends_where_it_should_in_its_own_direction():
    edges = [(0, 1), (1, 2), (2, 1), (2, 3), (3, 3)]
    layout = laid_out([(10.0, 10.0)] * 4, edges, [(0.0, 0.0)] * 5)
    assert sorted(layout.routes) == [0, 1, 2, 3]
    for number, route in layout.routes.items():
        source, target = edges[number]
        assert (route[0], route[-1]) == (layout.places[source], layout.places[target])
    heights = [y for _, y in layout.places]
    assert heights == sorted(heights)


def test_what_is_reached_from_the_first_node_lies_under_it():
    # 3 leads to 1 oftener than anything leads to 3: its line goes up, it does not float to the top
    edges = [(0, 1), (3, 1), (1, 2), (2, 3)]
    layout = laid_out([(10.0, 10.0)] * 4, edges, [(0.0, 0.0)] * 4)
    heights = [y for _, y in layout.places]
    assert min(heights[1:]) > heights[0]


def test_a_graph_of_nothing_is_laid_out():
    assert laid_out([], [], []).size == (0, 0)


def test_a_net_has_all_its_nodes_and_the_same_bytes():
    net = net_of(random_tree(random.Random(3), list("abc"), 4))
    text = draw_net(net, {"a": 5})
    assert text == draw_net(net, {"a": 5})
    root = ET.fromstring(text)
    circles = sum(1 for _ in root.iter(f"{SVG}circle"))
    assert circles == net.places
    assert sum(1 for _ in root.iter(f"{SVG}rect")) - 1 == len(net.transitions)


def test_a_map_says_how_often_how_long_and_what_is_left_out(log):
    text = draw_follows(log("a b@90 c@2000; a b@30; a c@1 c@2"))
    words = [node.text for node in ET.fromstring(text).iter(f"{SVG}text")]
    assert {"a", "b", "c", "3", "2 \N{MIDDLE DOT} 1.0 h", "1 \N{MIDDLE DOT} 1.3 d"} <= set(words)
    assert words[-1].startswith("3 of 3 activities, 4 of 4 pairs: 100.0% of the steps")
    titles = [node.text for node in ET.fromstring(text).iter(f"{SVG}title")]
    assert "b \N{RIGHTWARDS ARROW} c: 1 times, 1 cases, median wait 1.3 d, P90 1.3 d" in titles


def test_a_map_of_many_activities_shows_the_frequent_ones_all_connected(log, monkeypatch):
    monkeypatch.setattr("miner.pictures.follows.MOST_PAIRS", 3)
    monkeypatch.setattr("miner.pictures.follows.MOST_ACTIVITIES", 4)
    words = "; ".join(["a b c"] * 5 + ["a d c"] * 3 + ["a e c"])
    root = ET.fromstring(draw_follows(log(words)))
    told = [node.text for node in root.iter(f"{SVG}text")]
    assert told[-1].startswith("4 of 5 activities, 4 of 6 pairs")
    assert "e" not in told
    assert {"a", "b", "c", "d"} <= set(told)


def test_the_label_of_a_loop_stands_beside_its_box(log):
    root = ET.fromstring(draw_follows(log("a a@90 b; a a@90 c")))
    (label,) = (t for t in root.iter(f"{SVG}text") if t.text == "2 \N{MIDDLE DOT} 1.5 h")
    boxes = [r for r in root.iter(f"{SVG}rect") if r.get("class") == "bm-box"]
    right = {float(r.get("x")) + float(r.get("width")) for r in boxes}
    assert any(0 < float(label.get("x")) - edge < 30 for edge in right)


def test_names_in_a_map_are_only_text(connection, write):
    from miner.cases import prepare

    made = write()
    made.event("<script>&", 0, "customer:c1")
    made.event("\u202e]]>", 1, "customer:c1")
    log = prepare(made.fill(connection), "customer")
    names = {node.text for node in ET.fromstring(draw_follows(log)).iter(f"{SVG}text")}
    assert {"<script>&", "]]>"} <= names


def test_an_empty_log_has_an_empty_map(log):
    made = log("a").where_case("false")
    assert ET.fromstring(draw_follows(made)).tag == f"{SVG}svg"
