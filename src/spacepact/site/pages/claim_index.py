"""Index the claims by what they mention, and by the claims that contradict or supersede them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from spacepact.ask import Passage, Table, find_query, passages_with, run_query
from spacepact.graph import text_of
from spacepact.site.model import FAMILIES, Claim, SiteGraph
from spacepact.terms import SP

# The order of the claims in a group: facts, then by family of stance, then by date of publication.
_FAMILY_ORDER = {family: number for number, family in enumerate(FAMILIES)}


class ClaimIndex:
    """The claims of a graph, by IRIs among their values.

    *uses* has for each IRI the claims that mention it, by the local name of the property, such as ``claimSubject``.
    *contradicting* and *superseding* have the IRIs of other claims, by the IRI of a claim. *passages* are all passages,
    by IRI, in the order of their documents.
    """

    def __init__(self, graph: SiteGraph) -> None:
        self._graph = graph
        self.uses: dict[str, dict[str, list[Claim]]] = defaultdict(lambda: defaultdict(list))
        self.superseding: dict[str, list[str]] = defaultdict(list)
        for claim in graph.claims.values():
            for name in claim.values:
                for iri in claim.iris(name):
                    self.uses[iri][name].append(claim)
            for old in claim.iris("supersedes"):
                self.superseding[old].append(claim.iri)
        answer = run_query(graph.store, find_query("contradictions").text)
        assert isinstance(answer, Table)
        self.contradictions: Table = answer
        self.contradicting: dict[str, list[str]] = defaultdict(list)
        for row in answer.rows:
            first, second = text_of(row["first"]), text_of(row["second"])
            for claim_iri, other in ((first, second), (second, first)):
                if other not in self.contradicting[claim_iri]:
                    self.contradicting[claim_iri].append(other)
        self.passages = passages_with(graph.store, [resource.iri for resource in graph.of_kind("passage")])
        self.by_document: dict[str, list[Passage]] = defaultdict(list)
        for passage in self.passages.values():
            self.by_document[passage.document_iri].append(passage)

    def claims(self, iri: str, *names: str) -> list[Claim]:
        """Return the claims that mention an IRI with one of these properties, by their local names, each once."""
        uses = self.uses.get(iri, {})
        found = {claim.iri: claim for name in names for claim in uses.get(name, ())}
        return list(found.values())

    def published(self, iri: str) -> str:
        """Return the last moment at which a thing, document, passage or claim first appeared; empty if unknown.

        For a document and its passages, this is its publication, and for a claim that of its documents. Anything else
        first appears in the earliest document with a claim that mentions it.
        """
        if iri in self.passages:
            iri = self.passages[iri].document_iri
        if iri in self._graph.claims:
            return self._graph.claims[iri].published
        if iri in self._graph.published:
            return self._graph.published[iri]
        claims = (claim for uses in self.uses.get(iri, {}).values() for claim in uses)
        return min((claim.published for claim in claims if claim.passages), default="")

    def stated(self, thing: str, name: str) -> list[Claim]:
        """Return the asserted claims about a thing with a property of ours, by its local name."""
        return [c for c in self.claims(thing, "claimSubject") if c.property == SP + name and c.family == "done"]


def in_order(claims: Iterable[Claim]) -> list[Claim]:
    """Return claims in the order in which a page shows them: facts first, then by family, date and IRI."""
    return sorted(claims, key=lambda c: (not c.is_fact, _FAMILY_ORDER[c.family], c.published, c.iri))
