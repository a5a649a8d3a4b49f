"""Read the evidence for claims: the sentence of each claim, its holder and speaker, and the passages that it cites."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import NamedNode

from spacepact.ask.formats import display
from spacepact.files import digest, read_text
from spacepact.graph import QueryableStore, Term, labels, select_about, sorted_by, text_of
from spacepact.terms import SP

_CLAIMS = """
PREFIX sp: <https://w3id.org/spacepact/ontology#>
SELECT ?claim ?property ?value WHERE {
  VALUES ?claim { @these@ }
  ?claim a sp:Claim ; ?property ?value
}"""

# All passages of the documents, because the place of a passage is its rank among those of its kind.
_PASSAGES = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX sp: <https://w3id.org/spacepact/ontology#>
SELECT ?passage ?name ?address ?kind ?order ?start ?end ?digest WHERE {
  VALUES ?document { @these@ }
  ?passage sp:isPassageOf ?document ; sp:hasPassageKind ?kind ; sp:order ?order ;
    oa:start ?start ; oa:end ?end ; sp:sha256 ?digest .
  ?document dcterms:identifier ?name .
  OPTIONAL { ?where sp:claimSubject ?document ; sp:claimProperty sp:address ; sp:claimLiteral ?address }
}"""

_DOCUMENTS = """
PREFIX sp: <https://w3id.org/spacepact/ontology#>
SELECT DISTINCT ?document WHERE { VALUES ?passage { @these@ } ?passage sp:isPassageOf ?document }"""

_MAIN = ("hasStance", "hasVoice", "isHeldBy", "isSaidBy", "lacksStance")
# The other details of a claim, in the order in which they are printed.
_DETAILS = {
    "capacity": "in the capacity of",
    "isSaidOnOccasion": "on the occasion of",
    "isRelayedBy": "relayed by",
    "isCheckedAgainst": "checked against",
    "hasBasis": "basis",
    "edtf": "time",
    "timeWording": "time in words",
    "openListWording": "open list",
    "hasAspect": "aspect",
    "standsUnder": "under",
    "hasCertainty": "certainty",
    "ground": "ground",
}

_UNITS = {"body": "sentence", "headline": "line", "subheading": "line"}

Cells = Mapping[str, list[Term]]  # the values of a claim by the local name of their property


class CitedPassage(NamedTuple):
    """A passage that a claim cites, with its place in the document.

    A context passage is needed only to say who or when. Each other passage is sufficient evidence.
    """

    iri: str
    document: str
    address: str
    place: str
    start: int
    end: int
    sha256: str
    is_context: bool

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


class Evidence(NamedTuple):
    """The evidence for one claim; texts are labels, ready to print.

    The stance of a claim that its holder lacks an attitude includes this attitude: ``not taken (planned)``.
    """

    claim: str
    sentence: str
    stance: str
    voice: str
    holder: str
    speaker: str
    details: tuple[str, ...]
    passages: tuple[CitedPassage, ...]


def evidence_of(store: QueryableStore, claims: Iterable[str]) -> list[Evidence]:
    """Return the evidence for these claims, in the same order; an IRI that is not a claim is skipped."""
    claims = list(dict.fromkeys(claims))
    rows = sorted_by(("claim", "property", "value"), select_about(store, _CLAIMS, claims))
    by_claim: dict[str, dict[str, list[Term]]] = {}
    for row in rows:
        cells = by_claim.setdefault(text_of(row["claim"]), {})
        cells.setdefault(text_of(row["property"]).removeprefix(SP), []).append(row["value"])
    printed = [term for cells in by_claim.values() for name in (*_MAIN, *_DETAILS) for term in cells.get(name, ())]
    label = labels(store, [*printed, *map(NamedNode, by_claim)])
    passages = _passages(store, by_claim)
    return [_evidence(claim, by_claim[claim], label, passages.get(claim, ())) for claim in claims if claim in by_claim]


def _evidence(claim: str, cells: Cells, label: Mapping[str, str], passages: Iterable[CitedPassage]) -> Evidence:
    texts = {
        name: ", ".join(label.get(text, text) for text in map(text_of, cells[name]))
        for name in (*_MAIN, *_DETAILS)
        if name in cells
    }
    stance, voice, holder, speaker, lacked = (texts.get(name, "") for name in _MAIN)
    return Evidence(
        claim=claim,
        sentence=label.get(claim, ""),
        stance=f"{stance} ({lacked})" if lacked else stance,
        voice=voice,
        holder=holder,
        speaker=speaker,
        details=tuple(f"{phrase}: {texts[name]}" for name, phrase in _DETAILS.items() if name in texts),
        passages=tuple(sorted(passages, key=lambda passage: passage.is_context)),
    )


def _passages(store: QueryableStore, by_claim: Mapping[str, Cells]) -> dict[str, list[CitedPassage]]:
    """Return the passages by claim; the place is the kind, and the rank among those of its kind in the document."""
    citing: dict[str, list[tuple[str, bool]]] = {}
    for claim, cells in by_claim.items():
        for name in ("hasEvidence", "hasContext"):
            for term in cells.get(name, ()):
                citing.setdefault(text_of(term), []).append((claim, name == "hasContext"))
    documents = (text_of(row["document"]) for row in select_about(store, _DOCUMENTS, citing))
    rows = sorted_by(("name", "order"), select_about(store, _PASSAGES, documents))
    label = labels(store, (row["kind"] for row in rows))
    passages: dict[str, list[CitedPassage]] = {}
    ranks: dict[tuple[str, str], int] = {}
    places: dict[str, str] = {}
    for row in rows:
        iri, name = text_of(row["passage"]), text_of(row["name"])
        kind = display(row["kind"], label)
        if iri not in places:
            rank = ranks[name, kind] = ranks.get((name, kind), 0) + 1
            places[iri] = f"{kind}, {_UNITS.get(kind, 'number')} {rank}"
        for claim, is_context in citing.get(iri, ()):
            passage = CitedPassage(
                iri=iri,
                document=name,
                address=text_of(row.get("address")),
                place=places[iri],
                start=int(text_of(row["start"])),
                end=int(text_of(row["end"])),
                sha256=text_of(row["digest"]),
                is_context=is_context,
            )
            passages.setdefault(claim, []).append(passage)
    return passages
