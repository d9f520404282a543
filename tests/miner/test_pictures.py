"""Pictures of models: well-formed, the same bytes, and what is in them is where it belongs."""

from __future__ import annotations

import random
import xml.etree.ElementTree as ET

from miner.pictures.blocks import diagram
from miner.pictures.flow import draw_tree
from miner.pictures.sizes import TASK_ROOM
from miner.pictures.text import ELLIPSIS, Style, width, wrapped
from miner.trees import simplified
from tests.miner.languages import random_tree

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = ("sequence", "</text><script>alert(1)</script>", ("choice", "x" * 300, "\u202ea\x00"))


def test_every_activity_has_a_box_and_the_same_tree_the_same_bytes():
    for seed in range(8):
        tree = simplified(random_tree(random.Random(seed), list("abcde"), 4))
        text = draw_tree(tree)
        assert text == draw_tree(tree)
        boxes = list(ET.fromstring(text).iter(f"{SVG}rect"))
        assert len(boxes) - 1 == sum(box.kind == "task" for box in diagram(tree).boxes)


def test_hostile_names_are_only_text():
    root = ET.fromstring(draw_tree(HOSTILE, {"x" * 300: 3}, "<b>"))
    assert {node.tag.removeprefix(SVG) for node in root.iter()} <= {
        "svg", "title", "desc", "style", "defs", "marker", "path", "rect", "g", "text", "polygon",
        "circle",
    }  # fmt: skip
    titles = {node.text for node in root.iter(f"{SVG}title")}
    assert {"</text><script>alert(1)</script>", "x" * 300, "a", "<b>"} <= titles


def test_long_names_are_wrapped_into_their_box():
    name = "A confirmation of the receipt that the customer has sent in some other way"
    (task,) = (box for box in diagram(name).boxes if box.kind == "task")
    texts = [node.text for node in ET.fromstring(draw_tree(name)).iter(f"{SVG}text")]
    assert " ".join(texts) == name
    assert all(width(text, Style(size=12)) <= TASK_ROOM for text in texts)
    assert task.size[1] >= 14 * len(texts)


def test_words_break_after_signs_and_wherever_they_must():
    style = Style(size=12)
    assert wrapped("opportunity.discount:requested", style, TASK_ROOM, 5) == [
        "opportunity.",
        "discount:requested",
    ]
    assert wrapped("Take in charge of ticket", style, TASK_ROOM, 5) == [
        "Take in charge of",
        "ticket",
    ]
    long = wrapped("x" * 300, style, TASK_ROOM, 4)
    assert len(long) == 4
    assert long[-1].endswith(ELLIPSIS)
    assert all(width(line, style) <= TASK_ROOM for line in long)
    assert wrapped("", style, TASK_ROOM, 5) == []
    assert wrapped("W", style, 1, 5) == ["W"]


def test_frequent_arms_go_first_and_empty_ones_last():
    tree = ("choice", None, "rare", "usual")
    by_name = [box.name for box in diagram(tree).boxes if box.name]
    drawn = diagram(tree, {"rare": 1, "usual": 99})
    heights = {box.name: box.middle[1] for box in drawn.boxes if box.kind == "task"}
    assert by_name == ["rare", "usual"]
    assert heights["usual"] < heights["rare"]
    assert drawn.boxes[0].middle[1] == heights["usual"]
    assert max(y for line in drawn.lines for _, y in line.points) > heights["rare"]


def test_a_way_back_goes_from_right_to_left():
    drawn = diagram(("loop", "a", ("sequence", "b", "c")))
    left = {box.name: box.corner[0] for box in drawn.boxes if box.name}
    assert left["c"] < left["b"]
    ids = {box.id: box for box in drawn.boxes}
    names = [(ids[line.source].name, ids[line.target].name) for line in drawn.lines]
    assert ("b", "c") in names


def test_the_empty_model_is_a_line():
    drawn = diagram(None)
    assert [box.kind for box in drawn.boxes] == ["start", "end"]
    assert len(drawn.lines) == 1
