"""What goes wrong with a store: each fault is one clear line, has its exit code, and tells no secret."""

from __future__ import annotations

import email.utils
import os
import re
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
import trustme

from fault_server import (
    JSON,
    Behaviour,
    Handler,
    answer,
    broken_off,
    endless,
    guarded,
    json_text,
    pausing,
    redirect,
    refused_unread,
    reset,
    reset_while_reading,
    results,
    serving,
    silent,
)
from test_cli import run, run_process

SECRET = "s3cr3t-w0rd"
ROW = json_text(["x"], [{"x": "right"}])
RIGHT = results(["x"], [{"x": "right"}])
ASK = ("query", "-q", "SELECT ?x WHERE { ?s ?p ?x }", "-f", "csv")
LOAD = ("load", "--only", "codes")
PAGE = (
    b"<!DOCTYPE html><html><head><title>Proxy</title><style>p{}</style></head><body><p>Log in, please</p></body></html>"
)


@pytest.fixture(autouse=True)
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No settings, netrc, proxies or credentials of whoever runs the tests."""
    for name in [*os.environ]:
        if name.lower().endswith("_proxy") or name.startswith(("SPACEPACT_", "SSL_CERT")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))


def configure(tmp_path: Path, url: str, **more: object) -> None:
    folder = tmp_path / "settings" / "spacepact"
    folder.mkdir(parents=True)
    lines = [f"{key} = {value!r}" for key, value in {"url": url, **more}.items()]
    (folder / "spacepact.toml").write_text("[endpoints.far]\n" + "\n".join(lines) + "\n", encoding="utf-8")


def failed(done: subprocess.CompletedProcess[str], code: int = 3) -> str:
    """The one line of error; with the exit code, no row, and no secret anywhere."""
    assert (done.returncode, done.stdout) == (code, ""), done
    assert re.fullmatch(r"spacepact: [^\n]+\n", done.stderr), done.stderr
    assert SECRET not in done.stderr
    return done.stderr.removeprefix("spacepact: ").strip()


def after(url: str, told: str) -> str:
    assert told.startswith(f"{url}: "), told
    return told.removeprefix(f"{url}: ")


# What a store answers, and what is told of it


LOST = r"the connection was lost before the answer ended: .*"
UNSOUND = r"the answer is no sound application/sparql-results\+json: .*"
FAULTS: dict[str, tuple[Behaviour, str]] = {
    "who": (answer(401, b"no", WWW_Authenticate='Basic realm="x"'), r"401 Unauthorized: .*SPACEPACT_USER.*says: no\)"),
    "forbidden": (answer(403, b"not you"), r"403 Forbidden: ask as somebody who may do this \(it says: not you\)"),
    "nothing": (answer(404), r"404 Not Found: there is nothing at this address: check its path"),
    "large": (answer(413, PAGE, "text/html"), r"413 .*: it takes no body this large.*\(it says: Log in, please\)"),
    "often": (answer(429, Retry_After="3600"), r"429 Too Many Requests: it asks to wait 3600 seconds: .*"),
    "broken": (answer(500, b"SR185\n\n \x1b[31mline 1"), r"500 .*its log may tell why \(it says: SR185 \[31mline 1\)"),
    "asleep": (answer(503, b"starting"), r"503 Service Unavailable: it is not ready: try again later .*starting\)"),
    "page": (answer(200, PAGE, "text/html"), r"gave text/html instead of .*: is this .* \(it says: Log in, please\)"),
    "no type": (answer(200, ROW, ""), r"gave something without a Content-Type instead of .*"),
    "page as json": (answer(200, PAGE, JSON), UNSOUND),
    "cut json": (answer(200, ROW[:-9], JSON), UNSOUND),
    "empty": (answer(200, b"", JSON), UNSOUND),
    "verdict": (answer(200, '{"head":{},"boolean":true}', JSON), r"gave another form of answer than SELECT has: .*"),
    "graph": (answer(200, "<urn:a> <urn:b> 1 .", "text/turtle"), r"gave text/turtle instead of .*"),
    "broken off": (broken_off(ROW), r"the answer broke off: try again"),
    "reset": (reset(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n{"), LOST),
    "reset at once": (reset(), LOST),
    "no http": (reset(b"220 mail.example.org ESMTP\r\n"), LOST),
    "part": (answer(206, ROW, JSON), r"gave only a part of the answer \(206 Partial Content\): raise its limits"),
    "cut by time": (results(X_SQL_State="S1TAT"), r"gave only a part of the answer \(X-SQL-State: S1TAT\): .*"),
    "cut by rows": (results(X_SPARQL_MaxRows="10000"), r"gave only a part .*\(X-SPARQL-MaxRows: 10000\): .*"),
    "circle": (redirect("/sparql"), r"redirects in a circle: check the address"),
    "far": (redirect("ftp://example.org/"), r"moved to ftp://example.org/: use that address"),
}


@pytest.mark.parametrize("command", ["query", "load"])
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_one_line(fault: str, command: str) -> None:
    behaviour, told = FAULTS[fault]
    with serving({"/sparql": behaviour}) as server:
        asked = (*ASK, "-e", server.url()) if command == "query" else (*LOAD, f"generic+{server.url()}")
        line = failed(run(*asked, SPACEPACT_TOKEN="" if fault == "who" else SECRET))
        assert re.fullmatch(told, after(server.url(), line)), line


def test_what_is_played_is_else_right() -> None:
    """The same request to a store without fault: so each fault above is of the answer, not of the test."""
    with serving({"/sparql": RIGHT}) as server:
        done = run(*ASK, "-e", server.url())
        assert (done.returncode, done.stdout, done.stderr) == (0, "x\nright\n", "")
        (seen,) = server.seen
        assert seen.method == "POST"
        assert seen.headers["User-Agent"].startswith("spacepact/")
        assert b"default-graph-uri=https%3A%2F%2Fw3id.org%2Fspacepact%2Fgraph" in seen.body
        assert "Authorization" not in seen.headers


@pytest.mark.parametrize("behaviour", [endless(b'{"head":'), silent(), endless(b"", b"x" * 100)])
def test_an_answer_without_end_ends(behaviour: Behaviour, tmp_path: Path) -> None:
    with serving({"/sparql": behaviour}) as server:
        configure(tmp_path, server.url(), timeout=1)
        begin = time.monotonic()
        line = failed(run(*ASK, "-e", "far"))
        assert time.monotonic() - begin < 10
        assert re.search(r"within 1 seconds: ask for less, or allow more", line)


def test_an_answer_too_large_ends() -> None:
    from spacepact.errors import EndpointFailed
    from spacepact.stores.http import Transport

    with serving({"/sparql": answer(200, b"x" * 5000)}) as server, Transport() as transport:
        with pytest.raises(EndpointFailed, match="larger than 4000 bytes"):
            transport.request("GET", server.url(), repeatable=True, limit=4000)
        assert transport.request("GET", server.url(), repeatable=True, limit=5000).body == b"x" * 5000


def test_a_long_way_round_ends() -> None:
    script = {f"/{n}": redirect(f"/{n + 1}") for n in range(20)}
    with serving(script) as server:
        line = failed(run(*ASK, "-e", server.url("/0")))
        assert line == f"{server.url('/0')}: redirects more than 5 times: check the address"
        assert len(server.seen) == 6


# No store


BOTH = pytest.mark.parametrize("command", [(*ASK, "-e"), LOAD], ids=["query", "load"])


@BOTH
def test_no_such_host(command: Sequence[str]) -> None:
    assert failed(run(*command, "http://no-such-host.invalid/sparql")) == (
        "http://no-such-host.invalid/sparql: no host of this name is known: check the address"
    )


@BOTH
def test_nobody_listens(command: Sequence[str]) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/sparql"
        line = failed(run(*command, url))
    assert line == f"{url}: connection refused: is the address right, and the store running?"


@BOTH
@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("localhost:7878/query", "localhost:7878/query: no URL without its scheme: write http://localhost:7878/query"),
        ("www.example.org/a", "www.example.org/a: no URL without its scheme: write http://www.example.org/a"),
        ("ftp://example.org/", "ftp://example.org/: no URL that can be asked: write http://HOST:PORT/PATH, or https"),
        ("http://", "http://: no URL that can be asked: write http://HOST:PORT/PATH, or https"),
        ("http://example.org:99999/", "http://example.org:99999/: no URL that can be asked: .*"),
        ("fusky+http://localhost/", r"no kind of store is called 'fusky'; did you mean fuseki\?; use generic, .*"),
        (f"http://me:{SECRET}@127.0.0.1/sparql", r"http://127.0.0.1/sparql: no user or password in a URL: set .*"),
        ("fat", r"no store is called 'fat'; did you mean far\? \(a folder would be \./fat\)"),
        ("elsewhere", r"elsewhere: no store folder and no configured store \(far\): spacepact load elsewhere .*"),
    ],
)  # fmt: skip
def test_a_name_that_cannot_be(name: str, told: str, tmp_path: Path, command: Sequence[str]) -> None:
    configure(tmp_path, "http://127.0.0.1/sparql")
    if name == "elsewhere" and command is LOAD:  # a folder that is to be written
        told = "--only is for endpoints: .*"
    assert re.fullmatch(told, failed(run(*command, name), 2))


def test_a_folder_that_is_no_store(tmp_path: Path) -> None:
    line = failed(run(*ASK, "-e", str(tmp_path)), 2)
    assert line == f"{tmp_path}: no store folder: spacepact load {tmp_path} would write one"
    (tmp_path / "letter.txt").write_text("Dear all")
    assert failed(run("load", str(tmp_path)), 2).startswith(f"{tmp_path}: ")
    assert (tmp_path / "letter.txt").is_file()


@pytest.fixture
def locked(tmp_path: Path) -> Iterator[Path]:
    from pyoxigraph import Literal, NamedNode, Quad, Store

    store = Store(tmp_path / "store")
    store.add(Quad(NamedNode("urn:a"), NamedNode("urn:b"), Literal("c")))
    yield tmp_path / "store"
    del store


def test_a_store_folder_that_is_written_to(locked: Path) -> None:
    error = failed(run_process(*ASK, "-e", str(locked)))
    assert "another process is writing to this store: try again when it ends" in error
    assert "another process is writing to this store" in failed(run_process("load", str(locked)))


def test_a_store_without_the_graph() -> None:
    no, yes = answer(200, '{"head":{},"boolean":false}', JSON), answer(200, '{"head":{},"boolean":true}', JSON)
    with serving({"/sparql": [results(), no, no]}) as server:
        line = failed(run(*ASK, "-e", server.url()), 2)
        assert after(server.url(), line).startswith("holds no graph https://w3id.org/spacepact/graph: spacepact load")
        server.play("/sparql", results(), no, yes)
        line = failed(run(*ASK, "-e", server.url()), 2)
        assert "but its queries do not reach it by default-graph-uri" in line


def test_a_query_that_does_not_parse_is_the_fault_of_who_asks() -> None:
    with serving({"*": answer(400, b"Parse error: line 1")}) as server:
        line = failed(run("query", "-q", "SELECT ?x WHERE { ?s ?p }", "-e", server.url()), 2)
        assert line == "the query does not parse: line 1, column 26: unexpected end of the query"
        line = failed(run(*ASK, "-e", server.url()))
        assert line.endswith("400 Bad Request: it does not take this request (it says: Parse error: line 1)")


# What is tried again


def date_in(seconds: float) -> str:
    return email.utils.formatdate(time.time() + seconds, usegmt=True)


@pytest.mark.parametrize(
    "first",
    [
        [answer(503)],
        [answer(502), answer(504), answer(429)],
        [answer(429, Retry_After="1")],
        [answer(503, Retry_After="soon")],
        [broken_off(ROW)],
        [reset()],
        [reset(b"HTTP/1.1 200 OK\r\n"), broken_off(ROW)],
    ],
)
def test_what_passes_is_tried_again(first: Sequence[Behaviour]) -> None:
    with serving({"/sparql": [*first, RIGHT]}) as server:
        done = run(*ASK, "-e", server.url())
        assert (done.returncode, done.stdout, done.stderr) == (0, "x\nright\n", "")
        assert len(server.seen) == len(first) + 1


def test_a_store_says_when_to_come_back() -> None:
    from spacepact.stores.http import Transport

    script = [answer(429, Retry_After="1"), answer(503, Retry_After=date_in(4)), RIGHT]
    with serving({"/sparql": script}) as server, Transport() as transport:
        begin = time.monotonic()
        transport.request("GET", server.url(), repeatable=True)
        assert time.monotonic() - begin > 2


@pytest.mark.parametrize("behaviour", [answer(503), broken_off(ROW), reset()])
def test_what_may_not_be_repeated_is_sent_once(behaviour: Behaviour) -> None:
    from spacepact.errors import EndpointFailed
    from spacepact.stores.http import Transport

    with serving({"/update": behaviour}) as server, Transport() as transport:
        with pytest.raises(EndpointFailed):
            transport.request("POST", server.url("/update"), body=b"INSERT", repeatable=False)
        with pytest.raises(EndpointFailed):
            transport.request("POST", server.url("/update"), body=iter([b"INSERT"]), repeatable=True)
        assert len(server.seen) == 2


# Credentials


BASIC = "Basic bWU6czNjcjN0LXcwcmQ="
PASSWORD = {"SPACEPACT_USER": "me", "SPACEPACT_PASSWORD": SECRET}


def test_a_password_is_sent_when_it_is_asked_for() -> None:
    with serving({"/sparql": guarded(RIGHT, BASIC, 'Basic realm="x", charset="UTF-8"')}) as server:
        assert run(*ASK, "-e", server.url(), **PASSWORD).stdout == "x\nright\n"
        assert [(s.method, s.headers.get("Authorization")) for s in server.seen] == [("GET", None), ("POST", BASIC)]
        line = failed(run(*ASK, "-e", server.url(), SPACEPACT_USER="you", SPACEPACT_PASSWORD=SECRET))
        assert "it does not take these credentials: check them" in line


def test_a_store_that_repeats_secrets_is_not_repeated() -> None:
    def parrot(handler: Handler) -> None:
        told = handler.headers.get("Authorization")
        answer(403, f"{told} {SECRET}")(handler)

    with serving({"/sparql": parrot}) as server:
        line = failed(run(*ASK, "-e", server.url(), SPACEPACT_TOKEN=SECRET))
        assert "(it says: Bearer *** ***)" in line
        line = failed(run(*ASK, "-e", f"graphdb+{server.url()}", **PASSWORD))
        assert "(it says: Basic *** ***)" in line


def test_who_asks_is_told_by_name_then_for_all_then_by_netrc(tmp_path: Path) -> None:
    from base64 import b64encode

    with serving({"/sparql": RIGHT}) as server:
        configure(tmp_path, server.url(), kind="graphdb", query=server.url())
        netrc = tmp_path / "netrc"
        netrc.write_text(f"machine 127.0.0.1 login third password {SECRET}\n", encoding="ascii")
        netrc.chmod(0o600)
        first = {"SPACEPACT_FAR_USER": "first", "SPACEPACT_FAR_PASSWORD": SECRET}
        second = {"SPACEPACT_USER": "second", "SPACEPACT_PASSWORD": SECRET}
        for given in ({**first, **second}, second, {}):
            assert run(*ASK, "-e", "far", **given).returncode == 0
        users = [b64encode(f"{user}:{SECRET}".encode()).decode() for user in ("first", "second", "third")]
        assert [seen.headers["Authorization"] for seen in server.seen] == [f"Basic {user}" for user in users]
        assert failed(run(*ASK, "-e", "far", SPACEPACT_USER="me"), 2) == (
            "SPACEPACT_USER is set, and SPACEPACT_PASSWORD is not"
        )
        netrc.write_text(f"machine 127.0.0.1 login me passwort {SECRET}\n", encoding="ascii")
        assert f"{netrc}:1: no netrc that can be read" in failed(run(*ASK, "-e", "far"), 2)


def test_digest_is_asked_for_without_the_body() -> None:
    """RFC 7616's own example of a realm; the answer is checked as a server does."""
    import hashlib

    challenge = 'Digest realm="http-auth@example.org", qop="auth", nonce="7ypf/xlj9XX", opaque="FQhe/q", algorithm=MD5'

    def md5(text: str) -> str:
        return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()

    def check(handler: Handler) -> None:
        told = dict(re.findall(r'(\w+)="?([^",]+)"?', handler.headers.get("Authorization", "")))
        a1, a2 = md5(f"me:http-auth@example.org:{SECRET}"), md5(f"{handler.command}:{told.get('uri')}")
        parts = [a1, told.get("nonce", ""), told.get("nc", ""), told.get("cnonce", ""), told.get("qop", ""), a2]
        right = told.get("response") == md5(":".join(parts)) and told.get("uri") == handler.path
        (RIGHT if right else answer(401, WWW_Authenticate=challenge))(handler)

    with serving({"*": check}) as server:
        assert run(*ASK, "-e", f"virtuoso+{server.url('')}", **PASSWORD).stdout == "x\nright\n"
        assert [(seen.method, len(seen.body) > 0) for seen in server.seen] == [("GET", False), ("POST", True)]
        failed(run(*ASK, "-e", f"virtuoso+{server.url('')}", SPACEPACT_USER="me", SPACEPACT_PASSWORD="wrong"))


