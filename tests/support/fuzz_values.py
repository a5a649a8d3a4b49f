"""Hostile and ordinary values for the generated command lines: texts, file contents, names of files."""

from __future__ import annotations

import gzip
import json
import re
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from locations import EXAMPLES
from spacepact.documents import write_sheet
from spacepact.documents.sheets.columns import BY_NAME
from spacepact.graph import packaged_files

SECRET = "s3cr3t-w0rd"

# A command line and an environment have no NUL, and lone surrogates only for bytes that are not UTF-8.
TEXTS = [
    "", " ", "-", "--", "=", ".", "..", "/", "\\", "%", "%0a", "'", '"', "a" * 5000, "x\ny", "x\r", "\t", "\x1b[31mred",
    "\u202eright", "\u2028", "e\u0301", "\ufeff", "\ufeffx", "\udcff", "a\udc80b", "\U0001f680", "\x7f", "\x01", "0", "-1",
    "1", "9" * 30, "1e999", "nan", "inf", "-inf", "0.5", "1_0", "\u0663", "true", "null", "2023-02-30", "2023-13", "../2029",
    "<", ">", "<>", "<urn:x>", "<a b>", "urn:x", "spid:", "spid:state_pakistan", "sp:Nope", "nope:x", ":", "_:b0", "http://",
    "https://w3id.org/spacepact/id/state_pakistan", "http://[", "http://[::1]:99999/", "http://a b/", "ftp://x/", "*", "?x",
    "{", "}", "${HOME}", "~", "~nobody/x", "Pakistan", "pakistan", "SUPARCO", "moon", "ILRS", "positions", "stages", "Peru",
    "programme=ILRS", "party=Pakistan", "party=", "=x", "asof=2023", "from=2023-02-30", "limit=5", "document=scmp-3223585",
    "SELECT ?s { ?s ?p ?o } LIMIT 1", "ASK {}", "SELECT", "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 2", "DESCRIBE <urn:x>",
    "SELECT (<urn:f>(1) AS ?x) {}", "SELECT ?x { BIND(1/0 AS ?x) }", "INSERT DATA { <urn:a> <urn:b> <urn:c> }", "# only a comment",
    "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SELECT ?s FROM <urn:g> { ?s ?p ?o } LIMIT 1", "VERSION '1.2' ASK {}",
    "SELECT ?s { GRAPH ?g { ?s ?p ?o } } LIMIT 1", "PREFIX : <x> ASK {}", "SELECT (COUNT(*) AS ?n) (SUM(?o) AS ?m) { ?s ?p ?o }",
    'SELECT ?x { VALUES ?x { "a\\u0000b" "INF"^^<http://www.w3.org/2001/XMLSchema#double> "<&>"@en <urn:x> UNDEF "1"^^<urn:t> } }',
    "(" * 300, "SELECT ?x { " + "{ " * 5000, "LOAD <http://127.0.0.1:9/>", "HEAD", "HEAD~1", "v1..v2", "git+https://example.org/x@v1",
    "de", "zz", "codes", "instances", "facts", "ttl", "csv", "json", "text", "table", "sarif", "bearer", "lab", "no-such", "endpoints",
    "https://example.org/facts#", "https://example.org/facts", "file:///etc/passwd", "oxigraph+http://127.0.0.1:9", "memory:",
]  # fmt: skip

NAMES = [
    "data.ttl", "bad.ttl", "deep.ttl", "utf16.ttl", "mark.ttl", "empty.ttl", "latin.ttl", "nul.ttl", "data.nt", "data.nq",
    "data.trig", "data.rdf", "xml.owl", "data.jsonld", "data.json", "wrong.nt", "wrong.rdf", "wrong.jsonld", "data.ttl.gz",
    "cut.ttl.gz", "notzip.ttl.gz", "text.txt", "bad.txt", "empty.txt", "query.rq", "bad.rq", "mark.rq", "sheet.tsv",
    "sheet.csv", "bad.tsv", "cut.zip", "data.whl", "x.tar.gz", "folder", "folder.ttl", "missing.ttl", "missing", "loop.ttl",
    "new.ttl", "new.csv", "new.nt", "new.json", "new.unknown", "no/such/new.ttl", "data.ttl/new.ttl", "n\udcffe\n.ttl",
    "store", "store/x", "/dev/null", "/dev/full", "-", ".", "..", "pipe.ttl", "locked.ttl", "~", "A" * 300 + ".ttl",
]  # fmt: skip

