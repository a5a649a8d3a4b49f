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