def test_a_store_of_digests_gets_no_password_that_can_be_read() -> None:
    with serving({"*": guarded(RIGHT, BASIC, 'Basic realm="x"')}) as server:
        failed(run(*ASK, "-e", f"virtuoso+{server.url('')}", **PASSWORD))
        assert not any("Authorization" in seen.headers for seen in server.seen)


# Redirects and TLS


GIVEN: Sequence[Mapping[str, str]] = ({"SPACEPACT_TOKEN": SECRET}, PASSWORD)


@pytest.mark.parametrize("given", GIVEN, ids=["token", "password"])
def test_credentials_stay_with_the_host_that_was_named(given: Mapping[str, str]) -> None:
    with serving({"/sparql": RIGHT}) as other, serving({"/sparql": redirect(other.url())}) as server:
        kind = "graphdb" if "SPACEPACT_USER" in given else "generic"
        done = run(*ASK, "-e", f"{kind}+{server.url()}", **given)
        assert done.stdout == "x\nright\n"
        assert "Authorization" in server.seen[0].headers
        assert not any("Authorization" in seen.headers for seen in other.seen)
        other.play("/sparql", answer(401, WWW_Authenticate='Basic realm="x"'))
        failed(run(*ASK, "-e", f"{kind}+{server.url()}", **given))
        assert not any("Authorization" in seen.headers for seen in other.seen)


