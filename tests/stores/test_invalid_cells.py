"""A cell that RDF does not allow becomes plain text, with a note. A missing cell is an error of the store."""

from __future__ import annotations

import json

import pytest
from pyoxigraph import QueryResultsFormat, parse_query_results

from command_line import run
from fault_server import answer, serving
from spacepact.stores import lenient_results

GOOD = {"type": "uri", "value": "http://example.org/a"}


@pytest.mark.parametrize(
    ("cell", "text", "problem"),
    [
        ({"type": "literal", "xml:lang": "en_US", "value": "color"}, '"color"', "en_US is not a language tag"),
        ({"type": "uri", "value": "http://example.org/a b"}, '"http://example.org/a b"', "is not an IRI"),
        ({"type": "uri", "value": "relative"}, '"relative"', "<relative> is not an IRI"),
        ({"type": "literal", "datatype": "int eger", "value": "5"}, '"5"', "is not the IRI of a datatype"),
        ({"type": "literal", "value": "a\ud83d!"}, '"a\ufffd!"', "an invalid character is replaced by U+FFFD"),
        ({"type": "typed-literal", "datatype": "", "value": "5"}, '"5"', None),
    ],
)
def test_an_invalid_cell_becomes_text(cell: dict[str, str], text: str, problem: str | None) -> None:
    rows = [{"s": GOOD}, {"s": cell}, {"s": GOOD}]
    notes: list[str] = []
    document = {"head": {"vars": ["s"]}, "results": {"bindings": rows}}
    body = lenient_results.standard_json(json.loads(json.dumps(document)), [], notes)
    terms = [str(row["s"]) for row in parse_query_results(body, QueryResultsFormat.JSON)]  # type: ignore[union-attr]
    assert terms == ["<http://example.org/a>", text, "<http://example.org/a>"]
    assert [note.startswith("row 2, column s: ") and problem is not None and problem in note for note in notes] == [
        True
    ] * (problem is not None)


@pytest.mark.parametrize("columns", [["thing"], ["thing", "name"]])
def test_a_cell_that_each_row_needs_may_be_missing(columns: list[str]) -> None:
    """Names are looked up in the columns thing and name."""
    document = {"head": {"vars": columns}, "results": {"bindings": [{"thing": GOOD}]}}
    with serving({"*": answer(200, json.dumps(document), "application/sparql-results+json")}) as store:
        done = run("show", "SUPARCO", "-e", store.url())
    assert (done.returncode, done.stdout) == (3, "")
    assert "the store returned a row without the column name: its answer is incomplete" in done.stderr
    assert done.stderr.count("\n") == 1


XML = (
    '<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="s"/></head>'
    '<results><result><binding name="s">{}</binding></result></results></sparql>'
)


def answered(body: str, media_type: str, query: str = "SELECT ?s { ?s ?p ?o }", form: str = "jsonl") -> tuple[str, str]:
    with serving({"/sparql": answer(200, body, media_type)}) as server:
        done = run("query", "-q", query, "-e", f"generic+{server.url()}", "-f", form)
        return done.stdout, done.stderr.replace(server.url(), "URL").removeprefix("spacepact: ")


def test_spaces_in_xml_are_kept() -> None:
    text = XML.format("<literal>  a\n b </literal>")
    assert answered(text, "application/sparql-results+xml") == ('{"s": "  a\\n b "}\n', "")


@pytest.mark.parametrize(
    ("cell", "text", "note"),
    [
        ('{"type": "URI", "value": "urn:a"}', "<urn:a>", ""),
        ('{"type": "literal", "xml:lang": "fr", "datatype": "urn:d", "value": "a"}', '"a"@fr', "which is left out"),
        ('{"type": "uri", "value": "urn:\\ud800"}', '"urn:\ufffd"', "is not an IRI"),
        (
            '{"type": "statement", "value": {"s": {"type": "uri", "value": "urn:a"}, '
            '"p": {"type": "uri", "value": "urn:b"}, "o": {"type": "literal", "value": "c"}}}',
            '<urn:a> <urn:b> "c"',
            "",
        ),
    ],
)
def test_other_forms_of_a_cell(cell: str, text: str, note: str) -> None:
    body = f'{{"head":{{"vars":["s"]}},"results":{{"bindings":[{{"s":{cell}}}]}}}}'
    out, err = answered(body, "application/sparql-results+json", form="tsv")
    assert (text in out, note in err) == (True, True), (out, err)


@pytest.mark.parametrize(("value", "expected"), [("true", True), ("1", True), (" false ", False), ("0", False)])
def test_a_boolean_in_xml(value: str, expected: bool) -> None:
    body = f'<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head/><boolean>{value}</boolean></sparql>'
    assert lenient_results.xml_document(body.encode()) == {"boolean": expected}
    if expected:
        assert answered(body, "application/sparql-results+xml", "ASK {}", "text")[0] == "true\n"
    unknown = body.replace(value, "perhaps")
    assert "(the store says: perhaps)" in answered(unknown, "application/sparql-results+xml", "ASK {}", "text")[1]


@pytest.mark.parametrize(
    ("body", "media_type", "message"),
    [
        ('{"exception": "out of memory"}', "application/json", '(the store says: {"exception": "out of memory"})\n'),
        ("<error>out of memory</error>", "application/xml", "(the store says: out of memory)\n"),
        ("", "application/sparql-results+json", "URL: the answer is empty: report it to the operator of the store\n"),
    ],
)
def test_an_answer_without_a_table(body: str, media_type: str, message: str) -> None:
    out, err = answered(body, media_type)
    assert out == ""
    assert err.endswith(message)


def test_one_invalid_triple_does_not_lose_the_others() -> None:
    query = "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"
    body = '<urn:a> <urn:b> "c" .\n<urn:a b> <urn:b> "d" .\n<urn:a> <urn:b> "e"@en_US .\n<urn:f> <urn:b> "g" .\n'
    note = "note: line 2: Invalid IRI code point ' ', so the triple is left out, and 1 other triples\n"
    out = '<urn:a> <urn:b> "c" .\n<urn:f> <urn:b> "g" .\n'
    assert answered(body, "application/n-triples", query, "nt") == (out, note)
    for cut in (body[:-8], "<urn:a b> <urn:b> 1 .\n"):
        out, err = answered(cut, "application/n-triples", query, "nt")
        assert out == ""
        assert "invalid application/n-triples in the answer" in err


def test_other_names_of_formats_of_triples() -> None:
    query = "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"
    for media_type in ("text/plain", "text/rdf+n3", "application/octet-stream"):
        assert answered('@prefix u: <urn:> .\nu:a u:b "c" .', media_type, query, "nt")[0] == '<urn:a> <urn:b> "c" .\n'
    rdf = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:u="urn:"><rdf:Description '
    rdf += 'rdf:about="urn:a"><u:b>c<!-- d --> e</u:b></rdf:Description></rdf:RDF>'
    assert answered(rdf, "application/rdf+xml", query, "nt")[0] == '<urn:a> <urn:b> "c e" .\n'
