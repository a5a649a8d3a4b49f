"""The redirect rules on a real Apache: which file each IRI and each Accept header gives, written by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from pyoxigraph import RdfFormat, parse

import apache_server
from apache_server import Apache
from conftest import missing
from site_graph import site_graph
from spacepact.graph import packaged
from spacepact.release import gather
from spacepact.site.data import data_files, graph_files, site_files
from spacepact.site.data.redirect_rules import permanent_rules
from spacepact.site.model import Resource
from store_servers.server import Missing

pytestmark = pytest.mark.site

# What browsers and RDF libraries send, then each rule of RFC 9110, section 12.5.1.
FIREFOX = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"
CHROME = FIREFOX.replace("*/*;q=0.8", "image/apng,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7")
JENA = (
    "text/turtle,application/n-triples;q=0.9,application/ld+json;q=0.8,application/rdf+xml;q=0.7,"
    "application/n-quads,application/trig;q=0.9,*/*;q=0.3"
)
RDF4J = "application/ld+json;q=0.8, application/rdf+xml;q=0.8, text/turtle;q=0.8, application/n-triples;q=0.8"
JAVA = "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2"
ACCEPT = [
    # no header, everything, nothing that the site has
    ((), "html"),
    (("",), "html"),
    (("*/*",), "html"),
    (("*/*;q=0.1",), "html"),
    (("application/rdf+xml",), "html"),
    (("image/png, text/plain",), "html"),
    (("text/turtleX, xtext/turtle",), "html"),
    # one format
    (("text/html",), "html"),
    (("text/turtle",), "ttl"),
    (("application/ld+json",), "jsonld"),
    (("application/n-triples",), "nt"),
    (("Text/Turtle",), "ttl"),
    (("text/turtle;charset=utf-8",), "ttl"),
    (('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"',), "jsonld"),
    # programs
    ((FIREFOX,), "html"),
    ((CHROME,), "html"),
    ((JENA,), "ttl"),
    ((RDF4J,), "ttl"),
    ((JAVA,), "html"),
    (("application/n-triples, */*;q=0.1",), "nt"),
    # quality
    (("text/html;q=0.5, text/turtle;q=0.9",), "ttl"),
    (("text/turtle;q=0.5, text/html;q=0.9",), "html"),
    (("text/turtle;q=0.8, application/ld+json;q=0.85",), "jsonld"),
    (("text/turtle;q=0.801, application/ld+json;q=0.8",), "ttl"),
    (("text/turtle;q=0.09, application/n-triples;q=0.1",), "nt"),
    (("text/turtle;q=0.999, application/n-triples;q=1.000",), "nt"),
    (("text/turtle; q = 0.2 , application/ld+json; q=.3",), "jsonld"),
    (("text/turtle;Q=0.2, application/ld+json;q=0.1",), "ttl"),
    (('application/ld+json;profile="a";q=0.4, text/turtle;q=0.3',), "jsonld"),
    (("text/html;level=1;q=0.3, text/turtle;q=0.4",), "ttl"),
    # of the same quality: HTML, Turtle, JSON-LD, N-Triples
    (("application/n-triples, application/ld+json",), "jsonld"),
    (("application/n-triples, application/ld+json, text/turtle",), "ttl"),
    (("application/n-triples, application/ld+json, text/turtle, text/html",), "html"),
    # the named one before one that only a range includes
    (("text/turtle, */*",), "ttl"),
    (("*/*, application/ld+json",), "jsonld"),
    (("text/*, application/n-triples",), "nt"),
    (("*/*, text/html",), "html"),
    # ranges; the quality of the most exact range counts
    (("text/*",), "html"),
    (("application/*",), "jsonld"),
    (("application/*;q=0.4, text/*;q=0.3",), "jsonld"),
    (("text/html;q=0.2, */*;q=0.5",), "ttl"),
    (("text/html;q=0.1, text/*;q=0.3, */*;q=0.2",), "ttl"),
    (("text/*;q=0.3, */*;q=0.4",), "jsonld"),
    (("*/*;q=0.9, application/*;q=0.1, text/*;q=0.1, application/n-triples;q=0.2",), "nt"),
    # quality 0: not this one
    (("text/html;q=0, */*",), "ttl"),
    (("text/turtle;q=0, text/*;q=0, application/n-triples;q=0.001",), "nt"),
    (("text/turtle;q=0.0",), "html"),
    (("text/turtle;q=0, application/ld+json;q=0.000, application/n-triples;q=0",), "html"),
    # several headers are one list
    (("text/html;q=0.5", "application/ld+json"), "jsonld"),
]

# Path, Accept, status, and path in the site or None.
HTML, TURTLE, TRIPLES, JSON_LD = "text/html", "text/turtle", "application/n-triples", "application/ld+json"
TARGETS = [
    ("", HTML, 302, ""),
    ("", TURTLE, 303, "graph.ttl"),
    ("graph", HTML, 303, ""),
    ("graph", JSON_LD, 303, "graph.jsonld"),
    ("graph", TRIPLES, 303, "graph.nt"),
    ("id/state_spain", HTML, 303, "id/state_spain.html"),
    ("id/claim_scmp-3223585_0000_7", TURTLE, 303, "id/claim_scmp-3223585_0000_7.ttl"),
    ("id/state_spain?from=mail", TRIPLES, 303, "id/state_spain.nt?from=mail"),
    ("id/state_spain.ttl", HTML, 302, "id/state_spain.ttl"),
    ("id/nothing", TURTLE, 303, "id/nothing.ttl"),
    ("id/caf%C3%A9", HTML, 303, "id/caf-0123456789ab.html"),
    ("id/CAF%C3%89", HTML, 303, "id/CAF%c3%89.html"),
    ("id/a%22b(c", TURTLE, 303, "id/a-b-c-0123456789ab.ttl"),
    ("id/a%0ARewriteRule%20^", JSON_LD, 303, "id/a-RewriteRule-0123456789ab.jsonld"),
    ("query/positions", HTML, 303, "query/positions.html"),
    ("query/positions", JSON_LD, 303, "query/positions.jsonld"),
    ("ontology", HTML, 303, "ontology.html"),
    ("ontology", TURTLE, 303, "ontology.ttl"),
    ("ontology/claims", HTML, 303, "ontology.html"),
    ("ontology/claim-codes", TRIPLES, 303, "ontology/claim-codes.nt"),
    ("ontology/nothing", TURTLE, 302, "ontology/nothing"),
    ("ontology/bridges/prov", HTML, 303, "ontology/bridges/prov.ttl"),
    ("ontology/bridges/prov", JSON_LD, 303, "ontology/bridges/prov.jsonld"),
    ("shapes", HTML, 303, "shapes.ttl"),
    ("shapes", TRIPLES, 303, "shapes.nt"),
    ("ontology/0.2.0", HTML, 303, "release/0.2.0/ontology.html"),
    ("ontology/0.2.0", TURTLE, 303, "release/0.2.0/ontology.ttl"),
    ("ontology/claim-codes/0.2.0", JSON_LD, 303, "release/0.2.0/ontology/claim-codes.jsonld"),
    ("ontology/bridges/prov/0.2.0", HTML, 303, "release/0.2.0/ontology/bridges/prov.ttl"),
    ("shapes/0.2.0", TRIPLES, 303, "release/0.2.0/shapes.nt"),
    ("release/0.2.0/", HTML, 302, "release/0.2.0/"),
    ("release/0.2.0/", TURTLE, 303, "release/0.2.0/graph.ttl"),
    ("release/0.2.0/graph", HTML, 303, "release/0.2.0/"),
    ("release/0.2.0/graph", TRIPLES, 303, "release/0.2.0/graph.nt"),
    ("release/0.2.0/id/state_spain", HTML, 303, "release/0.2.0/id/state_spain.html"),
    ("release/0.2.0/id/state_spain", TURTLE, 303, "release/0.2.0/id/state_spain.ttl"),
    ("release/0.2.0/query/positions", JSON_LD, 303, "release/0.2.0/query/positions.jsonld"),
    ("release/0.2.0/ontology", HTML, 303, "release/0.2.0/ontology.html"),
    ("release/0.2.0/shapes", TURTLE, 303, "release/0.2.0/shapes.ttl"),
    ("feed.xml", HTML, 302, "feed.xml"),
    ("no/such/page", TURTLE, 302, "no/such/page"),
]
SITE = "https://example.org/space/"
# Things whose pages are not named like their IRIs; the digits are invented.
UNSAFE = [
    Resource(f"https://w3id.org/spacepact/id/{name}", "thing", "", f"id/{page}-0123456789ab", ())
    for name, page in (("café", "caf"), ("a%22b(c", "a-b-c"), ("a%0ARewriteRule%20^", "a-RewriteRule"))
]


@pytest.fixture(scope="module", params=[("headers",), ()], ids=["with mod_headers", "without"])
def apache(request: pytest.FixtureRequest) -> Iterator[Apache]:
    """Apache as w3id.org: the rules of a site elsewhere in the folder spacepact."""
    try:
        with apache_server.running(*request.param) as server:
            folder = server.documents / "spacepact"
            folder.mkdir()
            (folder / ".htaccess").write_text(permanent_rules(SITE, UNSAFE, "ontology.html"), encoding="utf-8")
            yield server
    except Missing as error:
        missing(error)


@pytest.mark.parametrize(("accept", "form"), ACCEPT)
def test_accept_selects_the_format(apache: Apache, accept: tuple[str, ...], form: str) -> None:
    status, headers, _ = apache.get("/spacepact/id/state_spain", *accept)
    assert (status, headers["Location"]) == (303, f"{SITE}id/state_spain.{form}")


@pytest.mark.parametrize(("path", "accept", "status", "target"), TARGETS)
def test_each_iri_redirects_to_its_file(apache: Apache, path: str, accept: str, status: int, target: str) -> None:
    found, headers, _ = apache.get(f"/spacepact/{path}", accept)
    assert (found, headers["Location"]) == (status, SITE + target)


def wrong_rows(apache: Apache) -> int:
    """Return how many rows of both tables differ from what Apache answers."""
    rows = [("id/state_spain", accept, 303, f"id/state_spain.{form}") for accept, form in ACCEPT]
    rows += [(path, (accept,), status, target) for path, accept, status, target in TARGETS]
    answers = [apache.get(f"/spacepact/{path}", *accept)[:2] for path, accept, _, _ in rows]
    expected = [(status, SITE + target) for *_, status, target in rows]
    return sum((found, headers.get("Location")) != row for (found, headers), row in zip(answers, expected, strict=True))


def test_each_rule_is_needed(apache: Apache) -> None:
    """Without any one rule, a row of the tables is wrong."""
    file = apache.documents / "spacepact" / ".htaccess"
    text = file.read_text(encoding="utf-8")
    assert wrong_rows(apache) == 0
    rules = re.findall(r"(?:^RewriteCond .*\n)*^RewriteRule .*\n", text, re.MULTILINE)
    assert len(rules) > 20
    try:
        for rule in rules:
            file.write_text(text.replace(rule, "", 1), encoding="utf-8")
            assert wrong_rows(apache), rule
    finally:
        file.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def hosting() -> Iterator[Apache]:
    """Apache that hosts a site in the folder site, and answers for w3id.org in the folder spacepact."""
    try:
        with apache_server.running("headers") as server:
            url = f"{server.url}site/"
            graph = site_graph(packaged())
            spain = graph.resources["https://w3id.org/spacepact/id/state_spain"]
            files = site_files(graph, url, ["index.html", "404.html", "ontology.html", "id/state_spain.html"])
            files |= {f"{spain.path}.{form}": content for form, content in data_files(graph, spain).items()}
            files |= dict(graph_files(gather()))
            pages = ("index", "404", "ontology", "id/state_spain")
            files |= {f"{page}.html": f"<title>{page}</title>".encode() for page in pages}
            rules = files["w3id.org/spacepact/.htaccess"]
            for path, content in {f"site/{p}": c for p, c in files.items()}.items() | {("spacepact/.htaccess", rules)}:
                (server.documents / path).parent.mkdir(parents=True, exist_ok=True)
                (server.documents / path).write_bytes(content)
            yield server
    except Missing as error:
        missing(error)


def follow(server: Apache, path: str, accept: str) -> tuple[list[int], str, bytes]:
    """Return the status of each step, the media type and the body."""
    steps = []
    while True:
        status, headers, body = server.get(path, accept)
        steps.append(status)
        if len(steps) > 5 or "Location" not in headers:
            return steps, headers.get("Content-Type", ""), body
        path = "/" + headers["Location"].removeprefix(server.url)


@pytest.mark.parametrize("base", ["spacepact", "site"])
@pytest.mark.parametrize(
    ("accept", "kind", "syntax"),
    [
        (TURTLE, "text/turtle;charset=utf-8", RdfFormat.TURTLE),
        (TRIPLES, "application/n-triples;charset=utf-8", RdfFormat.N_TRIPLES),
        (JSON_LD, "application/ld+json", RdfFormat.JSON_LD),
    ],
)
@pytest.mark.parametrize(
    ("path", "subject"),
    [
        ("id/state_spain", "id/state_spain"),
        ("ontology", "ontology#Claim"),
        ("shapes", "shapes"),
        ("graph", "graph"),
        ("ontology/bridges/prov", "ontology/bridges/prov"),
    ],
)
def test_an_iri_gives_its_triples(
    hosting: Apache, base: str, accept: str, kind: str, syntax: RdfFormat, path: str, subject: str
) -> None:
    steps, found, body = follow(hosting, f"/{base}/{path}", accept)
    assert (steps, found.lower().replace(" ", "")) == ([303, 200], kind)
    assert f"<https://w3id.org/spacepact/{subject}>" in {str(quad.subject) for quad in parse(body, syntax)}


@pytest.mark.parametrize(
    ("path", "steps", "title"),
    [
        ("spacepact/id/state_spain", [303, 200], "id/state_spain"),
        ("site/id/state_spain", [303, 200], "id/state_spain"),
        ("site/id/state_spain.html", [200], "id/state_spain"),
        ("spacepact/ontology", [303, 200], "ontology"),
        ("site/ontology", [303, 200], "ontology"),
        ("spacepact/", [302, 200], "index"),
        ("site/", [200], "index"),
        ("spacepact/graph", [303, 200], "index"),
        ("site/graph", [303, 200], "index"),
        ("spacepact/id/nothing", [303, 404], "404"),
        ("site/id/nothing", [303, 404], "404"),
        ("spacepact/nothing", [302, 404], "404"),
        ("site/nothing", [404], "404"),
    ],
)
def test_a_browser_gets_pages(hosting: Apache, path: str, steps: list[int], title: str) -> None:
    found, kind, body = follow(hosting, f"/{path}", FIREFOX)
    assert (found, body.decode()) == (steps, f"<title>{title}</title>")
    assert kind == "text/html; charset=utf-8"


def test_scripts_of_other_sites_may_read_the_data(hosting: Apache) -> None:
    for path in ("/spacepact/id/state_spain", "/site/id/state_spain.ttl"):
        assert hosting.get(path, TURTLE)[1]["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("accept", [(), (HTML,), (TURTLE,)])
def test_caches_know_that_the_answer_depends_on_accept(hosting: Apache, accept: tuple[str, ...]) -> None:
    for base in ("spacepact", "site"):
        assert hosting.get(f"/{base}/id/state_spain", *accept)[1]["Vary"].lower() == "accept"
