"""Write terms as links: to a page of the site, to another host, or as text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from markupsafe import Markup
from pyoxigraph import Literal, NamedNode

from spacepact.ask import Passage
from spacepact.graph import Term, text_of
from spacepact.rdf import visible
from spacepact.site.model import Claim, SiteGraph
from spacepact.site.pages.claim_index import ClaimIndex
from spacepact.terms import PREFIXES, curie

_ANY_URI = PREFIXES["xsd"] + "anyURI"


class Links:
    """The links of the pages in one folder.

    *root* is the relative path to the top of the site: empty, or ``../``.
    """

    def __init__(self, graph: SiteGraph, index: ClaimIndex, root: str) -> None:
        self.graph, self.index, self.root = graph, index, root

    def href(self, iri: str) -> str:
        """Return the relative URL of the page about an IRI; empty if it has no page."""
        resource = self.graph.resources.get(iri)
        return f"{self.root}{resource.path}.html" if resource else ""

    def name(self, iri: str) -> str:
        """Return what to call a resource: its label, the place of a passage, or a CURIE. Characters are visible."""
        if iri in self.index.passages:
            return place(self.index.passages[iri])
        resource = self.graph.resources.get(iri)
        return visible(curie(iri) if resource is None or resource.label == iri else resource.label)

    def link(self, iri: str, text: str = "") -> Markup:
        """Return a link to the page about an IRI, or to the IRI itself if it is a web address; else its text."""
        text = visible(text) or self.name(iri)
        if href := self.href(iri):
            return Markup('<a href="{}">{}</a>').format(href, text)
        return self.external(iri, text)

    def external(self, address: str, text: str = "") -> Markup:
        """Return a link to another host if the address is http or https; else its text."""
        text = visible(text or address)
        if not is_web_address(address):
            return Markup("<span>{}</span>").format(text)
        return Markup('<a class="external" rel="noreferrer" href="{}">{}</a>').format(address, text)

    def term(self, term: Term | None) -> Markup:
        """Return a term as a link or as text."""
        if isinstance(term, NamedNode):
            return self.link(term.value)
        text = text_of(term)
        if isinstance(term, Literal):
            if term.datatype.value == _ANY_URI:
                return self.external(text)
            if term.language and term.language != "en":
                return Markup('<span lang="{}">{}</span>').format(term.language, visible(text))
        return Markup("<span>{}</span>").format(visible(text))

    def terms(self, terms: Iterable[Term]) -> list[Markup]:
        """Return terms as links or as texts."""
        return [self.term(term) for term in terms]

    def values(self, claim: Claim, name: str) -> list[Markup]:
        """Return the values of a property of a claim, by its local name, as links or as texts."""
        return self.terms(claim.values.get(name, ()))


def is_web_address(address: str) -> bool:
    """Return whether a text is an absolute http or https URL without spaces or control characters.

    >>> is_web_address("javascript:alert(1)"), is_web_address("https://example.org/a")
    (False, True)
    """
    if not re.fullmatch(r"https?://[^\s\x00-\x20\x7f<>\"]+", address, re.I) or visible(address) != address:
        return False
    try:
        return bool(urlsplit(address).hostname)
    except ValueError:
        return False


def place(passage: Passage) -> str:
    """Return the place of a passage with the name of its document: ``scmp-3223585, body, sentence 1``."""
    return visible(f"{passage.document}, {passage.place}")
