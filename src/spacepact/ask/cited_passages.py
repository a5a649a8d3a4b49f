"""Read the passages that claims cite, with their places in the documents."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from spacepact.ask.output.formats import display
from spacepact.files import digest, read_text
from spacepact.graph import QueryableStore, labels, select_about, sorted_by, text_of

# All passages of the documents, because the place of a passage is its rank among those of its kind.
_PASSAGES = """
SELECT ?passage ?document ?name ?address ?kind ?order ?start ?end ?digest WHERE {
  VALUES ?document { @these@ }
  ?passage sp:isPassageOf ?document ; sp:hasPassageKind ?kind ; sp:order ?order ;
    oa:start ?start ; oa:end ?end ; sp:sha256 ?digest .
  ?document dcterms:identifier ?name .
  OPTIONAL { ?where sp:claimSubject ?document ; sp:claimProperty sp:address ; sp:claimLiteral ?address }
}"""

_DOCUMENTS = """
SELECT DISTINCT ?document WHERE { VALUES ?passage { @these@ } ?passage sp:isPassageOf ?document }"""

_UNITS = {"body": "sentence", "headline": "line", "subheading": "line"}


class Passage(NamedTuple):
    """A passage with its place in its document, such as ``body, sentence 1``.

    *order* is its number in the document, *start* and *end* are offsets in characters.
    """

    iri: str
    document_iri: str
    document: str
    address: str
    place: str
    order: int
    start: int
    end: int
    sha256: str

    def words(self) -> str | None:
        """Return the text of the passage, read from the folder that ``SPACEPACT_DOCUMENTS`` names.

        Return None if the document is missing there, or if the text has changed since it was cited.
        """
        folder = os.environ.get("SPACEPACT_DOCUMENTS")
        path = Path(folder or "") / f"{self.document}.txt"
        if not folder or not path.is_file():
            return None
        words = read_text(path)[self.start : self.end]
        return words if digest(words) == self.sha256 else None


def passages_with(store: QueryableStore, iris: Iterable[str]) -> Mapping[str, Passage]:
    """Return the passages with these IRIs, in the order of the documents."""
    iris = set(iris)
    documents = (text_of(row["document"]) for row in select_about(store, _DOCUMENTS, sorted(iris)))
    rows = sorted_by(("name", "order"), select_about(store, _PASSAGES, documents))
    label = labels(store, (row["kind"] for row in rows))
    ranks: dict[tuple[str, str], int] = {}
    passages: dict[str, Passage] = {}
    for row in rows:
        iri, name, kind = text_of(row["passage"]), text_of(row["name"]), display(row["kind"], label)
        if iri in passages:  # a document with two addresses
            continue
        rank = ranks[name, kind] = ranks.get((name, kind), 0) + 1
        passages[iri] = Passage(
            iri=iri,
            document_iri=text_of(row["document"]),
            document=name,
            address=text_of(row.get("address")),
            place=f"{kind}, {_UNITS.get(kind, 'number')} {rank}",
            order=int(text_of(row["order"])),
            start=int(text_of(row["start"])),
            end=int(text_of(row["end"])),
            sha256=text_of(row["digest"]),
        )
    return {iri: passage for iri, passage in passages.items() if iri in iris}