def test_credentials_follow_on_the_same_host() -> None:
    with serving({"/old": redirect("/sparql"), "/sparql": RIGHT}) as server:
        assert run(*ASK, "-e", server.url("/old"), SPACEPACT_TOKEN=SECRET).stdout == "x\nright\n"
        assert [seen.headers["Authorization"] for seen in server.seen] == [f"Bearer {SECRET}"] * 2


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_query_is_not_lost_on_the_way(status: int) -> None:
    with serving({"/old": redirect("/sparql", status), "/sparql": RIGHT}) as server:
        assert run(*ASK, "-e", server.url("/old")).stdout == "x\nright\n"
        assert server.seen[0].body == server.seen[1].body != b""


def test_credentials_do_not_go_from_https_to_http(tmp_path: Path) -> None:
    authority = certificate(tmp_path, "127.0.0.1")
    with (
        serving({"/sparql": RIGHT}) as plain,
        serving({"/sparql": redirect(plain.url())}, tmp_path / "server.pem") as safe,
    ):
        done = run(*ASK, "-e", safe.url(), SPACEPACT_TOKEN=SECRET, SSL_CERT_FILE=str(authority))
        assert done.stdout == "x\nright\n"
        assert "Authorization" in safe.seen[0].headers
        assert "Authorization" not in plain.seen[0].headers


