"""From names to things and back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pyoxigraph import BlankNode, Literal, NamedNode

from spacepact import graph
from spacepact.answers import Table
from spacepact.errors import EndpointFailed, UnknownName, nearest
from spacepact.spelling import condition
from spacepact.stores import Asked
from spacepact.terms import SP, SPID, curie, expand

_DEPRECATED = NamedNode("http://www.w3.org/2002/07/owl#deprecated")
_REPLACED = NamedNode("http://purl.org/dc/terms/isReplacedBy")

_LABEL = NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
_LABELS = f"SELECT ?s ?l WHERE {{ VALUES ?s {{ @these@ }} ?s {_LABEL} ?l }}"

_NAMES = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX sp: <https://w3id.org/spacepact/ontology#>
SELECT @columns@ WHERE {
  { ?thing skos:prefLabel ?name . @no-claim@ FILTER(@condition@) }
  UNION
  { ?thing dcterms:identifier ?name . @no-claim@ FILTER(@condition@) }
  UNION
  { ?claim sp:claimProperty sp:name ; sp:claimSubject ?thing ; sp:claimLiteral ?name . FILTER(@condition@) }
}""".replace(
    # Oxigraph takes two to three times as long over NOT EXISTS.
    "@no-claim@",
    "OPTIONAL { ?thing a ?class . FILTER(?class = sp:Claim) } FILTER(!BOUND(?class))",
)

_KINDS = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?thing WHERE {
  VALUES ?thing { @these@ }
  VALUES ?kind { @kinds@ }
  { ?thing a/rdfs:subClassOf* ?kind } UNION { ?thing skos:inScheme ?kind }
}"""

# How many names an unknown one is compared with: a second or two. Only on the way to an error is more fetched than
# answers: these names, or all things where a CURIE is unknown.
_MOST_COMPARED = 100_000

_SUBJECTS = """SELECT DISTINCT ?s WHERE { ?s ?p ?o . FILTER(STRSTARTS(STR(?s), "@base@")) }"""


def labels(store: Asked, terms: Iterable[graph.Term]) -> dict[str, str]:
    """Return the preferred labels of those of the terms that have one, by their text; a literal may hold an IRI."""
    terms = list(dict.fromkeys(terms))
    rows = graph.select_about(store, _LABELS, map(graph.text, terms))
    found = {graph.text(row["s"]): graph.text(row["l"]) for row in rows}
    for node in terms:
        if isinstance(node, BlankNode):
            found.update((node.value, graph.text(q.object)) for q in store.quads_for_pattern(node, _LABEL, None))
    return found


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
    candidates = _names(store, condition(wanted, begins=True, ends=True))
    found = {iri for iri, name in candidates if name.casefold() == wanted}
    if len(found) > 1:
        found = of_kinds(store, found, kinds) or found
    if len(found) == 1:
        return NamedNode(found.pop())
    if found:
        several = ", ".join(sorted(curie(iri) for iri in found))
        raise UnknownName(f"{value!r} names several things: give one of {several}")
    told = nothing_called(store, value)
    raise UnknownName(told if "did you mean" in told else f"{told}: look for it with spacepact find")


def nothing_called(store: Asked, value: str) -> str:
    """Return the sentence that nothing has this name, with the nearest names."""
    # A hint shares six tenths of the letters, so none of less than 3/7 or more than 7/3 of the length can be one; and
    # where a letter has two in lower case, as İ has, the name is shorter than what is compared.
    length = len(value.lower())
    fit = f"STRLEN(STR(?name)) >= {length * 3 // 14} && STRLEN(STR(?name)) <= {length * 7 // 3 + 1}"
    sparql = f"{_asking('DISTINCT ?name', fit)} LIMIT {_MOST_COMPARED}"
    try:
        known = sorted(graph.text(row["name"]) for row in graph.select(store, sparql))
    except EndpointFailed:  # a store that gives no so long answer has yet said that nothing has this name
        known = []
    return f"nothing is called {value!r}{nearest(value, known)}"


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
    hits = [(iri, name) for iri, name in _names(store, condition(wanted)) if wanted in name.casefold()]
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
    """Return the first class of each of the things or terms."""
    asked = graph.select_about(store, "SELECT ?thing ?class WHERE { VALUES ?thing { @these@ } ?thing a ?class }", iris)
    rows = [(graph.text(row["thing"]), graph.text(row["class"])) for row in asked]
    return dict(sorted(rows, reverse=True))


def of_kinds(store: Asked, iris: Iterable[str], kinds: Sequence[str]) -> set[str]:
    """Return those of the things and terms that belong to one of the classes or code lists, given as CURIEs."""
    wanted = " ".join(map(str, filter(None, map(expand, kinds))))
    if not wanted:
        return set()
    rows = graph.select_about(store, _KINDS.replace("@kinds@", wanted), iris)
    return {graph.text(row["thing"]) for row in rows}


def completions(store: Asked, begun: str, kinds: Sequence[str] = ()) -> list[str]:
    """Return the names that begin with the letters typed so far, of things or of what belongs to *kinds*."""
    wanted = begun.casefold()
    candidates = _names(store, condition(wanted, begins=True))
    begun_so = [(iri, name) for iri, name in candidates if name.casefold().startswith(wanted)]
    fitting = of_kinds(store, (iri for iri, _ in begun_so), kinds) if kinds else None
    return sorted({name for iri, name in begun_so if (iri.startswith(SPID) if fitting is None else iri in fitting)})


def _names(store: Asked, spelt: str) -> list[tuple[str, str]]:
    """Return things and terms with those of their names that meet the condition."""
    rows = graph.select(store, _asking("?thing ?name", spelt))
    # A blank node can bear a name, but nothing that could be given for it.
    pairs = {(graph.text(r["thing"]), graph.text(r["name"])) for r in rows if isinstance(r["thing"], NamedNode)}
    return sorted(pairs)


def _asking(columns: str, spelt: str) -> str:
    return _NAMES.replace("@columns@", columns).replace("@condition@", spelt)


def _known(store: Asked, node: NamedNode, value: str) -> NamedNode:
    if node.value.startswith((SP, SPID)) and next(store.quads_for_pattern(node, None, None), None) is None:
        base = SP if node.value.startswith(SP) else SPID
        rows = graph.select(store, _SUBJECTS.replace("@base@", base))
        local = {curie(graph.text(row["s"])) for row in rows}
        raise UnknownName(f"the graph has no {value}{nearest(value, local)}")
    return node
