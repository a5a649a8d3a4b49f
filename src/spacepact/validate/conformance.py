"""Hold new triples against the shapes: what pySHACL finds with them and does not find without them.

Only the focus nodes whose results the new triples can change are judged, each in the part of the
graph that the shapes can reach from it. Where that cannot be told, the whole graph is judged twice.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache

import rdflib
from pyoxigraph import Store, Triple
from rdflib.namespace import RDF, RDFS, SH
from rdflib.term import Node

from spacepact.validate.focus_nodes import Targets, affected_by
from spacepact.validate.layered_graph import Extract, Layer, Rdf
from spacepact.validate.rdflib_graphs import PreparedGraph, triple_to_rdflib
from spacepact.validate.shacl_results import Outcome, outcome
from spacepact.validate.shape_paths import TARGETS, Reach, Unbounded, implicit, reaches, targeted

Foci = dict[Node, set[Node]]  # by shape


def new_outcomes(
    shapes: rdflib.Graph,
    store: Store,
    before: Iterable[Triple],
    after: Iterable[Triple],
    note: Callable[[str], None] = lambda _: None,
) -> tuple[list[Outcome], dict[Node, Rdf]]:
    """Return the results that triples bring about, and the triple that made each old focus node worth a look.

    *store* holds the base in its default graph. *before* is what is known beside it, such as derived
    facts, and *after* what is to be: the new triples, and the facts that follow then. *note* is told where
    the whole graph must be judged.
    """
    old = Layer(store, "urn:spacepact:before", before)
    new = Layer(store, "urn:spacepact:after", after)
    changed = [triple_to_rdflib(one) for one in sorted(old.triples ^ new.triples, key=str)]
    causes: dict[Node, Rdf] = {}
    with _quiet():
        try:
            reach_of = {reach.shape: reach for reach in reaches(shapes)}
            targets = {shape: Targets(shape, shapes) for shape in reach_of}
            affected: Foci | None = {
                shape: affected_by(reach, targets[shape], shapes, (old, new), changed, causes)
                for shape, reach in reach_of.items()
            }
            if any(isinstance(focus, rdflib.BNode) for foci in (affected or {}).values() for focus in foci):
                affected = None  # a query cannot be told which blank node is meant
                note("the whole graph is judged, which may take long: new triples bear on a nameless node")
        except Unbounded as error:
            affected, reach_of = None, {}
            note(f"the whole graph is judged, which may take long: a shape has {error}")
        known = {outcome.result for outcome in _outcomes(shapes, old, affected, reach_of)}
        found = _outcomes(shapes, new, affected, reach_of)
    return [outcome for outcome in found if outcome.result not in known], causes


def judge_whole(shapes: rdflib.Graph, store: Store) -> list[Outcome]:
    """Return all results on all that a store holds, as pySHACL alone finds them."""
    with _quiet():
        return _outcomes(shapes, Layer(store, "urn:spacepact:nothing", ()), None, {})


def _outcomes(shapes: rdflib.Graph, layer: Layer, affected: Foci | None, reach_of: dict[Node, Reach]) -> list[Outcome]:
    """Return what pySHACL finds in a layer: about the focus nodes that are affected, or about all."""
    import pyshacl

    data: rdflib.Graph
    if affected is None:
        whole = layer.whole()
        data, narrow = PreparedGraph(store=whole.store, identifier=whole.identifier), shapes  # no copy
    else:
        targets = {shape: Targets(shape, shapes) for shape in affected}
        foci = {s: {f for f in some if targets[s].take_in(f, layer)} for s, some in affected.items()}
        if not any(foci.values()):
            return []
        data = Extract(layer, {query: some for shape, some in foci.items() for query in _queries(shapes, shape)})
        for triple in layer.matching(None, RDFS.subClassOf, None):
            data.add(triple)
        for shape, some in foci.items():
            _extract(reach_of[shape], layer, some, data)
        narrow = _narrowed(shapes, foci)
    _, report, text = pyshacl.validate(data, shacl_graph=narrow)
    if not isinstance(report, rdflib.Graph):
        raise ValueError(f"the shapes cannot be run: {text}")
    return [outcome(report, one, shapes) for one in report.objects(None, SH.result)]


def _queries(shapes: rdflib.Graph, shape: Node) -> Iterator[str]:
    """Yield the queries that are asked of the focus nodes of a shape itself."""
    for constraint in shapes.objects(shape, SH.sparql):
        yield from (str(text).strip() for text in shapes.objects(constraint, SH.select))


def _extract(reach: Reach, layer: Layer, foci: set[Node], data: rdflib.Graph) -> None:
    """Add the triples that the core of SHACL can read from the focus nodes."""
    ends: dict[int, set[Node]] = {0: foci}
    for number, step in enumerate(reach.steps, start=1):
        ends[number] = set()
        if step.core and not step.star:  # all of rdfs:subClassOf, the one star of the core, is there
            for start in ends[step.start]:
                pattern = (None, step.predicate, start) if step.inverse else (start, step.predicate, None)
                for triple in layer.matching(*pattern):
                    data.add(triple)
                    ends[number].add(triple[0] if step.inverse else triple[2])


def _narrowed(shapes: rdflib.Graph, foci: Foci) -> rdflib.Graph:
    """Return the shapes with the focus nodes as their only targets."""
    narrow = rdflib.Graph()
    classes = set(implicit(shapes))
    for triple in shapes:
        s, p, _ = triple
        if p not in TARGETS and not (s in classes and p == RDF.type):
            narrow.add(triple)
    for shape in targeted(shapes):
        narrow.add((shape, RDF.type, SH.PropertyShape if (shape, SH.path, None) in shapes else SH.NodeShape))
        for focus in foci[shape]:
            narrow.add((shape, SH.targetNode, focus))
    return narrow


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep rdflib and pySHACL from writing about literals that are no value of their datatype."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(before)


@cache
def packaged_shapes() -> rdflib.Graph:
    """Return the shapes of the package, not to be changed."""
    from spacepact.graph import packaged_files

    return rdflib.Graph().parse(packaged_files.shapes(), format="turtle")
