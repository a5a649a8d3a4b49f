"""Look up things by their names, and read the labels of things."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pyoxigraph import BlankNode, Literal, NamedNode

from spacepact.errors import EndpointFailed, UnknownName, nearest
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
SELECT ?thing ?name WHERE {
  { ?thing skos:prefLabel ?name . @no-claim@ FILTER(@condition@) }
  UNION
  { ?thing dcterms:identifier ?name . @no-claim@ FILTER(@condition@) }
  UNION
  { ?claim sp:claimProperty sp:name ; sp:claimSubject ?thing ; sp:claimLiteral ?name . FILTER(@condition@) }
}""".replace(
    # With NOT EXISTS, Oxigraph takes two to three times as long.
    "@no-claim@",
    "OPTIONAL { ?thing a ?class . FILTER(?class = sp:Claim) } FILTER(!BOUND(?class))",
)

# Virtuoso loses rows if VALUES binds both ends of a path, so a FILTER selects the kinds.
_KINDS = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?thing WHERE {
  VALUES ?thing { @these@ }
  ?thing a|skos:inScheme ?class . ?class rdfs:subClassOf* ?kind
  FILTER(?kind IN (@kinds@))
}"""

# The largest number of names that one look-up reads; a large remote store needs a second or two for it.
_MOST_NAMES = 100_000

_SUBJECTS = """SELECT DISTINCT ?s WHERE { ?s ?p ?o . FILTER(STRSTARTS(STR(?s), "@base@")) }"""


def labels(store: QueryableStore, terms: Iterable[Term]) -> dict[str, str]:
    """Return the preferred labels of terms by their text; terms without a label are left out.

    A literal whose text is an IRI gets the label of that IRI.
    """
    terms = list(dict.fromkeys(terms))
    rows = select_about(store, _LABELS, map(text_of, terms))
    by_text = {text_of(row["s"]): text_of(row["l"]) for row in rows}
    for node in terms:
        if isinstance(node, BlankNode):
            by_text.update((node.value, text_of(q.object)) for q in store.quads_for_pattern(node, _LABEL, None))
    return by_text


def resolve(store: QueryableStore, value: str, kinds: Sequence[str] = ()) -> NamedNode:
    """Return the one thing or term that *value* names: a CURIE, an ``<iri>``, or any of its names.

    Names are compared without case. If several things have the name, those of *kinds* (CURIEs of classes or code
    lists) come first. Raises UnknownName, with the nearest names, if no thing or several things have it.
    """
    node = expand(value)
    if node is not None:
        return _require_known(store, node, value)
    iris = {iri for iri, _ in matches(store, value, begins=True, ends=True)}
    if len(iris) > 1:
        iris = of_kinds(store, iris, kinds) or iris
    if len(iris) == 1:
        return NamedNode(iris.pop())
    if iris:
        several = ", ".join(sorted(curie(iri) for iri in iris))
        raise UnknownName(f"{value!r} names several things: give one of {several}")
    message = no_such_name(store, value)
    raise UnknownName(message if "did you mean" in message else f"{message}: look for it with spacepact find")


def no_such_name(store: QueryableStore, value: str) -> str:
    """Return the message for a name that no thing has, with the nearest names."""
    try:
        names = sorted({name for _, name in _select_names(store, "true")})
    except EndpointFailed:  # the store rejects such a long answer: leave out the hint
        names = []
    return f"unknown name {value!r}{nearest(value, names)}"


def deprecation(store: QueryableStore, node: NamedNode) -> str | None:
    """Return a sentence that says what replaces a deprecated thing or term; None if it is not deprecated."""
    if not any(text_of(quad.object) == "true" for quad in store.quads_for_pattern(node, _DEPRECATED, None)):
        return None
    replacements = store.quads_for_pattern(node, _REPLACED, None)
    instead = " or ".join(sorted(curie(text_of(quad.object)) for quad in replacements))
    return f"{curie(node.value)} is deprecated: {f'use {instead}' if instead else 'it has no replacement'}"


def of_kinds(store: QueryableStore, iris: Iterable[str], kinds: Sequence[str]) -> set[str]:
    """Return those of *iris* that belong to one of *kinds*, the CURIEs of classes or code lists."""
    wanted = ", ".join(map(str, filter(None, map(expand, kinds))))
    if not wanted:
        return set()
    rows = select_about(store, _KINDS.replace("@kinds@", wanted), iris)
    return {text_of(row["thing"]) for row in rows}


def completions(store: QueryableStore, start: str, kinds: Sequence[str] = ()) -> list[str]:
    """Return the names that begin with *start*, of things or of the members of *kinds*."""
    pairs = matches(store, start, begins=True)
    fitting = of_kinds(store, (iri for iri, _ in pairs), kinds) if kinds else None
    return sorted({name for iri, name in pairs if (iri.startswith(SPID) if fitting is None else iri in fitting)})


def matches(store: QueryableStore, text: str, *, begins: bool = False, ends: bool = False) -> list[tuple[str, str]]:
    """Return the things and terms with a name that contains *text*, each with that name; case is ignored.

    With *begins* the name begins with the text, with *ends* it ends with it, with both it is the text.
    """
    wanted = text.strip().casefold()

    def fits(name: str) -> bool:
        if begins and ends:
            return name == wanted
        return name.startswith(wanted) if begins else name.endswith(wanted) if ends else wanted in name

    # The store compares the longest ASCII part, on which all stores agree. Python compares the complete text.
    ascii_runs = re.findall(r"[ -~]+", text.strip().lower())
    condition = f"CONTAINS(LCASE(STR(?name)), {Literal(max(ascii_runs, key=len))})" if ascii_runs else "true"
    pairs = [pair for pair in _select_names(store, condition) if fits(pair[1].casefold())]
    if not pairs and condition != "true":  # other letters can fold to ASCII letters, such as a long s
        pairs = [pair for pair in _select_names(store, "true") if fits(pair[1].casefold())]
    return pairs


def _select_names(store: QueryableStore, condition: str) -> list[tuple[str, str]]:
    """Return things and terms with those of their names that meet a condition of SPARQL on ``?name``."""
    rows = select(store, f"{_NAMES.replace('@condition@', condition)} LIMIT {_MOST_NAMES}")
    # A blank node can have a name, but it cannot be a value.
    pairs = {(text_of(r["thing"]), text_of(r["name"])) for r in rows if isinstance(r["thing"], NamedNode)}
    return sorted(pairs)


def _require_known(store: QueryableStore, node: NamedNode, value: str) -> NamedNode:
    if node.value.startswith((SP, SPID)) and next(store.quads_for_pattern(node, None, None), None) is None:
        base = SP if node.value.startswith(SP) else SPID
        rows = select(store, _SUBJECTS.replace("@base@", base))
        known = {curie(text_of(row["s"])) for row in rows}
        raise UnknownName(f"the graph does not contain {value}{nearest(value, known)}")
    return node
