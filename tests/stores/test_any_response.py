"""Generated cases: no response, environment or setting of a store gives a traceback, several lines, or a secret."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from command_line import run
from fault_server import JSON, Behaviour, answer, serving
from remote_errors import SECRET, clean_environment  # noqa: F401, a fixture for every test here
from spacepact.errors import SpacepactError
from spacepact.stores.transport import proxies
from spacepact.stores.transport.credentials import credentials

BODIES = [
    '{"head":{"vars":["x"]},', '"results":{"bindings":[', '{"x":{"type":"uri","value":"', "nodeID://", "_:", '"}}',
    "]}}",
    '"boolean":true', "}", "{", ":", "null", "1e999", '"type":"bnode"', "\0", "[", "]", ",", "<sparql>", "<rdf:RDF",
    "@prefix", "<a> <b> <c> .", '"\\ud800"', '{"type":"triple","value":{', "\ufeff",
]  # fmt: skip
TYPES = [
    JSON, "application/json", "application/sparql-results+xml", "text/xml", "text/turtle", "application/n-triples", "",
    "application/rdf+xml", "application/ld+json", "text/html", "\x1b[31m", "text/tab-separated-values", "text/csv",
]  # fmt: skip
HEADERS = [
    "Content-Encoding", "Retry-After", "Location", "WWW-Authenticate", "Server", "X-SQL-State", "X-SPARQL-MaxRows",
]  # fmt: skip
VALUES = [
    "gzip", "br", "", "-1", "9" * 20, "/", "http://[", "http://127.0.0.1:99999", "//", "ftp://x", "Basic",
    "Digest a=,b",
    'Digest realm="x", nonce="y"', "Digest realm=x, nonce=y, algorithm=FOO", "Oxigraph", "Virtuoso/\x1b[3", "uvicorn",
    "nan", "\xe9", f"http://{'a' * 70}.invalid/", "http://exa mple/",
]  # fmt: skip
STATUSES = [200, 200, 200, 200, 206, 301, 303, 307, 400, 401, 403, 404, 405, 407, 415, 429, 500, 501, 503, 599, 299]
SECRETS = [SECRET, f"{SECRET}\r", "\t", f"{SECRET}→", f"{SECRET}\udcff", f"Bearer {SECRET}", f"{SECRET}\n{SECRET}"]
PROXIES = [
    "127.0.0.1:9",
    "socks5://x",
    f"http://u:{SECRET}%0a@127.0.0.1:9",
    f"http://a:{SECRET}:c@h:1",
    "://",
    "http:///",
]
SETTINGS = [
    'kind = "generic"',
    'kind = "virtuoso"',
    'kind = "graphdb"',
    "default-graph = true",
    "allow-plain-http = true",
]
QUERIES = ["SELECT ?x { ?s ?p ?x }", "ASK {}", "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", "DESCRIBE <urn:x>", "SELECT {"]
NETRC = [
    "machine",
    "127.0.0.1",
    "login",
    "me",
    "password",
    SECRET,
    "port",
    "default",
    "macdef",
    "#",
    "\n",
    '"',
    "\\",
    "é",
]
URL_PARTS = [
    "http://",
    "socks5://",
    SECRET,
    ":",
    "@",
    "/",
    "?",
    "#",
    "%0a",
    "%",
    "[",
    "]",
    "::1",
    "h",
    "99999",
    "\r",
    "é",
]


def behaviour(chance: random.Random) -> Behaviour:
    body = "".join(chance.choices(BODIES, k=chance.randrange(12)))
    headers = {chance.choice(HEADERS).replace("-", "_"): chance.choice(VALUES) for _ in range(chance.randrange(3))}
    return answer(chance.choice(STATUSES), body, chance.choice(TYPES), **headers)


def environment(chance: random.Random) -> dict[str, str]:
    names = ("SPACEPACT_TOKEN", "SPACEPACT_USER", "SPACEPACT_PASSWORD", "SPACEPACT_LAB_TOKEN")
    values = {name: chance.choice(SECRETS) for name in names if chance.random() < 0.25}
    if chance.random() < 0.1:
        values[chance.choice(["HTTP_PROXY", "all_proxy"])] = chance.choice(PROXIES)
    return values


@pytest.mark.slow
def test_any_response_gives_one_line(more: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for number in range(more or 40):
        chance = random.Random(number)
        (tmp_path / "netrc").write_text(" ".join(chance.choices(NETRC, k=chance.randrange(9))), encoding="utf-8")
        behaviours = [behaviour(chance) for _ in range(3)]
        commands = [
            ["query", "-q", chance.choice(QUERIES), "-e", "lab"],
            ["endpoints"],
            ["load", "lab", "--only", "codes"],
            ["find", "moon", "-e", "lab"],
            ["show", "SUPARCO", "-e", "lab"],
        ]
        with serving({"*": behaviours}) as server:
            text = f'[endpoints.lab]\nurl = "{server.url()}"\ntimeout = 0.5\n{chance.choice(SETTINGS)}\n'
            (tmp_path / "spacepact.toml").write_text(text, encoding="utf-8")
            done = run(*chance.choice(commands), **environment(chance))
        assert done.returncode in (0, 1, 2, 3), number
        assert done.stderr.count("\n") <= 1 + done.stderr.count("was interrupted, or is still running"), (number, done)
        assert SECRET not in done.stderr + done.stdout, number
        assert "\x1b" not in done.stderr + done.stdout, number


def test_any_proxy_and_any_netrc(more: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(more or 2000):
        chance = random.Random(number)
        (tmp_path / "netrc").write_text(" ".join(chance.choices(NETRC, k=chance.randrange(12))), encoding="utf-8")
        monkeypatch.setitem(os.environ, "HTTP_PROXY", "".join(chance.choices(URL_PARTS, k=chance.randrange(9))))
        for call in (lambda: proxies.proxy_for("http://h/"), lambda: credentials("x", "http://127.0.0.1/")):
            try:
                call()
            except SpacepactError as error:
                assert SECRET not in str(error)
                assert "\n" not in str(error)
