"""What backs a claim: our sentence, who vouches, and the passages in words or in full."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode

from spacepact import graph
from spacepact.names import labels
from spacepact.stores import Asked
from spacepact.terms import SP
from spacepact.texts import digest, read_text

_CLAIMS = """
PREFIX sp: <https://w3id.org/spacepact/ontology#>
SELECT ?claim ?property ?value WHERE {
  VALUES ?claim { @claims@ }
  ?claim a sp:Claim ; ?property ?value
}"""

_DOCUMENTS = """
PREFIX sp: <https://w3id.org/spacepact/ontology#>
SELECT DISTINCT ?document WHERE {
  VALUES ?claim { @claims@ }
  ?claim sp:hasEvidence|sp:hasContext ?passage . ?passage sp:isPassageOf ?document
}"""

_PASSAGES = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX sp: <https://w3id.org/spacepact/ontology#>
SELECT ?passage ?name ?address ?kind ?order ?start ?end ?digest ?claim ?needed WHERE {
  VALUES ?document { @documents@ }
  ?passage sp:isPassageOf ?document ; sp:hasPassageKind ?kind ; sp:order ?order ;
    oa:start ?start ; oa:end ?end ; sp:sha256 ?digest .
  ?document dcterms:identifier ?name .
  OPTIONAL { ?where sp:claimSubject ?document ; sp:claimProperty sp:address ; sp:claimLiteral ?address }
  OPTIONAL {
    { ?claim sp:hasEvidence ?passage . BIND("to support it" AS ?needed) }
    UNION
    { ?claim sp:hasContext ?passage . BIND("to tell who or when" AS ?needed) }
  }
}"""

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


def backings(store: Asked, claims: Iterable[str]) -> list[Backing]:
    """Return what backs each of the claims, given and answered by IRI, in the order given."""
    label = labels(store)
    claims = list(dict.fromkeys(claims))
    wanted = " ".join(filter(None, map(_term, claims)))
    if not wanted:
        return []
    told: dict[str, dict[str, list[str]]] = {}
    for row in graph.sorted_by(
        ("claim", "property", "value"), graph.select(store, _CLAIMS.replace("@claims@", wanted))
    ):
        value = graph.text(row["value"])
        by_property = told.setdefault(graph.text(row["claim"]), {})
        by_property.setdefault(graph.text(row["property"]).removeprefix(SP), []).append(label.get(value, value))
    passages = _passages(store, wanted, label)
    answer: list[Backing] = []
    for claim in claims:
        if claim not in told:
            continue
        cells = {key: ", ".join(values) for key, values in told[claim].items()}
        answer.append(
            Backing(
                claim=claim,
                sentence=label.get(claim, ""),
                stance=cells.get("hasStance", ""),
                voice=cells.get("hasVoice", ""),
                holder=cells.get("isHeldBy", ""),
                speaker=cells.get("isSaidBy", ""),
                details=tuple(f"{phrase}: {cells[key]}" for key, phrase in _DETAILS.items() if key in cells),
                passages=tuple(sorted(passages.get(claim, ()), key=lambda p: p.is_context)),
            )
        )
    return answer


def _term(claim: str) -> str:
    """Return an IRI as SPARQL has it, and nothing for what is none: a query can give anything as its claim."""
    try:
        return str(NamedNode(claim))
    except ValueError:
        return ""


def _passages(store: Asked, claims: str, label: dict[str, str]) -> dict[str, list[Passage]]:
    """Return the passages by claim; the place is the kind and the rank among those of its kind in the document."""
    rows = graph.select(store, _DOCUMENTS.replace("@claims@", claims))
    documents = " ".join(str(row["document"]) for row in rows)
    if not documents:  # and not every engine takes a list of no values
        return {}
    found: dict[str, list[Passage]] = {}
    ranks: dict[tuple[str, str], int] = {}
    places: dict[str, str] = {}
    rows = graph.sorted_by(("name", "order", "claim"), graph.select(store, _PASSAGES.replace("@documents@", documents)))
    for row in rows:
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
            is_context=graph.text(row.get("needed")) == "to tell who or when",
        )
        if "claim" in row:
            found.setdefault(graph.text(row["claim"]), []).append(passage)
    return found
