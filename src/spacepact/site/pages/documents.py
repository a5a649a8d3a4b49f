"""Describe documents: title, publisher, date, address, and all passages with their claims or the reason for none."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import NamedNode

from spacepact.ask import Passage
from spacepact.graph import text_of
from spacepact.rdf import visible
from spacepact.site.model import Claim
from spacepact.site.pages.cards import day
from spacepact.site.pages.links import Links, is_web_address
from spacepact.site.pictures import time_words
from spacepact.terms import SP

_REASON = NamedNode(SP + "hasReasonForNoClaim")


@dataclass(frozen=True)
class PassageView:
    """A passage of a document, with the claims that it supports, or the reason why it supports none.

    *context* are the claims that need it only to say who or when. *words* is empty unless the text is shown.
    """

    passage: Passage
    words: str
    claims: list[Claim]
    context: list[Claim]
    reasons: list[str]


@dataclass(frozen=True)
class DocumentView:
    """A document. *title*, *published* (a day), *date* (in words) and *address* are empty if unknown."""

    iri: str
    name: str
    title: str
    publishers: list[str]
    date: str
    published: str
    address: str
    passages: list[Passage]
    claims: list[Claim]


def document_view(iri: str, links: Links) -> DocumentView:
    """Return a document with what its claims say about it."""
    index = links.index
    dates = index.stated(iri, "publicationDate")
    addresses = [text for text in _literals(index.stated(iri, "address")) if is_web_address(text)]
    issuing = [claim for claim in index.claims(iri, "claimObject") if claim.property == SP + "issues"]
    passages = index.by_document.get(iri, [])
    claims = {claim.iri: claim for passage in passages for claim in index.claims(passage.iri, "hasEvidence")}
    return DocumentView(
        iri=iri,
        name=links.name(iri),
        title=visible(next(iter(_literals(index.stated(iri, "title"))), "")),
        publishers=list(dict.fromkeys(agent for claim in issuing for agent in claim.iris("claimSubject"))),
        date=visible(time_words(next(iter(_literals(dates)), ""), "", is_inferred=False)),
        published=next((day(claim.latest) for claim in dates if claim.latest), ""),
        address=next(iter(addresses), ""),
        passages=passages,
        claims=list(claims.values()),
    )


def passage_view(passage: Passage, links: Links, with_passages: bool) -> PassageView:
    """Return a passage with its claims; its words only if they are wanted and available."""
    index, store = links.index, links.graph.store
    reasons = sorted(
        links.name(text_of(quad.object)) for quad in store.quads_for_pattern(NamedNode(passage.iri), _REASON, None)
    )
    return PassageView(
        passage=passage,
        words=visible((passage.words() if with_passages else None) or ""),
        claims=index.claims(passage.iri, "hasEvidence"),
        context=index.claims(passage.iri, "hasContext"),
        reasons=reasons,
    )


def neighbours(passage: Passage, links: Links) -> tuple[Passage | None, Passage | None]:
    """Return the passages before and after a passage in its document."""
    passages = links.index.by_document[passage.document_iri]
    number = passages.index(passage)
    before = passages[number - 1] if number else None
    return before, passages[number + 1] if number + 1 < len(passages) else None


def _literals(claims: list[Claim]) -> list[str]:
    return [text_of(term) for claim in claims for term in claim.values.get("claimLiteral", ())]
