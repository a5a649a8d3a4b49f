"""Write the index of the search: names of things and terms, summaries of queries and sentences of claims."""

from __future__ import annotations

import json
from collections.abc import Iterator

from spacepact.graph import text_of
from spacepact.rdf import visible
from spacepact.site.model import SiteGraph
from spacepact.site.pages.claim_index import ClaimIndex
from spacepact.site.pages.links import place
from spacepact.terms import PREFIXES, SP, curie

_NAMES = [PREFIXES["skos"] + "altLabel", PREFIXES["dcterms"] + "identifier", SP + "name"]
_ORDER = ("thing", "document", "query", "term", "code", "claim", "passage")


def search_index(graph: SiteGraph, index: ClaimIndex) -> bytes:
    """Return a script that defines the entries of the search: path, kind, text and other names of each page."""
    entries = [[path, kind, text, *names] for path, kind, text, names in _entries(graph, index)]
    lines = ",\n".join(json.dumps(entry, ensure_ascii=False).replace("<", "\\u003c") for entry in entries)
    return f"window.spacepactIndex = [\n{lines}\n];\n".encode(errors="backslashreplace")


def _entries(graph: SiteGraph, index: ClaimIndex) -> Iterator[tuple[str, str, str, list[str]]]:
    for resource in sorted(graph.resources.values(), key=lambda r: (_ORDER.index(r.kind), r.label, r.iri)):
        iri, label = resource.iri, visible(resource.label)
        if resource.kind == "passage":
            label = place(index.passages[iri]) if iri in index.passages else curie(iri)
            names = []
        elif resource.kind == "claim":
            names = [graph.claims[iri].stance]
        elif resource.kind == "query":
            names = [curie(iri).rpartition("/")[2]]
        else:
            names = _names(graph, index, iri)
        yield resource.path, resource.kind, label, sorted({visible(name) for name in names} - {label})


def _names(graph: SiteGraph, index: ClaimIndex, iri: str) -> list[str]:
    """Return the other names of a thing or term, with those that claims give it."""
    names = [text_of(quad.object) for quad in graph.quads(iri) if quad.predicate.value in _NAMES]
    for claim in index.claims(iri, "claimSubject"):
        if claim.property in (SP + "name", SP + "title"):
            names += [text_of(term) for term in claim.values.get("claimLiteral", ())]
    return names
