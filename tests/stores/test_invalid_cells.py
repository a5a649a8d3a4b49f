"""A cell that RDF does not allow becomes plain text, with a note, and does not lose the answer."""

from __future__ import annotations

import json

import pytest
from pyoxigraph import QueryResultsFormat, parse_query_results

from spacepact.stores import lenient_results

GOOD = {"type": "uri", "value": "http://example.org/a"}


@pytest.mark.parametrize(
    ("cell", "text", "problem"),
    [
        ({"type": "literal", "xml:lang": "en_US", "value": "color"}, '"color"', "en_US is not a language tag"),
        ({"type": "uri", "value": "http://example.org/a b"}, '"http://example.org/a b"', "is not an IRI"),
        ({"type": "uri", "value": "relative"}, '"relative"', "<relative> is not an IRI"),
        ({"type": "literal", "datatype": "int eger", "value": "5"}, '"5"', "is not the IRI of a datatype"),
        ({"type": "literal", "value": "a\ud83d!"}, '"a\ufffd!"', "half of a character is replaced by U+FFFD"),
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
