"""Render the pages that are not about one resource: the start page, lists, pictures, contradictions, hopes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from spacepact.graph import text_of
from spacepact.site.data import dataset_json_ld
from spacepact.site.model import FAMILIES, Claim, Resource
from spacepact.site.pages.answers import Answer, answer_of
from spacepact.site.pages.claim_index import in_order
from spacepact.site.pages.documents import document_view
from spacepact.site.pages.template_environment import Templates
from spacepact.site.pages.vocabulary import TermView, term_view
from spacepact.site.pictures import network_svg, timeline_svg
from spacepact.terms import SP

_LATEST = 5


def overviews(templates: Templates) -> Iterator[tuple[str, bytes]]:
    """Yield the path, without an extension, and the content of each page."""
    graph = templates.graph
    links = templates.links("index")
    documents = [document_view(resource.iri, links) for resource in graph.of_kind("document")]
    documents.sort(key=lambda view: (not view.passages, view.published == "", view.name))
    read = [view for view in documents if view.passages]
    claims = list(graph.claims.values())
    families = Counter(claim.family for claim in claims)

    def page(path: str, title: str, **values: object) -> tuple[str, bytes]:
        return path, templates.page(f"{path}.html.j2", path, title, None, **values)

    latest = sorted(read, key=lambda view: view.published, reverse=True)[:_LATEST]
    counts = Counter(resource.kind for resource in graph.resources.values())
    facts = sum(claim.is_fact for claim in claims)
    dataset = Markup(dataset_json_ld(graph, templates.options.url))  # noqa: S704  ("<" is escaped)
    yield page(
        "index",
        "SpacePact",
        latest=latest,
        counts=counts,
        facts=facts,
        families=families,
        dataset=dataset,
        pair=_example(claims),
    )
    yield page("things", "Things", classes=_by_class(templates))
    yield page("documents", "Documents", documents=documents)
    yield page("queries", "Queries", tags=_by_tag(templates))
    terms = [term_view(resource, links) for kind in ("term", "code") for resource in graph.of_kind(kind)]
    yield page("ontology", "Vocabulary", kinds=_by_kind(terms), lists=_lists(terms))
    yield page("codes", "Codes", lists=_lists(terms))
    yield page("contradictions", "Contradictions", answer=_answer(templates, "contradictions"))
    yield page("left-open", "What documents leave open", answer=_answer(templates, "left-open"))
    yield page("hopes", "Hopes and what became of them", **_hopes(templates))
    yield page("network", "Network", picture=network_svg(graph, claims, ""))
    undated = _answer(templates, "undated").claims
    yield page("timeline", "Timeline", picture=timeline_svg(graph, claims, ""), undated=undated)
    if templates.sparql:
        yield page("sparql", "SPARQL", triples=graph.download.size)
    yield page("404", "Page not found")


def _example(claims: list[Claim]) -> list[Claim]:
    """Return a fact and a hope with the same property, to show the difference; none if the graph has no such pair."""
    for preferred in (True, False):
        for hope in claims:
            if hope.family == "planned" and (hope.property == SP + "isSignatoryOf") == preferred:
                facts = [claim for claim in claims if claim.is_fact and claim.property == hope.property]
                if facts:
                    return [min(facts, key=lambda claim: (len(claim.sentence), claim.iri)), hope]
    return []


def _answer(templates: Templates, name: str) -> Answer:
    known = templates.index.contradictions if name == "contradictions" else None
    return answer_of(templates.graph.queries[name], templates.links(name), known)


def _by_class(templates: Templates) -> list[tuple[str, list[Resource]]]:
    """Return the things and documents under the IRI of their class; a thing of two classes is listed twice."""
    links, found = templates.links("things"), defaultdict(list)
    for kind in ("thing", "document"):
        for resource in templates.graph.of_kind(kind):
            for cls in resource.classes:
                if cls in templates.graph.resources:
                    found[cls].append(resource)
    by_label = {cls: sorted(members, key=lambda r: (r.label.casefold(), r.iri)) for cls, members in found.items()}
    return sorted(by_label.items(), key=lambda item: links.name(item[0]))


def _by_tag(templates: Templates) -> list[tuple[str, list[str]]]:
    """Return the names of the queries under their first tag."""
    found: dict[str, list[str]] = defaultdict(list)
    for name, query in templates.graph.queries.items():
        found[next(iter(query.tags), "other")].append(name)
    return sorted(found.items())


def _by_kind(terms: list[TermView]) -> list[tuple[str, list[TermView]]]:
    found: dict[str, list[TermView]] = defaultdict(list)
    for term in terms:
        if term.kind != "code":
            found[term.kind].append(term)
    order = ["class", "object property", "datatype property", "annotation property", "code list"]
    return sorted(found.items(), key=lambda item: order.index(item[0]) if item[0] in order else len(order))


def _lists(terms: list[TermView]) -> list[tuple[TermView, list[TermView]]]:
    """Return the code lists with their codes."""
    by_iri = {term.resource.iri: term for term in terms}
    return [
        (term, [by_iri[member] for member in term.members if member in by_iri])
        for term in terms
        if term.kind == "code list"
    ]


@dataclass(frozen=True)
class Outcome:
    """What became of a claim about the future: a later claim, and the outcome that the query ``outlook`` gives."""

    outcome: str
    first: Claim
    second: Claim


def _hopes(templates: Templates) -> dict[str, object]:
    """Return what later documents say of hopes, plans and promises, and those of which no later document speaks."""
    graph = templates.graph
    answer = answer_of(graph.queries["outlook"], templates.links("hopes"))
    outcomes: list[Outcome] = []
    for row in answer.table.rows if answer.table else ():
        first, second = graph.claims.get(text_of(row["first"])), graph.claims.get(text_of(row["second"]))
        if first and second:
            outcome = Outcome(text_of(row["outcome"]), first, second)
            outcomes += [] if outcome in outcomes else [outcome]
    followed = {outcome.first.iri for outcome in outcomes}
    rest: dict[str, list[Claim]] = defaultdict(list)
    for claim in in_order(graph.claims.values()):
        if claim.family in ("planned", "committed") and claim.iri not in followed:
            rest[claim.stance].append(claim)
    order = list(FAMILIES)
    by_stance = sorted(rest.items(), key=lambda item: (-order.index(item[1][0].family), item[0]))
    return {"outcomes": outcomes, "rest": by_stance, "note": answer.note}
