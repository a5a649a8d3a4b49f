"""Hold the offsets and digests of a document in the graph against a text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Store

from spacepact.errors import UnknownName, nearest
from spacepact.files import digest
from spacepact.graph import select, text_of
from spacepact.terms import curie

_DOCUMENTS = """
PREFIX sp: <https://w3id.org/spacepact/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
SELECT ?name ?count ?digest WHERE {
  ?document a sp:Document ; dcterms:identifier ?name ; sp:characterCount ?count ; sp:sha256 ?digest .
} ORDER BY ?name"""

_PASSAGES = """
PREFIX sp: <https://w3id.org/spacepact/ontology#>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX dcterms: <http://purl.org/dc/terms/>
SELECT ?name ?passage ?start ?end ?digest WHERE {
  ?passage sp:isPassageOf/dcterms:identifier ?name ; oa:start ?start ; oa:end ?end ; sp:sha256 ?digest .
} ORDER BY ?start DESC(?end)"""


@dataclass(frozen=True)
class Finding:
    """One thing that does not agree: the document or passage it is about, and what is wrong."""

    about: str
    message: str


def document_names(store: Store) -> list[str]:
    """Return the short names of the documents whose text the graph knows by its digest."""
    return [text_of(row["name"]) for row in select(store, _DOCUMENTS)]


def verify_text(store: Store, name: str, text: str) -> Iterator[Finding]:
    """Yield what differs between the document called *name* and *text*; nothing where all agrees.

    A passage whose words stand elsewhere in the text is reported as moved, with its new offsets;
    one whose words are not found as changed.
    """
    known = {text_of(row["name"]): row for row in select(store, _DOCUMENTS)}
    if name not in known:
        raise UnknownName(f"no document is called {name!r}{nearest(name, known)}")
    count, whole = (text_of(known[name][key]) for key in ("count", "digest"))
    if len(text) != int(count):
        yield Finding(name, f"the text has {len(text)} characters, the graph says {count}")
    if digest(text) != whole:
        yield Finding(name, "the digest of the text is not the one in the graph")
    for row in select(store, _PASSAGES):
        if text_of(row["name"]) != name:
            continue
        about = curie(text_of(row["passage"]))
        start, end = int(text_of(row["start"])), int(text_of(row["end"]))
        wanted = text_of(row["digest"])
        if start < end <= len(text) and digest(text[start:end]) == wanted:
            continue
        found = _find(text, end - start, wanted)
        if found is None:
            yield Finding(about, f"changed: its words are not at {start}-{end} nor elsewhere")
        else:
            yield Finding(about, f"moved from {start}-{end} to {found}-{found + end - start}")


def _find(text: str, length: int, wanted: str) -> int | None:
    """Return where a passage of this length and digest begins, or None."""
    starts = (i for i in range(len(text) - length + 1) if text[i] != " ")
    return next((i for i in starts if length > 0 and digest(text[i : i + length]) == wanted), None)
