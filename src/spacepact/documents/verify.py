"""Compare the offsets and digests of a document in the graph with its text."""

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
class Mismatch:
    """A difference between graph and text: the document or passage, and what differs."""

    about: str
    message: str


def document_names(store: Store) -> list[str]:
    """Return the short names of the documents that have a digest in the graph."""
    return [text_of(row["name"]) for row in select(store, _DOCUMENTS)]


def verify_text(store: Store, name: str, text: str) -> Iterator[Mismatch]:
    """Yield the differences between the document with the short name *name* and *text*.

    A passage found at other offsets is reported as moved, with the new offsets; otherwise as changed.
    Raises UnknownName if the graph has no such document.
    """
    known = {text_of(row["name"]): row for row in select(store, _DOCUMENTS)}
    if name not in known:
        raise UnknownName(f"unknown document {name!r}{nearest(name, known)}")
    count, text_digest = (text_of(known[name][key]) for key in ("count", "digest"))
    if len(text) != int(count):
        yield Mismatch(name, f"the text has {len(text)} characters, the graph says {count}")
    if digest(text) != text_digest:
        yield Mismatch(name, "the digest of the text is not the one in the graph")
    for row in select(store, _PASSAGES):
        if text_of(row["name"]) != name:
            continue
        about = curie(text_of(row["passage"]))
        start, end = int(text_of(row["start"])), int(text_of(row["end"]))
        expected = text_of(row["digest"])
        if start < end <= len(text) and digest(text[start:end]) == expected:
            continue
        offset = _find(text, end - start, expected)
        if offset is None:
            yield Mismatch(about, f"changed: the passage at {start}-{end} is nowhere in the text")
        else:
            yield Mismatch(about, f"moved from {start}-{end} to {offset}-{offset + end - start}")


def _find(text: str, length: int, expected: str) -> int | None:
    """Return the offset of the first span with this length and digest, or None."""
    starts = (i for i in range(len(text) - length + 1) if text[i] != " ")
    return next((i for i in starts if length > 0 and digest(text[i : i + length]) == expected), None)