_PREFIXES = """@prefix sp: <https://w3id.org/spacepact/ontology#> .
@prefix spid: <https://w3id.org/spacepact/id/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
_SUBJECTS = [
    "spid:state_pakistan",
    "spid:claim_x_1",
    "_:b0",
    "[]",
    "<x>",
    "<urn:\\u0020>",
    "spid:document_x",
    "<urn:x>",
    "( 1 2 )",
]
_PREDICATES = [
    "a", "skos:prefLabel", "sp:claimSubject", "sp:claimProperty", "sp:claimObject", "sp:claimLiteral", "sp:hasStance",
    "sp:hasEvidence", "sp:edtf", "sp:exactQuantity", "sp:sha256", "oa:start", "oa:end", "sp:isPassageOf", "dcterms:identifier",
    "sp:order", "sp:nope", "<urn:p>", "sp:hasHolder", "sp:contradicts", "sp:supersedes", "sp:characterCount",
]  # fmt: skip
_OBJECTS = [
    "sp:Claim", "sp:Passage", "sp:Document", "sp:State", "sp:stance_asserted", "sp:voice_document", "spid:state_china", '"x"@en',
    '"\\u001B[31m"', '"\\u202E"@en', '"2023-02-30"^^xsd:date', '"abc"^^xsd:integer', "1e999", "99999999999999999999999", '"INF"^^xsd:double',
    "_:b0", "( 1 2 3 )", "[ a sp:Claim ]", '"\\uD800"', '"a\\u0000b"', '"x"@en-', '"x"^^<rel>', "<a b>", '"2023-24"', '"-5"^^xsd:nonNegativeInteger',
    "true", "-0.0", '"x"^^xsd:hexBinary', '""', "sp:claimLiteral", "spid:claim_x_1", "<<( <urn:a> <urn:b> <urn:c> )>>", '"2023-05-30T25:00:00"^^xsd:dateTime',
]  # fmt: skip
_JUNK = [
    "@prefix x:",
    ";;",
    "[",
    ")",
    "\x00",
    "\x1b[2J",
    '"""',
    "<",
    "VERSION '1.2'",
    "@base <x> .",
    "\r",
    "#",
    "\\u12",
    "GRAPH <urn:g> {",
    "^^",
    "\u2028",
]
_JSON: list[object] = [
    {"@id": "x", "urn:p": 1e300}, {"@context": "http://127.0.0.1:9/c", "a": 1}, [], {}, None, 1, "x", {"@graph": [{"@id": "_:b0", "urn:p": {"@id": "_:b0"}}]},
    {"@context": {"p": "urn:p"}, "p": {"@value": "x", "@language": "en_US"}, "q": 1}, {"@context": {"p": {"@id": "urn:p", "@container": "@list"}}, "p": [[1], [2]]},
    {"@id": "urn:a b", "@type": ["x", 3]}, {"@type": "https://w3id.org/spacepact/ontology#Claim"},
]  # fmt: skip
_XML = [
    '<?xml version="1.0"?>', '<?xml version="1.0" encoding="ISO-8859-1"?>', "<!DOCTYPE a [<!ENTITY b 'x'>]>", "<!DOCTYPE a SYSTEM 'file:///etc/passwd'>",
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:">', '<rdf:Description rdf:about="urn:a b">',
    '<rdf:Description rdf:ID="1">', "<e:p>x</e:p>", '<e:p rdf:parseType="Literal"><b>', '<e:p rdf:resource="x"/>', "</rdf:Description>", "</rdf:RDF>",
    "&b;", "&#0;", "\xe9", '<e:p rdf:datatype="urn:d">1</e:p>', "<rdf:li>1</rdf:li>", "]]>", "<!--", "<e:T rdf:nodeID='b0'/>",
]  # fmt: skip
_PROSE = [
    "The two sides signed an agreement. ", "1. ", "\n\n", "\r\n", "\r", "* * *\n", "“We hope”, she said. ", "„Ja“ ", "\u0627\u0644\u0642\u0645\u0631. ", "\u6708\u3002", "\x00",
    "\x1b[31m", "\u202e", "- item\n", "| a | b |\n", "e\u0301", "\u2029", "a.m. EDT ", "x" * 500, "\t", "# Title\n", "\ufeff", ")", "“",
]  # fmt: skip
_CELLS = [
    "", "Pakistan", "China", "signed", "asserted", "hoped", "is signatory of", "1", "2023-02-30", "12/03/2034", "=1+1", '"', '"a\nb"', "spid:state_pakistan", "<x>",
    "x" * 400, "\x1b[31m", "5 a", "~5", "passage", "1;2", "document", "explicit", "new: x", "*", "?", "ILRS",
]  # fmt: skip
_QUERIES = [
    "#+ summary: x\n", "#+ question: \n", "#+ parameters:\n", "#+   - name: s\n", "#+ tags: [", "PREFIX sp: <https://w3id.org/spacepact/ontology#>\n",
    "SELECT ?s ", "{ ?s ?p ?o } ", "WHERE ", "VALUES ?s { UNDEF } ", "LIMIT 1 ", "ORDER BY ?s ", "ASK {} ", "# x\r", "\x00", "\x1b", "}", "SERVICE <urn:x> {",
    "GROUP BY ?p ", "(COUNT(?s) AS ?n) ", "CONSTRUCT { ?s ?p ?o } ", "FROM <urn:g> ", "BIND(<urn:f>(?s) AS ?q) ", "'\\ud800'",
]  # fmt: skip
_TOML = [
    "[endpoints.lab]\n", 'url = "URL"\n', "timeout = 0.5\n", 'kind = "virtuoso"\n', "default-graph = true\n", "[facts]\n", 'namespace = "https://e.org/f#"\n',
    'prefix = "our"\n', "timeout = inf\n", "timeout = -1\n", 'url = 5\n', 'kind = "\\u001b"\n', "[endpoints]\n", "endpoints = 1\n", "nope = 2\n", '"a\\u0000b" = 1\n',
    "[endpoints.\"\"]\n", 'graph = "a b"\n', f'password = "{SECRET}"\n', f'token = "{SECRET}"\n', 'url = "http://[\\u0000"\n', "\x00", "= =\n", "[[endpoints.lab]]\n",
    'query = "x"\n', 'update = "http://127.0.0.1:9/"\n', "allow-plain-http = true\n", "x = 2023-02-30\n", "\ufeff", 'url = "/\\u0000"\n', 'url = "~x"\n', 'prefix = "sp"\n',
]  # fmt: skip
_NETRC = [
    "machine ", "127.0.0.1 ", "login ", "me ", "password ", f"{SECRET} ", "port ", "default ", "macdef x\n", "# ", "\n", '"', "\\", "\u00e9 ", "\ufeff", "\x00", f"{SECRET}\r\n",
]  # fmt: skip


