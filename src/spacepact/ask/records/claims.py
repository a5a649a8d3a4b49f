"""Describe claims in short records: sentence, stance in words, and why a claim is not a fact."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from spacepact.ask.cited_passages import Passage
from spacepact.ask.evidence import Evidence, evidence_of
from spacepact.ask.output.evidence_text import places, stance_of, summary
from spacepact.graph import QueryableStore, select_about, text_of
from spacepact.rdf import visible
from spacepact.terms import SP

_LONGEST_TEXT = 1000  # characters; a text of the user's data can be much longer

# The passages from which facts follow; the others are headlines, captions and the like.
_IN_PROSE = """
PREFIX sp: <https://w3id.org/spacepact/ontology#>
SELECT DISTINCT ?claim WHERE {
  VALUES ?claim { @these@ }
  ?claim sp:hasEvidence ?passage . ?passage sp:hasPassageKind ?kind . ?kind sp:givesFacts true
}"""


@dataclass(frozen=True)
class ClaimRecord:
    """A claim: its IRI, its sentence and its stance in words.

    *caution* says why it must not be repeated as a fact; it is empty if the document itself states it explicitly.
    *said* is who holds or says it, and when it takes place. *where* is the place in the document.
    """

    claim: str
    sentence: str
    stance: str
    caution: str
    said: str
    where: str


@dataclass(frozen=True)
class PassageRecord:
    """A passage: its place in a document, with offsets in characters and the digest of its text.

    *text* is None unless the texts are available and requested.
    """

    passage: str
    document: str
    address: str
    place: str
    start: int
    end: int
    sha256: str
    text: str | None = None


@dataclass(frozen=True)
class EvidenceRecord:
    """A claim with all its details, the passages that each suffice, and those needed only to say who or when."""

    claim: str
    sentence: str
    stance: str
    caution: str
    details: dict[str, str]
    passages: list[PassageRecord] = field(default_factory=list)
    context: list[PassageRecord] = field(default_factory=list)


def shown(text: str) -> str:
    """Return a text with control characters as escapes, cut after 1,000 characters."""
    text = text if len(text) <= _LONGEST_TEXT else text[:_LONGEST_TEXT] + "…"
    return visible(text)


def claim_records(store: QueryableStore, iris: Iterable[str]) -> dict[str, ClaimRecord]:
    """Return the records of those IRIs that are claims, by IRI."""
    items = evidence_of(store, iris)
    in_prose = _claims_in_prose(store, items)
    return {
        item.claim: ClaimRecord(
            claim=item.claim,
            sentence=shown(item.fields.get("sentence", "")),
            stance=shown(stance_of(item)),
            caution=shown(caution(item, item.claim in in_prose)),
            said=shown("; ".join(summary(item))),
            where=shown(places(item.passages)),
        )
        for item in items
    }


def evidence_records(store: QueryableStore, iris: Sequence[str], with_text: bool) -> list[EvidenceRecord]:
    """Return the evidence for claims. *with_text* adds the texts of passages, if they are available."""
    items = evidence_of(store, iris)
    in_prose = _claims_in_prose(store, items)
    return [
        EvidenceRecord(
            claim=item.claim,
            sentence=shown(item.fields.get("sentence", "")),
            stance=shown(stance_of(item)),
            caution=shown(caution(item, item.claim in in_prose)),
            details={n: shown(text) for n, text in item.fields.items() if n not in ("sentence", "stance", "lacks")},
            passages=[_passage(passage, with_text) for passage in item.passages],
            context=[_passage(passage, with_text) for passage in item.context],
        )
        for item in items
    ]


def caution(item: Evidence, is_in_prose: bool) -> str:
    """Return why a claim must not be repeated as a fact; an empty string if the document states it explicitly.

    The conditions are those of the derivation of facts: stance, voice, basis, kind of passage, and other claims.
    """
    fields = item.fields
    reasons = [] if f"{SP}stance_asserted" in item.values else [stance_of(item) or "no stance"]
    if f"{SP}voice_curator" in item.values:
        reasons.append("supplied by the curator")
    elif f"{SP}voice_document" not in item.values:
        who = fields.get("speaker") or fields.get("relay")
        reasons.append(f"said by {who}" if who else f"voice: {fields.get('voice', 'unknown')}")
    if f"{SP}basis_explicit" not in item.values and f"{SP}voice_curator" not in item.values:
        reasons.append(f"{fields.get('basis', 'unknown basis')}, not explicit")
    if item.passages and not is_in_prose:
        reasons.append(f"only in {item.passages[0].place.partition(',')[0]}")
    reasons += [f"{n.replace('_', ' ')} {fields[n]}" for n in ("superseded_by", "contradicted_by") if n in fields]
    return f"not a fact: {'; '.join(reasons)}" if reasons else ""


def _claims_in_prose(store: QueryableStore, items: Iterable[Evidence]) -> set[str]:
    return {text_of(row["claim"]) for row in select_about(store, _IN_PROSE, (item.claim for item in items))}


def _passage(passage: Passage, with_text: bool) -> PassageRecord:
    words = passage.words() if with_text else None
    return PassageRecord(
        passage=passage.iri,
        document=passage.document,
        address=shown(passage.address),
        place=shown(passage.place),
        start=passage.start,
        end=passage.end,
        sha256=passage.sha256,
        text=None if words is None else shown(words),
    )
