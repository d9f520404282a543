"""Where the nodes and edges of any graph stand: in layers, from top to bottom.

The usual four steps (Sugiyama, Tagawa & Toda 1981; Gansner, Koutsofios, North & Vo 1993): edges
that would close a circle are turned round, the most important ones never; a node lies under all
that lead to it; nodes of a layer are ordered by the mean of their neighbours; then they move
towards them. Long edges bend around what lies between, and every label has a place of its own.
Everything has one order, so the same graph is laid out the same way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from miner.pictures.svg import Point

SWEEPS = 12
GAP, LAYER_GAP, BEND = 26.0, 26.0, 14.0
"""Between nodes, between layers, and the room of an edge that passes."""

Edge = tuple[int, int]


@dataclass(slots=True)
class Layers:
    """The graph while it is laid out: the nodes, then a bend for each layer an edge passes."""

    sizes: list[Point]
    layer: list[int] = field(default_factory=list)
    rows: list[list[int]] = field(default_factory=list)
    above: dict[int, list[int]] = field(default_factory=dict)
    below: dict[int, list[int]] = field(default_factory=dict)
    x: dict[int, float] = field(default_factory=dict)
    chains: dict[int, list[int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Layout:
    """The middle of each node, and per edge the points it goes through and its label's place."""

    places: Sequence[Point]
    routes: Mapping[int, tuple[Point, ...]]
    labels: Mapping[int, Point]
    size: Point


def laid_out(sizes: Sequence[Point], edges: Sequence[Edge], labels: Sequence[Point]) -> Layout:
    """The layout of nodes with sizes; edges with the sizes of their labels, important ones first.

    Edges from a node to itself have no route.
    """
    graph = Layers(sizes=list(sizes))
    down = _downwards(len(sizes), edges)
    graph.layer = _layered(len(sizes), list(down.values()))
    _bend(graph, down, labels)
    _order(graph)
    _spread(graph)
    return _measured(graph, edges, down)


def _downwards(nodes: int, edges: Sequence[Edge]) -> dict[int, Edge]:
    """Each edge but loops, in its direction or turned round, so that no circle is left."""
    after: list[list[int]] = [[] for _ in range(nodes)]
    down: dict[int, Edge] = {}
    for number in dict.fromkeys([*_grown(edges), *range(len(edges))]):
        source, target = edges[number]
        if source == target:
            continue
        upper, lower = (target, source) if _reaches(after, target, source) else (source, target)
        after[upper].append(lower)
        down[number] = (upper, lower)
    return down


def _grown(edges: Sequence[Edge]) -> list[int]:
    """The edges of a tree that grows from the first node by the most important edge to a new one.

    They are never turned round, so that what is reached from the first node lies under it.
    """
    reached, tree = {0}, list[int]()
    while True:
        fresh = (i for i, (a, b) in enumerate(edges) if a in reached and b not in reached)
        number = next(fresh, None)
        if number is None:
            return tree
        tree.append(number)
        reached.add(edges[number][1])


def _reaches(after: Sequence[Sequence[int]], source: int, target: int) -> bool:
    seen, waiting = {source}, [source]
    while waiting:
        here = waiting.pop()
        if here == target:
            return True
        fresh = [node for node in after[here] if node not in seen]
        seen.update(fresh)
        waiting += fresh
    return False


def _layered(nodes: int, edges: Sequence[Edge]) -> list[int]:
    """The layer of each node: two under the lowest that leads to it, for labels lie between."""
    layer, waiting = [0] * nodes, True
    while waiting:
        waiting = False
        for upper, lower in edges:
            if layer[lower] < layer[upper] + 2:
                layer[lower], waiting = layer[upper] + 2, True
    return layer


def _bend(graph: Layers, down: Mapping[int, Edge], labels: Sequence[Point]) -> None:
    """Adds a bend of each edge in each layer that it passes; the middle one has its label."""
    for number, (upper, lower) in down.items():
        first, last = graph.layer[upper], graph.layer[lower]
        chain, middle = [upper], (first + last) // 2
        for layer in range(first + 1, last):
            width, height = labels[number] if layer == middle else (0, 0)
            graph.sizes.append((max(BEND, width), height))
            graph.layer.append(layer)
            chain.append(len(graph.sizes) - 1)
        graph.chains[number] = [*chain, lower]
        for one, other in pairwise(graph.chains[number]):
            graph.below.setdefault(one, []).append(other)
            graph.above.setdefault(other, []).append(one)
    graph.rows = [[] for _ in range(max(graph.layer, default=-1) + 1)]
    for node, layer in enumerate(graph.layer):
        graph.rows[layer].append(node)


