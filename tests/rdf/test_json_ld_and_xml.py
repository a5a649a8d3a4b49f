"""What a JSON-LD parser leaves out is reported, and each error of RDF/XML has its line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pyoxigraph import Literal

from spacepact.rdf import json_ld, read_file

CONTEXT = {"ex": "http://example.org/", "name": {"@id": "ex:name", "@language": "en"}, "note": None}


def _messages(*members: str, context: object = CONTEXT) -> list[tuple[str, int | None]]:
    lines = [f'"@context": {json.dumps(context)}', *members]
    text = "{" + ",\n".join(lines) + "}"
    return [(problem.message, problem.line) for problem in json_ld.find_dropped(text)]


@pytest.mark.parametrize(
    ("member", "message"),
    [
        ('"nmae": "x"', "nmae has no meaning in this context; did you mean name?"),
        ('"colour": {"ex:a": 1}', "colour has no meaning in this context: define it in @context, or remove it"),
        ('"@foo": 1', "@foo is not a keyword of JSON-LD"),
        ('"@type": "Thing"', "Thing has no meaning in this context"),
        ('"ex:p": {"@id": "http://example.org/a b"}', "<http://example.org/a b> is not an IRI"),
        ('"ex:p": {"@id": "a"}', "<a> is a relative IRI"),
        ('"http://example.org/a b": 1', "<http://example.org/a b> is not an IRI"),
        ('"ex:p": {"@value": "x", "@language": "en_US"}', "en_US is not a language tag"),
        ('"ex:p": {"@value": "x", "@type": "number"}', "number has no meaning in this context"),
        ('"ex:p": [{"@id": "ex:b", "inner": 1}]', "inner has no meaning in this context"),
    ],
)
def test_what_is_left_out_is_reported_with_its_line(member: str, message: str) -> None:
    found = _messages('"@id": "ex:a"', '"name": "A"', member)
    assert [(text.startswith(message), line) for text, line in found] == [(True, 4)], found


def test_a_relative_id_loses_its_node() -> None:
    ((message, line),) = _messages('"ex:p": 1', '"@id": "node"')
    assert message.startswith("<node> is a relative IRI")
    assert line == 3


@pytest.mark.parametrize(
    ("members", "context"),
    [
        (('"@id": "ex:a"', '"name": "A"', '"note": "left out on purpose"'), CONTEXT),
        (('"@id": "node"', '"p": 1'), {"@base": "http://example.org/", "@vocab": "http://example.org/"}),
        (('"@id": "_:b0"', '"name": "A"', '"ex:p": {"@list": [1, {"@id": "ex:b"}]}'), CONTEXT),
    ],
)
def test_a_complete_document_has_no_problem(members: tuple[str, ...], context: object) -> None:
    assert _messages(*members, context=context) == []


def test_a_file_with_a_problem_has_a_fault_and_no_triples(tmp_path: Path) -> None:
    (tmp_path / "a.jsonld").write_text('{"@id": "http://example.org/a",\n"http://example.org/p": 1,\n"q": 2}')
    file = read_file(tmp_path / "a.jsonld")
    assert file.triples == ()
    assert [(fault.line, fault.rule) for fault in file.faults] == [(3, "syntax")]


XML = """<?xml version="1.0" encoding="{}"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://example.org/">
<rdf:Description rdf:about="http://example.org/a">
 <e:name>Caf\u00e9</e:name>
 <e:p {}/>
