"""What backs a claim: our sentence, who vouches, and the passages in words or in full."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode

from spacepact.ask import formats
from spacepact.files import digest, read_text
from spacepact.graph import QueryableStore, Term, labels, select_about, sorted_by, text_of
from spacepact.terms import SP

_CLAIMS = """
PREFIX sp: <https://w3id.org/spacepact/ontology#>
SELECT ?claim ?property ?value WHERE {
  VALUES ?claim { @these@ }
  ?claim a sp:Claim ; ?property ?value
}"""

# Every passage of the documents in question: the place of one is its rank among those of its kind.
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


# What is told of a claim first: who holds what, and in whose voice.
_MAIN = ("hasStance", "hasVoice", "isHeldBy", "isSaidBy")
# What is told of a claim beside its sentence and stance, in the order in which it is printed.
_DETAILS = {
    "capacity": "in the capacity of",
    "isSaidOnOccasion": "on the occasion of",
    "isRelayedBy": "relayed by",
    "hasBasis": "basis",
    "edtf": "time",
    "timeWording": "time in words",
    "hasAspect": "aspect",
    "standsUnder": "under",
    "hasCertainty": "certainty",
    "ground": "ground",
}

_LINES = {"body": "sentence", "headline": "line", "subheading": "line"}


@dataclass(frozen=True)
class Passage:
    """A passage of a document, as a reader would look it up.

    Context is needed only to tell who or when; any other passage suffices alone.
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
    details: tuple[str, ...]
    passages: tuple[Passage, ...]


def backings(store: QueryableStore, claims: Iterable[str]) -> list[Backing]:
    """Return what backs each of the claims, given and answered by IRI, in the order given."""
    claims = list(dict.fromkeys(claims))
    rows = sorted_by(("claim", "property", "value"), select_about(store, _CLAIMS, claims))
    told: dict[str, dict[str, list[Term]]] = {}
    for row in rows:
        by_property = told.setdefault(text_of(row["claim"]), {})
        by_property.setdefault(text_of(row["property"]).removeprefix(SP), []).append(row["value"])
    shown = [term for cells in told.values() for name in (*_MAIN, *_DETAILS) for term in cells.get(name, ())]
    label = labels(store, [*shown, *map(NamedNode, told)])
    passages = _passages(store, told)
    answer: list[Backing] = []
    for claim in claims:
        if claim not in told:
            continue
        cells = {
            name: ", ".join(label.get(text, text) for text in map(text_of, told[claim][name]))
            for name in (*_MAIN, *_DETAILS)
            if name in told[claim]
        }
        stance, voice, holder, speaker = (cells.get(name, "") for name in _MAIN)
        answer.append(
            Backing(
                claim=claim,
                sentence=label.get(claim, ""),
                stance=stance,
                voice=voice,
                holder=holder,
                speaker=speaker,
                details=tuple(f"{phrase}: {cells[name]}" for name, phrase in _DETAILS.items() if name in cells),
                passages=tuple(sorted(passages.get(claim, ()), key=lambda p: p.is_context)),
            )
        )
    return answer


def _passages(store: QueryableStore, told: Mapping[str, Mapping[str, Iterable[Term]]]) -> dict[str, list[Passage]]:
    """Return the passages by claim; the place is the kind and the rank among those of its kind in the document."""
    needing: dict[str, list[tuple[str, bool]]] = {}
    for claim, cells in told.items():
        for name in ("hasEvidence", "hasContext"):
            for term in cells.get(name, ()):
                needing.setdefault(text_of(term), []).append((claim, name == "hasContext"))
    documents = (text_of(row["document"]) for row in select_about(store, _DOCUMENTS, needing))
    rows = sorted_by(("name", "order"), select_about(store, _PASSAGES, documents))
    label = labels(store, (row["kind"] for row in rows))
    found: dict[str, list[Passage]] = {}
    ranks: dict[tuple[str, str], int] = {}
    places: dict[str, str] = {}
    for row in rows:
        iri, name = text_of(row["passage"]), text_of(row["name"])
        kind = formats.shown(row["kind"], label)
        if iri not in places:
            rank = ranks[name, kind] = ranks.get((name, kind), 0) + 1
            places[iri] = f"{kind}, {_LINES.get(kind, 'number')} {rank}"
        for claim, is_context in needing.get(iri, ()):
            passage = Passage(
                iri=iri,
                document=name,
                address=text_of(row.get("address")),
                place=places[iri],
                start=int(text_of(row["start"])),
                end=int(text_of(row["end"])),
                sha256=text_of(row["digest"]),
                is_context=is_context,
            )
            found.setdefault(claim, []).append(passage)
    return found
