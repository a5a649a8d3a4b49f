"""Invariants that SHACL cannot state. Each function returns the violations of one invariant."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import rdflib
from pyoxigraph import BlankNode, Literal, RdfFormat, parse
from rdflib.namespace import OWL, RDF, RDFS, SKOS, XSD

from spacepact.files import digest
from spacepact.terms import PREFIXES, SP, SPID
from spacepact.validate.literals import fault

OA = rdflib.Namespace(PREFIXES["oa"])
SPN = rdflib.Namespace(SP)
DCTERMS = rdflib.Namespace(PREFIXES["dcterms"])

WORDS_IN_A_ROW = 8


def spans(data: rdflib.Graph, name: str) -> list[tuple[int, int, str]]:
    """Return the start, end and digest of every passage of the document with this short name."""
    document = data.value(None, DCTERMS.identifier, rdflib.Literal(name))
    return sorted(
        (int(str(data.value(p, OA.start))), int(str(data.value(p, OA.end))), str(data.value(p, SPN.sha256)))
        for p in data.subjects(SPN.isPassageOf, document)
    )


def letters_not_covered(data: rdflib.Graph, name: str, text: str) -> list[int]:
    covered = {i for start, end, _ in spans(data, name) for i in range(start, end)}
    return [i for i, char in enumerate(text) if char.isalnum() and i not in covered]


def digests_that_differ(data: rdflib.Graph, name: str, text: str) -> list[str]:
    document = data.value(None, DCTERMS.identifier, rdflib.Literal(name))
    wrong = [f"{s}-{e}" for s, e, sha in spans(data, name) if digest(text[s:e]) != sha]
    if str(data.value(document, SPN.sha256)) != digest(text):
        wrong.append("the complete text")
    if int(str(data.value(document, SPN.characterCount))) != len(text):
        wrong.append("the number of characters")
    return wrong


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def copied_text(files: Mapping[str, str], texts: Iterable[str], titles: Iterable[str]) -> list[str]:
    """Return the places where a file has eight successive words of a document, except those of a title."""

    def rows(text: str) -> set[tuple[str, ...]]:
        words = _words(text)
        return {tuple(words[i : i + WORDS_IN_A_ROW]) for i in range(len(words) - WORDS_IN_A_ROW + 1)}

    known = {row for text in texts for row in rows(text)} - {row for title in titles for row in rows(title)}
    return [f"{name}: {' '.join(row)}" for name, text in files.items() for row in rows(text) & known]


def withdrawn_wrongly(rows: Iterable[Mapping[str, str]], data: rdflib.Graph) -> list[str]:
    """Return the rows of a list of withdrawn claims that are wrong, each with what is wrong.

    A claim is listed once, with a reason, and the graph does not use its IRI. So nobody can use its number again.
    """
    used = {term for triple in data for term in triple if isinstance(term, rdflib.URIRef)}
    seen: set[str] = set()
    wrong = []
    for row in rows:
        claim, reason = row["claim"], row["reason"]
        if not re.fullmatch(r"spid:claim_[a-z0-9.-]+_(?:\d{4,}_[1-9]\d*|[a-z0-9_.-]+)", claim):
            wrong.append(f"{claim}: not the IRI of a claim")
        elif not reason or not reason.endswith("."):
            wrong.append(f"{claim}: no reason")
        elif claim in seen:
            wrong.append(f"{claim}: listed twice")
        elif rdflib.URIRef(SPID + claim.removeprefix("spid:")) in used:
            wrong.append(f"{claim}: in the graph")
        seen.add(claim)
    return wrong


def _plain(term: object) -> tuple[str, ...]:
    """Return a term of rdflib or pyoxigraph in a common form."""
    if isinstance(term, rdflib.BNode | BlankNode):
        return ("blank",)
    if isinstance(term, rdflib.Literal):
        datatype = term.datatype or (RDF.langString if term.language else XSD.string)
        return (str(term), str(datatype), term.language or "")
    if isinstance(term, Literal):
        return (term.value, term.datatype.value, term.language or "")
    return (str(term).strip("<>"),)


def read_differently(turtle: str) -> Counter[tuple[tuple[str, ...], ...]]:
    """Return the triples of a Turtle text that only one engine reads; all blank nodes count as equal."""
    rdflib.NORMALIZE_LITERALS = False
    graph = rdflib.Graph().parse(data=turtle, format="turtle")
    in_rdflib = Counter(tuple(_plain(term) for term in triple) for triple in graph)
    quads = parse(turtle.encode("utf-8"), RdfFormat.TURTLE)
    in_engine = Counter(tuple(_plain(term) for term in (q.subject, q.predicate, q.object)) for q in quads)
    return (in_rdflib - in_engine) + (in_engine - in_rdflib)


def blank_nodes(data: rdflib.Graph) -> list[str]:
    return sorted({str(t) for triple in data for t in triple if isinstance(t, rdflib.BNode)})


def unsafe_literals(data: rdflib.Graph) -> list[str]:
    """Return the literals that a store or engine may change, because of datatype, form, language tag or length."""
    return [
        o.n3()
        for _, p, o in data
        if isinstance(o, rdflib.Literal)
        and fault(str(o), str(o.datatype or (RDF.langString if o.language else XSD.string)), o.language, str(p))
    ]


def undeclared(data: rdflib.Graph) -> set[str]:
    """Return the IRIs in our namespaces that are used but not declared."""
    used = {str(t) for triple in data for t in triple if isinstance(t, rdflib.URIRef)}
    return {iri for iri in used if iri.startswith((SP, SPID)) and (rdflib.URIRef(iri), RDF.type, None) not in data}


def unknown_foreign(data: rdflib.Graph) -> set[str]:
    """Return the foreign properties and classes that their vocabularies do not contain; a check covers SKOS."""
    vocabularies = (rdflib.DCTERMS, OWL, RDF, RDFS, rdflib.PROV, rdflib.SDO, rdflib.SH, rdflib.VANN)
    known = {OA.TextPositionSelector, OA.start, OA.end}  # rdflib has no list of Web Annotation
    used = set(data.predicates()) | set(data.objects(None, RDF.type))
    foreign = {
        t
        for t in used
        if isinstance(t, rdflib.URIRef) and not str(t).startswith((SP, SPID, PREFIXES["sps"], str(SKOS)))
    }
    return {str(t) for t in foreign - known if not any(t in vocabulary for vocabulary in vocabularies)}


def deprecated_in(data: rdflib.Graph, elsewhere: str) -> set[str]:
    """Return the deprecated terms that occur in *elsewhere*, the text of shapes and queries."""
    old = {str(t).removeprefix(SP) for t in data.subjects(OWL.deprecated, rdflib.Literal(True))}
    return {name for name in old if re.search(rf"\bsp:{name}\b", elsewhere)}


def unused_terms(data: rdflib.Graph, elsewhere: str) -> set[str]:
    """Return our terms that occur in no triple outside their description and not in the text *elsewhere*."""
    own = set(data.subjects(RDFS.isDefinedBy, None))
    used = {t for s, p, o in data for t in (p, o) if t != s}
    local = {term: str(term).removeprefix(SP) for term in own}
    return {name for t, name in local.items() if t not in used and not re.search(rf"\bsp:{name}\b", elsewhere)}


def prefixes_that_differ(files: Iterable[Path]) -> list[str]:
    """Return the prefix declarations that differ from the prefix map, or that their file does not use."""
    wrong = []
    for path in files:
        text = path.read_text(encoding="utf-8")
        pattern = r"^@?prefix\s+(\w*):\s*<([^>]*)>" if path.suffix == ".ttl" else r"^PREFIX\s+(\w*):\s*<([^>]*)>"
        for name, iri in re.findall(pattern, text, re.M | re.I):
            body = re.sub(pattern, "", text, flags=re.M | re.I)
            if PREFIXES.get(name) != iri or not re.search(rf"(?<![\w]){name}:", body):
                wrong.append(f"{path.name}: {name}")
    return wrong
