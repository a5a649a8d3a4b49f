"""The files that belong to no page: descriptions of the dataset, downloads, sitemap, feed, robots.txt."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse

from site_graph import site_graph
from spacepact.errors import BadInput
from spacepact.graph import packaged, packaged_files, text_of
from spacepact.rdf import canonical
from spacepact.release import export_text, gather
from spacepact.site.data import dataset_json_ld, feeds, graph_files, site_files
from spacepact.site.data.redirect_rules import permanent_rules
from spacepact.site.model import SiteGraph, download_of
from spacepact.terms import GRAPH, PREFIXES, SP

URL = "https://example.org/space/"
PAGES = ["index.html", "404.html", "ontology.html", "id/state_spain.html"]
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture(scope="module")
def graph(store: Store) -> SiteGraph:
    return site_graph(store)


@pytest.fixture(scope="module")
def files(graph: SiteGraph) -> dict[str, bytes]:
    return dict(graph_files(gather())) | site_files(graph, URL, PAGES)


def test_the_files(files: dict[str, bytes]) -> None:
    names = ["claims", "claim-codes", "cooperation-codes"]
    bridges = ["cito", "gist", "nanopub", "oa", "org", "prov", "schema", "wikidata"]
    stems = ["graph", "ontology", "shapes", *(f"ontology/{name}" for name in names)]
    stems += [f"ontology/bridges/{name}" for name in bridges]
    assert set(files) == {
        *(f"{stem}.{form}" for stem in stems for form in ("ttl", "jsonld", "nt")),
        *("void.ttl", "feed.xml", "robots.txt", "sitemap.xml", ".htaccess"),
        *("w3id.org/spacepact/.htaccess", "w3id.org/spacepact/README.md"),
    }
    assert not any(b"/tmp" in content or str(Path.cwd()).encode() in content for content in files.values())


def test_the_downloads_are_the_export(files: dict[str, bytes]) -> None:
    for form in ("ttl", "jsonld", "nt"):
        assert files[f"graph.{form}"].decode() == export_text(gather(), form)


def test_the_ontology_files_have_the_triples_of_the_packaged_files(files: dict[str, bytes]) -> None:
    folder = packaged_files.root() / "ontology"

    def triples(*paths: str) -> list[str]:
        return canonical.lines(
            quad for path in paths for quad in parse(path=str(folder / path), format=RdfFormat.TURTLE)
        )

    def written(stem: str) -> list[list[str]]:
        formats = {"ttl": RdfFormat.TURTLE, "jsonld": RdfFormat.JSON_LD, "nt": RdfFormat.N_TRIPLES}
        return [canonical.lines(parse(files[f"{stem}.{form}"], syntax)) for form, syntax in formats.items()]

    everything = triples("claims.ttl", "cooperation.ttl", "claim-codes.ttl", "cooperation-codes.ttl")
    assert written("ontology") == [everything] * 3
    for stem, file in (("ontology/claims", "claims.ttl"), ("ontology/bridges/prov", "bridges/prov.ttl")):
        assert written(stem) == [triples(file)] * 3
    assert written("shapes") == [triples("shapes.ttl")] * 3


def test_every_ontology_iri_has_its_file(files: dict[str, bytes]) -> None:
    """Each owl:Ontology of the project is in the file to which its IRI redirects."""
    folder = packaged_files.root() / "ontology"
    ontology = NamedNode(PREFIXES["owl"] + "Ontology")
    paths = [*folder.glob("*.ttl"), *(folder / "bridges").glob("*.ttl")]
    assert len(paths) == 13
    for path in paths:
        quads = list(parse(path=str(path), format=RdfFormat.TURTLE))
        (iri,) = [
            q.subject for q in quads if q.object == ontology and str(q.subject).startswith("<https://w3id.org/sp")
        ]
        assert str(iri).encode() in files[str(iri).removeprefix("<https://w3id.org/spacepact/").rstrip(">") + ".nt"]


def test_void_describes_the_partitions_and_downloads(files: dict[str, bytes], store: Store) -> None:
    void, dataset = PREFIXES["void"], NamedNode(GRAPH)
    described = Store()
    described.load(files["void.ttl"], RdfFormat.TURTLE)

    def values(subject: NamedNode, name: str) -> list[str]:
        return sorted(text_of(q.object) for q in described.quads_for_pattern(subject, NamedNode(name), None))

    assert values(dataset, void + "dataDump") == [f"{URL}graph.{form}" for form in ("jsonld", "nt", "ttl")]
    assert values(dataset, PREFIXES["dcat"] + "landingPage") == [URL]
    assert values(NamedNode(f"{GRAPH}#sp:State"), void + "entities") == ["6"]
    signatory = NamedNode(f"{GRAPH}#property-sp:isSignatoryOf")
    assert values(signatory, void + "property") == [SP + "isSignatoryOf"]
    count = len(list(store.quads_for_pattern(None, NamedNode(SP + "isSignatoryOf"), None)))
    assert values(signatory, void + "triples") == [str(count)]
    assert {q.subject.value.split("#")[0] for q in described if isinstance(q.subject, NamedNode)} == {GRAPH}


def test_the_start_page_describes_the_dataset(graph: SiteGraph) -> None:
    text = dataset_json_ld(graph, URL)
    assert json.loads(text) == {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": GRAPH,
        "identifier": GRAPH,
        "url": URL,
        "name": "SpacePact",
        "description": "An open knowledge graph of cooperation in space: who agreed what, who only hopes to, and where "
        "it is written. Counts are of everything in it but this description.",
        "version": "0.2.0",
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "creator": {"@type": "Organization", "name": "The SpacePact project"},
        "dateModified": "2026-11-29",
        "size": f"{len(graph.store)} triples",
        "isAccessibleForFree": True,
        "distribution": [
            {"@type": "DataDownload", "name": name, "encodingFormat": kind, "contentUrl": f"{URL}graph.{form}"}
            for name, kind, form in (
                ("Turtle", "text/turtle", "ttl"),
                ("N-Triples", "application/n-triples", "nt"),
                ("JSON-LD", "application/ld+json", "jsonld"),
            )
        ],
    }


def test_the_description_cannot_end_its_script_element(graph: SiteGraph) -> None:
    hostile = "</script><!-- <script> & \u2028"
    title = NamedNode(PREFIXES["dcterms"] + "title")
    description = [
        Triple(t.subject, t.predicate, Literal(hostile)) if (t.subject, t.predicate) == (NamedNode(GRAPH), title) else t
        for t in graph.download.description
    ]
    changed = SiteGraph(graph.store, download_of(description, False))
    text = dataset_json_ld(changed, URL)
    assert not any(character in text for character in "<>&\u2028")
    assert json.loads(text)["name"] == hostile


def test_a_description_of_the_users_data_names_no_author_or_licence(tmp_path: Path) -> None:
    data = tmp_path / "own.ttl"
    data.write_text(f'<urn:x> a <{SP}State> ; <{PREFIXES["skos"]}prefLabel> "<x>"@en .', encoding="utf-8")
    graph = site_graph(packaged([data]), [data])
    assert not {"license", "creator"} & json.loads(dataset_json_ld(graph, URL)).keys()
    files = dict(graph_files(gather([data]))) | site_files(graph, URL, PAGES)
    assert b"<urn:x>" in files["graph.nt"]
    assert b"creativecommons" not in files["void.ttl"]
    assert "The SpacePact project" not in files["feed.xml"].decode()


def test_the_feed_has_the_documents_with_a_date(files: dict[str, bytes]) -> None:
    """The dates are those of the curator: September 2025, and 10 June 2023."""
    feed = ET.fromstring(files["feed.xml"])
    assert [feed.findtext(ATOM + name) for name in ("id", "updated")] == [GRAPH, "2025-09-30T23:59:59Z"]
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "The SpacePact project"
    assert [(link.get("rel"), link.get("href")) for link in feed.findall(ATOM + "link")] == [
        ("self", "https://example.org/space/feed.xml"),
        ("alternate", "https://example.org/space/"),
    ]
    entries = [
        [entry.findtext(ATOM + name) for name in ("id", "title", "updated")]
        + [link.get("href") for link in entry.findall(ATOM + "link")]
        for entry in feed.findall(ATOM + "entry")
    ]
    expected = {"thenews-1342410": "2025-09-30T23:59:59Z", "scmp-3223585": "2023-06-10T23:59:59Z"}
    assert entries == [
        [
            f"https://w3id.org/spacepact/id/document_{name}",
            f"document {name}",
            moment,
            f"https://example.org/space/id/document_{name}.html",
            f"https://example.org/space/id/document_{name}.ttl",
        ]
        for name, moment in expected.items()
    ]


def test_a_label_with_markup_is_escaped_in_the_feed(graph: SiteGraph) -> None:
    label, hostile = NamedNode(PREFIXES["rdfs"] + "label"), '<b>&"</title> ]]>'
    changed = Store()
    changed.extend(graph.store)
    document = NamedNode("https://w3id.org/spacepact/id/document_scmp-3223585")
    for predicate in (label, NamedNode(PREFIXES["skos"] + "prefLabel")):
        for quad in list(changed.quads_for_pattern(document, predicate, None)):
            changed.remove(quad)
            changed.add(Quad(document, predicate, Literal(hostile, language="en")))
    feed = ET.fromstring(feeds.document_feed(site_graph(changed), URL))
    assert [entry.findtext(ATOM + "title") for entry in feed.findall(ATOM + "entry")][1] == hostile


def test_the_sitemap_has_every_page_but_404(files: dict[str, bytes]) -> None:
    root = ET.fromstring(files["sitemap.xml"])
    assert root.tag == SITEMAP + "urlset"
    assert [loc.text for loc in root.iter(SITEMAP + "loc")] == [
        "https://example.org/space/",
        "https://example.org/space/id/state_spain.html",
        "https://example.org/space/ontology.html",
    ]


def test_a_large_sitemap_is_divided() -> None:
    divided = feeds.sitemaps(URL, [f"id/{name}.html" for name in "abcde"], limit=2)
    assert list(divided) == ["sitemap.xml", "sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml"]
    index = ET.fromstring(divided["sitemap.xml"])
    assert index.tag == SITEMAP + "sitemapindex"
    assert [loc.text for loc in index.iter(SITEMAP + "loc")] == [f"{URL}sitemap-{number}.xml" for number in (1, 2, 3)]
    pages = [loc.text for n in (1, 2, 3) for loc in ET.fromstring(divided[f"sitemap-{n}.xml"]).iter(SITEMAP + "loc")]
    assert pages == [f"{URL}id/{name}.html" for name in "abcde"]


def test_robots_may_read_everything(files: dict[str, bytes]) -> None:
    assert files["robots.txt"].decode() == (
        "User-agent: *\nAllow: /\n\nSitemap: https://example.org/space/sitemap.xml\n"
    )


def test_the_rules_for_w3id_are_only_for_a_site_elsewhere(graph: SiteGraph) -> None:
    """At w3id.org itself, a redirect to the site would be a redirect to itself."""
    files = site_files(graph, "https://w3id.org/spacepact/", ["index.html"])
    assert not [path for path in files if path.startswith("w3id.org/")]
    rules = files[".htaccess"].decode()
    assert "ErrorDocument 404 /spacepact/404.html\n" in rules
    assert 'RewriteRule "^(.*)$"' not in rules
    assert "ontology.html" not in rules  # it is not one of the pages


def test_the_folder_for_w3id_names_its_maintainers(files: dict[str, bytes]) -> None:
    readme = files["w3id.org/spacepact/README.md"].decode()
    assert readme.startswith("# SpacePact\n")
    assert URL in readme
    assert "## Maintainers\n\n- The SpacePact project, GitHub: @" in readme


@pytest.mark.parametrize("name", ["a%20b", "$1", 'a"b', "a\nb", "ü"])
def test_an_address_with_a_meaning_in_the_rules_is_refused(name: str) -> None:
    with pytest.raises(BadInput, match="the redirect rules need a plain address: use only ASCII letters"):
        permanent_rules(f"https://example.org/{name}/", [], "")
