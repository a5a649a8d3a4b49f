"""Find the results of the shapes that new triples cause."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import rdflib
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store, Triple
from rdflib.namespace import SH

from spacepact.graph import packaged_files
from spacepact.terms import PREFIXES, SP
from spacepact.validate import core_constraints, sparql_constraints
from spacepact.validate.findings import ShapeResult, Term
from spacepact.validate.sparql_constraints import CHANGED

_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_RINGS = 2  # from a thing to the choices it is in, to the claims about these; from a document to passages, to claims


@dataclass(frozen=True)
class Shapes:
    """A shapes graph: *core* is the graph without its SPARQL constraints."""

    core: rdflib.Graph
    constraints: tuple[sparql_constraints.Constraint, ...]


@cache
def packaged_shapes() -> Shapes:
    """Return the shapes of the package."""
    return split(rdflib.Graph().parse(packaged_files.shapes(), format="turtle"))


def split(shapes: rdflib.Graph) -> Shapes:
    """Divide a shapes graph into its core and its SPARQL constraints."""
    core = rdflib.Graph()
    for triple in shapes:
        if triple[1] != SH.sparql:
            core.add(triple)
    return Shapes(core, tuple(sparql_constraints.constraints(shapes)))


def new_results(shapes: Shapes, store: Store, new: Iterable[Triple]) -> list[ShapeResult]:
    """Return the results of *shapes* on *store* with the triples *new*, without the results before.

    *store* contains the new triples at the end. Only nodes near a new triple are checked: its subject, its object, what
    points at these, and what points at that. SHACL Core is run on the subjects and on the documents of passages.
    """
    added = [quad for quad in dict.fromkeys(Quad(*triple) for triple in new) if quad not in store]
    store.extend(added)
    found = _results(shapes, store, _near(store, added), _focus_nodes(shapes, added))
    if not found:
        return []
    for quad in added:
        store.remove(quad)
    rules = {result.rule for result in found}
    suspects = Shapes(shapes.core, tuple(c for c in shapes.constraints if c.iri in rules))
    foci = {result.focus for result in found}
    known = {result.result for result in _results(suspects, store, foci, foci)}
    store.extend(added)
    return [result for result in found if result.result not in known]


def _results(shapes: Shapes, store: Store, near: set[Term], focus_nodes: set[Term]) -> list[ShapeResult]:
    store.extend(Quad(node, _TYPE, CHANGED, CHANGED) for node in near if not isinstance(node, Literal))
    found = [
        *sparql_constraints.results(shapes.constraints, store),
        *core_constraints.results(shapes.core, store, focus_nodes),
    ]
    store.remove_graph(CHANGED)
    return found


def _focus_nodes(shapes: Shapes, added: Iterable[Quad]) -> set[Term]:
    """Return the nodes that SHACL Core has to check. For a literal, the shape of its subject reports the mistake."""
    links = {str(link) for link in shapes.core.objects(None, SH.targetObjectsOf)}
    found: set[Term] = {quad.subject for quad in added}
    found.update(q.object for q in added if q.predicate.value in links and not isinstance(q.object, Literal))
    return found


def _near(store: Store, added: Iterable[Quad]) -> set[Term]:
    """Return the nodes that the SPARQL constraints have to check: those that *added* can affect."""
    near: set[Term] = {quad.subject for quad in added}
    near.update(quad.object for quad in added if not _is_term(quad.object))
    edge = near
    for _ in range(_RINGS):
        pointing: set[Term] = set()
        for node in edge:
            pointing.update(quad.subject for quad in store.quads_for_pattern(None, None, node, DefaultGraph()))
        edge = pointing - near
        near = near | edge
    return near


def _is_term(term: Term) -> bool:
    """Return whether a node is a literal or a term of the ontology, such as a class: these do not connect things."""
    return isinstance(term, Literal) or (isinstance(term, NamedNode) and term.value.startswith(SP))
