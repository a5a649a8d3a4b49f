"""Fill in the templates: escape what comes from data, make invisible characters visible, link between pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from spacepact.rdf import visible
from spacepact.site.data import Link, head_links
from spacepact.site.model import FAMILIES, Claim, Resource, SiteGraph
from spacepact.site.pages.cards import card, document_names, release
from spacepact.site.pages.claim_index import ClaimIndex
from spacepact.site.pages.links import Links
from spacepact.site.sparql_page import SparqlPage
from spacepact.terms import SITE, curie

# Only files of the site itself: no inline script or style, no other host, no form.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'"
)
_MOST_CARDS = 2000  # rendered cards that are kept, because a claim is shown on several pages


@dataclass(frozen=True)
class Options:
    """What to build: *url* is where the site will be, and ends in a slash. *sparql* adds the SPARQL page."""

    url: str = SITE
    with_passages: bool = False
    sparql: bool = True


class Templates:
    """The templates of the site, for the pages of one graph."""

    def __init__(self, graph: SiteGraph, index: ClaimIndex, options: Options, sparql: SparqlPage | None) -> None:
        self.graph, self.index, self.options, self.sparql = graph, index, options, sparql
        self._environment = Environment(
            loader=PackageLoader("spacepact.site"),
            autoescape=True,
            finalize=_finalize,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals |= {
            "FAMILIES": FAMILIES,
            "POLICY": _POLICY,
            "curie": curie,
            "document_names": document_names,
            "options": options,
            "sparql": sparql,
            "plural": _plural,
            "version": release(),
        }
        self._cards = lru_cache(_MOST_CARDS)(self._render_card)
        self._top = urlsplit(options.url).path or "/"
        self._links = {root: Links(graph, index, root) for root in ("", "../", self._top)}

    def links(self, path: str) -> Links:
        """Return the links of a page, by its path; a page for errors is shown at any address, so they are absolute."""
        return self._links[self._top if path == "404" else "../" * path.count("/")]

    def cards(self, links: Links, full: bool = False) -> Callable[[Claim], Markup]:
        """Return a function that renders the card of a claim; *full* shows all details."""
        return lambda claim: self._cards(links.root, claim.iri, full)

    def page(self, template: str, path: str, title: str, resource: Resource | None = None, **values: Any) -> bytes:
        """Return the page at *path*, without an extension, from a template and its values."""
        links = self.links(path)
        context = {
            "card": self.cards(links),
            "full_card": self.cards(links, full=True),
            "line": lambda claim: self._render_line(links, claim),
            "head_links": self._head_links(path, resource),
            "links": links,
            "path": path,
            "resource": resource,
            "root": links.root,
            "title": title,
        }
        text = self._environment.get_template(template).render(context | values)
        return text.encode("utf-8", errors="backslashreplace")

    def _head_links(self, path: str, resource: Resource | None) -> list[Link]:
        root, url = self.links(path).root, self.options.url
        if resource or path == "index":
            return head_links(self.graph, resource, root, url)
        return [Link("canonical", f"{url}{path}.html")] if path != "404" else []

    def _render_card(self, root: str, claim: str, full: bool) -> Markup:
        view = card(self.graph.claims[claim], self._links[root], self.options.with_passages)
        return self._macro("card")(view, full, root)

    def _render_line(self, links: Links, claim: Claim) -> Markup:
        return self._macro("line")(claim, links)

    def _macro(self, name: str) -> Callable[..., Markup]:
        macro: Callable[..., Markup] = getattr(self._environment.get_template("cards.html.j2").module, name)
        return macro


def _finalize(value: object) -> object:
    """Make control and direction characters visible in every text that a template prints."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _plural(count: int, noun: str, nouns: str = "") -> str:
    """Return a number with its noun.

    >>> _plural(1, "claim"), _plural(1200, "claim"), _plural(2, "query", "queries")
    ('1 claim', '1,200 claims', '2 queries')
    """
    return f"{count:,} {noun if count == 1 else nouns or noun + 's'}"