def certificate(folder: Path, name: str) -> Path:
    """Write a certificate for *name* to server.pem, and return the file of the authority that vouches for it."""
    authority = trustme.CA()
    authority.issue_cert(name).private_key_and_cert_chain_pem.write_to_path(str(folder / "server.pem"))
    authority.cert_pem.write_to_path(str(folder / "authority.pem"))
    return folder / "authority.pem"


def test_an_authority_of_ones_own(tmp_path: Path) -> None:
    authority = certificate(tmp_path, "127.0.0.1")
    with serving({"/sparql": RIGHT}, tmp_path / "server.pem") as server:
        assert run(*ASK, "-e", server.url(), SSL_CERT_FILE=str(authority)).stdout == "x\nright\n"
        line = after(server.url(), failed(run(*ASK, "-e", server.url(), SPACEPACT_TOKEN=SECRET)))
        assert re.fullmatch(r"its certificate is not to be trusted: .*SSL_CERT_FILE names other authorities\)", line)
        assert len(server.seen) == 1


@BOTH
def test_a_certificate_for_another_host(tmp_path: Path, command: Sequence[str]) -> None:
    authority = certificate(tmp_path, "example.org")
    with serving({"/sparql": RIGHT}, tmp_path / "server.pem") as server:
        line = failed(run(*command, server.url(), SSL_CERT_FILE=str(authority), SPACEPACT_TOKEN=SECRET))
        assert "its certificate is not to be trusted: " in line
        assert "127.0.0.1" in line
        assert not server.seen


