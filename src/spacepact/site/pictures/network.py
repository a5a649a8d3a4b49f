"""Draw the network: the claims between things, one line for each direction and family of stance."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from markupsafe import Markup

from spacepact.site.model import FAMILIES, Claim, SiteGraph
from spacepact.site.pictures.labels import Label, place_labels
from spacepact.site.pictures.layout import Place, arrange
from spacepact.site.pictures.nodes import node_group, node_legend, node_shape
from spacepact.site.pictures.picture import (
    DASHES,
    Picture,
    claim_attributes,
    cross,
    framed,
    legend,
    line_sample,
    sentences,
    used,
)
from spacepact.site.pictures.svg import Attributes, element, path

MOST_THINGS = 250
# What is left out: several, and one.
_THE_FEWEST = ("The {} things with the fewest claims are left out.", "The thing with the fewest claims is left out.")
_NOT_RELATIONS = ("The others are not about a relation between two things.",
                  "The other is not about a relation between two things.")  # fmt: skip
_BESIDE = 7.0  # distance of parallel lines, in pixels

Edges = dict[tuple[str, str, str], list[Claim]]  # by subject, object and family


class _Thing(NamedTuple):
    iri: str
    place: Place
    radius: float
    claims: list[Claim]


def network_svg(graph: SiteGraph, claims: Iterable[Claim], root: str) -> Picture:
    """Draw the claims between two things, for a page that is *root* away from the top of the site.

    Of more than 250 things, those with the most claims are shown. Without claims between things, there is no picture,
    and the note says why.
    """
    every = list(claims)
    things, edges = _selected(_edges(graph, every))
    shown = {claim.iri for group in edges.values() for claim in group}
    drawn = _drawn(graph, edges, root) if edges else Markup("")
    return Picture(
        drawn,
        tuple(claim for claim in every if claim.iri in shown),
        tuple(claim for claim in every if claim.iri not in shown),
        _note(len(every), len(shown), {iri for key in edges for iri in key[:2]}, things),
    )


def _edges(graph: SiteGraph, claims: Iterable[Claim]) -> Edges:
    edges: Edges = defaultdict(list)
    for claim in claims:
        for subject in claim.iris("claimSubject"):
            for other in claim.iris("claimObject"):
                if subject != other and _is_thing(graph, subject) and _is_thing(graph, other):
                    edges[subject, other, claim.family].append(claim)
    return edges


def _is_thing(graph: SiteGraph, iri: str) -> bool:
    resource = graph.resources.get(iri)
    return resource is not None and resource.kind in ("thing", "document")


def _selected(edges: Edges) -> tuple[int, Edges]:
    """Return how many things there are, and the edges between those with the most claims, in a fixed order."""
    counts = Counter[str]()
    for (subject, other, _), claims in edges.items():
        counts.update({subject: len(claims), other: len(claims)})
    kept = set(sorted(counts, key=lambda iri: (-counts[iri], iri))[:MOST_THINGS])
    families = list(FAMILIES)
    keys = sorted(edges, key=lambda key: (key[0], key[1], families.index(key[2])))
    return len(counts), {key: edges[key] for key in keys if key[0] in kept and key[1] in kept}


def _note(every: int, shown: int, drawn: set[str], things: int) -> str:
    if not shown:
        return "There is no network, because none of these claims is about a relation between two things."
    share = f"{shown} of {every} claims" if shown < every else "the claim" if every == 1 else f"all {every} claims"
    note = f"The network shows {share}, between {len(drawn)} things."
    if missing := things - len(drawn):
        note += f" {_THE_FEWEST[missing == 1].format(missing)}"
    elif missing := every - shown:
        note += f" {_NOT_RELATIONS[missing == 1]}"
    return note


def _drawn(graph: SiteGraph, edges: Edges, root: str) -> Markup:
    claims_of: dict[str, list[Claim]] = defaultdict(list)
    for (subject, other, _), claims in edges.items():
        claims_of[subject] += claims
        claims_of[other] += claims
    iris = sorted(claims_of)
    index = {iri: number for number, iri in enumerate(iris)}
    layout = arrange(len(iris), [(index[a], index[b]) for a, b, _ in edges])
    radii = [round(4 + 1.9 * math.sqrt(len({claim.iri for claim in claims_of[iri]})), 1) for iri in iris]
    lines = [(layout.places[index[a]], layout.places[index[b]]) for a, b, _ in edges]
    texts = [graph.label(iri) for iri in iris]
    labels = place_labels(layout.places, radii, texts, lines, (layout.width, layout.height))
    things = {iri: _Thing(iri, layout.places[number], radii[number], claims_of[iri]) for number, iri in enumerate(iris)}
    drawn_edges = [_edge(graph, key, edges[key], things, edges, root) for key in edges]
    nodes = [_node(graph, thing, labels.get(index[iri]), root) for iri, thing in things.items()]
    shown = [claim for claims in edges.values() for claim in claims]
    shapes = node_legend(node_group(graph.resources[iri]) for iri in iris)
    key = legend(used(shown), line_sample, shapes)
    title = f"Network of {len(iris)} things and the claims between them"
    drawn = [element("g", {"class": "edges"}, *drawn_edges), element("g", {"class": "nodes"}, *nodes)]
    return framed("network", title, (layout.width, layout.height), drawn, key)


def _edge(
    graph: SiteGraph,
    key: tuple[str, str, str],
    claims: Sequence[Claim],
    things: dict[str, _Thing],
    edges: Edges,
    root: str,
) -> Markup:
    subject, other, family = key
    start, end, middle, angle = _line(things[subject], things[other], *_lane(key, edges))
    target = claims[0].path if len(claims) == 1 else graph.resources[subject].path
    line: Attributes = {"d": path("M", *start, "L", *end), "fill": "none", "stroke": "currentColor"}
    drawn = [
        element("title", {}, f"{graph.label(subject)} → {graph.label(other)}\n{sentences(claims)}"),
        element("path", {**line, "class": "reach", "stroke-width": 12, "stroke-opacity": "0"}),
        element("path", {**line, "class": "drawn-line", "stroke-width": 1.8, "stroke-dasharray": DASHES[family]}),
        _arrow(end, angle),
        *([cross(*middle)] if family == "denied" else []),
    ]
    attributes = {**claim_attributes(claims), "data-ends": f"{_name(graph, subject)} {_name(graph, other)}"}
    return element("a", {"href": f"{root}{target}.html", **attributes}, *drawn)


def _lane(key: tuple[str, str, str], edges: Edges) -> tuple[int, int]:
    """Return the number of a line among those between the same two things, and how many they are."""
    subject, other, family = key
    ends = (min(subject, other), max(subject, other))
    keys = [(*pair, each) for pair in (ends, ends[::-1]) for each in FAMILIES if (*pair, each) in edges]
    return keys.index((subject, other, family)), len(keys)


def _line(start: _Thing, end: _Thing, lane: int, lanes: int) -> tuple[Place, Place, Place, float]:
    """Return both ends of a line, its middle and its direction; it leaves room for the nodes and its neighbours."""
    (x1, y1), (x2, y2) = start.place, end.place
    angle = math.atan2(y2 - y1, x2 - x1)
    cos, sin = math.cos(angle), math.sin(angle)
    # Lines in both directions share the numbers of the lanes, so the side must not depend on the direction.
    aside = (lane - (lanes - 1) / 2) * _BESIDE * (1 if start.iri < end.iri else -1)
    gap1 = math.sqrt(max(start.radius**2 - aside**2, 0)) + 2
    gap2 = math.sqrt(max(end.radius**2 - aside**2, 0)) + 3
    a = (x1 + gap1 * cos - aside * sin, y1 + gap1 * sin + aside * cos)
    b = (x2 - gap2 * cos - aside * sin, y2 - gap2 * sin + aside * cos)
    return a, b, ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2), angle


def _arrow(end: Place, angle: float) -> Markup:
    (x, y), cos, sin = end, math.cos(angle), math.sin(angle)
    back = [(x - 8 * cos - side * sin, y - 8 * sin + side * cos) for side in (3.4, -3.4)]
    return element("path", {"d": path("M", x, y, "L", *back[0], "L", *back[1], "Z"), "class": "arrow"})


def _node(graph: SiteGraph, thing: _Thing, label: Label | None, root: str) -> Markup:
    resource = graph.resources[thing.iri]
    group = node_group(resource)
    count = len({claim.iri for claim in thing.claims})
    words = f"{resource.label} ({group}, {count} {'claim' if count == 1 else 'claims'})"
    published = claim_attributes(thing.claims)["data-published"]
    names = {"class": "node", "data-node": resource.path, "data-published": published}
    drawn = [element("title", {}, words), node_shape(group, thing.place, thing.radius)]
    if label:
        rows = [
            element("tspan", {"x": label.x, "y": label.y + number * label.size * 1.15}, line)
            for number, line in enumerate(label.lines)
        ]
        drawn.append(element("text", {"text-anchor": label.anchor, "font-size": label.size}, *rows))
    return element("a", {"href": f"{root}{resource.path}.html", **names}, *drawn)


def _name(graph: SiteGraph, iri: str) -> str:
    return graph.resources[iri].path
