"""Look up things by their names, and read the labels of things."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pyoxigraph import BlankNode, Literal, NamedNode

from spacepact.errors import EndpointFailed, UnknownName, nearest
from spacepact.graph.queryable import QueryableStore
from spacepact.graph.select import Term, select, select_about, text_of
from spacepact.terms import SP, SPID, curie, expand, thing_namespaces

_DEPRECATED = NamedNode("http://www.w3.org/2002/07/owl#deprecated")
_REPLACED = NamedNode("http://purl.org/dc/terms/isReplacedBy")

_LABEL = NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
_LABELS = f"SELECT ?s ?l WHERE {{ VALUES ?s {{ @these@ }} ?s {_LABEL} ?l }}"

_NAMES = """
SELECT ?thing ?name WHERE {
  { ?thing skos:prefLabel ?name . @no-claim@ FILTER(@condition@) }
  UNION
  { ?thing dcterms:identifier ?name . @no-claim@ FILTER(@condition@) }
  UNION
  { ?thing skos:altLabel ?name . FILTER(@condition@) }
  UNION
  { ?claim sp:claimProperty sp:name ; sp:claimSubject ?thing ; sp:claimLiteral ?name . FILTER(@condition@) }
  UNION
  { ?claim sp:claimProperty sp:title ; sp:claimSubject ?thing ; sp:claimLiteral ?name . FILTER(@condition@) }
}""".replace(
    # With NOT EXISTS, Oxigraph takes two to three times as long.
    "@no-claim@",
    "OPTIONAL { ?thing a ?class . FILTER(?class = sp:Claim) } FILTER(!BOUND(?class))",
)

_SUBCLASSES = """
SELECT DISTINCT ?class WHERE { ?class rdfs:subClassOf+ @kind@ }"""

# Virtuoso loses rows if one query also follows the superclasses.
_KINDS = """
SELECT DISTINCT ?thing WHERE {
  VALUES ?thing { @these@ }
  { ?thing a ?class } UNION { ?thing skos:inScheme ?class }
  FILTER(?class IN (@classes@))
}"""

_MEMBERS = """
SELECT DISTINCT ?thing WHERE {
  { ?thing a|skos:inScheme @kind@ }
  UNION
  { ?class rdfs:subClassOf+ @kind@ . ?thing a ?class }
}"""

_ISSUED = """
SELECT DISTINCT ?publisher ?thing WHERE {
  VALUES ?publisher { @these@ }
  ?claim sp:claimSubject ?publisher ; sp:claimProperty sp:issues ; sp:claimObject ?thing ;
    sp:hasStance sp:stance_asserted .
  ?thing a sp:Document
}"""

_AT = """
SELECT DISTINCT ?thing WHERE {
  ?claim sp:claimProperty sp:address ; sp:claimSubject ?thing ; sp:claimLiteral ?address .
  FILTER(STR(?address) = @address@)
} ORDER BY ?thing"""

_TEXTS = """
SELECT ?thing ?field ?text WHERE {
  { ?thing a sp:Claim ; skos:prefLabel ?text . FILTER(@condition@) BIND("sentence" AS ?field) }
  UNION
  { ?thing skos:definition ?text . FILTER(@condition@) BIND("definition" AS ?field) }
  UNION
  { ?thing skos:scopeNote ?text . FILTER(@condition@) BIND("scope note" AS ?field) }
  UNION
  { ?thing skos:example ?text . FILTER(@condition@) BIND("example" AS ?field) }
} ORDER BY @position@ ?thing"""

# The largest number of sentences and other texts that one search returns.
MOST_TEXTS = 1000
TEXT_FIELDS = ("sentence", "definition", "scope note", "example")

# The largest number of things that an error lists.
_MOST_LISTED = 10

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
    """Return the one thing or term that *value* names: a CURIE, an IRI, a name, a part of a name, or a sentence.

    Names are compared without case. Only things of *kinds* (CURIEs of classes or code lists) have the name, if there
    are any. A state or space agency of the graph is also found by its other names in the lookup. A part of a name is
    enough if only one thing has it. A document is also found by its address and its publisher, and a claim by its
    sentence. Raises UnknownName, with the candidates, if no thing or several things have the name.
    """
    node = expand(value)
    if node is not None:
        return _document_at(store, node) or require_known(store, node, value)
    wanted = value.strip().casefold()
    hits = matches(store, value, fold=False)
    if not hits and not kinds:
        hits = [(iri, text) for iri, _, text in texts_with(store, value) if text.casefold() == wanted]
    hits = hits or matches(store, value)
    named = [(iri, name) for iri, name in hits if wanted in spellings(name)]
    # A thing of another kind comes last, and only with its complete name. Terms and codes are no things.
    others = [(iri, name) for iri, name in named if not iri.startswith(SP)]
    if pairs := _of_kinds(store, named, kinds):
        return _only(value, pairs)
    if (thing := _by_other_name(store, value)) and (not kinds or of_kinds(store, [thing.value], kinds)):
        return thing
    for candidates, wanted_kinds in ((hits if wanted else [], kinds), (others, ())):
        if pairs := _of_kinds(store, candidates, wanted_kinds):
            return _only(value, pairs)
    message = no_such_name(store, value, kinds)
    is_complete = any(hint in message for hint in ("did you mean", "expected one of", "spacepact things"))
    raise UnknownName(message if is_complete else f"{message}: look for it with spacepact find")


def _only(value: str, pairs: Sequence[tuple[str, str]]) -> NamedNode:
    """Return the one thing of *pairs*; raise UnknownName if there are several."""
    if len({iri for iri, _ in pairs}) > 1:
        raise UnknownName(f"{value!r} names several things: give one of {_listed(pairs)}")
    return NamedNode(pairs[0][0])


def _by_other_name(store: QueryableStore, value: str) -> NamedNode | None:
    """Return the thing that has *value* as a name in the lookup of states and space agencies, by its identifiers."""
    from spacepact.graph import known_things

    known = known_things.known_thing(value)
    return known_things.find_known_thing(store, known) if known else None


def completed_name(store: QueryableStore, node: NamedNode, value: str) -> str | None:
    """Return the name of which *value* is a part; None if *value* is a complete name of *node*, or no name of it."""
    if expand(value) is not None:
        return None
    wanted = value.strip().casefold()
    found = [name for iri, name in matches(store, value, fold=False) if iri == node.value]
    return None if not found or any(wanted in spellings(name) for name in found) else found[0]


def named_exactly(store: QueryableStore, name: str, kinds: Sequence[str]) -> NamedNode | None:
    """Return a thing of *kinds* that has exactly this name, in any case; None if there is none."""
    wanted = name.strip().casefold()
    iris = {iri for iri, found in matches(store, name, fold=False) if wanted in spellings(found)}
    fitting = sorted(of_kinds(store, iris, kinds))
    return NamedNode(fitting[0]) if fitting else None


def no_such_name(store: QueryableStore, value: str, kinds: Sequence[str] = ()) -> str:
    """Return the message for a name that no thing of *kinds* has, with the nearest names, or a few names."""
    from spacepact.graph import known_things

    try:
        if hint := known_things.hint_for(store, value):
            return f"unknown name {value!r}{hint}"
        pairs = _select_names(store, "true")
        if kinds:
            queries = [_MEMBERS.replace("@kind@", kind) for kind in _nodes(kinds)]
            members = {text_of(row["thing"]) for query in queries for row in select(store, query)}
            pairs = [(iri, name) for iri, name in pairs if iri in members]
    except EndpointFailed:  # the store rejects such a long answer: leave out the hint
        pairs = []
    hint = nearest(value, sorted({name for _, name in pairs}))
    if not kinds:
        return f"unknown name {value!r}{hint}"
    kind = " or ".join(curie(kind).partition(":")[2] for kind in kinds)
    hint = hint or (f" (expected one of {_listed(pairs)})" if pairs else "")
    return f"unknown name {value!r} for {kind}{hint}"


def issued_by(store: QueryableStore, publishers: Iterable[str]) -> list[tuple[str, str]]:
    """Return the publisher and the document for each document that one of *publishers* is asserted to issue."""
    return sorted(
        (text_of(row["publisher"]), text_of(row["thing"])) for row in select_about(store, _ISSUED, publishers)
    )


def deprecation(store: QueryableStore, node: NamedNode) -> str | None:
    """Return a sentence that says what replaces a deprecated thing or term; None if it is not deprecated."""
    if not any(text_of(quad.object) == "true" for quad in store.quads_for_pattern(node, _DEPRECATED, None)):
        return None
    replacements = store.quads_for_pattern(node, _REPLACED, None)
    instead = " or ".join(sorted(curie(text_of(quad.object)) for quad in replacements))
    return f"{curie(node.value)} is deprecated: {f'use {instead}' if instead else 'it has no replacement'}"


def of_kinds(store: QueryableStore, iris: Iterable[str], kinds: Sequence[str]) -> set[str]:
    """Return those of *iris* that belong to one of *kinds*, the CURIEs of classes or code lists."""
    wanted = _nodes(kinds)
    if not wanted:
        return set()
    below = [row["class"] for kind in wanted for row in select(store, _SUBCLASSES.replace("@kind@", kind))]
    classes = ", ".join(dict.fromkeys((*wanted, *map(str, below))))
    rows = select_about(store, _KINDS.replace("@classes@", classes), iris)
    return {text_of(row["thing"]) for row in rows}


def completions(store: QueryableStore, start: str, kinds: Sequence[str] = ()) -> list[str]:
    """Return the names that begin with *start*, of things or of the members of *kinds*."""
    pairs = matches(store, start, begins=True)
    fitting = of_kinds(store, (iri for iri, _ in pairs), kinds) if kinds else None
    return sorted(
        {name for iri, name in pairs if (iri.startswith(thing_namespaces()) if fitting is None else iri in fitting)}
    )


def claims_beginning(store: QueryableStore, start: str) -> list[str]:
    """Return the CURIEs of claims that begin with *start*, with or without their prefix."""
    rows = select(store, f"SELECT ?claim WHERE {{ ?claim a <{SP}Claim> }}")
    found = sorted(curie(text_of(row["claim"])) for row in rows)
    return [one for one in found if one.startswith(start) or one.partition(":")[2].startswith(start)]


def matches(store: QueryableStore, text: str, *, begins: bool = False, fold: bool = True) -> list[tuple[str, str]]:
    """Return the things and terms with a name that contains *text*, each with that name; case is ignored.

    With *begins* the name begins with the text. With *fold*, if there are none, all names are compared, because other
    letters can fold to ASCII letters, such as a long s.
    """
    wanted = text.strip().casefold()

    def fits(name: str) -> bool:
        return name.startswith(wanted) if begins else wanted in name

    part = _ascii_part(text)
    condition = f"CONTAINS(LCASE(STR(?name)), {part})" if part else "true"
    pairs = [pair for pair in _select_names(store, condition) if fits(pair[1].casefold())]
    if not pairs and fold and condition != "true":
        pairs = [pair for pair in _select_names(store, "true") if fits(pair[1].casefold())]
    return pairs


def texts_with(store: QueryableStore, text: str) -> list[tuple[str, str, str]]:
    """Return the sentences of claims, and the definitions, notes and examples of terms, that contain *text*.

    Each has the claim or term, what the text is, and the text. The store searches, and returns at most MOST_TEXTS
    texts, those with the earliest matches.
    """
    words = text.strip().encode(errors="replace").decode()  # a literal cannot contain a lone surrogate
    part = _ascii_part(words)
    searched, part = ("LCASE(STR(?text))", part) if part else ("STR(?text)", str(Literal(words)))
    sparql = _TEXTS.replace("@condition@", f"CONTAINS({searched}, {part})")
    sparql = sparql.replace("@position@", f"STRLEN(STRBEFORE({searched}, {part}))")
    rows = select(store, f"{sparql} LIMIT {MOST_TEXTS}") if words else []
    texts = [(text_of(r["thing"]), text_of(r["field"]), text_of(r["text"])) for r in rows]
    return [hit for hit in texts if words.casefold() in hit[2].casefold()]


def _ascii_part(text: str) -> str:
    """Return the longest ASCII part of a text in lower case as a literal of SPARQL; empty if it has none.

    All stores agree on ASCII letters. Python compares the complete text.
    """
    runs = re.findall(r"[ -~]+", text.strip().lower())
    return str(Literal(max(runs, key=len))) if runs else ""


def spellings(name: str) -> set[str]:
    """Return a name without case; for ``Space Administration (CNSA)``, also its two parts.

    >>> sorted(spellings("Action Plan (2025)"))
    ['action plan (2025)']
    """
    match = re.fullmatch(r"(.*\S) \(([\w.&/-]+)\)", name)
    is_short = match and sum(map(str.isupper, match[2])) > 1
    return {part.casefold() for part in (name, *(match.groups() if match and is_short else ()))}


def _of_kinds(store: QueryableStore, pairs: list[tuple[str, str]], kinds: Sequence[str]) -> list[tuple[str, str]]:
    """Return the pairs whose thing is of *kinds*, or the documents of the publishers, if documents are expected."""
    if not kinds:
        return pairs
    fitting = of_kinds(store, (iri for iri, _ in pairs), kinds)
    if not fitting and "sp:Document" in kinds:
        names = dict(pairs)
        return [(document, names[publisher]) for publisher, document in issued_by(store, names)]
    return [(iri, name) for iri, name in pairs if iri in fitting]


def _listed(pairs: Iterable[tuple[str, str]]) -> str:
    """Return the first things in a message, each with a name."""
    names = dict(sorted(pairs, reverse=True))  # the first name of each
    shown = [f"{curie(iri)} ({' '.join(name.split())})" for iri, name in sorted(names.items())]
    rest = f" and {len(shown) - _MOST_LISTED} more" if len(shown) > _MOST_LISTED else ""
    return ", ".join(shown[:_MOST_LISTED]) + rest


def _document_at(store: QueryableStore, node: NamedNode) -> NamedNode | None:
    """Return the document with this address; None if there is none."""
    if node.value.startswith((SP, SPID)):
        return None
    rows = select(store, _AT.replace("@address@", str(Literal(node.value))))
    return NamedNode(text_of(rows[0]["thing"])) if rows else None


def _nodes(kinds: Sequence[str]) -> list[str]:
    return [str(node) for node in map(expand, kinds) if node]


def _select_names(store: QueryableStore, condition: str) -> list[tuple[str, str]]:
    """Return things and terms with those of their names that meet a condition of SPARQL on ``?name``."""
    rows = select(store, f"{_NAMES.replace('@condition@', condition)} LIMIT {_MOST_NAMES}")
    # A blank node can have a name, but it cannot be a value.
    pairs = {(text_of(r["thing"]), text_of(r["name"])) for r in rows if isinstance(r["thing"], NamedNode)}
    return sorted(pairs)


def require_known(store: QueryableStore, node: NamedNode, value: str) -> NamedNode:
    """Return a node; raise UnknownName if it is in a namespace of the graph, but not in the graph."""
    bases = (SP, *thing_namespaces())
    https = node.value.replace("http://", "https://", 1)
    if https != node.value and https.startswith(bases):
        raise UnknownName(f"the graph does not contain {value}; did you mean {https}?")
    if node.value.startswith(bases) and next(store.quads_for_pattern(node, None, None), None) is None:
        base = next(base for base in bases if node.value.startswith(base))
        rows = select(store, _SUBJECTS.replace("@base@", base))
        known = {curie(text_of(row["s"])) for row in rows}
        raise UnknownName(f"the graph does not contain {value}{nearest(value, known)}")
    return node
