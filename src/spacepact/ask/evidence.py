"""Read the evidence for claims: the sentence of each claim, its details, its passages and the claims against it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from spacepact.ask.cited_passages import Passage, passages_with
from spacepact.ask.named_queries import find_query
from spacepact.ask.output.formats import display
from spacepact.graph import QueryableStore, Term, labels, select_about, sorted_by, text_of
from spacepact.terms import SP, curie

_CLAIMS = """
SELECT ?claim ?property ?value WHERE {
  VALUES ?claim { @these@ }
  { ?claim a sp:Claim ; ?property ?value }
  UNION
  { ?value sp:supersedes ?claim . BIND("supersededBy" AS ?property) }
}"""

# The fields of a claim, in the order in which they are printed, by the local name of their property.
_FIELDS = {
    "prefLabel": "sentence",
    "hasStance": "stance",
    "lacksStance": "lacks",
    "isHeldBy": "holder",
    "hasVoice": "voice",
    "isSaidBy": "speaker",
    "capacity": "capacity",
    "isSaidOnOccasion": "occasion",
    "isRelayedBy": "relay",
    "isCheckedAgainst": "checked_against",
    "hasBasis": "basis",
    "edtf": "time",
    "timeWording": "wording",
    "hasTimeBasis": "time_basis",
    "isResolvedAgainst": "resolved_against",
    "openListWording": "open_list",
    "hasAspect": "aspect",
    "standsUnder": "under",
    "hasCertainty": "certainty",
    "ground": "ground",
    "isInferredFrom": "inferred_from",
    "isConcludedFrom": "concluded_from",
    "corroborates": "corroborates",
    "supersedes": "supersedes",
    "supersededBy": "superseded_by",
    "contradictedBy": "contradicted_by",
}
FIELDS = tuple(_FIELDS.values())

Cells = dict[str, list[Term]]  # the values of a claim by the local name of their property


class Evidence(NamedTuple):
    """The evidence for one claim.

    *fields* are texts by the names in FIELDS, ready to print; empty ones are left out. Claims in them are CURIEs,
    except for the one whose date was used to work out the time: it is a sentence. *values* are the plain texts of
    all values of the claim. *passages* are sufficient evidence, each alone; *context* is needed only to say who or
    when.
    """

    claim: str
    fields: Mapping[str, str]
    values: frozenset[str]
    passages: Sequence[Passage]
    context: Sequence[Passage]
    is_held_by_document: bool


def evidence_of(store: QueryableStore, claims: Iterable[str]) -> list[Evidence]:
    """Return the evidence for these claims, in the same order; an IRI that is not a claim is skipped."""
    claims = list(dict.fromkeys(claims))
    by_claim: dict[str, Cells] = {}
    for row in sorted_by(("claim", "property", "value"), select_about(store, _CLAIMS, claims)):
        name = text_of(row["property"]).removeprefix(SP).rpartition("#")[2]
        by_claim.setdefault(text_of(row["claim"]), {}).setdefault(name, []).append(row["value"])
    subjects = (term for cells in by_claim.values() for term in cells.get("claimSubject", ()))
    for claim, others in _contradicting(store, subjects).items():
        if claim in by_claim:
            by_claim[claim]["contradictedBy"] = others
    printed = [term for cells in by_claim.values() for name in _FIELDS for term in cells.get(name, ())]
    label = labels(store, printed)
    cited = (text_of(t) for cells in by_claim.values() for n in ("hasEvidence", "hasContext") for t in cells.get(n, ()))
    passages = passages_with(store, cited)
    return [_evidence(claim, by_claim[claim], label, passages) for claim in claims if claim in by_claim]


def _contradicting(store: QueryableStore, subjects: Iterable[Term]) -> dict[str, list[Term]]:
    """Return the claims that contradict a claim about *subjects*, by claim, as the query ``contradictions`` finds."""
    sparql = find_query("contradictions").text.replace("VALUES ?subject { UNDEF }", "VALUES ?subject { @these@ }")
    others: dict[str, list[Term]] = {}
    for row in select_about(store, sparql, map(text_of, subjects)):
        for claim, other in ((row["first"], row["second"]), (row["second"], row["first"])):
            if other not in others.setdefault(text_of(claim), []):
                others[text_of(claim)].append(other)
    return others


def _evidence(claim: str, cells: Cells, label: Mapping[str, str], passages: Mapping[str, Passage]) -> Evidence:
    def text(name: str, term: Term) -> str:
        return label.get(text_of(term), curie(text_of(term))) if name == "isResolvedAgainst" else display(term, label)

    def cited(name: str) -> list[Passage]:
        iris = {text_of(term) for term in cells.get(name, ())}
        return [passage for iri, passage in passages.items() if iri in iris]

    passages_cited = cited("hasEvidence")
    holders = {text_of(term) for term in cells.get("isHeldBy", ())}
    return Evidence(
        claim=claim,
        fields={
            field: ", ".join(text(name, term) for term in cells[name])
            for name, field in _FIELDS.items()
            if name in cells
        },
        values=frozenset(text_of(term) for terms in cells.values() for term in terms),
        passages=passages_cited,
        context=cited("hasContext"),
        is_held_by_document=holders <= {passage.document_iri for passage in passages_cited},
    )
