"""A process tree as BPMN 2.0 XML with diagram interchange (OMG formal/2011-01-03).

Exclusive gateways for choices and loops, parallel gateways for what happens in any order; silent
steps are lines. The diagram is that of the picture, so that a modeller opens it as it was drawn.
Ids follow the drawing: the same tree gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from miner.elements import HEAD, element
from miner.nets import Tree
from miner.pictures.blocks import Box, Diagram, Line, diagram

_NAMESPACES = {
    "xmlns": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "xmlns:bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "xmlns:dc": "http://www.omg.org/spec/DD/20100524/DC",
    "xmlns:di": "http://www.omg.org/spec/DD/20100524/DI",
    "targetNamespace": "http://bpmn.io/schema/bpmn",
    "exporter": "blueprint-miner",
}
_ELEMENTS = {
    "start": "startEvent",
    "end": "endEvent",
    "task": "task",
    "choice": "exclusiveGateway",
    "parallel": "parallelGateway",
}


def bpmn(tree: Tree, counts: Mapping[str, int] | None = None) -> str:
    """The BPMN 2.0 file of a tree; with counts, arms with frequent activities lie on top."""
    drawn = diagram(tree, counts)
    process = element(
        "process",
        (_node(drawn, box) for box in drawn.boxes),
        (_flow(line) for line in drawn.lines),
        id="Process_1",
        isExecutable="false",
    )
    shapes = element(
        "bpmndi:BPMNPlane",
        (_shape(box) for box in drawn.boxes),
        (_edge(line) for line in drawn.lines),
        id="Plane_1",
        bpmnElement="Process_1",
    )
    pictured = element("bpmndi:BPMNDiagram", shapes, id="Diagram_1")
    return HEAD + element("definitions", process, pictured, id="Definitions_1", **_NAMESPACES)


def _node(drawn: Diagram, box: Box) -> str:
    """A box as a node of the process, with the lines that come and go."""
    incoming = [line.id for line in drawn.lines if line.target == box.id]
    outgoing = [line.id for line in drawn.lines if line.source == box.id]
    flows = [f"<incoming>{line}</incoming>\n" for line in incoming]
    flows += [f"<outgoing>{line}</outgoing>\n" for line in outgoing]
    name = box.name if box.kind == "task" else None
    return element(
        _ELEMENTS[box.kind], flows, id=box.id, name=name, gatewayDirection=_direction(box, outgoing)
    )


def _direction(box: Box, outgoing: list[str]) -> str | None:
    if box.kind not in {"choice", "parallel"}:
        return None
    return "Diverging" if len(outgoing) > 1 else "Converging"


def _flow(line: Line) -> str:
    return element("sequenceFlow", id=line.id, sourceRef=line.source, targetRef=line.target)


def _shape(box: Box) -> str:
    (x, y), (width, height) = box.corner, box.size
    is_marked = "true" if box.kind == "choice" else None
    bounds = element("dc:Bounds", x=x, y=y, width=width, height=height)
    return element(
        "bpmndi:BPMNShape",
        bounds,
        id=f"{box.id}_di",
        bpmnElement=box.id,
        isMarkerVisible=is_marked,
    )


def _edge(line: Line) -> str:
    return element("bpmndi:BPMNEdge", _waypoints(line), id=f"{line.id}_di", bpmnElement=line.id)


def _waypoints(line: Line) -> Iterator[str]:
    return (element("di:waypoint", x=x, y=y) for x, y in line.points)
