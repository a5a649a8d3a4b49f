"""Test the HTTP server as a client does: over a real socket, in its own process."""

from __future__ import annotations

import http.client
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

import pytest
from openapi_spec_validator import validate
from pyoxigraph import RdfFormat, parse

from spacepact.ask import all_queries

pytestmark = pytest.mark.slow  # the server builds the site first

SELECT = "SELECT ?s { ?s a <https://w3id.org/spacepact/ontology#State> } ORDER BY ?s LIMIT 2"
FORM = "application/x-www-form-urlencoded"


class Reply(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def media_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0]


class Server:
    """A running server; *call* sends one request."""

    def __init__(self, port: int) -> None:
        self.port = port

    def call(self, path: str, method: str = "GET", body: bytes | str | None = None, **headers: str) -> Reply:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, names)
        response = connection.getresponse()
        reply = Reply(response.status, {n.lower(): v for n, v in response.getheaders()}, response.read())
        connection.close()
        return reply

    def sparql(self, query: str, accept: str = "application/sparql-results+json") -> Reply:
        return self.call(f"/sparql?{urlencode({'query': query})}", Accept=accept)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    temporary = tmp_path_factory.mktemp("temporary")
    command = [sys.executable, "-m", "spacepact", "serve", "--no-sparql", "--timeout", "5"]
    environment = {**os.environ, "TMPDIR": str(temporary)}
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment)
    assert process.stderr
    line = process.stderr.readline()
    match = re.search(r"http://127\.0\.0\.1:(\d+)/", line)
    assert match, line
    yield Server(int(match[1]))
    process.terminate()
    assert process.wait(20) == 0
    assert process.stderr.read() == ""
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize(
    ("accept", "media_type", "start"),
    [
        ("", "application/sparql-results+json", '{"head"'),
        ("*/*", "application/sparql-results+json", '{"head"'),
        ("text/csv", "text/csv", "s\r\nhttps://w3id.org/spacepact/id/state_brazil\r\n"),
        ("text/csv;q=0.1, application/sparql-results+xml", "application/sparql-results+xml", "<?xml"),
        ("text/html, text/tab-separated-values;q=0.9", "text/tab-separated-values", "?s\n"),
        ("application/json", "application/json", '{"head"'),
        ("application/*", "application/sparql-results+json", '{"head"'),
    ],
)
def test_the_accept_header_selects_the_format(server: Server, accept: str, media_type: str, start: str) -> None:
    reply = server.sparql(SELECT, accept)
    assert (reply.status, reply.media_type) == (200, media_type)
    assert reply.text.replace('{\n "head"', '{"head"').startswith(start)


@pytest.mark.parametrize(
    ("accept", "media_type", "form"),
    [
        ("text/turtle", "text/turtle", RdfFormat.TURTLE),
        ("application/n-triples", "application/n-triples", RdfFormat.N_TRIPLES),
        ("application/ld+json", "application/ld+json", RdfFormat.JSON_LD),
    ],
)
def test_triples_are_sent_in_three_formats(server: Server, accept: str, media_type: str, form: RdfFormat) -> None:
    query = "CONSTRUCT { ?s a ?c } { VALUES ?s { spid:state_spain } ?s a ?c }"
    reply = server.sparql(f"PREFIX spid: <https://w3id.org/spacepact/id/> {query}", accept)
    assert reply.media_type == media_type
    triples = {str(quad.triple) for quad in parse(reply.body, form)}
    rdf_type = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    state = "<https://w3id.org/spacepact/ontology#State>"
    assert f"<https://w3id.org/spacepact/id/state_spain> {rdf_type} {state}" in triples


def test_a_query_can_be_posted_in_two_forms(server: Server) -> None:
    expected = server.sparql(SELECT).body
    direct = server.call("/sparql", "POST", SELECT, Content_Type="application/sparql-query; charset=utf-8")
    form = server.call("/sparql", "POST", urlencode({"query": SELECT}), Content_Type=FORM)
    assert (direct.status, form.status) == (200, 200)
    assert expected == direct.body == form.body


