"""From names to things and back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pyoxigraph import BlankNode, NamedNode

from spacepact.errors import EndpointFailed, UnknownName, nearest
from spacepact.graph.name_filter import condition
from spacepact.graph.queryable import QueryableStore
from spacepact.graph.select import Term, select, select_about, text_of
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


def labels(store: QueryableStore, terms: Iterable[Term]) -> dict[str, str]:
    """Return the preferred labels of those of the terms that have one, by their text; a literal may hold an IRI."""
    terms = list(dict.fromkeys(terms))
    rows = select_about(store, _LABELS, map(text_of, terms))
    found = {text_of(row["s"]): text_of(row["l"]) for row in rows}
    for node in terms:
        if isinstance(node, BlankNode):
            found.update((node.value, text_of(q.object)) for q in store.quads_for_pattern(node, _LABEL, None))
    return found


def resolve(store: QueryableStore, value: str, kinds: Sequence[str] = ()) -> NamedNode:
    """Return the one thing or term that *value* names: a CURIE, an ``<iri>``, or any of its names.

    Names are compared without regard to case. *kinds* holds the CURIEs of classes or code lists to
    prefer where several things bear the name. Raises UnknownName, with the nearest names, where
    nothing or more than one thing bears it.
    """
    node = expand(value)
    if node is not None:
        return _known(store, node, value)
    wanted = value.strip().casefold()
    candidates = matches(store, condition(wanted, begins=True, ends=True))
    found = {iri for iri, name in candidates if name.casefold() == wanted}
    if len(found) > 1:
        found = of_kinds(store, found, kinds) or found
    if len(found) == 1:
        return NamedNode(found.pop())
    if found:
        several = ", ".join(sorted(curie(iri) for iri in found))
        raise UnknownName(f"{value!r} names several things: give one of {several}")
    told = no_such_name(store, value)
    raise UnknownName(told if "did you mean" in told else f"{told}: look for it with spacepact find")


def no_such_name(store: QueryableStore, value: str) -> str:
    """Return the sentence that nothing has this name, with the nearest names."""
    # A hint shares six tenths of the letters, so none of less than 3/7 or more than 7/3 of the length can be one; and
    # where a letter has two in lower case, as İ has, the name is shorter than what is compared.
    length = len(value.lower())
    fit = f"STRLEN(STR(?name)) >= {length * 3 // 14} && STRLEN(STR(?name)) <= {length * 7 // 3 + 1}"
    sparql = f"{_asking('DISTINCT ?name', fit)} LIMIT {_MOST_COMPARED}"
    try:
        known = sorted(text_of(row["name"]) for row in select(store, sparql))
    except EndpointFailed:  # a store that gives no so long answer has yet said that nothing has this name
        known = []
    return f"nothing is called {value!r}{nearest(value, known)}"


def deprecation(store: QueryableStore, node: NamedNode) -> str | None:
    """Return the sentence that a thing or term is deprecated, and what to use instead; None where it is not."""
    if not any(text_of(quad.object) == "true" for quad in store.quads_for_pattern(node, _DEPRECATED, None)):
        return None
    replacements = store.quads_for_pattern(node, _REPLACED, None)
    instead = " or ".join(sorted(curie(text_of(quad.object)) for quad in replacements))
    return f"{curie(node.value)} is deprecated: {f'use {instead}' if instead else 'nothing replaces it'}"


def of_kinds(store: QueryableStore, iris: Iterable[str], kinds: Sequence[str]) -> set[str]:
    """Return those of the things and terms that belong to one of the classes or code lists, given as CURIEs."""
    wanted = " ".join(map(str, filter(None, map(expand, kinds))))
    if not wanted:
        return set()
    rows = select_about(store, _KINDS.replace("@kinds@", wanted), iris)
    return {text_of(row["thing"]) for row in rows}


def completions(store: QueryableStore, begun: str, kinds: Sequence[str] = ()) -> list[str]:
    """Return the names that begin with the letters typed so far, of things or of what belongs to *kinds*."""
    wanted = begun.casefold()
    candidates = matches(store, condition(wanted, begins=True))
    begun_so = [(iri, name) for iri, name in candidates if name.casefold().startswith(wanted)]
    fitting = of_kinds(store, (iri for iri, _ in begun_so), kinds) if kinds else None
    return sorted({name for iri, name in begun_so if (iri.startswith(SPID) if fitting is None else iri in fitting)})


def matches(store: QueryableStore, spelt: str) -> list[tuple[str, str]]:
    """Return the things and terms with a name that meets the condition, each with that name."""
    rows = select(store, _asking("?thing ?name", spelt))
    # A blank node can bear a name, but nothing that could be given for it.
    pairs = {(text_of(r["thing"]), text_of(r["name"])) for r in rows if isinstance(r["thing"], NamedNode)}
    return sorted(pairs)


def _asking(columns: str, spelt: str) -> str:
    return _NAMES.replace("@columns@", columns).replace("@condition@", spelt)


def _known(store: QueryableStore, node: NamedNode, value: str) -> NamedNode:
    if node.value.startswith((SP, SPID)) and next(store.quads_for_pattern(node, None, None), None) is None:
        base = SP if node.value.startswith(SP) else SPID
        rows = select(store, _SUBJECTS.replace("@base@", base))
        local = {curie(text_of(row["s"])) for row in rows}
        raise UnknownName(f"the graph has no {value}{nearest(value, local)}")
    return node
