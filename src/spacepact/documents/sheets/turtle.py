"""Write compiled sheets as Turtle, in the layout of the project."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pyoxigraph import NamedNode, Triple

from spacepact.documents.sheets.compiler import Compiled
from spacepact.documents.sheets.things import Things
from spacepact.rdf import turtle_blocks
from spacepact.terms import PREFIXES, Namespace, curie, prefix_lines, prefixes

# The order of the properties of a thing, a passage or a claim; others come after these.
_ORDER = (
    *("rdf:type", "skos:prefLabel", "skos:altLabel", "dcterms:identifier", "skos:exactMatch", "sp:hasAlternative"),
    *("sp:isPassageOf", "sp:hasPassageKind", "sp:order", "oa:start", "oa:end", "sp:characterCount", "sp:sha256"),
    *("sp:hasReasonForNoClaim", "sp:claimSubject", "sp:claimProperty", "sp:claimObject", "sp:claimLiteral"),
    *("sp:hasStance", "sp:lacksStance", "sp:isHeldBy", "sp:hasVoice", "sp:isSaidBy", "sp:capacity", "sp:isRelayedBy"),
    *("sp:isCheckedAgainst", "sp:isSaidOnOccasion", "sp:hasBasis", "sp:hasCertainty", "sp:ground", "sp:exactQuantity"),
    *("sp:edtf", "sp:minimumQuantity", "sp:maximumQuantity", "sp:approximateQuantity", "sp:timeWording"),
    *("sp:hasAspect", "sp:hasUnit", "sp:isResolvedAgainst", "sp:hasTimeBasis", "sp:openListWording", "sp:ordinal"),
    *("sp:isCountedIn", "sp:standsUnder", "sp:contradicts", "sp:supersedes", "sp:corroborates", "sp:isInferredFrom"),
    *("sp:isConcludedFrom", "sp:hasEvidence", "sp:hasContext", "sp:isBefore", "sp:isDuring"),
)
_RANKS = {term: rank for rank, term in enumerate(_ORDER)}


def turtle(compiled: Compiled, things: Things | None) -> str:
    """Return the Turtle of a sheet: documents, new things, passages each followed by its claims, other claims."""
    blocks = {} if things is None else _blocks([one.triple for one in things.triples], things.notes)
    blocks |= _blocks([one.triple for one in compiled.triples], compiled.notes)
    words = {
        document.passage_iri(number): _comment(row["passage"].text.partition(" ")[2])
        for document in compiled.outline.documents.values()
        for number, row in document.passages.items()
    }
    iris = list(blocks)
    documents = [iri for iri in iris if iri in {one.iri for one in compiled.outline.documents.values()}]
    placed = {iri for claim in compiled.outline.claims if claim.passages for iri in [claim.iri]} | set(words)
    described = {str(located.triple.subject) for located in things.triples} if things else set()
    sections = (
        ("The document" if len(documents) == 1 else "The documents", documents),
        ("New things", [iri for iri in iris if str(NamedNode(iri)) in described]),
        ("Passages, each followed by its claims", [iri for iri in iris if iri in placed]),
    )
    done = {iri for _, members in sections for iri in members}
    text = ""
    for title, members in (*sections, ("Other claims", [iri for iri in iris if iri not in done])):
        if members:
            text += f"\n# {title}\n# {'-' * len(title)}\n"
            text += "".join(f"\n{words.get(iri, '')}{blocks[iri]}" for iri in members)
    body = _without_texts(text)
    used = [prefix for prefix in prefixes() if re.search(rf"(?:^|[\s^]){prefix}:", body)]
    own = next((Namespace(prefix, prefixes()[prefix]) for prefix in used if prefix not in PREFIXES), None)
    return prefix_lines(*(prefix for prefix in used if prefix in PREFIXES), namespace=own) + text


def _without_texts(text: str) -> str:
    return re.sub(r'"(?:[^"\\]|\\.)*"|^#.*$', '""', text, flags=re.MULTILINE)


def _blocks(triples: Sequence[Triple], notes: Mapping[str, str]) -> dict[str, str]:
    """Return the Turtle of each subject by its IRI, with its note as a comment."""
    places = {iri: place for place, iri in enumerate(dict.fromkeys(str(triple.subject)[1:-1] for triple in triples))}

    def order(triple: Triple) -> tuple[int, int, str]:
        name = curie(triple.predicate.value)
        return places[str(triple.subject)[1:-1]], _RANKS.get(name, len(_RANKS)), name

    blocks = turtle_blocks(sorted(dict.fromkeys(triples), key=order), prefixes())
    return {iri: _comment(notes.get(iri, "")) + block for iri, block in zip(places, blocks, strict=True)}


def _comment(text: str) -> str:
    return f"# {text}\n" if text else ""
