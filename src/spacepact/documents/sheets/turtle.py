"""Write compiled sheets as Turtle, in the layout of the project."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from spacepact.documents.sheets.compiler import Compiled
from spacepact.documents.sheets.files import Row
from spacepact.documents.sheets.things import Things
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
_NUMBERS = tuple(PREFIXES["xsd"] + name for name in ("integer", "decimal"))
_PLAIN_NAME = re.compile(r"[\w-]+(\.[\w-]+)*")

Triples = Iterable[Triple]
Term = NamedNode | BlankNode | Literal | Triple


def turtle(compiled: Compiled, things: Things | None) -> str:
    """Return the Turtle of a sheet: documents, new things, passages each followed by its claims, other claims."""
    blocks = {} if things is None else _blocks((one.triple for one in things.triples), things.notes)
    blocks |= _blocks((one.triple for one in compiled.triples), compiled.notes)
    words = {
        document.passage_iri(number): _words(row)
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


def _words(row: Row) -> str:
    """Return the words after the number of a passage as a comment."""
    words = row["passage"].text.partition(" ")[2]
    return f"# {words}\n" if words else ""


def _without_texts(text: str) -> str:
    return re.sub(r'"(?:[^"\\]|\\.)*"|^#.*$', '""', text, flags=re.MULTILINE)


def _blocks(triples: Triples, notes: Mapping[str, str]) -> dict[str, str]:
    """Return the Turtle of each subject by its IRI, with its note as a comment."""
    by_subject: dict[str, dict[str, list[str]]] = {}
    for subject, predicate, value in triples:
        assert isinstance(subject, NamedNode)
        values = by_subject.setdefault(subject.value, {}).setdefault(curie(predicate.value), [])
        if (text := term_text(value)) not in values:
            values.append(text)
    return {
        iri: _comment(notes.get(iri, "")) + _block(term_text(NamedNode(iri)), properties)
        for iri, properties in by_subject.items()
    }


def _comment(note: str) -> str:
    return f"# {note}\n" if note else ""


def _block(subject: str, properties: Mapping[str, Sequence[str]]) -> str:
    names = sorted(properties, key=lambda name: _RANKS.get(name, len(_RANKS)))
    parts = [f"{'a' if name == 'rdf:type' else name} {' , '.join(properties[name])}" for name in names]
    return f"{subject} " + " ;\n    ".join(parts) + " .\n"


def term_text(term: Term) -> str:
    """Return a term as Turtle.

    >>> term_text(Literal("5", datatype=NamedNode(PREFIXES["xsd"] + "integer")))
    '5'
    """
    if isinstance(term, NamedNode):
        short = curie(term.value)
        return short if _PLAIN_NAME.fullmatch(short.partition(":")[2]) and short != term.value else f"<{term.value}>"
    if isinstance(term, Literal) and not term.language:
        if term.datatype.value in _NUMBERS:
            return term.value
        if term.datatype.value != PREFIXES["xsd"] + "string":
            return f"{Literal(term.value)}^^{curie(term.datatype.value)}"
    return str(term)
