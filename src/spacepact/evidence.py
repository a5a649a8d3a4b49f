"""What backs a claim: our sentence, who vouches, and the passages in words or in full."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Store

from spacepact import graph
from spacepact.names import labels
from spacepact.texts import digest, read_text

_CLAIMS = """
PREFIX sp: <https://w3id.org/spacepact/ontology#>
SELECT ?claim ?stance ?voice ?holder ?speaker ?ground WHERE {
  ?claim sp:hasStance ?stance ; sp:hasVoice ?voice ; sp:isHeldBy ?holder .
  OPTIONAL { ?claim sp:isSaidBy ?speaker }
  OPTIONAL { ?claim sp:ground ?ground }
} ORDER BY ?claim ?holder ?speaker"""

_PASSAGES = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX sp: <https://w3id.org/spacepact/ontology#>
SELECT ?passage ?document ?name ?address ?kind ?order ?start ?end ?digest ?claim WHERE {
  ?passage sp:isPassageOf ?document ; sp:hasPassageKind ?kind ; sp:order ?order ;
    oa:start ?start ; oa:end ?end ; sp:sha256 ?digest .
  ?document dcterms:identifier ?name .
  OPTIONAL { ?where sp:claimSubject ?document ; sp:claimProperty sp:address ; sp:claimLiteral ?address }
  OPTIONAL { ?claim sp:hasEvidence ?passage }
} ORDER BY ?name ?order ?claim"""

_LINES = {"body": "sentence", "headline": "line", "subheading": "line"}


@dataclass(frozen=True)
class Passage:
    """A passage of a document, as a reader would look it up."""

    iri: str
    document: str
    address: str
    place: str
    start: int
    end: int
    sha256: str

    def words(self) -> str | None:
        """Return the passage itself, where ``SPACEPACT_DOCUMENTS`` names a folder that has its text.

        None where it does not, or where the text there is not the one that was cited.
        """
        folder = os.environ.get("SPACEPACT_DOCUMENTS")
        path = Path(folder or "") / f"{self.document}.txt"
        if not folder or not path.is_file():
            return None
        words = read_text(path)[self.start : self.end]
        return words if digest(words) == self.sha256 else None


@dataclass(frozen=True)
class Backing:
    """What backs one claim; texts are labels, ready to print."""

    claim: str
    sentence: str
    stance: str
    voice: str
    holder: str
    speaker: str
    ground: str
    passages: tuple[Passage, ...]


def backings(store: Store, claims: Iterable[str]) -> list[Backing]:
    """Return what backs each of the claims, given and answered by IRI, in the order given."""
    label = labels(store)
    facts: dict[str, dict[str, list[str]]] = {}
    for row in graph.select(store, _CLAIMS)[1]:
        cells = facts.setdefault(graph.text(row["claim"]), {})
        for key in ("stance", "voice", "holder", "speaker", "ground"):
            text = graph.text(row.get(key))
            shown = label.get(text, text)
            if shown and shown not in cells.setdefault(key, []):
                cells[key].append(shown)
    passages = _passages(store, label)
    answer: list[Backing] = []
    for claim in dict.fromkeys(claims):
        if claim not in facts:
            continue
        told = {key: ", ".join(shown) for key, shown in facts[claim].items()}
        answer.append(
            Backing(
                claim=claim,
                sentence=label.get(claim, ""),
                stance=told.get("stance", ""),
                voice=told.get("voice", ""),
                holder=told.get("holder", ""),
                speaker=told.get("speaker", ""),
                ground=told.get("ground", ""),
                passages=tuple(passages.get(claim, ())),
            )
        )
    return answer


def _passages(store: Store, label: dict[str, str]) -> dict[str, list[Passage]]:
    """Return the passages by claim; the place is the kind and the rank among those of its kind."""
    found: dict[str, list[Passage]] = {}
    ranks: dict[tuple[str, str], int] = {}
    places: dict[str, str] = {}
    for row in graph.select(store, _PASSAGES)[1]:
        iri, name = graph.text(row["passage"]), graph.text(row["name"])
        kind = label[graph.text(row["kind"])]
        if iri not in places:
            rank = ranks[name, kind] = ranks.get((name, kind), 0) + 1
            places[iri] = f"{kind}, {_LINES.get(kind, 'number')} {rank}"
        passage = Passage(
            iri=iri,
            document=name,
            address=graph.text(row.get("address")),
            place=places[iri],
            start=int(graph.text(row["start"])),
            end=int(graph.text(row["end"])),
            sha256=graph.text(row["digest"]),
        )
        if "claim" in row:
            found.setdefault(graph.text(row["claim"]), []).append(passage)
    return found
