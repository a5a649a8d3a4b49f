"""Find the results of the shapes that new triples cause."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass
from functools import cache

import rdflib
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store, Triple
from rdflib.namespace import SH

from spacepact.graph import packaged_files
from spacepact.terms import RDF_TYPE, SP
from spacepact.validate import core_constraints, sparql_constraints
from spacepact.validate.findings import ShapeResult, Term
from spacepact.validate.sparql_constraints import CHANGED, MARKS, NEAR

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
    points at these, and what points at that. A symmetric constraint is run on the subjects and objects, and SHACL Core
    on the subjects and the documents of passages.
    """
    added = [quad for quad in dict.fromkeys(Quad(*triple) for triple in new) if quad not in store]
    store.extend(added)
    changed = {term for quad in added for term in (quad.subject, quad.object) if not _is_term(term)}
    found = _results(shapes, store, changed, _near(store, changed), _focus_nodes(shapes, added))
    if not found:
        return []
    for quad in added:
        store.remove(quad)
    rules = {result.rule for result in found}
    suspects = Shapes(shapes.core, tuple(c for c in shapes.constraints if c.iri in rules))
    nodes = {result.focus for result in found}
    known = {result.result for result in _results(suspects, store, nodes, nodes, nodes)}
    store.extend(added)
    return [result for result in found if result.result not in known]


def _results(
    shapes: Shapes, store: Store, changed: Set[Term], near: Set[Term], focus_nodes: Set[Term]
) -> list[ShapeResult]:
    for mark, nodes in ((CHANGED, changed), (NEAR, near)):
        store.extend(Quad(node, RDF_TYPE, mark, MARKS) for node in nodes)  # type: ignore[arg-type]
    found = [
        *sparql_constraints.results(shapes.constraints, store),
        *core_constraints.results(shapes.core, store, focus_nodes),
    ]
    store.remove_graph(MARKS)
    return found


def _focus_nodes(shapes: Shapes, added: Iterable[Quad]) -> set[Term]:
    """Return the nodes that SHACL Core has to check. For a literal, the shape of its subject reports the mistake."""
    links = {str(link) for link in shapes.core.objects(None, SH.targetObjectsOf)}
    found: set[Term] = {quad.subject for quad in added}
    found.update(q.object for q in added if q.predicate.value in links and not isinstance(q.object, Literal))
    return found


def _near(store: Store, changed: Set[Term]) -> set[Term]:
    """Return the nodes for which a SPARQL constraint can have a new result."""
    near = edge = set(changed)
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
