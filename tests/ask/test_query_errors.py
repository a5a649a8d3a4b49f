"""The reason why a query is rejected is that of the engine, in one line, with the position."""

from __future__ import annotations

import pytest
from pyoxigraph import Store

from spacepact.ask.execute import run_query
from spacepact.errors import BrokenQuery
from spacepact.rdf import require_syntax


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("SELECT ?s (COUNT(?c) AS ?n) { ?s a ?c }", "?s must be grouped (GROUP BY) or aggregated"),
        (
            "SELECT ?a ?b ?c (MAX(?d) AS ?n) { ?a ?b ?c, ?d } GROUP BY ?b",
            "?a and ?c must be grouped (GROUP BY) or aggregated",
        ),
        ("SELECT * { ?s a ?c } GROUP BY ?s", "SELECT * is not authorized with GROUP BY"),
        ("SELECT ?x ?x { BIND(1 AS ?x) }", "Duplicated variable name in SELECT"),
        ("SELECT (?a+1 AS ?a) { BIND(1 AS ?a) }", "The SELECT overrides an existing variable using an expression"),
        ("SELECT ?s { ?s a ?c } VALUES (?s ?c) { (<x:a>) }", "The VALUES clause rows should have exactly the same"),
        ("SELECT ?s { ?s a ?c BIND(?c AS ?c) }", "?c is already in use: choose another name after AS"),
        ("SELECT ?s { ?s <rel> ?c }", "<rel> is not a valid absolute IRI"),
        ("SELECT ?s { ?s <http://a b> ?c }", "<http://a b> is not an IRI: write %20 for a space"),
        ("SELECT ?s { ?s a http://a.example/b }", "an IRI needs < and > around it"),
        ("SELEC ?s { ?s a ?c }", "column 10: expected SELECT, ASK, CONSTRUCT or DESCRIBE"),
        ("{ ?s a ?c }", "expected SELECT, ASK, CONSTRUCT or DESCRIBE"),
        ("SELECT ?s, ?c { ?s a ?c }", "the variables after SELECT are separated by spaces: remove the comma"),
        ("select count(*) { ?s a ?c }", "needs parentheses and a name: write (COUNT(...) AS ?x)"),
        ("SELECT (CONCAT(?s, ?c) AS ?x ?y) { ?s a ?c }", "not valid at or shortly before this position"),
        ("SELECT ?s { ?s ?p “a” }", '“ does not begin or end a text in SPARQL: write the quotation mark "'),
        ("SELECT ?s { ?s ?p ?o FILTER(?o = ‘a’) }", "‘ does not begin or end a text in SPARQL"),
        ("SELECT ?s { ?s ?p '“a”' FILTER( }", "unexpected end of the query"),
        ("SELECT ?s { ?s a <a b> }", "not a valid absolute IRI"),
        ("SELECT ?x { ?x ?y ?z } LIMIT 99999999999999999999999", "The query limit should be a non negative integer"),
        ("SELECT ?s { ?s ex:a ?c }", "the prefix ex: is not declared"),
        (
            "SELECT ?s { ?s dcterms:title ?c }",
            "dcterms: is not declared: add PREFIX dcterms: <http://purl.org/dc/terms/>",
        ),
        ("SELECT ?s { ?s a ?c", "unexpected end of the query"),
        ("", "unexpected end of the query"),
        ("ASK { ?s ?p ')' FILTER(1", "unexpected end of the query"),
        ("SELECT ?s { ?s a }", "not valid at or shortly before this position"),
        ("SELECT ?s { ?s ?p 'ex:a' . # ex:b\n ?s ?p _:a . ?s ?p ex-2.b:c }", "the prefix ex-2.b: is not declared"),
    ],
)
def test_the_reason_of_a_syntax_error(query: str, reason: str) -> None:
    with pytest.raises(BrokenQuery) as error:
        run_query(Store(), query)
    text = str(error.value)
    assert text.startswith("the query does not parse: line ")
    assert reason in text
    assert "\n" not in text
    assert ("unexpected end" in text) == (reason == "unexpected end of the query")


def test_positions_do_not_count_carriage_returns_as_lines() -> None:
    with pytest.raises(BrokenQuery, match="line 2, column 3: the prefix b: is not declared"):
        run_query(Store(), "# a\r# b\rASK {\n  b:c ?p ?o }")


def test_an_unknown_function_is_an_error_of_the_query() -> None:
    with pytest.raises(BrokenQuery, match=r"^the query failed: this engine does not know the function <urn:f>$"):
        run_query(Store(), "SELECT ?s { ?s ?p ?o FILTER(<urn:f>(?o)) }")


@pytest.mark.parametrize(
    "query",
    [
        "ASK " + "{" * 20_000 + "}" * 20_000,
        f"ASK {{ FILTER({'(' * 20_000}1{')' * 20_000}) }}",
        f"ASK {{ FILTER({'!' * 20_000}true) }}",
        "ASK { " + " UNION ".join(["{ ?s ?p ?o }"] * 20_000) + " }",
    ],
    ids=["groups", "parentheses", "operators", "alternatives"],
)
def test_a_query_that_would_overflow_the_stack_is_an_error(query: str) -> None:
    with pytest.raises(BrokenQuery, match="it nests or joins more than 2000 parts"):
        run_query(Store(), query)
    with pytest.raises(SyntaxError):
        require_syntax(query)


def test_a_query_with_many_values_is_no_deep_query() -> None:
    values = " ".join(f"(<urn:a/b-{number}> -{number} '{{(')" for number in range(5000))
    assert run_query(Store(), f"SELECT * {{ VALUES (?a ?b ?c) {{ {values} }} }}", most=1)
