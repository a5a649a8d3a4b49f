"""Compare the offsets and digests of a document in the graph with its text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pyoxigraph import Store

from spacepact.documents.moved import Cited, find_moved
from spacepact.documents.normal_forms import normal_forms
from spacepact.errors import UnknownName, nearest
from spacepact.files import digest
from spacepact.graph import select, text_of
from spacepact.terms import curie

_DOCUMENTS = """
SELECT ?name ?count ?digest WHERE {
  ?document a sp:Document ; dcterms:identifier ?name ; sp:characterCount ?count ; sp:sha256 ?digest .
} ORDER BY ?name"""

_PASSAGES = """
SELECT ?passage ?start ?end ?digest WHERE {
  VALUES ?name { @name@ }
  ?passage sp:isPassageOf/dcterms:identifier ?name ; oa:start ?start ; oa:end ?end ; sp:sha256 ?digest .
} ORDER BY ?start DESC(?end)"""

# The number of passages with which the forms of a text are compared.
_SAMPLE = 200


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

    If only the form of the text differs, such as its line ends, Unicode normal form or spaces, only this is
    reported. A passage found at other offsets is reported as moved, with the new offsets; otherwise as changed.
    Raises UnknownName if the graph has no such document.
    """
    known = {text_of(row["name"]): row for row in select(store, _DOCUMENTS)}
    if name not in known:
        raise UnknownName(f"unknown document {name!r}{nearest(name, known)}")
    count, text_digest = (text_of(known[name][key]) for key in ("count", "digest"))
    names, passages = [], []
    for row in select(store, _PASSAGES.replace("@name@", str(known[name]["name"]))):
        names.append(curie(text_of(row["passage"])))
        start, end = int(text_of(row["start"])), int(text_of(row["end"]))
        passages.append(Cited(start, end, text_of(row["digest"])))
    if digest(text) != text_digest:
        other, differences = _cited_form(text, text_digest, passages)
        if differences and digest(other) == text_digest:
            yield Mismatch(name, f"only the form of the text differs: {differences}. Save the text in the cited form")
            return
        if differences:
            yield Mismatch(name, f"the form of the text differs: {differences}. The rest is compared in the cited form")
        text = other
    if len(text) != int(count):
        yield Mismatch(name, f"the text has {len(text)} characters, the graph says {count}")
    if digest(text) != text_digest:
        yield Mismatch(name, "the digest of the text is not the one in the graph")
    yield from _moved_or_changed(text, names, passages)


def _moved_or_changed(text: str, names: Sequence[str], passages: Sequence[Cited]) -> Iterator[Mismatch]:
    offsets, is_certain = find_moved(text, passages)
    for about, passage, offset in zip(names, passages, offsets, strict=True):
        place = f"{passage.start}-{passage.end}"
        if offset is None and is_certain:
            yield Mismatch(about, f"changed: the passage at {place} is nowhere in the text")
        elif offset is None:
            yield Mismatch(about, f"changed: the passage at {place} was not found in the text")
        elif offset != passage.start:
            yield Mismatch(about, f"moved from {place} to {offset}-{offset + passage.end - passage.start}")


def _cited_form(text: str, text_digest: str, passages: Sequence[Cited]) -> tuple[str, str]:
    """Return *text* in the form in which most passages are in their place, and how *text* differs from it."""
    sample = passages[:: max(1, len(passages) // _SAMPLE)]

    def in_place(form: str) -> int:
        return sum(passage.is_at(form, passage.start) for passage in sample)

    best, best_differences, most = text, "", in_place(text)
    for other, differences in normal_forms(text):
        if digest(other) == text_digest:
            return other, differences
        if (count := in_place(other)) > most:
            best, best_differences, most = other, differences, count
    return best, best_differences