def test_https_where_only_http_is(tmp_path: Path) -> None:
    with serving({"/sparql": RIGHT}) as server:
        url = server.url().replace("http:", "https:")
        assert failed(run(*ASK, "-e", url)) == f"{url}: no TLS: is it http and not https?"
    certificate(tmp_path, "127.0.0.1")
    with serving({"/sparql": RIGHT}, tmp_path / "server.pem") as server:
        failed(run(*ASK, "-e", server.url().replace("https:", "http:")))


def test_a_proxy_of_the_environment() -> None:
    with serving({"*": RIGHT}) as proxy:
        done = run(*ASK, "-e", "http://store.example.org/sparql", HTTP_PROXY=proxy.url(""))
        assert done.stdout == "x\nright\n"
        assert proxy.seen[0].target == "http://store.example.org/sparql"
    line = failed(run(*ASK, "-e", "http://store.example.org/sparql", http_proxy="http://127.0.0.1:9"))
    assert (
        line == "http://store.example.org/sparql: the proxy does not answer: check HTTP_PROXY, HTTPS_PROXY and NO_PROXY"
    )


# Uploads


LARGE = b"<urn:a> <urn:b> <urn:c> .\n" * 400_000  # 10 MB, more than any buffer on the way


def test_a_file_is_sent_whole_again_with_its_length(tmp_path: Path) -> None:
    from spacepact.stores.http import Transport

    file = tmp_path / "graph.nt"
    file.write_bytes(LARGE)
    with serving({"/store": [answer(503), answer(201)]}) as server, Transport() as transport, file.open("rb") as body:
        given = transport.request("PUT", server.url("/store"), params={"graph": "urn:g h"}, body=body, repeatable=True)
        assert given.status == 201
        assert [seen.target for seen in server.seen] == ["/store?graph=urn%3Ag+h"] * 2
        assert all(seen.body == LARGE and seen.headers["Content-Length"] == str(len(LARGE)) for seen in server.seen)


