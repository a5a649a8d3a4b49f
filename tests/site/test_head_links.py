"""The links in the head of a page, compared with the recipe of FAIR Signposting (level 1, landing page)."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Store

from site_graph import site_graph
from spacepact.graph import packaged
from spacepact.site.data import head_links
from spacepact.site.model import Resource, SiteGraph
from spacepact.terms import SP, SPID

URL = "https://example.org/space/"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


@pytest.fixture(scope="module")
def graph(store: Store) -> SiteGraph:
    return site_graph(store)


def links(graph: SiteGraph, resource: Resource | None, root: str) -> list[tuple[str, ...]]:
    """Return the links as tuples, without empty fields at the end."""
    found = [(link.rel, link.href, link.type, link.title) for link in head_links(graph, resource, root, URL)]
    return [link if link[2] else link[:2] for link in found]


def test_the_page_of_a_claim(graph: SiteGraph) -> None:
    claim = graph.resources[SPID + "claim_scmp-3223585_0000_7"]
    files = [
        ("../id/claim_scmp-3223585_0000_7.ttl", "text/turtle", "Turtle"),
        ("../id/claim_scmp-3223585_0000_7.nt", "application/n-triples", "N-Triples"),
        ("../id/claim_scmp-3223585_0000_7.jsonld", "application/ld+json", "JSON-LD"),
    ]
    assert links(graph, claim, "../") == [
        ("canonical", "https://example.org/space/id/claim_scmp-3223585_0000_7.html"),
        ("cite-as", "https://w3id.org/spacepact/id/claim_scmp-3223585_0000_7"),
        ("type", "https://schema.org/AboutPage"),
        ("type", "https://schema.org/Claim"),
        ("license", LICENCE),
        *(("alternate", *file) for file in files),
        *(("describedby", *file) for file in files),
    ]


def test_the_start_page(graph: SiteGraph) -> None:
    files = [
        ("graph.ttl", "text/turtle", "Turtle"),
        ("graph.nt", "application/n-triples", "N-Triples"),
        ("graph.jsonld", "application/ld+json", "JSON-LD"),
    ]
    assert links(graph, None, "") == [
        ("canonical", "https://example.org/space/"),
        ("cite-as", "https://w3id.org/spacepact/graph"),
        ("type", "https://schema.org/AboutPage"),
        ("type", "https://schema.org/Dataset"),
        ("license", LICENCE),
        *(("alternate", *file) for file in files),
        ("alternate", "feed.xml", "application/atom+xml", "New documents"),
        ("describedby", "void.ttl", "text/turtle", "Description of the dataset"),
        *(("item", *file) for file in files),
    ]


@pytest.mark.parametrize(
    ("iri", "kind"),
    [
        (SPID + "state_spain", "Thing"),
        (SPID + "document_scmp-3223585", "CreativeWork"),
        (SPID + "passage_scmp-3223585_0711", "CreativeWork"),
        (SP + "Claim", "DefinedTerm"),
        (SP + "stance_hoped", "DefinedTerm"),
        ("https://w3id.org/spacepact/query/balance", "SoftwareSourceCode"),
    ],
)
def test_each_kind_has_its_type_and_its_own_iri(graph: SiteGraph, iri: str, kind: str) -> None:
    found = links(graph, graph.resources[iri], "../")
    assert [link[1] for link in found if link[0] == "type"] == [
        "https://schema.org/AboutPage",
        f"https://schema.org/{kind}",
    ]
    assert [link[1] for link in found if link[0] == "cite-as"] == [iri]


def test_a_site_with_the_users_data_has_no_licence(tmp_path: Path) -> None:
    """The licence of the project does not cover the user's data. An IRI that is no URL is not linked."""
    data = tmp_path / "own.ttl"
    data.write_text(
        f'<urn:isbn:1> a <{SP}Organisation> ; <http://www.w3.org/2004/02/skos/core#prefLabel> "x"@en .',
        encoding="utf-8",
    )
    graph = site_graph(packaged([data]), [data])
    found = links(graph, graph.resources["urn:isbn:1"], "../")
    assert {link[0] for link in found} == {"canonical", "type", "alternate", "describedby"}