def _joined(chance: Random, parts: list[str], most: int) -> bytes:
    return "".join(chance.choices(parts, k=chance.randrange(most))).encode("utf-8", "surrogatepass")


@cache
def examples(suffix: str) -> list[str]:
    """Return correct files with this suffix: the invented examples, their sheets, and the named queries."""
    if suffix == "rq":
        return [path.read_text(encoding="utf-8") for path in sorted((packaged_files.root() / "queries").glob("*.rq"))]
    if suffix in ("tsv", "csv"):
        with TemporaryDirectory() as folder:
            sheets = [
                path
                for name in ("signing", "quantities", "choices", "selection")
                for path in write_sheet(EXAMPLES / f"{name}.ttl", Path(folder) / f"{name}.{suffix}", [])
            ]
            return [path.read_text(encoding="utf-8") for path in sheets]
    return [path.read_text(encoding="utf-8") for path in sorted(EXAMPLES.glob(f"*.{suffix}"))]


def mutated(chance: Random, text: str, values: list[str]) -> bytes:
    """Return a text with up to three words or lines removed, repeated or replaced."""
    for _ in range(chance.randrange(4)):
        words = re.split(chance.choice([r"(\s+)", r"(\n)", r"(\W)"]), text)
        at = chance.randrange(len(words))
        new = chance.choice([[], [words[at]] * 2, [chance.choice(values)], [chance.choice(words)]])
        text = "".join([*words[:at], *new, *words[at + 1 :]])
    return text.encode("utf-8", "surrogatepass")


