"""All that is claimed about one thing, grouped."""

from __future__ import annotations

from itertools import groupby

from pyoxigraph import NamedNode

from spacepact.ask.evidence import backings
from spacepact.ask.output import describe
from spacepact.graph import QueryableStore, Row, deprecation, labels, select, sorted_by, text_of
from spacepact.terms import curie

_ABOUT = """
PREFIX sp: <https://w3id.org/spacepact/ontology#>
SELECT DISTINCT ?thing ?way ?property ?claim WHERE {
  VALUES ?thing { @thing@ }
  { ?claim sp:claimSubject ?thing ; sp:claimProperty ?property . BIND(1 AS ?way) }
  UNION
  { ?claim sp:claimObject ?thing ; sp:claimProperty ?property . BIND(2 AS ?way) }
  UNION
  { ?claim sp:isHeldBy|sp:isSaidBy|sp:isRelayedBy|sp:isSaidOnOccasion|sp:standsUnder ?thing .
    FILTER NOT EXISTS { ?claim sp:claimSubject|sp:claimObject ?thing } BIND(3 AS ?way) }
}"""

_DEFINITION = NamedNode("http://www.w3.org/2004/02/skos/core#definition")

_WAYS = {1: "", 2: " (as object)"}


def show_thing(store: QueryableStore, thing: NamedNode) -> str:
    """Return what is claimed about *thing*, by property, each claim with its evidence.

    A claim shows itself; a term shows its definition first, what is deprecated its replacement.
    """
    found = select(store, _ABOUT.replace("@thing@", str(thing)))
    rows = sorted_by(("way", "property", "claim"), found)
    told_by = {one.claim: one for one in backings(store, [thing.value, *(text_of(row["claim"]) for row in rows)])}
    if thing.value in told_by:
        return describe(told_by[thing.value])
    label = labels(store, [thing, *(row["property"] for row in rows if "property" in row)])
    text = f"{label.get(thing.value, curie(thing.value))} ({curie(thing.value)})\n"
    told = deprecation(store, thing)
    text += f"{told}\n" if told else ""
    for quad in store.quads_for_pattern(thing, _DEFINITION, None):
        text += f"{text_of(quad.object)}\n"
    for heading, group in groupby(rows, key=lambda row: _heading(row, label)):
        text += f"\n{heading}\n"
        for claim in dict.fromkeys(text_of(row["claim"]) for row in group):
            if claim in told_by:
                text += "".join(f"  {line}\n" for line in describe(told_by[claim]).splitlines())
    return text if rows else text + "No claim speaks of it.\n"


def _heading(row: Row, label: dict[str, str]) -> str:
    way = int(text_of(row["way"]))
    if way not in _WAYS:
        return "held, said, relayed, or framed by it"
    iri = text_of(row["property"])
    return label.get(iri, curie(iri)) + _WAYS[way]