@pytest.mark.parametrize(
    ("method", "path", "body", "content_type", "status", "text"),
    [
        ("POST", "/sparql", "update=INSERT", FORM, 400, "leave out update: this server is read-only"),
        ("POST", "/sparql", "INSERT DATA { <a:a> <a:a> <a:a> }", "application/sparql-query", 400, "is an update"),
        ("POST", "/sparql", "DROP ALL", "application/sparql-update", 415, "this server is read-only"),
        ("POST", "/sparql", "query=ASK{}&query=ASK{}", FORM, 400, "give one query"),
        ("POST", "/sparql", b"query \xff", "application/sparql-query", 400, "not UTF-8"),
        ("POST", "/sparql", "#" * 1_100_000, "application/sparql-query", 413, "shorten it"),
        ("GET", "/sparql?query=ASK%7B", None, "", 400, "does not parse: line 1"),
        ("GET", "/sparql?query=ASK{}&default-graph-uri=a:b", None, "", 400, "the graph is the default graph"),
        ("GET", "/sparql?query=SELECT%20*%7BSERVICE%3Curn:x%3E%7B%7D%7D", None, "", 400, "SERVICE is refused"),
        ("PUT", "/sparql", "x", "text/turtle", 405, "this server is read-only"),
        ("DELETE", "/id/state_spain", None, "", 405, "this server is read-only"),
        ("POST", "/query/positions", "x", FORM, 405, ""),
        ("GET", "/query/positions?programme=Xyz", None, "", 400, "unknown name 'Xyz'"),
        ("GET", "/query/acts?asof=2023-02-30", None, "", 400, "2023-02-30"),
        ("GET", "/query/posts?holder=Spain", None, "", 400, "has no parameter 'holder'"),
        ("GET", "/../../etc/passwd", None, "", 404, ""),
    ],
)
def test_a_wrong_request_has_one_line_of_advice(
    server: Server, method: str, path: str, body: str | bytes | None, content_type: str, status: int, text: str
) -> None:
    reply = server.call(path, method, body, Content_Type=content_type)
    assert reply.status == status
    assert text in reply.text
    assert reply.media_type != "text/plain" or reply.text.count("\n") <= 1


def test_no_format_fits(server: Server) -> None:
    assert server.sparql(SELECT, "image/png").status == 406


def test_a_slow_query_ends_and_the_server_answers_again(server: Server) -> None:
    reply = server.sparql("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }")
    assert (reply.status, reply.text) == (
        503,
        "no answer within 5 seconds: narrow it, for example to one thing, or ask for less\n",
    )
    assert server.sparql(SELECT).status == 200


def test_another_name_of_the_host_is_refused(server: Server) -> None:
    assert server.call("/", Host="attacker.example").status == 400


def test_a_named_query_is_a_url(server: Server) -> None:
    reply = server.call("/query/why?subject=Spain&property=is%20signatory%20of", Accept="text/csv")
    assert reply.status == 200
    assert "https://w3id.org/spacepact/id/claim_scmp-3223585_2575_1" in reply.text
    assert reply.text.count("\r\n") == 2


def test_two_values_of_a_parameter_give_the_rows_of_both(server: Server) -> None:
    rows = server.call("/query/acts?party=Spain&party=China", Accept="text/csv").text
    assert {line.split(",")[0].rpartition("/")[2] for line in rows.splitlines()[1:]} == {"state_spain", "state_china"}


def test_an_empty_answer_has_its_reason(server: Server) -> None:
    reply = server.call("/query/acts?party=Spain&asof=1990", Accept="text/csv")
    assert (reply.status, len(reply.text.splitlines())) == (200, 1)
    assert reply.headers["x-reason"].startswith("nothing matches asof=1990-12-31T23:59:59")


def test_a_browser_gets_the_page_of_a_query(server: Server) -> None:
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    reply = server.call("/query/positions", Accept=browser)
    assert (reply.status, reply.headers["location"]) == (303, "/query/positions.html")
    assert server.call("/query/positions.html").status == 200


@pytest.mark.parametrize(
    ("accept", "location"),
    [
        ("text/html", "/id/state_spain.html"),
        ("*/*", "/id/state_spain.html"),
        ("", "/id/state_spain.html"),
        ("text/turtle", "/id/state_spain.ttl"),
        ("application/ld+json, text/html;q=0.5", "/id/state_spain.jsonld"),
        ("application/n-triples", "/id/state_spain.nt"),
    ],
)
def test_a_thing_redirects_to_the_format_that_the_client_prefers(server: Server, accept: str, location: str) -> None:
    reply = server.call("/id/state_spain", Accept=accept)
    assert (reply.status, reply.headers["location"]) == (303, location)
    assert server.call(location).status == 200


def test_openapi_describes_every_named_query(server: Server) -> None:
    reply = server.call("/openapi.json")
    description = json.loads(reply.body)
    validate(description)
    assert set(description["paths"]) == {"/sparql", *(f"/query/{name}" for name in all_queries())}
    parameters = description["paths"]["/query/together"]["get"]["parameters"]
    assert [parameter["name"] for parameter in parameters] == ["party", "other", "asof", "document"]


def test_the_service_description_is_turtle(server: Server) -> None:
    reply = server.call("/sparql")
    triples = list(parse(reply.body, RdfFormat.TURTLE, base_iri="http://127.0.0.1/sparql"))
    assert any(str(quad.object).endswith("#SPARQL11Query>") for quad in triples)


def test_the_port_may_be_in_use(server: Server, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "spacepact", "serve", "--no-sparql", "--port", str(server.port)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 2
    assert re.fullmatch(rf"spacepact: port {server.port} of 127\.0\.0\.1 cannot be used: .*\n", done.stderr)
