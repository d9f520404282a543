"""Models as files: pm4py reads back the same language, and hostile names do no harm."""

from __future__ import annotations

import random
import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest

from miner.bpmn import bpmn
from miner.nets import END, START, Net, Tree, net_of
from miner.pnml import pnml
from miner.ptml import ptml
from miner.trees import simplified
from tests.miner.languages import random_tree, same_language

HOSTILE = ("sequence", "<b>&\"'", ("choice", "]]>\x00\x1b[0m", "a\nb\tc"), "\u202eevil \U0001f4a9")
MODEL = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
SHAPES = "{http://www.omg.org/spec/BPMN/20100524/DI}"
POINTS = "{http://www.omg.org/spec/DD/20100524/DI}"
BOUNDS = "{http://www.omg.org/spec/DD/20100524/DC}"
TREES = [simplified(random_tree(random.Random(seed), list("abcde"), 4)) for seed in range(12)]


def ours(net, initial, final) -> Net:
    """A net of pm4py's as one of ours, its places in any order."""
    (first,), (last,) = initial, final
    places = {first: START, last: END}
    made = Net()
    for place in net.places:
        if place not in places:
            places[place] = made.place()
    for transition in net.transitions:
        inputs = [places[arc.source] for arc in transition.in_arcs]
        made.transition(
            transition.label, inputs, [places[arc.target] for arc in transition.out_arcs]
        )
    return made


def read_pnml(text: str) -> Net:
    from pm4py.objects.petri_net.importer.variants.pnml import import_net_from_string

    return ours(*import_net_from_string(text))


def read_ptml(text: str) -> Net:
    from pm4py.objects.conversion.process_tree.variants import to_petri_net
    from pm4py.objects.process_tree.importer.variants.ptml import import_tree_from_string

    return ours(*to_petri_net.apply(import_tree_from_string(text)))


def read_bpmn(text: str) -> Net:
    from pm4py.objects.bpmn.importer.variants.lxml import import_from_string
    from pm4py.objects.conversion.bpmn.variants import to_petri_net

    return ours(*to_petri_net.apply(import_from_string(text)))


WRITERS = {
    "pnml": (lambda tree: pnml(net_of(tree)), read_pnml),
    "ptml": (ptml, read_ptml),
    "bpmn": (bpmn, read_bpmn),
}


@pytest.mark.parametrize("form", WRITERS)
@pytest.mark.parametrize("tree", TREES, ids=range(len(TREES)))
def test_pm4py_reads_the_same_language(form: str, tree: Tree):
    write, read = WRITERS[form]
    assert same_language(net_of(tree), read(write(tree))), write(tree)


def test_the_comparison_of_languages_can_fail():
    assert not same_language(net_of(("sequence", "a", "b")), net_of(("and", "a", "b")))


@pytest.mark.parametrize("form", WRITERS)
def test_hostile_names_come_back_as_names(form: str):
    text = WRITERS[form][0](HOSTILE)
    names = {
        value
        for node in ET.fromstring(text).iter()
        for value in (node.get("name"), node.text)
        if value
    }
    assert {"<b>&\"'", "]]>\ufffd\ufffd[0m", "a\nb\tc", "\u202eevil \U0001f4a9"} <= names


@pytest.mark.parametrize("form", WRITERS)
def test_the_same_tree_gives_the_same_bytes(form: str):
    write, _ = WRITERS[form]
    assert [write(tree) for tree in TREES] == [write(tree) for tree in TREES]


@pytest.mark.parametrize("tree", [*TREES, None, "a", HOSTILE], ids=range(len(TREES) + 3))
def test_bpmn_is_whole(tree: Tree):
    root = ET.fromstring(bpmn(tree))
    ids = [node.get("id") for node in root.iter() if node.get("id")]
    assert len(ids) == len(set(ids))
    flows = {f.get("id"): f for f in root.iter(f"{MODEL}sequenceFlow")}
    nodes = {n.get("id"): n for n in root[0] if n.tag != f"{MODEL}sequenceFlow"}
    for name, flow in flows.items():
        ends = [nodes[flow.get("sourceRef")], nodes[flow.get("targetRef")]]
        assert name in {out.text for out in ends[0].iter(f"{MODEL}outgoing")}
        assert name in {into.text for into in ends[1].iter(f"{MODEL}incoming")}
    counts = {
        kind: (
            sum(1 for _ in node.iter(f"{MODEL}incoming")),
            sum(1 for _ in node.iter(f"{MODEL}outgoing")),
        )
        for node in nodes.values()
        for kind in [node.tag.removeprefix(MODEL)]
        if kind in {"startEvent", "endEvent"}
    }
    assert counts == {"startEvent": (0, 1), "endEvent": (1, 0)}


@pytest.mark.parametrize("tree", [*TREES, None], ids=range(len(TREES) + 1))
def test_the_interchange_has_each_element_once_and_lines_meet_their_boxes(tree: Tree):
    root = ET.fromstring(bpmn(tree))
    process = {node.get("id"): node for node in root[0]}
    drawn = [each.get("bpmnElement") for each in root.iter() if each.tag.startswith(SHAPES)]
    assert sorted(filter(None, drawn)) == sorted([*process, "Process_1"])
    boxes = {
        shape.get("bpmnElement"): [float(shape[0].get(k)) for k in ("x", "y", "width", "height")]
        for shape in root.iter(f"{SHAPES}BPMNShape")
    }
    for edge in root.iter(f"{SHAPES}BPMNEdge"):
        flow = process[edge.get("bpmnElement")]
        points = [(float(p.get("x")), float(p.get("y"))) for p in edge]
        assert len(points) >= 2
        assert on_edge(points[0], boxes[flow.get("sourceRef")])
        assert on_edge(points[-1], boxes[flow.get("targetRef")])
        assert all(a[0] == b[0] or a[1] == b[1] for a, b in pairwise(points))


def on_edge(point, box) -> bool:
    (x, y), (left, top, width, height) = point, box
    inside = left <= x <= left + width and top <= y <= top + height
    return inside and (x in {left, left + width} or y in {top, top + height})


@pytest.mark.parametrize("tree", TREES, ids=range(len(TREES)))
def test_no_two_boxes_overlap(tree: Tree):
    shapes = [
        [float(shape[0].get(k)) for k in ("x", "y", "width", "height")]
        for shape in ET.fromstring(bpmn(tree)).iter(f"{SHAPES}BPMNShape")
    ]
    for number, (x, y, w, h) in enumerate(shapes):
        for a, b, c, d in shapes[:number]:
            assert x >= a + c or a >= x + w or y >= b + d or b >= y + h