</rdf:Description></rdf:RDF>"""


@pytest.mark.parametrize(
    ("codec", "name"),
    [
        ("utf-8", "UTF-8"), ("utf-8-sig", "utf-8"), ("utf-16", "UTF-16"), ("utf-16-be", "UTF-16"),
        ("iso-8859-1", "ISO-8859-1"), ("cp1252", "windows-1252"),
    ],
)  # fmt: skip
def test_xml_is_read_in_the_encoding_that_it_names(tmp_path: Path, codec: str, name: str) -> None:
    (tmp_path / "a.rdf").write_bytes(XML.format(name, 'rdf:resource="http://example.org/b"').encode(codec))
    file = read_file(tmp_path / "a.rdf")
    assert [(str(located.triple.object), located.line) for located in file.triples] == [
        ('"Caf\u00e9"', 4),
        ("<http://example.org/b>", 5),
    ]


@pytest.mark.parametrize(
    "attributes",
    [
        'rdf:resource="http://example.org/a b"',
        'rdf:resource="relative"',
        'rdf:ID="1 2"',
        'rdf:aboutEach="http://example.org/x"',
        'rdf:nodeID="1x"',
        'xml:lang="en_US" e:q="x"',
        'rdf:resource="http://example.org/b" rdf:parseType="Literal"',
    ],
)
def test_an_error_of_rdf_xml_has_its_line(tmp_path: Path, attributes: str) -> None:
    (tmp_path / "a.rdf").write_text(XML.format("utf-8", attributes), encoding="utf-8")
    (fault,) = read_file(tmp_path / "a.rdf").faults
    assert fault.line == 5, fault


def test_an_unknown_encoding_is_reported_at_the_first_line(tmp_path: Path) -> None:
    (tmp_path / "a.rdf").write_text(XML.format("klingon", ""), encoding="utf-8")
    (fault,) = read_file(tmp_path / "a.rdf").faults
    assert (fault.line, fault.message) == (1, "unknown encoding klingon: save the file as UTF-8")


@pytest.mark.parametrize(
    "member",
    [
        '"urn:b": {"@value": "x", "@type": "a b"}',
        '"urn:b": {"@value": [1]}',
        '"@type": 5',
        '"@context": 5',
        '"urn:b": {"@value": 1e400e}',
    ],
)
def test_an_error_of_json_ld_has_its_line(tmp_path: Path, member: str) -> None:
    file = tmp_path / "x.jsonld"
    file.write_text(f'{{"@id": "urn:a",\n"urn:c": 1,\n{member},\n"urn:d": 2}}')
    (fault,) = read_file(file).faults
    assert fault.line == 3, fault


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("  a b ", "  a b "),
        ("a <!-- not this --> b", "a  b"),
        ("<!-- <x> -->\r\n a", "\n a"),
        ("  <![CDATA[<b> & ]]>  c", "  <b> &   c"),
        ("a<?php x ?>b", "ab"),
        ("a&#13;&#10;b\r\nc\rd", "a\r\nb\nc\nd"),
    ],
)
def test_the_text_of_a_literal_in_rdf_xml(tmp_path: Path, markup: str, text: str) -> None:
    rdf = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:u="urn:"'
    body = f'<u:b>{markup}</u:b>\n<u:c rdf:resource="urn:d"/>'
    content = (
        f'<?xml version="1.0"?>\n<rdf:RDF {rdf}>\n<rdf:Description rdf:about="urn:a">{body}</rdf:Description></rdf:RDF>'
    )
    (tmp_path / "a.rdf").write_text(content, encoding="utf-8", newline="")
    file = read_file(tmp_path / "a.rdf")
    assert [str(t.triple.object) for t in file.triples] == [str(Literal(text)), "<urn:d>"]
    last = content.replace("\r\n", "\n").replace("\r", "\n").rpartition("<u:c")[0].count("\n") + 1
    assert [t.line for t in file.triples] == [3, last]


@pytest.mark.parametrize("begin", ['{"@id": "urn:a", "urn:b":\n', "[\n", '{"urn:b": {"@list": [\n'])
def test_deeply_nested_json_ld_is_an_error(tmp_path: Path, begin: str) -> None:
    end = "".join({"{": "}", "[": "]"}[character] for character in reversed(begin) if character in "{[")
    (tmp_path / "a.jsonld").write_text(begin * 5000 + "1" + end * 5000, encoding="utf-8")
    (fault,) = read_file(tmp_path / "a.jsonld").faults
    assert fault.message == "more than 200 nested objects and lists"
    assert fault.line == 200 // len(end) + 1
