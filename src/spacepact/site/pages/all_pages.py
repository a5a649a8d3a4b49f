"""Render the page of each thing, document, passage, claim, query, term and code, and the overviews."""

from __future__ import annotations

from collections.abc import Iterator

from spacepact.ask import TABLES
from spacepact.site.model import Claim, Resource, SiteGraph
from spacepact.site.pages.answers import answer_of
from spacepact.site.pages.claim_index import ClaimIndex, in_order
from spacepact.site.pages.documents import document_view, neighbours, passage_view
from spacepact.site.pages.overviews import overviews
from spacepact.site.pages.search_index import search_index
from spacepact.site.pages.template_environment import Options, Templates
from spacepact.site.pages.things import groups, own_values
from spacepact.site.pages.vocabulary import term_view
from spacepact.site.sparql_page import SparqlPage
from spacepact.terms import QUERY

__all__ = ["Options", "render_pages"]


def render_pages(graph: SiteGraph, options: Options, sparql: SparqlPage | None) -> Iterator[tuple[str, bytes]]:
    """Yield each page and the search index: its path in the site, with its extension, and its content.

    *sparql* is the SPARQL page, if the site has one.

    The same graph and options always give the same bytes.
    """
    index = ClaimIndex(graph)
    templates = Templates(graph, index, options, sparql)
    for resource in graph.resources.values():
        yield from _PAGES[resource.kind](templates, resource)
    for path, content in overviews(templates):
        yield f"{path}.html", content
    yield "assets/search-index.js", search_index(graph, index)


def _thing(templates: Templates, resource: Resource) -> Iterator[tuple[str, bytes]]:
    links = templates.links(resource.path)
    found = groups(resource.iri, links)
    claims = {claim.iri: claim for group in found for claim in group.claims}
    yield _page(
        templates,
        resource,
        "thing.html.j2",
        groups=found,
        own=own_values(resource.iri, links),
        claims=list(claims.values()),
    )


def _document(templates: Templates, resource: Resource) -> Iterator[tuple[str, bytes]]:
    links = templates.links(resource.path)
    document = document_view(resource.iri, links)
    yield _page(
        templates,
        resource,
        "document.html.j2",
        document=document,
        passages=[passage_view(p, links, templates.options.with_passages) for p in document.passages],
        groups=groups(resource.iri, links),
        own=own_values(resource.iri, links),
    )


def _passage(templates: Templates, resource: Resource) -> Iterator[tuple[str, bytes]]:
    links = templates.links(resource.path)
    passage = templates.index.passages.get(resource.iri)
    if passage is None:  # a passage without a document, an offset or a digest: the page has only its claims
        yield from _thing(templates, resource)
        return
    before, after = neighbours(passage, links)
    yield _page(
        templates,
        resource,
        "passage.html.j2",
        before=before,
        after=after,
        view=passage_view(passage, links, templates.options.with_passages),
        document=document_view(passage.document_iri, links),
    )


def _claim(templates: Templates, resource: Resource) -> Iterator[tuple[str, bytes]]:
    claim = templates.graph.claims[resource.iri]
    yield _page(templates, resource, "claim.html.j2", claim=claim, similar=_similar(claim, templates))


def _similar(claim: Claim, templates: Templates) -> list[Claim]:
    """Return the other claims with the same subject and property."""
    claims = {c.iri: c for iri in claim.iris("claimSubject") for c in templates.index.claims(iri, "claimSubject")}
    return in_order(c for c in claims.values() if c.property == claim.property and c.iri != claim.iri)


def _query(templates: Templates, resource: Resource) -> Iterator[tuple[str, bytes]]:
    query = templates.graph.queries[resource.iri.removeprefix(QUERY)]
    answer = answer_of(query, templates.links(resource.path))
    files = ("csv", "json") if answer.table else ()
    yield _page(templates, resource, "query.html.j2", query=query, answer=answer, files=files)
    for form in files:
        assert answer.table
        yield f"{resource.path}.answer.{form}", TABLES[form](answer.table).encode()


def _term(templates: Templates, resource: Resource) -> Iterator[tuple[str, bytes]]:
    view = term_view(resource, templates.links(resource.path))
    yield _page(templates, resource, "term.html.j2", term=view)


def _page(templates: Templates, resource: Resource, template: str, **values: object) -> tuple[str, bytes]:
    title = templates.links(resource.path).name(resource.iri)
    return f"{resource.path}.html", templates.page(template, resource.path, title, resource, **values)


_PAGES = {
    "claim": _claim,
    "code": _term,
    "document": _document,
    "passage": _passage,
    "query": _query,
    "term": _term,
    "thing": _thing,
}
