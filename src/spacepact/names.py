"""From names to things and back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pyoxigraph import Literal, NamedNode

from spacepact import graph
from spacepact.answers import Table
from spacepact.errors import UnknownName, nearest
from spacepact.stores import Asked
from spacepact.terms import SP, SPID, curie, expand

_DEPRECATED = NamedNode("http://www.w3.org/2002/07/owl#deprecated")
_REPLACED = NamedNode("http://purl.org/dc/terms/isReplacedBy")

_NAMES = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX sp: <https://w3id.org/spacepact/ontology#>
SELECT ?thing ?name WHERE {
  { ?thing skos:prefLabel ?name . FILTER NOT EXISTS { ?thing a sp:Claim } }
  UNION
  { ?thing dcterms:identifier ?name . FILTER NOT EXISTS { ?thing a sp:Claim } }
  UNION
  { ?claim sp:claimProperty sp:name ; sp:claimSubject ?thing ; sp:claimLiteral ?name }
}"""

_SUBJECTS = """SELECT DISTINCT ?s WHERE { ?s ?p ?o . FILTER(STRSTARTS(STR(?s), "@base@")) }"""


def labels(store: Asked) -> dict[str, str]:
    """Return the preferred label of every thing, term and claim, by IRI."""
    sparql = "SELECT ?s ?l WHERE { ?s <http://www.w3.org/2004/02/skos/core#prefLabel> ?l }"
    return {graph.text(row["s"]): graph.text(row["l"]) for row in graph.select(store, sparql)}


def resolve(store: Asked, value: str, kinds: Sequence[str] = ()) -> NamedNode:
    """Return the one thing or term that *value* names: a CURIE, an ``<iri>``, or any of its names.

    Names are compared without regard to case. *kinds* holds the CURIEs of classes or code lists to
    prefer where several things bear the name. Raises UnknownName, with the nearest names, where
    nothing or more than one thing bears it.
    """
    node = expand(value)
    if node is not None:
        return _known(store, node, value)
    wanted = value.strip().casefold()
    found = {iri for iri, name in _names(store) if name.casefold() == wanted}
    if len(found) > 1:
        found = found & of_kinds(store, kinds) or found
    if len(found) == 1:
        return NamedNode(found.pop())
    if found:
        several = ", ".join(sorted(curie(iri) for iri in found))
        raise UnknownName(f"{value!r} names several things: give one of {several}")
    told = nothing_called(store, value)
    raise UnknownName(told if "did you mean" in told else f"{told}: look for it with spacepact find")


def nothing_called(store: Asked, value: str) -> str:
    """Return the sentence that nothing has this name, with the nearest names."""
    return f"nothing is called {value!r}{nearest(value, {name for _, name in _names(store)})}"


def deprecation(store: Asked, node: NamedNode) -> str | None:
    """Return the sentence that a thing or term is deprecated, and what to use instead; None where it is not."""
    if not any(graph.text(quad.object) == "true" for quad in store.quads_for_pattern(node, _DEPRECATED, None)):
        return None
    replacements = store.quads_for_pattern(node, _REPLACED, None)
    instead = " or ".join(sorted(curie(graph.text(quad.object)) for quad in replacements))
    return f"{curie(node.value)} is deprecated: {f'use {instead}' if instead else 'nothing replaces it'}"


def find(store: Asked, text: str) -> Table:
    """Return the things and terms of which a name holds *text*: the thing, the name, the class; best first."""
    wanted = text.strip().casefold()
    hits = [(iri, name) for iri, name in _names(store) if wanted in name.casefold()]
    hits.sort(key=lambda hit: (hit[1].casefold() != wanted, not hit[1].casefold().startswith(wanted), hit[1], hit[0]))
    classes = _classes(store, {iri for iri, _ in hits})
    rows: list[graph.Row] = []
    for iri, name in hits:
        node = NamedNode(iri)
        rows.append(
            {"thing": node, "name": Literal(name), "class": NamedNode(classes[iri])}
            if iri in classes
            else {"thing": node}
        )
    return Table(["thing", "name", "class"], rows)


def _classes(store: Asked, iris: Iterable[str]) -> dict[str, str]:
    """Return the first class of each of the things or terms, by one question."""
    wanted = " ".join(str(NamedNode(iri)) for iri in iris)
    sparql = f"SELECT ?thing ?class WHERE {{ VALUES ?thing {{ {wanted} }} ?thing a ?class }}"
    rows = [(graph.text(row["thing"]), graph.text(row["class"])) for row in graph.select(store, sparql)]
    return dict(sorted(rows, reverse=True))


def of_kinds(store: Asked, kinds: Sequence[str]) -> set[str]:
    """Return the things and terms that belong to one of the classes or code lists, given as CURIEs."""
    wanted = " ".join(map(str, filter(None, map(expand, kinds))))
    sparql = f"""
    PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
    PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
    SELECT DISTINCT ?thing WHERE {{
      VALUES ?kind {{ {wanted} }}
      {{ ?thing a/rdfs:subClassOf* ?kind }} UNION {{ ?thing skos:inScheme ?kind }}
    }}"""
    return {graph.text(row["thing"]) for row in graph.select(store, sparql)}


def completions(store: Asked, begun: str, kinds: Sequence[str] = ()) -> list[str]:
    """Return the names that begin with the letters typed so far, of things or of what belongs to *kinds*."""
    wanted = begun.casefold()
    fitting = of_kinds(store, kinds) if kinds else None
    return sorted(
        {
            name
            for iri, name in _names(store)
            if name.casefold().startswith(wanted) and (iri.startswith(SPID) if fitting is None else iri in fitting)
        }
    )


def _names(store: Asked) -> list[tuple[str, str]]:
    """Return every thing and term with each of its names."""
    pairs = {(graph.text(row["thing"]), graph.text(row["name"])) for row in graph.select(store, _NAMES)}
    return sorted(pairs)


def _known(store: Asked, node: NamedNode, value: str) -> NamedNode:
    if node.value.startswith((SP, SPID)) and next(store.quads_for_pattern(node, None, None), None) is None:
        base = SP if node.value.startswith(SP) else SPID
        rows = graph.select(store, _SUBJECTS.replace("@base@", base))
        local = {curie(graph.text(row["s"])) for row in rows}
        raise UnknownName(f"the graph has no {value}{nearest(value, local)}")
    return node
