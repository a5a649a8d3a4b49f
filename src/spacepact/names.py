"""From names to things and back."""

from __future__ import annotations

from collections import defaultdict

from pyoxigraph import NamedNode, Store

from spacepact import graph
from spacepact.errors import UnknownName, nearest
from spacepact.terms import SP, SPID, curie, expand

_NAMES = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX sp: <https://w3id.org/spacepact/ontology#>
SELECT ?thing ?name WHERE {
  { ?thing skos:prefLabel|dcterms:identifier ?name . FILTER NOT EXISTS { ?thing a sp:Claim } }
  UNION
  { ?claim sp:claimProperty sp:name ; sp:claimSubject ?thing ; sp:claimLiteral ?name }
}"""


def labels(store: Store) -> dict[str, str]:
    """Return the preferred label of every thing, term and claim, by IRI."""
    sparql = "SELECT ?s ?l WHERE { ?s <http://www.w3.org/2004/02/skos/core#prefLabel> ?l }"
    return {graph.text(row["s"]): graph.text(row["l"]) for row in graph.select(store, sparql)[1]}


def resolve(store: Store, value: str) -> NamedNode:
    """Return the one thing or term that *value* names: a CURIE, an ``<iri>``, or any of its names.

    Names are compared without regard to case. Raises UnknownName, with the nearest names, where
    nothing or more than one thing bears the name.
    """
    node = expand(value)
    if node is not None:
        return _known(store, node, value)
    by_name: dict[str, set[str]] = defaultdict(set)
    spelled: dict[str, str] = {}
    for row in graph.select(store, _NAMES)[1]:
        name = graph.text(row["name"])
        by_name[name.casefold()].add(graph.text(row["thing"]))
        spelled[name.casefold()] = name
    found = by_name.get(value.strip().casefold(), set())
    if len(found) == 1:
        return NamedNode(found.pop())
    if found:
        several = ", ".join(sorted(curie(iri) for iri in found))
        raise UnknownName(f"{value!r} names several things: give one of {several}")
    raise UnknownName(f"nothing is called {value!r}{nearest(value, spelled.values())}")


def _known(store: Store, node: NamedNode, value: str) -> NamedNode:
    if node.value.startswith((SP, SPID)) and next(store.quads_for_pattern(node, None, None), None) is None:
        iris = {q.subject.value for q in store if isinstance(q.subject, NamedNode)}
        local = {curie(iri) for iri in iris if curie(iri).partition(":")[0] == curie(node.value).partition(":")[0]}
        raise UnknownName(f"the graph has no {value}{nearest(value, local)}")
    return node