def _sweeps(graph: Layers) -> Iterator[tuple[list[int], Mapping[int, list[int]]]]:
    """The rows from top to bottom and back, again and again, with the neighbours that count."""
    for turn in range(SWEEPS):
        downwards = turn % 2 == 0
        for row in graph.rows if downwards else reversed(graph.rows):
            yield row, graph.above if downwards else graph.below


def _order(graph: Layers) -> None:
    """Brings the nodes of each row into the order of their neighbours' mean places."""
    place = {node: float(i) for row in graph.rows for i, node in enumerate(row)}
    for row, neighbours in _sweeps(graph):
        means = {node: _mean(neighbours.get(node, ()), place, place[node]) for node in row}
        row.sort(key=lambda node: (means[node], place[node]))
        place.update({node: float(i) for i, node in enumerate(row)})


def _mean(nodes: Sequence[int], place: Mapping[int, float], otherwise: float) -> float:
    return sum(place[node] for node in nodes) / len(nodes) if nodes else otherwise


def _spread(graph: Layers) -> None:
    """Moves the nodes of each row towards their neighbours, as far as their order lets them."""
    for row in graph.rows:
        for node, x in zip(row, _apart(graph, row, [0.0] * len(row)), strict=True):
            graph.x[node] = x
    for row, neighbours in _sweeps(graph):
        wanted = [_mean(neighbours.get(node, ()), graph.x, graph.x[node]) for node in row]
        graph.x.update(zip(row, _apart(graph, row, wanted), strict=True))


def _apart(graph: Layers, row: Sequence[int], wanted: Sequence[float]) -> list[float]:
    """Places near the wanted ones with room between: the mean of pushing right and pushing left."""
    rooms = [
        (graph.sizes[a][0] + graph.sizes[b][0]) / 2 + GAP / (1 if graph.sizes[b][1] else 2)
        for a, b in pairwise(row)
    ]
    right, left = list(wanted), list(wanted)
    for i, room in enumerate(rooms):
        right[i + 1] = max(right[i + 1], right[i] + room)
    for i in range(len(rooms) - 1, -1, -1):
        left[i] = min(left[i], left[i + 1] - rooms[i])
    return [(a + b) / 2 for a, b in zip(right, left, strict=True)]


def _measured(graph: Layers, edges: Sequence[Edge], down: Mapping[int, Edge]) -> Layout:
    """Coordinates from 0 on, and the edges in their own direction again."""
    heights = [max((graph.sizes[node][1] for node in row), default=0) for row in graph.rows]
    middles, top = list[float](), 0.0
    for height in heights:
        middles.append(top + height / 2)
        top += height + LAYER_GAP
    left = min((graph.x[node] - graph.sizes[node][0] / 2 for node in graph.x), default=0)
    right = max((graph.x[node] + graph.sizes[node][0] / 2 for node in graph.x), default=0)
    places = [(graph.x[node] - left, middles[layer]) for node, layer in enumerate(graph.layer)]
    routes, spots = dict[int, tuple[Point, ...]](), dict[int, Point]()
    for number, chain in graph.chains.items():
        spots[number] = places[chain[(len(chain) - 1) // 2]]
        bends = [
            (places[node][0], middles[graph.layer[node]] + side * heights[graph.layer[node]] / 2)
            for node in chain[1:-1]
            for side in (-1, 1)
        ]
        points = [places[chain[0]], *bends, places[chain[-1]]]
        routes[number] = tuple(points if down[number] == edges[number] else reversed(points))
    nodes = len(graph.sizes) - sum(len(chain) - 2 for chain in graph.chains.values())
    return Layout(places[:nodes], routes, spots, (right - left, max(0, top - LAYER_GAP)))
