"""All forms of the SPARQL protocol: ways to send a query, its prologue, and the answers that stores write."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, QueryResultsFormat, parse_query_results

from command_line import run
from fault_server import JSON, Behaviour, Handler, answer, results, serving
from remote_errors import RIGHT, clean_environment, failed  # noqa: F401, a fixture for every test here
from spacepact.errors import EndpointFailed
from spacepact.graph import is_table
from spacepact.stores import lenient_results
from spacepact.stores.endpoints import Endpoint, resolve_target
from spacepact.stores.remote_graphs import RemoteGraphs
from spacepact.stores.results import table_or_boolean, triples
from spacepact.stores.transport.http import Transport
from spacepact.stores.transport.http_request import Response

ASK = ("query", "-q", "SELECT ?x WHERE { ?s ?p ?x }", "-f", "csv")
SELECT = "SELECT ?x ?y WHERE { ?x ?p ?y }"


def rows(text: str | bytes, query: str = SELECT, media_type: str = JSON) -> tuple[list[str], list[list[object]]]:
    body = text.encode() if isinstance(text, str) else text
    table = table_or_boolean(Response(200, {"Content-Type": media_type}, body, "http://s/"), query)
    assert is_table(table)
    return [variable.value for variable in table.variables], [list(row) for row in table]


def one(cell: str) -> object:
    """Return the term that a cell of a JSON answer stands for."""
    _, [[term]] = rows(f'{{"head":{{"vars":["x"]}},"results":{{"bindings":[{{"x":{cell}}}]}}}}')
    return term


# Answers in JSON

CELL = '{"type":"literal","value":"a"}'
ONE = f'"results":{{"bindings":[{{"x":{CELL}}}]}}'
HEAD = '"head":{"vars":["x"]}'


@pytest.mark.parametrize(
    "text",
    [
        f'{{{HEAD},{ONE},"meta":{{"time":1}}}}',
        f'{{"meta":{{"head":{{"vars":["y"]}},"results":[1]}},{HEAD},{ONE}}}',
        f'{{{HEAD},"status":null,{ONE},"list":[[],{{}}],"n":-1.5e300}}',
        '{"head":{"vars":["x"],"link":[],"more":{"a":[1]}},"results":{"distinct":false,"a":{"bindings":[]},'
        f'"bindings":[{{"x":{CELL}}}],"z":1}}}}',
        f'{{{HEAD},"results":{{"bindings":[{{"x":{{"type":"literal","value":"a","score":0.5,"more":{{}}}}}}]}}}}',
        f"{{{ONE},{HEAD}}}",
        f'{{"head":{{}},{ONE}}}',
        f'{{"head":{{"vars":[]}},{ONE}}}',
        f'{{"head":null,{ONE}}}',
        f"{{{ONE}}}",
        f'{{"head":{{"vars":["?x"]}},{ONE}}}',
        f'{{"head":{{"vars":["x","x"]}},{ONE}}}',
        f'\ufeff{{{HEAD},{ONE},"meta":1}}',
        f'{{{HEAD},"results":{{"bindings":[{{"x":{CELL},"y":null}}]}}}}',
        f'{{{HEAD},{ONE},"boolean":true}}',
    ],
)
def test_json_results_with_extra_or_missing_members(text: str) -> None:
    columns, [[term, *others]] = rows(text)
    assert (columns[0], term, others) == ("x", Literal("a"), others[:1])
    assert others in ([], [None])


def test_all_rows_after_an_extra_member_are_kept() -> None:
    text = json.dumps(
        {
            "head": {"vars": ["x"]},
            "results": {"bindings": [{"x": {"type": "literal", "value": str(n), "q": n}} for n in range(5000)]},
        }
    )
    assert rows(text)[1] == [[Literal(str(n))] for n in range(5000)]


def test_a_head_without_variables_and_without_rows_has_the_columns_of_the_query() -> None:
    text = '{"head":{},"results":{"bindings":[]}}'
    assert rows(text) == (["x", "y"], [])
    assert rows(text, "SELECT DISTINCT ?b (COUNT(*) AS ?n) { ?b ?c ?d } GROUP BY ?b") == (["b", "n"], [])


@pytest.mark.parametrize(
    ("cell", "term"),
    [
        ('{"type":"typed-literal","value":"1","datatype":"urn:t"}', Literal("1", datatype=NamedNode("urn:t"))),
        ('{"type":"typed_literal","value":"a","xml:lang":""}', Literal("a")),
        ('{"type":"literal","value":"a","xml:lang":"de","x":1}', Literal("a", language="de")),
        ('{"type":"literal","value":1.50,"datatype":"http://www.w3.org/2001/XMLSchema#decimal"}',
         Literal("1.50", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#decimal"))),
        ('{"type":"literal","value":true,"datatype":null}', Literal("true")),
        ('{"type":"literal","value":"_:node1","x":1}', Literal("_:node1")),
        ('{"type":"literal","value":"nodeID://b1"}', Literal("nodeID://b1")),
        ('{"type":"uri","value":"http://x/_:a"}', NamedNode("http://x/_:a")),
        ('{"type":"iri","value":"urn:a"}', NamedNode("urn:a")),
    ],
)  # fmt: skip
def test_terms_keep_their_value(cell: str, term: object) -> None:
    assert one(cell) == term


@pytest.mark.parametrize(
    "cell",
    [
        '{"type":"bnode","value":"nodeID://b10251"}',
        '{"type":"uri","value":"nodeID://b10251"}',
        '{"type":"uri","value":"_:node1"}',
        '{"type":"bnode","value":"_:node1"}',
        '{"type":"bnode","value":"b 1"}',
        '{"type":"bnode","value":""}',
        '{"type":"bnode","value":"-"}',
        '{"type":"bnode","value":"http://x/.well-known/genid/1"}',
        '{"type":"bnode","value":"t1\\ud800"}',
    ],
)
def test_any_label_of_a_blank_node(cell: str) -> None:
    assert isinstance(one(cell), BlankNode)


def test_labels_stay_different_and_equal() -> None:
    labels = ["a", "b", "A", "-", "_", "a b", "a-b", "61", "x061", "nodeID://a-b", "", "é", "x0"]
    assert len({lenient_results.label(label) for label in labels}) == len(labels)
    text = '{"head":{"vars":["x","y"]},"results":{"bindings":[{"x":%s,"y":%s}]}}'
    cells = ('{"type":"uri","value":"_:n-1"}', '{"type":"bnode","value":"n-1"}')
    _, [[first, second]] = rows(text % cells)
    assert first == second


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        '{"error":"no"}',
        '{"head":{},"results":{}}',
        '{"head":{},"results":{"bindings":{}}}',
        '{"head":{},"results":{"bindings":[1]}}',
        '{"head":{},"results":{"bindings":[{"x":1}]}}',
        '{"head":{},"results":{"bindings":[{"x":{}}]}}',
        '{"head":{},"results":{"bindings":[{"x":{"type":"thing","value":"a"}}]}}',
        '{"head":{},"results":{"bindings":[{"x":{"type":"literal"}}]}}',
        "[" * 100_000,
        '{"head":{},"results":{"bindings":[{"x":' + '{"type":"triple","value":{"subject":' * 60_000,
        '{"head":{},"results":{"bindings":[{"x":' + '{"value":{"subject":' * 60_000,
        f"{{{HEAD},{ONE}",
    ],
)
def test_an_invalid_answer_gives_one_line(text: str) -> None:
    with pytest.raises(EndpointFailed, match=r"^http://s/: invalid application/sparql-results\+json in the answer: "):
        rows(text)


@pytest.mark.parametrize("text", ['{"head":{},"boolean":true,"meta":{}}', '{"boolean":true}', '{"a":1,"boolean":true}'])
def test_booleans(text: str) -> None:
    response = Response(200, {"Content-Type": JSON}, text.encode(), "http://s/")
    assert table_or_boolean(response, "ASK {}") == parse_query_results(b'{"boolean":true}', QueryResultsFormat.JSON)


# Answers in XML

XML = (
    '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head>{}</head>'
    '<results><result><binding name="x">{}</binding></result></results></sparql>'
)


@pytest.mark.parametrize(
    ("head", "cell", "term"),
    [
        ('<variable name="x"/>', "<uri>urn:a</uri>", NamedNode("urn:a")),
        ("", "<uri>urn:a</uri>", NamedNode("urn:a")),
        ('<variable name="x"/><link href="a"/><more/>', "<literal>a&#13;</literal>", Literal("a\r")),
        ("", '<literal xml:lang="ur">a</literal>', Literal("a", language="ur")),
        ("", '<literal datatype="urn:t">a</literal>', Literal("a", datatype=NamedNode("urn:t"))),
        ("", "<literal/>", Literal("")),
    ],
)
@pytest.mark.parametrize("media_type", ["application/sparql-results+xml", "application/xml", "text/xml; charset=utf-8"])
def test_xml_results(head: str, cell: str, term: object, media_type: str) -> None:
    assert rows(XML.format(head, cell), media_type=media_type) == (
        ["x", "y"][: 1 + (not head)],
        [[term, None][: 1 + (not head)]],
    )


def test_blank_nodes_in_xml_results() -> None:
    _, [[term]] = rows(XML.format('<variable name="x"/>', "<bnode>nodeID://b1</bnode>"), media_type="text/xml")
    assert isinstance(term, BlankNode)


# Triples

RDF_XML = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:b="urn:">'
    '<rdf:Description rdf:about="urn:a"><b:b>c</b:b></rdf:Description></rdf:RDF>'
)
JSON_LD = '[{"@id":"urn:a","urn:b":[{"@value":"c"}]}]'


@pytest.mark.parametrize(
    ("media_type", "body"),
    [
        ("application/rdf+xml", RDF_XML),
        ("application/xml", RDF_XML),
        ("text/xml; charset=UTF-8", RDF_XML),
        ("application/ld+json", JSON_LD),
        ("application/ld+json; profile=x", JSON_LD),
        ("text/turtle", "<urn:a> <urn:b> 'c'"),
        ("application/n-triples", '<urn:a> <urn:b> "c" .'),
        ("application/trig", "<urn:a> <urn:b> 'c'"),
        ("application/n-quads", '<urn:a> <urn:b> "c" <urn:g> .'),
    ],
)
def test_triples_in_any_format(media_type: str, body: str) -> None:
    body = body if "turtle" not in media_type and "trig" not in media_type else f"{body} ."
    with serving({"/sparql": answer(200, body, media_type)}) as server:
        query = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
        done = run("query", "-q", query, "-f", "nt", "-e", server.url())
        assert (done.returncode, done.stdout) == (0, '<urn:a> <urn:b> "c" .\n'), done


@pytest.mark.parametrize(
    ("media_type", "body"),
    [
        ("application/json", '{"error":"no"}'),
        ("application/json", '{"id":"urn:a"}'),
        ("application/xml", "<error>no</error>"),
        ("text/html", "<html/>"),
        ("application/xhtml+xml", "<html/>"),
        ("text/csv", "a,b"),
        (JSON, f"{{{HEAD},{ONE}}}"),
        ("application/rdf+xml", "<rdf"),
        ("application/ld+json", '{"@context":"http://127.0.0.1:9/context.jsonld","a":"b"}'),
    ],
)
def test_what_is_not_triples(media_type: str, body: str) -> None:
    with pytest.raises(EndpointFailed, match=r"expected triples, got|invalid .* in the answer"):
        triples(Response(200, {"Content-Type": media_type}, body.encode(), "http://s/"))


def test_virtuosos_blank_nodes_in_triples() -> None:
    body = b"<nodeID://b1> <urn:b> <nodeID://b2> . <urn:a> <urn:b> <nodeID://b1> ."
    first, second = triples(Response(200, {"Content-Type": "text/turtle"}, body, "http://s/"))
    assert isinstance(first.subject, BlankNode)
    assert isinstance(first.object, BlankNode)
    assert second.object == first.subject != first.object


# Ways to send a query


def only(way: str, status: int) -> Behaviour:
    """Answer only queries that are sent in this way."""

    def behave(handler: Handler) -> None:
        content = handler.headers.get("Content-Type", "")
        actual = "get" if handler.command == "GET" else "form" if "urlencoded" in content else "direct"
        (RIGHT if actual == way else answer(status, b"not so"))(handler)

    return behave


@pytest.mark.parametrize(
    ("way", "status"),
    [("form", 405), ("get", 405), ("get", 501), ("direct", 415), ("get", 415)],
)
@pytest.mark.parametrize("kind", ["generic+", "", "rdf4j+"])
def test_a_store_that_accepts_queries_in_one_way(way: str, status: int, kind: str) -> None:
    with serving({"*": only(way, status)}) as server:
        done = run(*ASK, "-e", f"{kind}{server.url()}", "--graph", "urn:g&h")
        assert (done.returncode, done.stdout, done.stderr) == (0, "x\nright\n", "")
        last = server.seen[-1]
        assert "urn%3Ag%26h" in (last.body.decode() if way == "form" else last.target)


def test_the_way_is_found_once() -> None:
    with serving({"*": only("get", 405)}) as server:
        run("query", "positions", "-e", f"generic+{server.url()}")
        assert [seen.method for seen in server.seen].count("POST") == 1


def test_a_store_that_accepts_no_query_at_all() -> None:
    with serving({"*": answer(405, b"not here")}) as server:
        line = failed(run(*ASK, "-e", f"generic+{server.url()}"))
        assert "405 Method Not Allowed" in line
        assert [seen.method for seen in server.seen] == ["POST", "GET"]


def test_a_query_that_is_too_long_for_a_url() -> None:
    query = f"SELECT ?x WHERE {{ ?s ?p ?x }} # {'long' * 3000}"
    with serving({"*": only("get", 405)}) as server:
        line = failed(run("query", "-q", query, "-e", f"generic+{server.url()}"))
        assert line.endswith("(the store says: not so); the query is too long to send it by GET")
        assert [seen.method for seen in server.seen] == ["POST"]


# Prologues


@pytest.mark.parametrize(
    "query",
    [
        "# select\nSELECT ?x { ?s ?p ?x }",
        "#\rSELECT ?x { ?s ?p ?x }",
        "PREFIX # ask {\n a: # b\r <urn:ask> # c\r\n SELECT ?x { ?s ?p ?x }",
        "PREFIX a:<urn:a#>BASE<http://ask/>SELECT?x{?s ?p ?x}",
        'VERSION "1.2" SELECT ?x { ?s ?p ?x }',
        "version '1.2-basic'\nprefix select: <urn:x> select(?p as ?x){ ?s ?p ?q }",
        "PREFIX x.ask: <urn:> SELECT ?x { ?s ?p ?x }",
        "\n\t\r SELECT ?x { ?s ?p ?x }",
        "SELECT#\n?x{?s ?p ?x}",
    ],
)
def test_standard_prologues(query: str) -> None:
    """The same query runs here and there."""
    assert run("query", "-q", query, "-f", "csv").returncode == 0
    with serving({"*": RIGHT}) as server:
        assert run("query", "-q", query, "-f", "csv", "-e", server.url()).stdout == "x\nright\n"


@pytest.mark.parametrize(
    "query",
    [
        'DEFINE input:inference "ask" SELECT ?x { ?s ?p ?x }',
        "DEFINE sql:log-enable 2\ndefine input:default-graph-uri <urn:g> SELECT ?x { ?s ?p ?x }",
        "PRAGMA reasoning on SELECT ?x { ?s ?p ?x }",
    ],
)
def test_syntax_of_a_store_is_sent_to_it(query: str) -> None:
    assert failed(run("query", "-q", query, "-f", "csv"), 2).startswith("the query does not parse: ")
    with serving({"*": RIGHT}) as server:
        assert run("query", "-q", query, "-f", "csv", "-e", server.url()).stdout == "x\nright\n"


def test_the_reason_of_a_store_for_its_own_syntax_is_kept() -> None:
    with serving({"*": answer(400, b"input:inference must name a rule set")}) as server:
        line = failed(run("query", "-q", 'DEFINE input:inference "x" SELECT ?x { ?s ?p ?x }', "-e", server.url()))
        assert line.endswith("(the store says: input:inference must name a rule set)")


@pytest.mark.parametrize(
    "query",
    [
        "DROP ALL",
        "# SELECT\nINSERT DATA { <urn:a> <urn:b> <urn:c> }",
        "PREFIX select: <urn:a> DELETE WHERE { ?s ?p ?o }",
    ],
)
def test_an_update_is_never_sent(query: str) -> None:
    with serving({"*": RIGHT}) as server:
        assert "the graph is read-only" in failed(run("query", "-q", query, "-e", server.url()), 2)
        assert not server.seen


# Only the named store is contacted


@pytest.mark.parametrize("status", [400, 500])
@pytest.mark.parametrize(
    "query",
    [
        "ASK { SERVICE <URL> { ?s ?p ?o } }",
        "SELECT ?s { SERVICE SILENT <URL> { ?s ?p ?o } } ORDER BY ?s",
        "SELECT (COUNT(*) AS ?n) { VALUES ?g { <URL> } SERVICE ?g { ?s ?p ?o } }",
        "CONSTRUCT { ?s ?p ?o } WHERE { SELECT * { SERVICE <URL> { ?s ?p ?o } } }",
        "DESCRIBE ?s { SERVICE <URL> { ?s ?p ?unknown } }",
    ],
)
def test_a_rejected_query_is_not_run_here(query: str, status: int) -> None:
    with serving({"*": results()}) as other, serving({"*": answer(status, b"no SERVICE here")}) as server:
        line = failed(run("query", "-q", query.replace("URL", other.url()), "-e", server.url()))
        assert line.endswith("(the store says: no SERVICE here)")
        assert not other.seen


def test_a_rejected_query_takes_no_time_here() -> None:
    numbers = " ".join(map(str, range(300)))
    groups = " ".join(f"VALUES ?a{n} {{ {numbers} }}" for n in range(8))
    with serving({"*": answer(400, b"too complex")}) as server:
        begin = time.monotonic()
        failed(run("query", "-q", f"SELECT (COUNT(*) AS ?n) {{ {groups} }}", "-e", server.url()))
        assert time.monotonic() - begin < 5


def test_an_unknown_function_that_a_store_rejects() -> None:
    query = "SELECT ?s { ?s ?p ?o FILTER(<urn:f>(?o)) }"
    with serving({"*": answer(400, b"unknown function urn:f")}) as server:
        assert "(the store says: unknown function urn:f)" in failed(run("query", "-q", query, "-e", server.url()))


def test_pages_end_if_the_number_of_triples_is_wrong() -> None:
    """A store that counts 10^14 triples and returns none gets one request for a page, and not 10^11."""

    def behave(handler: Handler) -> None:
        is_count = b"COUNT" in handler.body
        (results(["n"], [{"n": "1" + "0" * 14}]) if is_count else answer(200, "", "application/n-triples"))(handler)

    with serving({"*": behave}) as server:
        endpoint = resolve_target(f"virtuoso+{server.url('')}")
        assert isinstance(endpoint, Endpoint)
        with Transport() as transport:
            assert list(RemoteGraphs(endpoint, transport).lines("urn:g")) == []
        assert len(server.seen) == 2


# The command endpoints


@pytest.mark.parametrize("number", ["inf", "nan", "-inf", "1e300", "0", "-1", "1" + "0" * 400])
def test_an_unusable_timeout(number: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "spacepact.toml").write_text(f'[endpoints.lab]\nurl = "http://127.0.0.1:9/"\ntimeout = {number}\n')
    for command in ([*ASK, "-e", "lab"], ["endpoints"], ["load", "lab"]):
        line = failed(run(*command), 2)
        assert line.endswith("spacepact.toml:3: invalid timeout: expected a number of seconds above 0, at most 1000000")


ODD: Sequence[Behaviour] = [
    results(["s"], [{"s": "a"}]),
    answer(200, "{}", JSON),
    answer(200, "[]", JSON),
    answer(200, '{"boolean":true}', JSON),
    answer(200, b"\xff\xfe", JSON),
    answer(200, '{"head":{"vars":["n"]},"results":{"bindings":[{"n":{"type":"bnode","value":"1"}}]}}', JSON),
    answer(200, '{"head":{"vars":["n"]},"results":{"bindings":[{"n":{"type":"literal","value":"²"}}]}}', JSON),
    results(["n"], [{"n": "9" * 5000}]),
    results(["n"], [{"n": "٣"}]),
    answer(200, "", "text/html"),
    answer(200, b"", Server="Virtuoso/\x1b[31m", Content_Length="0"),
    answer(599, b"\x1b[31m"),
    answer(302),
]


@pytest.mark.parametrize("behaviour", ODD, ids=[str(number) for number in range(len(ODD))])
def test_endpoints_lists_a_store_with_any_answer(
    behaviour: Behaviour, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with serving({"*": behaviour}) as server:
        (tmp_path / "spacepact.toml").write_text(f'[endpoints.lab]\nurl = "{server.url()}"\ntimeout = 2\n')
        done = run("endpoints")
        assert (done.returncode, done.stderr) == (3, "")
        assert done.stdout.startswith("lab  ")
        assert done.stdout.count("\n") == 1
        assert "\x1b" not in done.stdout


@pytest.mark.parametrize("media_type", ["", "text/plain", "text/plain; charset=utf-8", "application/octet-stream"])
def test_an_unspecific_media_type(media_type: str) -> None:
    """The content shows the format."""
    assert rows('{"head":{"vars":["x"]},"results":{"bindings":[]}}', media_type=media_type) == (["x"], [])
    xml = "<sparql xmlns='http://www.w3.org/2005/sparql-results#'><head><variable name='x'/></head><results/></sparql>"
    assert rows(xml, media_type=media_type) == (["x"], [])
    with pytest.raises(EndpointFailed, match="check that this is a SPARQL endpoint"):
        rows("Virtuoso 37000 Error", media_type=media_type)


def test_columns_without_a_valid_name() -> None:
    """Virtuoso names the column of a count callret-0."""
    names = ("callret-0", "callret_0", "?y", "a b")
    cells = ",".join(f'"{name}":{{"type":"literal","value":"{name}"}}' for name in names)
    columns, values = rows(f'{{"head":{{"vars":["callret-0"]}},"results":{{"bindings":[{{{cells}}}]}}}}')
    assert columns == ["callret_0_", "callret_0", "y", "a_b"]
    assert values == [[Literal("callret-0"), Literal("callret_0"), Literal("?y"), Literal("a b")]]


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        ('{"@id": "urn:a", "urn:b": "_:x/y"}', "application/json"),
        ('{"@id": "urn:a", "urn:b": "_:x/y"}', ""),
        ('<urn:a> <urn:b> "_:x/y" .', "application/octet-stream"),
        ('<urn:a> <urn:b> "_:x/y" .', "text/plain"),
    ],
)
def test_triples_with_an_unspecific_media_type(body: str, media_type: str) -> None:
    response = Response(200, {"Content-Type": media_type}, body.encode(), "http://s/")
    assert [str(triple) for triple in triples(response)] == ['<urn:a> <urn:b> "_:x/y"']


@pytest.mark.parametrize("media_type", ["application/n-triples", "text/turtle"])
def test_any_label_of_a_blank_node_in_triples(media_type: str) -> None:
    body = '_:nodeID://b1 <urn:b> _:x/y .\n_:x/y <urn:_:c/d> "_:nodeID://b1 \\" _:q/r" .'
    found = triples(Response(200, {"Content-Type": media_type}, body.encode(), "http://s/"))
    assert found[0].object == found[1].subject
    assert found[0].subject != found[0].object
    assert (found[1].predicate, found[1].object) == (NamedNode("urn:_:c/d"), Literal('_:nodeID://b1 " _:q/r'))
