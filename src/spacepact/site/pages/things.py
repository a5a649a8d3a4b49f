"""Group the claims about a thing by relation, as the page of the thing shows them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup
from pyoxigraph import Literal, NamedNode

from spacepact.graph import text_of
from spacepact.site.model import Claim
from spacepact.site.pages.claim_index import in_order
from spacepact.site.pages.links import Links
from spacepact.terms import PREFIXES, SP

# What a claim mentions besides its subject and object, and the heading of such claims.
_FRAMES = {
    "isHeldBy": "attitudes that it holds",
    "isSaidBy": "said by it",
    "isRelayedBy": "relayed by it",
    "isCheckedAgainst": "checked against it",
    "isSaidOnOccasion": "said on this occasion",
    "standsUnder": "placed under it",
}
_INVERSE = NamedNode(SP + "inverseLabel")
# Triples of a thing that are not claims, and what to call them.
_OWN = {
    PREFIXES["skos"] + "altLabel": "also called",
    PREFIXES["dcterms"] + "identifier": "identifier",
    SP + "hasAlternative": "alternatives",
    PREFIXES["skos"] + "exactMatch": "same as",
    PREFIXES["skos"] + "closeMatch": "close to",
    PREFIXES["dcterms"] + "isReplacedBy": "replaced by",
    SP + "sha256": "SHA-256 of the text",
    SP + "characterCount": "characters",
}


@dataclass(frozen=True)
class Group:
    """The claims of one relation of a thing. *anchor* is the id of the section on the page."""

    heading: str
    relation: str
    anchor: str
    claims: list[Claim]

    @property
    def facts(self) -> int:
        """Return the number of claims that give a fact."""
        return sum(claim.is_fact for claim in self.claims)


def groups(thing: str, links: Links) -> list[Group]:
    """Return the claims about a thing by relation, those with facts first.

    A property that reads the same in both directions has one group. Claims that only mention the thing, as a holder,
    speaker or framework, come last.
    """
    found: dict[str, tuple[str, dict[str, Claim]]] = {}
    for heading, relation, claim in _headings(thing, links):
        found.setdefault(heading, (relation, {}))[1][claim.iri] = claim
    made = [Group(heading, relation, "", in_order(claims.values())) for heading, (relation, claims) in found.items()]
    made.sort(key=lambda group: (not group.relation, not group.facts, group.heading))
    return [
        Group(group.heading, group.relation, f"relation-{number}", group.claims) for number, group in enumerate(made, 1)
    ]


def _headings(thing: str, links: Links) -> Iterator[tuple[str, str, Claim]]:
    """Yield the heading, the property and the claim for each claim that mentions a thing."""
    uses = links.index.uses.get(thing, {})
    for claim in uses.get("claimSubject", ()):
        yield _relation(claim.property, links), claim.property, claim
    for claim in uses.get("claimObject", ()):
        yield _inverse(claim.property, links), claim.property, claim
    central = {claim.iri for name in ("claimSubject", "claimObject") for claim in uses.get(name, ())}
    for name, heading in _FRAMES.items():
        for claim in uses.get(name, ()):
            if claim.iri not in central:
                yield heading, "", claim


def _relation(iri: str, links: Links) -> str:
    return links.name(iri) if iri else "relation unknown"


def _inverse(iri: str, links: Links) -> str:
    """Return the label of a property read from its object."""
    if iri:
        for quad in links.graph.store.quads_for_pattern(NamedNode(iri), _INVERSE, None):
            if isinstance(quad.object, Literal) and quad.object.language == "en":
                return text_of(quad.object)
    return f"{_relation(iri, links)} (as object)"


def own_values(iri: str, links: Links) -> list[tuple[str, list[Markup]]]:
    """Return the names, identifiers and matches of a resource that are not claims, each with what to call it."""
    found: dict[str, list[Markup]] = {}
    quads = links.graph.quads(iri)
    for predicate, title in _OWN.items():
        for quad in quads:
            if quad.predicate.value == predicate:
                found.setdefault(title, []).append(links.term(quad.object))
    return list(found.items())
