"""A response in another charset is read by that charset, or refused in one line: never as other characters."""

from __future__ import annotations

import pytest

from command_line import run
from fault_server import JSON, answer, json_text, serving
from remote_errors import clean_environment, failed  # noqa: F401, a fixture for every test here

SELECT, CONSTRUCT = "SELECT ?x { ?s ?p ?x }", "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"
TABLE = '{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"déjà"}}]}}'
XML = (
    '<?xml version="1.0" encoding="{}"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head>'
    '<variable name="x"/></head><results><result><binding name="x"><literal>déjà</literal></binding></result>'
    "</results></sparql>"
)
TRIPLE = '<urn:a> <urn:b> "déjà" .\n'
# The text of the response, its encoding, and its Content-Type.
TABLES = [
    (TABLE, "latin-1", f"{JSON}; charset=ISO-8859-1"),
    (TABLE, "cp1252", f'{JSON};charset="windows-1252"'),
    (TABLE, "utf-16", f"{JSON}; charset=UTF-16"),
    (TABLE, "utf-16-be", f"{JSON}; charset=utf-16"),
    (TABLE, "utf-16-le", f"{JSON}; charset=UTF-16LE"),
    (TABLE, "utf-16", JSON),
    (TABLE, "utf-32", JSON),
    (TABLE, "utf-8-sig", f"{JSON}; charset=ISO-8859-1"),
    (TABLE, "utf-8", f"{JSON}; charset=us-ascii"),
    (XML.format("ISO-8859-1"), "latin-1", "application/sparql-results+xml"),
    (XML.format("UTF-16"), "utf-16", "application/xml"),
    (XML.format("UTF-8"), "latin-1", "application/sparql-results+xml; charset=iso-8859-1"),
    ('?x\n"déjà"\n', "latin-1", "text/tab-separated-values; charset=ISO-8859-1"),
]
TRIPLES = [
    (TRIPLE, "latin-1", "application/n-triples; charset=ISO-8859-1"),
    (TRIPLE, "utf-16", "text/turtle; charset=UTF-16"),
    (TRIPLE, "utf-8-sig", "text/turtle"),
    ('{"@id":"urn:a","urn:b":"déjà"}', "latin-1", "application/ld+json; charset=latin1"),
]


@pytest.mark.parametrize(("text", "encoding", "media_type"), TABLES)
def test_a_table_in_another_charset(text: str, encoding: str, media_type: str) -> None:
    with serving({"/sparql": answer(200, text.encode(encoding), media_type)}) as server:
        done = run("query", "-q", SELECT, "-e", f"generic+{server.url()}", "-f", "csv")
    assert (done.returncode, done.stdout, done.stderr) == (0, "x\ndéjà\n", "")


@pytest.mark.parametrize(("text", "encoding", "media_type"), TRIPLES)
def test_triples_in_another_charset(text: str, encoding: str, media_type: str) -> None:
    with serving({"/sparql": answer(200, text.encode(encoding), media_type)}) as server:
        done = run("query", "-q", CONSTRUCT, "-e", f"generic+{server.url()}", "-f", "nt")
    assert (done.returncode, done.stdout, done.stderr) == (0, TRIPLE, "")


@pytest.mark.parametrize(
    ("charset", "message"),
    [
        ("x-unknown", "unknown charset 'x-unknown' of the response"),
        ("rot13", "unknown charset 'rot13' of the response"),
        ("punycode", "unknown charset 'punycode' of the response"),
        ("UTF-32", "the response is not UTF-32-LE, the charset that the store declares"),
    ],
)
def test_a_charset_that_cannot_be_read(charset: str, message: str) -> None:
    with serving({"/sparql": answer(200, TABLE, f"{JSON}; charset={charset}")}) as server:
        url = server.url()
        line = failed(run("query", "-q", SELECT, "-e", f"generic+{url}", "-f", "csv"))
    assert line == f"{url}: {message}: report it to the operator of the store"


def test_a_byte_that_is_not_utf_8_loses_only_its_character() -> None:
    body = json_text(["x"], [{"x": "right"}, {"x": "d?j"}]).encode().replace(b"?", b"\xe9")
    with serving({"/sparql": answer(200, body, JSON)}) as server:
        done = run("query", "-q", SELECT, "-e", f"generic+{server.url()}", "-f", "csv")
    assert (done.returncode, done.stdout) == (0, "x\nright\nd\ufffdj\n")
    assert done.stderr == "spacepact: note: row 2, column x: an invalid character is replaced by U+FFFD\n"


def test_the_message_of_a_store_in_another_charset() -> None:
    refused = answer(403, "réservé".encode("latin-1"), "text/plain; charset=ISO-8859-1")
    with serving({"/sparql": refused}) as server:
        line = failed(run("query", "-q", SELECT, "-e", f"generic+{server.url()}"))
    assert line.endswith("(the store says: réservé)")
