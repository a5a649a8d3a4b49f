"""Place the nodes of a network: the same network always gets the same places.

Kamada and Kawai's algorithm starts from fixed places. Nodes that are too near are then moved apart, and the
components are packed in rows, the largest first.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from igraph import Graph

Place = tuple[float, float]

EDGE = 105.0  # average length of an edge, if there is room for the texts, in pixels
AREA = 7500.0  # area for a node and its text, in square pixels
ROOM = (78.0, 36.0)  # space around a component for its texts: left and right, above and below
LIMIT = 1400.0  # the greatest width, unless one component is wider
_ROUNDS = 80
_ASPECT = 1.5  # width to height


class Layout(NamedTuple):
    """The places of the nodes, by their number, and the size of the picture, in pixels."""

    places: list[Place]
    width: float
    height: float


def arrange(count: int, pairs: Sequence[tuple[int, int]]) -> Layout:
    """Return the layout of *count* nodes, numbered from 0, and the edges between *pairs* of them."""
    from igraph import Graph

    if not count:
        return Layout([], 0, 0)
    graph = Graph(n=count, edges=sorted({(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]}))
    members = sorted(graph.connected_components(), key=lambda nodes: (-len(nodes), nodes))
    boxes = [_component(graph.induced_subgraph(nodes)) for nodes in members]
    corners, width, height = _pack([(box.width, box.height) for box in boxes])
    places: list[Place] = [(0.0, 0.0)] * count
    for nodes, box, (left, top) in zip(members, boxes, corners, strict=True):
        for node, (x, y) in zip(nodes, box.places, strict=True):
            places[node] = (round(left + x, 1), round(top + y, 1))
    return Layout(places, math.ceil(width), math.ceil(height))


def _component(graph: Graph) -> Layout:
    """Lay out one component in a box of its own."""
    count = graph.vcount()
    degrees = graph.degree()
    # Longer edges at nodes with many, in three lengths for the ends, so that the ends do not crowd one circle.
    tiers = [0.0] * count
    for node in range(count):
        ends = [other for other in graph.neighbors(node) if degrees[other] == 1]
        for number, end in enumerate(ends if len(ends) > 4 else []):
            tiers[end] = 0.45 * (number % 3)
    lengths = [
        (0.8 + 0.16 * math.sqrt(max(degrees[a], degrees[b])) + max(tiers[a], tiers[b])) for a, b in graph.get_edgelist()
    ]
    if count < 3:
        return _boxed([(0.0, 0.0), (EDGE * 1.4, 0.0)][:count])
    start = [(math.cos(i * math.tau / count), math.sin(i * math.tau / count)) for i in range(count)]
    layout = graph.layout_kamada_kawai(seed=start, maxiter=200 * count, epsilon=0, weights=lengths)
    places = _scaled(_wide([(x, y) for x, y in layout.coords]), graph.get_edgelist())
    # A node with many edges needs more room, because its label is the most important.
    return _boxed(_moved_apart(places, [24 + 5 * math.sqrt(degree) for degree in degrees]))


def _wide(places: list[Place]) -> list[Place]:
    """Turn the places so that their longer side is horizontal; scale them to the aspect of a page."""
    middle_x, middle_y = (sum(values) / len(places) for values in zip(*places, strict=True))
    around = [(x - middle_x, y - middle_y) for x, y in places]
    xx, yy = (sum(value * value for value in values) for values in zip(*around, strict=True))
    angle = 0.5 * math.atan2(2 * sum(x * y for x, y in around), xx - yy)
    sin, cos = math.sin(-angle), math.cos(-angle)
    turned = [(x * cos - y * sin, x * sin + y * cos) for x, y in around]
    width, height = (max(values) - min(values) for values in zip(*turned, strict=True))
    wider = min(1.5, max(1.0, _ASPECT * height / width)) if width else 1.0
    return [(x * wider, y) for x, y in turned]


def _scaled(places: list[Place], edges: Sequence[tuple[int, int]]) -> list[Place]:
    """Scale the places: an edge has at least the length EDGE on average, and a node the area AREA."""
    width, height = (max(values) - min(values) for values in zip(*places, strict=True))
    by_edge = EDGE * len(edges) / sum(math.dist(places[a], places[b]) for a, b in edges)
    by_area = math.sqrt(len(places) * AREA / (width * max(height, width / 4)))
    share = max(by_edge, by_area)
    return [(x * share, y * share) for x, y in places]


def _moved_apart(places: list[Place], rooms: Sequence[float]) -> list[Place]:
    """Move nodes apart that are nearer than their *rooms* together, in a fixed order, in a limited number of rounds."""
    points = [list(place) for place in places]
    size = 2 * max(rooms)
    for _ in range(_ROUNDS):
        cells: dict[tuple[int, int], list[int]] = {}
        for index, (x, y) in enumerate(points):
            cells.setdefault((math.floor(x / size), math.floor(y / size)), []).append(index)
        moved = False
        for (column, row), members in list(cells.items()):
            near = [cells.get((column + a, row + b), ()) for a in (-1, 0, 1) for b in (-1, 0, 1)]
            others = sorted(number for cell in near for number in cell)
            for index in members:
                for other in others[bisect_right(others, index) :]:
                    moved |= _push(points[index], points[other], rooms[index] + rooms[other], index)
        if not moved:
            break
    return [(x, y) for x, y in points]


def _push(a: list[float], b: list[float], least: float, number: int) -> bool:
    """Move two points apart to a distance of *least*; return whether they were nearer."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    distance = math.hypot(dx, dy)
    if distance >= least - 0.5:
        return False
    if distance < 0.01:  # at the same place: any direction does
        dx, dy, distance = math.cos(number), math.sin(number), 1.0
    share = (least - min(distance, least)) / 2 / distance
    a[0], a[1], b[0], b[1] = a[0] - share * dx, a[1] - share * dy, b[0] + share * dx, b[1] + share * dy
    return True


def _boxed(places: list[Place]) -> Layout:
    left, top = min(x for x, _ in places), min(y for _, y in places)
    moved = [(x - left + ROOM[0], y - top + ROOM[1]) for x, y in places]
    return Layout(moved, max(x for x, _ in moved) + ROOM[0], max(y for _, y in moved) + ROOM[1])


def _pack(sizes: Sequence[tuple[float, float]]) -> tuple[list[Place], float, float]:
    """Place boxes in rows from left to right; return their corners, and the size of the area."""
    area = sum(width * height for width, height in sizes)
    limit = max(max(width for width, _ in sizes), min(LIMIT, math.sqrt(area * _ASPECT)))
    corners: list[Place] = []
    x = y = row = widest = 0.0
    for width, height in sizes:
        if x and x + width > limit:
            x, y, row = 0.0, y + row, 0.0
        corners.append((x, y))
        x, row = x + width, max(row, height)
        widest = max(widest, x)
    return corners, widest, y + row