def turtle(chance: Random) -> bytes:
    """Return statements in the terms of the project, with one slip in most texts."""
    if chance.random() < 0.5:
        return mutated(chance, chance.choice(examples("ttl")), [*_SUBJECTS, *_PREDICATES, *_OBJECTS, *_JUNK])
    lines = [
        f"{chance.choice(_SUBJECTS)} {chance.choice(_PREDICATES)} {chance.choice(_OBJECTS)} ."
        for _ in range(chance.randrange(8))
    ]
    if chance.random() < 0.3:
        lines.insert(chance.randrange(len(lines) + 1), chance.choice(_JUNK))
    return damaged(chance, (_PREFIXES + "\n".join(lines)).encode("utf-8", "surrogatepass"))


def damaged(chance: Random, content: bytes) -> bytes:
    """Return the content, cut or with wrong bytes in one of four cases."""
    kind = chance.randrange(16)
    at = chance.randrange(len(content) + 1)
    if kind == 0:
        return content[:at]
    if kind == 1:
        return content[:at] + chance.choice([b"\xff", b"\x00", b"\xed\xa0\x80", b"\xc3", b"\x1b[31m"]) + content[at:]
    if kind == 2:
        return b"\xef\xbb\xbf" + content
    if kind == 3:
        return content.decode("utf-8", "replace").encode(chance.choice(["utf-16", "latin-1", "utf-32"]), "replace")
    return content


def content(chance: Random, name: str) -> bytes:
    """Return the content of a file with this name: usually in its format, sometimes in that of another."""
    if chance.random() < 0.1:
        name = chance.choice(NAMES)
    if name.startswith("empty"):
        return b""
    if name.endswith((".gz", ".zip", ".whl")):
        packed = gzip.compress(turtle(chance))
        return {"cut": packed[: len(packed) // 2], "not": turtle(chance)}.get(name[:3], packed)
    suffix = name.rpartition(".")[2]
    if suffix in ("txt", "tsv", "csv", "rq") and chance.random() < 0.6:
        return mutated(chance, chance.choice(examples(suffix)), [*_PROSE, *_CELLS, *_QUERIES])
    if suffix in ("jsonld", "json"):
        return damaged(chance, json.dumps(chance.choice(_JSON)).encode())
    if suffix in ("rdf", "owl"):
        return damaged(chance, _joined(chance, _XML, 12))
    if suffix == "txt":
        return damaged(chance, _joined(chance, _PROSE, 20))
    if suffix in ("tsv", "csv"):
        separator = "\t" if suffix == "tsv" else ","
        rows = [separator.join(chance.choices(_CELLS, k=chance.randrange(8))) for _ in range(chance.randrange(5))]
        head = separator.join(chance.sample([*BY_NAME, "x", ""], chance.randrange(1, 12)))
        return damaged(chance, "\n".join([head, *rows]).encode())
    if suffix == "rq":
        return damaged(chance, _joined(chance, _QUERIES, 12))
    return turtle(chance)


def settings(chance: Random, url: str) -> bytes:
    """Return the content of spacepact.toml; half of the files have a store at *url*."""
    begin = f'[endpoints.lab]\nurl = "{url}"\ntimeout = 0.5\n' if chance.random() < 0.5 else ""
    return begin.encode() + damaged(chance, _joined(chance, [part.replace("URL", url) for part in _TOML], 6))


def netrc(chance: Random) -> bytes:
    """Return the content of a netrc file."""
    return damaged(chance, _joined(chance, _NETRC, 12))


def standard_input(chance: Random) -> bytes:
    """Return what a command can read from standard input."""
    return chance.choice(
        [b"", b"SELECT ?s { ?s ?p ?o } LIMIT 1", content(chance, "x.rq"), turtle(chance), b"\xff\xfe\x00"]
    )
