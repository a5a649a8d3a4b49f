"""Show all claims about one thing, grouped by property."""

from __future__ import annotations

from itertools import chain

from pyoxigraph import NamedNode

from spacepact.graph import QueryableStore, Row, deprecation, labels, select, sorted_by, text_of
from spacepact.rdf import visible
from spacepact.terms import curie

_ABOUT = """
SELECT DISTINCT ?thing ?role ?property ?inverse ?claim WHERE {
  VALUES ?thing { @thing@ }
  { ?claim sp:claimSubject ?thing ; sp:claimProperty ?property . BIND(1 AS ?role) }
  UNION
  { ?claim sp:claimObject ?thing ; sp:claimProperty ?property . BIND(2 AS ?role)
    OPTIONAL { ?property sp:inverseLabel ?inverse . FILTER(LANG(?inverse) = "en") } }
  UNION
  { ?claim sp:isHeldBy|sp:isSaidBy|sp:isRelayedBy|sp:isCheckedAgainst|sp:isSaidOnOccasion|sp:standsUnder ?thing .
    FILTER NOT EXISTS { ?claim sp:claimSubject|sp:claimObject ?thing } BIND(3 AS ?role) }
  UNION
  { ?claim sp:claimProperty ?thing . BIND(4 AS ?role) }
  UNION
  { ?claim sp:hasEvidence ?thing . BIND(5 AS ?role) }
  UNION
  { ?claim sp:hasContext ?thing . BIND(6 AS ?role) }
}"""

_DOCUMENT = """
SELECT DISTINCT ?property ?value WHERE {
  VALUES ?document { @thing@ }
  { ?claim sp:claimSubject ?document ; sp:claimProperty ?property ; sp:claimLiteral ?value .
    FILTER(?property IN (sp:title, sp:publicationDate, sp:address)) }
  UNION
  { ?claim sp:claimObject ?document ; sp:claimProperty ?property ; sp:claimSubject ?value .
    FILTER(?property = sp:issues) }
}"""

_SUPPORTED = """
SELECT DISTINCT ?passage ?claim WHERE {
  ?passage sp:isPassageOf @thing@ .
  OPTIONAL { ?claim sp:hasEvidence ?passage }
}"""

_REASON = NamedNode("https://w3id.org/spacepact/ontology#hasReasonForNoClaim")

_DEFINITION = NamedNode("http://www.w3.org/2004/02/skos/core#definition")

_ROLES = {1: "", 2: " (as object)"}
_NO_CLAIMS = "There are no claims about it.\n"
_FIELDS = {
    "sp:title": "title",
    "sp:issues": "issued by",
    "sp:publicationDate": "publication date",
    "sp:address": "address",
}
_HEADINGS = {
    3: "held, said, relayed, or framed by it",
    4: "claims that use it",
    5: "claims that it supports",
    6: "claims that need it only as context",
}


def claims_about(thing: NamedNode) -> str:
    """Return the SELECT query for the claims about *thing*, with its role in each of them."""
    return _ABOUT.replace("@thing@", str(thing))


def show_thing(store: QueryableStore, thing: NamedNode) -> str:
    """Return the claims about *thing* as text, grouped by property, each with its evidence.

    For a claim, return its evidence. For a property, also return the claims that use it, and for a passage the claims
    that cite it, or the reason why there are none. A summary of a document comes first, and for a term its definition,
    and its replacement if it is deprecated. Control characters are escapes.
    """
    return visible(_claims_text(store, thing))


def _claims_text(store: QueryableStore, thing: NamedNode) -> str:
    from spacepact.ask.evidence import evidence_of  # not needed by queries
    from spacepact.ask.output.evidence_text import evidence_lines, passages_text

    headings = claims_by_heading(store, thing)
    evidence = {item.claim: item for item in evidence_of(store, [thing.value, *chain.from_iterable(headings.values())])}
    if thing.value in evidence:
        item = evidence[thing.value]
        return "\n".join(evidence_lines(item)) + "\n" + passages_text([item])
    text = describe(store, thing)
    for heading, claims in headings.items():
        text += f"\n{heading}\n"
        for claim in claims:
            if claim in evidence:
                text += "".join(f"  {line}\n" for line in evidence_lines(evidence[claim]))
    if headings:
        return text + passages_text(evidence.values())
    reasons = labels(store, (quad.object for quad in store.quads_for_pattern(thing, _REASON, None)))
    return text + (f"There are no claims: {', '.join(reasons.values())}.\n" if reasons else _NO_CLAIMS)


def claims_by_heading(store: QueryableStore, thing: NamedNode) -> dict[str, list[str]]:
    """Return the IRIs of the claims about *thing* by heading: the relation, or another role of the thing."""
    rows = sorted_by(("role", "property", "claim"), select(store, claims_about(thing)))
    label = labels(store, (row["property"] for row in rows if "property" in row))
    claims: dict[str, dict[str, None]] = {}
    for row in rows:  # a property that reads the same in both directions has one heading
        claims.setdefault(_heading(row, label), {})[text_of(row["claim"])] = None
    return {heading: list(group) for heading, group in claims.items()}


def describe(store: QueryableStore, thing: NamedNode) -> str:
    """Return the name of a thing or term, the summary of a document, and the definition of a term, as lines."""
    name = labels(store, [thing]).get(thing.value)
    text = f"{name} ({curie(thing.value)})\n" if name else f"{curie(thing.value)}\n"
    text += _summary(store, thing)
    notice = deprecation(store, thing)
    text += f"{notice}\n" if notice else ""
    return text + "".join(f"{text_of(q.object)}\n" for q in store.quads_for_pattern(thing, _DEFINITION, None))


def _summary(store: QueryableStore, thing: NamedNode) -> str:
    """Return the title, publisher, date and address of a document, and how much it says; empty for other things."""
    supported = select(store, _SUPPORTED.replace("@thing@", str(thing)))
    if not supported:
        return ""
    rows = sorted_by(("property", "value"), select(store, _DOCUMENT.replace("@thing@", str(thing))))
    label = labels(store, (row["value"] for row in rows))
    text = "".join(
        f"{field}: {label.get(text_of(row['value']), text_of(row['value']))}\n"
        for iri, field in _FIELDS.items()
        for row in rows
        if curie(text_of(row["property"])) == iri
    )
    passages = {text_of(row["passage"]) for row in supported}
    empty = {text_of(row["passage"]) for row in supported if "claim" not in row}
    claims = {text_of(row["claim"]) for row in supported if "claim" in row}
    return f"{text}passages: {len(passages)}, {len(empty)} of them without claims\nclaims: {len(claims)}\n"


def _heading(row: Row, label: dict[str, str]) -> str:
    role = int(text_of(row["role"]))
    if role not in _ROLES:
        return _HEADINGS[role]
    iri = text_of(row["property"])
    return text_of(row.get("inverse")) or label.get(iri, curie(iri)) + _ROLES[role]