@pytest.mark.parametrize("headers", [{}, {"Content-Length": "6"}])
def test_parts_go_chunked_unless_their_length_is_told(headers: dict[str, str]) -> None:
    from spacepact.stores.http import Transport

    with serving({"/store": answer(204)}) as server, Transport() as transport:
        parts = (part for part in (b"abc", b"def"))
        transport.request("PUT", server.url("/store"), body=parts, headers=headers, repeatable=True)
        (seen,) = server.seen
        assert seen.body == b"abcdef"
        assert ("Transfer-Encoding" in seen.headers) != ("Content-Length" in headers)


def test_parts_wait_until_the_store_has_said_who_may() -> None:
    from spacepact.stores.credentials import Credentials
    from spacepact.stores.http import Transport

    with serving({"/store": guarded(answer(204), BASIC, 'Basic realm="x"')}) as server:
        with Transport(Credentials("me", SECRET)) as transport:
            transport.request("PUT", server.url("/store"), body=iter([b"abc"]), repeatable=False)
        assert [(seen.method, seen.body) for seen in server.seen] == [("GET", b""), ("PUT", b"abc")]


@pytest.mark.parametrize(
    ("behaviour", "told"),
    [
        (refused_unread(413, b"too much"), "413|connection was lost"),  # whether it is heard before the end is luck
        (refused_unread(507), "507|connection was lost"),
        (reset_while_reading(100_000), "connection was lost"),
    ],
)
def test_an_upload_that_is_cut_is_told(behaviour: Behaviour, told: str) -> None:
    from spacepact.errors import EndpointFailed
    from spacepact.stores.http import Transport

    with serving({"/store": behaviour}) as server, Transport(tries=2) as transport:
        with pytest.raises(EndpointFailed, match=told) as error:
            transport.request("PUT", server.url("/store"), body=LARGE, repeatable=True)
        assert "\n" not in str(error.value)


