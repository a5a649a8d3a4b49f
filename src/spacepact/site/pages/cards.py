"""Prepare the cards of claims: what each card shows, as texts and links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version

from markupsafe import Markup

from spacepact.ask import Passage
from spacepact.graph import text_of
from spacepact.rdf import visible
from spacepact.site.model import Claim
from spacepact.site.pages.links import Links, is_web_address, place

# The rows of the details, by the local name of a property. Those of the statement, who and the evidence have their own
# place on the card.
_DETAILS = {
    "hasAspect": "aspect",
    "standsUnder": "under",
    "capacity": "in the capacity of",
    "isSaidOnOccasion": "on the occasion of",
    "isRelayedBy": "relayed by",
    "isCheckedAgainst": "checked against",
    "openListWording": "open list",
    "ordinal": "ordinal",
    "isCountedIn": "counted in",
    "hasBasis": "basis",
    "hasCertainty": "certainty",
    "ground": "ground",
}
_LINKS = {
    "isInferredFrom": "inferred from",
    "isConcludedFrom": "concluded from",
    "corroborates": "corroborates",
    "isBefore": "comes before",
    "isDuring": "takes place during",
    "supersedes": "supersedes",
}
_VALUES = ("claimObject", "claimLiteral", "exactQuantity", "minimumQuantity", "maximumQuantity", "approximateQuantity")
_QUALIFIERS = {"minimumQuantity": "at least ", "maximumQuantity": "at most ", "approximateQuantity": "about "}


@dataclass(frozen=True)
class Place:
    """A place of evidence: a passage, with a link to its page and one to the document on the web, if it has one."""

    passage: Passage
    link: Markup
    document: Markup
    address: str
    words: str


@dataclass(frozen=True)
class Card:
    """What the card of a claim shows. Lists contain links and texts that are ready to print."""

    claim: Claim
    href: str
    sentence: str
    stance: str
    day: str
    documents: str
    subjects: list[Markup]
    relation: Markup
    values: list[Markup]
    holders: list[Markup]
    voice: list[Markup]
    speakers: list[Markup]
    basis: str
    certainty: str
    ground: str
    time: list[tuple[str, list[Markup]]]
    details: list[tuple[str, list[Markup]]]
    related: list[tuple[str, list[Markup]]]
    is_superseded: bool
    is_contradicted: bool
    evidence: list[Place]
    context: list[Place]
    citation: str
    bibtex: str


def card(claim: Claim, links: Links, with_passages: bool) -> Card:
    """Return what the card of a claim shows on a page with these links."""
    index = links.index
    related = [(title, [links.link(iri) for iri in claim.iris(name)]) for name, title in _LINKS.items()]
    superseding, contradicting = index.superseding.get(claim.iri, []), index.contradicting.get(claim.iri, [])
    related += [("superseded by", [links.link(iri) for iri in superseding])]
    related += [("contradicts", [links.link(iri) for iri in contradicting])]
    return Card(
        claim=claim,
        href=f"{links.root}{claim.path}.html",
        sentence=visible(claim.sentence),
        stance=visible(claim.stance) or "no stance",
        day=day(claim.published),
        documents=document_names(claim),
        subjects=links.values(claim, "claimSubject"),
        relation=links.link(claim.property) if claim.property else Markup("relation unknown"),
        values=list(_values(claim, links)),
        holders=links.values(claim, "isHeldBy"),
        voice=links.values(claim, "hasVoice"),
        speakers=links.values(claim, "isSaidBy"),
        basis=visible(claim.fields.get("basis", "")),
        certainty=visible(claim.fields.get("certainty", "")),
        ground=visible(claim.fields.get("ground", "")),
        time=[(title, values) for title, values in _time(claim, links) if values],
        details=[(title, links.values(claim, name)) for name, title in _DETAILS.items() if name in claim.values],
        related=[(title, values) for title, values in related if values],
        is_superseded=bool(superseding),
        is_contradicted=bool(contradicting),
        evidence=[_place(passage, links, with_passages) for passage in claim.passages],
        context=[_place(passage, links, with_passages) for passage in claim.context],
        citation=_citation(claim),
        bibtex=_bibtex(claim),
    )


def document_names(claim: Claim) -> str:
    """Return the short names of the documents of a claim, without spaces, separated by spaces."""
    return " ".join(sorted({re.sub(r"\s+", "_", visible(passage.document)) for passage in claim.passages}))


def day(moment: str) -> str:
    """Return the day of a moment, such as ``2023-06-10``; empty if it is not one.

    >>> day("2023-06-10T23:59:59")
    '2023-06-10'
    """
    match = re.match(r"\d{4}-\d\d-\d\d(?=T|\Z)", moment)
    return match[0] if match else ""


@cache
def release() -> str:
    """Return the version of the code and the graph."""
    return version("spacepact")


def _values(claim: Claim, links: Links) -> Iterator[Markup]:
    """Yield what the claim states of its subject: things, texts and quantities with their unit."""
    unit = ", ".join(links.name(iri) for iri in claim.iris("hasUnit"))
    for name in _VALUES:
        for value in links.values(claim, name):
            quantity = name.endswith("Quantity")
            yield Markup("{}{}{}").format(_QUALIFIERS.get(name, ""), value, f" {unit}" if unit and quantity else "")


def _time(claim: Claim, links: Links) -> Iterator[tuple[str, list[Markup]]]:
    """Yield the time as the document writes it, as resolved, and by whom."""
    text = Markup("<span>{}</span>")
    yield "in words", [text.format(f"“{visible(text_of(term))}”") for term in claim.values.get("timeWording", ())]
    yield "date", links.values(claim, "edtf")
    first, last = day(claim.earliest), day(claim.latest)
    if first or last:
        both = f"{first or 'open start'} to {last or 'open end'}" if first != last else first
        yield "earliest to latest", [text.format(both)]
    resolved = links.values(claim, "hasTimeBasis")
    yield "resolved by the curator", resolved
    yield "resolved against", [links.link(iri) for iri in claim.iris("isResolvedAgainst")]


def _place(passage: Passage, links: Links, with_passages: bool) -> Place:
    address = passage.address if is_web_address(passage.address) else ""
    words = (passage.words() if with_passages else None) or ""
    text = place(passage)
    return Place(passage, links.link(passage.iri, text), links.link(passage.document_iri), address, visible(words))


def _source(claim: Claim) -> str:
    return "; ".join(place(passage) for passage in claim.passages) or "no document"


def _citation(claim: Claim) -> str:
    sentence = f"“{claim.sentence}” Stance: {claim.stance}. Source: {_source(claim)}."
    return visible(f"SpacePact {release()}, claim {claim.iri}: {sentence}")


def _bibtex(claim: Claim) -> str:
    key = re.sub(r"[^A-Za-z0-9_.-]+", "-", re.split(r"[/#]", claim.iri)[-1])
    fields = {
        "title": claim.sentence,
        "howpublished": f"SpacePact {release()}",
        "note": f"Claim with the stance {claim.stance}. Source: {_source(claim)}",
    }
    lines = [f"  {name} = {{{_tex(visible(text))}}}," for name, text in fields.items()]
    return "\n".join([f"@misc{{{key},", *lines, f"  url = {{{visible(claim.iri)}}}", "}"])


def _tex(text: str) -> str:
    return re.sub(r"[\\{}$&#_%~^]", lambda match: "" if match[0] in "\\{}~^" else f"\\{match[0]}", text)
