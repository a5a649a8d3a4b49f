"""Show all claims about one thing, grouped by property."""

from __future__ import annotations

from itertools import groupby

from pyoxigraph import NamedNode

from spacepact.ask.answer_text import evidence_text
from spacepact.graph import QueryableStore, Row, deprecation, labels, select, sorted_by, text_of
from spacepact.terms import curie

_ABOUT = """
PREFIX sp: <https://w3id.org/spacepact/ontology#>
SELECT DISTINCT ?thing ?role ?property ?claim WHERE {
  VALUES ?thing { @thing@ }
  { ?claim sp:claimSubject ?thing ; sp:claimProperty ?property . BIND(1 AS ?role) }
  UNION
  { ?claim sp:claimObject ?thing ; sp:claimProperty ?property . BIND(2 AS ?role) }
  UNION
  { ?claim sp:isHeldBy|sp:isSaidBy|sp:isRelayedBy|sp:isCheckedAgainst|sp:isSaidOnOccasion|sp:standsUnder ?thing .
    FILTER NOT EXISTS { ?claim sp:claimSubject|sp:claimObject ?thing } BIND(3 AS ?role) }
}"""

_DEFINITION = NamedNode("http://www.w3.org/2004/02/skos/core#definition")

_ROLES = {1: "", 2: " (as object)"}


def show_thing(store: QueryableStore, thing: NamedNode) -> str:
    """Return the claims about *thing* as text, grouped by property, each with its evidence.

    For a claim, return its evidence. The definition of a term comes first, and its replacement if it is deprecated.
    """
    from spacepact.ask.evidence import evidence_of  # not needed by queries

    rows = sorted_by(("role", "property", "claim"), select(store, _ABOUT.replace("@thing@", str(thing))))
    evidence = {item.claim: item for item in evidence_of(store, [thing.value, *(text_of(r["claim"]) for r in rows)])}
    if thing.value in evidence:
        return evidence_text(evidence[thing.value])
    label = labels(store, [thing, *(row["property"] for row in rows if "property" in row)])
    text = f"{label.get(thing.value, curie(thing.value))} ({curie(thing.value)})\n"
    notice = deprecation(store, thing)
    text += f"{notice}\n" if notice else ""
    for quad in store.quads_for_pattern(thing, _DEFINITION, None):
        text += f"{text_of(quad.object)}\n"
    for heading, group in groupby(rows, key=lambda row: _heading(row, label)):
        text += f"\n{heading}\n"
        for claim in dict.fromkeys(text_of(row["claim"]) for row in group):
            if claim in evidence:
                text += "".join(f"  {line}\n" for line in evidence_text(evidence[claim]).splitlines())
    return text if rows else text + "There are no claims about it.\n"


def _heading(row: Row, label: dict[str, str]) -> str:
    role = int(text_of(row["role"]))
    if role not in _ROLES:
        return "held, said, relayed, or framed by it"
    iri = text_of(row["property"])
    return label.get(iri, curie(iri)) + _ROLES[role]