def test_a_store_may_pause_within_a_large_upload(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It empties a large graph meanwhile: what holds for connections does not hold for that."""
    from spacepact.stores import http

    monkeypatch.setattr(http, "_CONNECT", 0.5)
    file = tmp_path / "graph.nt"
    file.write_bytes(LARGE)
    with (
        serving({"/store": pausing(2, answer(201))}) as server,
        http.Transport() as there,
        file.open("rb") as body,
    ):
        assert there.request("PUT", server.url("/store"), body=body, repeatable=True).status == 201


def test_a_store_that_stalls_within_an_upload_is_told(tmp_path: Path) -> None:
    from spacepact.errors import EndpointFailed
    from spacepact.stores.http import Transport

    file = tmp_path / "graph.nt"
    file.write_bytes(LARGE)
    begin = time.monotonic()
    with serving({"/store": pausing(8, answer(201))}) as server, Transport(timeout=1) as there, file.open("rb") as body:
        with pytest.raises(EndpointFailed, match="no answer within 1 seconds") as error:
            there.request("PUT", server.url("/store"), body=body, repeatable=True)
        assert "\n" not in str(error.value)
        assert time.monotonic() - begin < 7  # it is not sent again
        assert len(server.seen) == 1


def test_a_download_is_given_part_by_part() -> None:
    from spacepact.errors import EndpointFailed
    from spacepact.stores.http import Transport

    with serving({"/store": [answer(200, LARGE), broken_off(LARGE)]}) as server, Transport() as transport:
        with transport.stream("GET", server.url("/store"), repeatable=True) as (head, parts):
            assert head.status == 200
            assert sum(map(len, parts)) == len(LARGE)
        with (
            transport.stream("GET", server.url("/store"), repeatable=True) as (_, parts),
            pytest.raises(EndpointFailed, match="broke off"),
        ):
            assert sum(map(len, parts)) == len(LARGE)
