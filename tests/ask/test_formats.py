"""Every format writes every valid literal without a change, or refuses it in one line."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from spacepact.ask.execute import Table
from spacepact.ask.output import formats
from spacepact.terms import PREFIXES

XSD = PREFIXES["xsd"]


def _table(term: NamedNode | BlankNode | Literal | Triple) -> Table:
    return Table(["x"], [{"x": term}])


def _jsonl(text: str, datatype: str) -> object:
    def refuse(name: str) -> None:
        raise AssertionError(f"{name} is not JSON")

    line = formats.to_jsonl(_table(Literal(text, datatype=NamedNode(datatype))))
    return json.loads(line, parse_constant=refuse, parse_float=Decimal)["x"]


@pytest.mark.parametrize(
    ("text", "datatype", "value"),
    [
        ("abc", "integer", "abc"),
        ("1.0", "integer", "1.0"),
        ("05", "integer", 5),
        ("+7", "integer", 7),
        ("9" * 5000, "integer", "9" * 5000),
        ("123456789012345678901", "integer", 123456789012345678901),
        ("-1", "unsignedByte", "-1"),
        ("255", "unsignedByte", 255),
        ("256", "unsignedByte", "256"),
        ("-3", "negativeInteger", -3),
        ("1,5", "decimal", "1,5"),
        ("1e3", "decimal", "1e3"),
        (".5", "decimal", Decimal("0.5")),
        ("5.", "decimal", Decimal(5)),
        ("0.1234567890123456789", "decimal", Decimal("0.1234567890123456789")),
        ("INF", "double", "INF"),
        ("-INF", "float", "-INF"),
        ("NaN", "double", "NaN"),
        ("1e999", "double", "1e999"),
        ("1e3", "double", 1000),
        ("\u0661", "integer", "\u0661"),
        ("true", "boolean", True),
        ("0", "boolean", False),
        ("yes", "boolean", "yes"),
    ],
)
def test_json_lines_have_a_number_only_for_a_valid_number(text: str, datatype: str, value: object) -> None:
    assert _jsonl(text, XSD + datatype) == value


@pytest.mark.parametrize("datatype", ["integer", "decimal", "boolean", "double"])
def test_a_datatype_of_another_namespace_is_text(datatype: str) -> None:
    assert _jsonl("1", "http://example.org/own#" + datatype) == "1"


def test_json_keeps_a_datatype_that_ends_like_that_of_plain_text() -> None:
    own = Literal("a", datatype=NamedNode("http://example.org/own#string"))
    cell = json.loads(formats.to_json(_table(own)))["results"]["bindings"][0]["x"]
    assert cell["datatype"] == "http://example.org/own#string"


def test_blank_nodes_are_marked_as_such() -> None:
    node = BlankNode("b7")
    assert formats.to_csv(_table(node)) == "x\r\n_:b7\r\n"
    assert json.loads(formats.to_jsonl(_table(node))) == {"x": "_:b7"}


def test_every_format_writes_a_triple_term() -> None:
    triple = Triple(NamedNode("urn:a"), NamedNode("urn:b"), Literal("c", language="en"))
    for write in formats.TABLES.values():
        assert "urn:a" in write(_table(triple))
