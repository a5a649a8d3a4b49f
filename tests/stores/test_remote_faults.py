"""Stores that fail: each fault gives one clear line and its exit code, and no secrets."""

from __future__ import annotations

import email.utils
import gzip
import hashlib
import re
import socket
import time
import zlib
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest
import trustme
from pyoxigraph import Literal, NamedNode, Quad, Store

from command_line import run, run_process
from fault_server import (
    JSON,
    Behaviour,
    Handler,
    answer,
    cut_off,
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
from remote_errors import RIGHT, SECRET, clean_environment, failed  # noqa: F401, `clean_environment` is a fixture for every test here
from spacepact.errors import EndpointFailed
from spacepact.stores.transport import connections
from spacepact.stores.transport.credentials import Credentials
from spacepact.stores.transport.http import Transport

ROW = json_text(["x"], [{"x": "right"}])
ASK = ("query", "-q", "SELECT ?x WHERE { ?s ?p ?x }", "-f", "csv")
LOAD = ("load", "--only", "codes")
PAGE = (
    b"<!DOCTYPE html><html><head><title>Proxy</title><style>p{}</style></head><body><p>Log in, please</p></body></html>"
)


def configure(tmp_path: Path, url: str, **more: object) -> None:
    folder = tmp_path / "settings" / "spacepact"
    folder.mkdir(parents=True)
    lines = [f"{key} = {value!r}" for key, value in {"url": url, **more}.items()]
    (folder / "spacepact.toml").write_text("[endpoints.far]\n" + "\n".join(lines) + "\n", encoding="utf-8")


def without_url(url: str, line: str) -> str:
    assert line.startswith(f"{url}: "), line
    return line.removeprefix(f"{url}: ")


# Responses, and the message for each


ENCODING = r"the response is not in the format that its Content-Encoding says: the store, or the proxy .* misconfigured"
LOST = r"the connection was lost: try again \(.*"
INVALID = r"invalid application/sparql-results\+json in the answer: .*"
FAULTS: dict[str, tuple[Behaviour, str]] = {
    "no credentials": (
        answer(401, b"no", WWW_Authenticate='Basic realm="x"'),
        r"401 Unauthorized: authentication required: .*SPACEPACT_USER.*says: no\)",
    ),
    "forbidden": (answer(403, b"not you"), r"403 Forbidden: permission denied: .* \(the store says: not you\)"),
    "not found": (answer(404), r"404 Not Found: nothing found at this URL: check its path"),
    "too large": (
        answer(413, PAGE, "text/html"),
        r"413 .*: the request is too large.*store says: Log in, please\)",
    ),
    "too often": (answer(429, Retry_After="3600"), r"429 Too Many Requests: the store asks to wait 3600 seconds: .*"),
    "broken": (answer(500, b"SR185\n\n \x1b[31mline 1"), r"500 .*see its log \(the store says: SR185 \[31mline 1\)"),
    "not ready": (answer(503, b"starting"), r"503 .*: the store is not ready: try again later .*starting\)"),
    "page": (
        answer(200, PAGE, "text/html"),
        r"expected .*, got text/html: check .* \(.*: Log in, please\)",
    ),
    "no type": (answer(200, "hello", ""), r"expected .*, got no Content-Type: .*"),
    "page as json": (answer(200, PAGE, JSON), INVALID),
    "cut json": (answer(200, ROW[:-9], JSON), INVALID),
    "empty": (answer(200, b"", JSON), r"the answer is empty: report it to the operator of the store"),
    "boolean": (answer(200, '{"head":{},"boolean":true}', JSON), r"not the answer to a SELECT query: .*"),
    "graph": (answer(200, "<urn:a> <urn:b> 1 .", "text/turtle"), r"expected .*, got text/turtle: .*"),
    "cut": (cut_off(ROW), r"incomplete response: try again"),
    "reset": (reset(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n{"), LOST),
    "reset at once": (reset(), LOST),
    "no http": (
        reset(b"220 mail.example.org ESMTP\r\n"),
        r"the response is not valid HTTP: check the URL \(.*ESMTP.*\)",
    ),
    "not gzip": (answer(200, ROW, JSON, Content_Encoding="gzip"), ENCODING),
    "not deflate": (answer(200, b"\x1f\x8b" + ROW.encode(), JSON, Content_Encoding="deflate"), ENCODING),
    "too many encodings": (answer(200, ROW, JSON, Content_Encoding=", ".join(["gzip"] * 9)), ENCODING),
    "unknown encoding": (
        answer(200, ROW, JSON, Content_Encoding="br"),
        r"the response has the Content-Encoding br, which was not requested: the store, or .* is misconfigured",
    ),
    "part": (answer(206, ROW, JSON), r"incomplete answer \(206 Partial Content\): raise the limits of the store"),
    "cut by time": (results(X_SQL_State="S1TAT"), r"incomplete answer \(X-SQL-State: S1TAT\): .*"),
    "cut by rows": (results(X_SPARQL_MaxRows="10000"), r"incomplete answer \(X-SPARQL-MaxRows: 10000\): .*"),
    "redirect loop": (redirect("/sparql"), r"redirect loop: check the URL"),
    "redirect to nowhere": (redirect("http://[::1"), r"redirect to an invalid URL: check the URL"),
    "redirect to no port": (redirect("http://127.0.0.1:99999/"), r"redirect to an invalid URL: check the URL"),
    "redirect to ftp": (redirect("ftp://example.org/"), r"moved to ftp://example.org/: use that URL"),
}


@pytest.mark.parametrize("command", ["query", "load"])
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_gives_one_line(fault: str, command: str) -> None:
    behaviour, message = FAULTS[fault]
    with serving({"/sparql": behaviour}) as server:
        arguments = (*ASK, "-e", server.url()) if command == "query" else (*LOAD, f"generic+{server.url()}")
        line = failed(run(*arguments, SPACEPACT_TOKEN="" if fault == "no credentials" else SECRET))
        assert re.fullmatch(message, without_url(server.url(), line)), line


def test_without_a_fault_there_is_an_answer() -> None:
    """The same request without a fault succeeds, so the faults above are caused by the responses."""
    with serving({"/sparql": RIGHT}) as server:
        done = run(*ASK, "-e", server.url())
        assert (done.returncode, done.stdout, done.stderr) == (0, "x\nright\n", "")
        (seen,) = server.seen
        assert seen.method == "POST"
        assert seen.headers["User-Agent"].startswith("spacepact/")
        assert b"default-graph-uri=https%3A%2F%2Fw3id.org%2Fspacepact%2Fgraph" in seen.body
        assert "Authorization" not in seen.headers


@pytest.mark.parametrize("behaviour", [endless(b'{"head":'), silent(), endless(b"", b"x" * 100)])
def test_a_timeout_ends_an_endless_response(behaviour: Behaviour, tmp_path: Path) -> None:
    with serving({"/sparql": behaviour}) as server:
        configure(tmp_path, server.url(), timeout=1)
        begin = time.monotonic()
        line = failed(run(*ASK, "-e", "far"))
        assert time.monotonic() - begin < 10
        assert re.search(r"timeout: .* within 1 seconds: ask for less, or raise the timeout", line)


@pytest.mark.slow
@pytest.mark.parametrize("first", [503, 301, 401, 404])
def test_a_timeout_ends_an_endless_error(first: int, tmp_path: Path) -> None:
    """The body of an error or of a redirect is not needed, so it does not delay the command either."""

    def drip(handler: Handler) -> None:
        handler.send_response(first)
        handler.send_header("Content-Length", "5000")
        handler.send_header("Location", "/other")
        handler.end_headers()
        for _ in range(2000):
            handler.wfile.write(b" ")
            time.sleep(0.05)

    with serving({"/sparql": drip, "/other": RIGHT}) as server:
        configure(tmp_path, server.url(), timeout=1, kind="rdf4j")
        begin = time.monotonic()
        run(*ASK, "-e", "far")
        assert time.monotonic() - begin < 15


def test_a_timeout_ends_endless_headers(tmp_path: Path) -> None:
    """Each byte comes in time, but the headers never end."""

    def drip(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        for _ in range(2000):
            handler.wfile.write(b"a")
            time.sleep(0.05)

    with serving({"/sparql": drip}) as server:
        configure(tmp_path, server.url(), timeout=1)
        begin = time.monotonic()
        assert "timeout: no response within 1 seconds" in failed(run(*ASK, "-e", "far"))
        assert time.monotonic() - begin < 10


@pytest.mark.parametrize(("name", "compress"), [("gzip", gzip.compress), ("deflate", zlib.compress)])
def test_a_compressed_response_that_is_cut_off(name: str, compress: Callable[[bytes], bytes]) -> None:
    """Its length is that of the header, so that only the compressed data shows the loss."""
    triples = b'<urn:a> <urn:b> "c" .\n' * 10_000
    content = compress(triples)
    with serving({"*": answer(200, content, Content_Encoding=name)}) as server, Transport(tries=1) as transport:
        assert transport.request("GET", server.url(), idempotent=True).body == triples
        for size in (1, len(content) // 2, len(content) - 1):
            server.play("*", answer(200, content[:size], Content_Encoding=name))
            with pytest.raises(EndpointFailed, match="incomplete response: try again"):
                transport.request("GET", server.url(), idempotent=True)


@pytest.mark.parametrize("value", ["9" * 5000, "Fri, 31 Dec 99999 23:59:59 GMT", "-5", "nan", "1e9"])
def test_any_retry_after(value: str) -> None:
    with serving({"/sparql": [answer(503, Retry_After=value), RIGHT]}) as server:
        done = run(*ASK, "-e", server.url())
        assert done.returncode in (0, 3)
        assert done.stderr.count("\n") == (done.returncode != 0)


def test_a_response_that_is_too_large() -> None:
    with serving({"/sparql": answer(200, b"x" * 5000)}) as server, Transport() as transport:
        with pytest.raises(EndpointFailed, match="exceeds 4000 bytes"):
            transport.request("GET", server.url(), idempotent=True, limit=4000)
        assert transport.request("GET", server.url(), idempotent=True, limit=5000).body == b"x" * 5000


def test_too_many_redirects() -> None:
    script = {f"/{n}": redirect(f"/{n + 1}") for n in range(20)}
    with serving(script) as server:
        line = failed(run(*ASK, "-e", server.url("/0")))
        assert line == f"{server.url('/0')}: more than 5 redirects: check the URL"
        assert len(server.seen) == 6


# No store, or no valid name of one


BOTH = pytest.mark.parametrize("command", [(*ASK, "-e"), LOAD], ids=["query", "load"])


@BOTH
def test_no_such_host(command: Sequence[str]) -> None:
    assert failed(run(*command, "http://no-such-host.invalid/sparql")) == (
        "http://no-such-host.invalid/sparql: unknown host: check the URL"
    )


@BOTH
def test_no_server_is_listening(command: Sequence[str]) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/sparql"
        line = failed(run(*command, url))
    assert line == f"{url}: connection refused: check the URL, and that the store is running"


@BOTH
@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("localhost:7878/query", "localhost:7878/query: missing scheme: write http://localhost:7878/query"),
        ("www.example.org/a", "www.example.org/a: missing scheme: write http://www.example.org/a"),
        ("ftp://example.org/", "ftp://example.org/: invalid URL: expected http://HOST:PORT/PATH or https://.*"),
        ("http://", "http://: invalid URL: expected .*"),
        ("http://example.org:99999/", "http://example.org:99999/: invalid URL: .*"),
        ("fusky+http://localhost/", r"unknown kind of store 'fusky'; did you mean fuseki\? \(expected one of gen.*\)"),
        (f"http://me:{SECRET}@127.0.0.1/sparql", r"http://127.0.0.1/sparql: a URL cannot contain a password: set .*"),
        ("fat", r"unknown store 'fat'; did you mean far\? \(for a folder, write \./fat\)"),
        ("elsewhere", r"elsewhere: not a store folder or a configured store \(far\): spacepact load elsewhere .*"),
    ],
)
def test_an_invalid_name(name: str, message: str, tmp_path: Path, command: Sequence[str]) -> None:
    configure(tmp_path, "http://127.0.0.1/sparql")
    if name == "elsewhere" and command is LOAD:  # a new folder
        message = "--only is for endpoints: .*"
    assert re.fullmatch(message, failed(run(*command, name), 2))


def test_a_folder_that_is_not_a_store(tmp_path: Path) -> None:
    line = failed(run(*ASK, "-e", str(tmp_path)), 2)
    assert line == f"{tmp_path}: not a store folder: spacepact load {tmp_path} creates one"
    (tmp_path / "letter.txt").write_text("Dear all")
    assert failed(run("load", str(tmp_path)), 2).startswith(f"{tmp_path}: ")
    assert (tmp_path / "letter.txt").is_file()


@pytest.fixture
def locked(tmp_path: Path) -> Iterator[Path]:
    store = Store(tmp_path / "store")
    store.add(Quad(NamedNode("urn:a"), NamedNode("urn:b"), Literal("c")))
    yield tmp_path / "store"
    del store


def test_a_store_folder_that_another_process_is_writing(locked: Path) -> None:
    for arguments in ((*ASK, "-e", str(locked)), ("load", str(locked))):
        assert "another process is writing to this store" in failed(run_process(*arguments))


def test_a_store_without_the_graph() -> None:
    no, yes = answer(200, '{"head":{},"boolean":false}', JSON), answer(200, '{"head":{},"boolean":true}', JSON)
    with serving({"/sparql": [results(), no, no]}) as server:
        line = failed(run(*ASK, "-e", server.url()), 2)
        assert without_url(server.url(), line).startswith("contains no graph https://w3id.org/spacepact/graph: run ")
        server.play("/sparql", results(), no, yes)
        line = failed(run(*ASK, "-e", server.url()), 2)
        assert "but queries do not reach it by default-graph-uri" in line


def test_a_syntax_error_is_not_a_fault_of_the_store() -> None:
    with serving({"*": answer(400, b"Parse error: line 1")}) as server:
        line = failed(run("query", "-q", "SELECT ?x WHERE { ?s ?p }", "-e", server.url()), 2)
        assert line == "the query does not parse: line 1, column 26: not valid at or shortly before this position"
        line = failed(run(*ASK, "-e", server.url()))
        assert line.endswith("400 Bad Request: the store rejected the request (the store says: Parse error: line 1)")


# Retries


def date_in(seconds: float) -> str:
    return email.utils.formatdate(time.time() + seconds, usegmt=True)


@pytest.mark.parametrize(
    "first",
    [
        [answer(503)],
        [answer(502), answer(504), answer(429)],
        [answer(429, Retry_After="1")],
        [answer(503, Retry_After="soon")],
        [cut_off(ROW)],
        [reset()],
        [reset(b"HTTP/1.1 200 OK\r\n"), cut_off(ROW)],
    ],
)
def test_a_temporary_fault_is_retried(first: Sequence[Behaviour]) -> None:
    with serving({"/sparql": [*first, RIGHT]}) as server:
        done = run(*ASK, "-e", server.url())
        assert (done.returncode, done.stdout, done.stderr) == (0, "x\nright\n", "")
        assert len(server.seen) == len(first) + 1


def test_retry_after_is_obeyed(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    monkeypatch.setattr(time, "sleep", pauses.append)
    script = [answer(429, Retry_After="1"), answer(503, Retry_After=date_in(9)), RIGHT]
    with serving({"/sparql": script}) as server, Transport() as transport:
        transport.request("GET", server.url(), idempotent=True)
    assert pauses[0] == 1
    assert 5 < pauses[1] <= 9


@pytest.mark.parametrize("behaviour", [answer(503), cut_off(ROW), reset()])
def test_a_request_that_is_not_idempotent_is_sent_once(behaviour: Behaviour) -> None:
    with serving({"/update": behaviour}) as server, Transport() as transport:
        with pytest.raises(EndpointFailed):
            transport.request("POST", server.url("/update"), body=b"INSERT", idempotent=False)
        with pytest.raises(EndpointFailed):
            transport.request("POST", server.url("/update"), body=iter([b"INSERT"]), idempotent=True)
        assert len(server.seen) == 2


# Credentials


BASIC = "Basic bWU6czNjcjN0LXcwcmQ="
PASSWORD = {"SPACEPACT_USER": "me", "SPACEPACT_PASSWORD": SECRET}


def test_a_password_is_sent_if_the_store_asks_for_it() -> None:
    with serving({"/sparql": guarded(RIGHT, BASIC, 'Basic realm="x", charset="UTF-8"')}) as server:
        assert run(*ASK, "-e", server.url(), **PASSWORD).stdout == "x\nright\n"
        assert [(s.method, s.headers.get("Authorization")) for s in server.seen] == [("GET", None), ("POST", BASIC)]
        line = failed(run(*ASK, "-e", server.url(), SPACEPACT_USER="you", SPACEPACT_PASSWORD=SECRET))
        assert "the store rejected these credentials: check them" in line


def test_secrets_in_a_response_are_masked() -> None:
    def repeat_credentials(handler: Handler) -> None:
        answer(403, f"{handler.headers.get('Authorization')} {SECRET}")(handler)

    with serving({"/sparql": repeat_credentials}) as server:
        line = failed(run(*ASK, "-e", server.url(), SPACEPACT_TOKEN=SECRET))
        assert "(the store says: Bearer *** ***)" in line
        line = failed(run(*ASK, "-e", f"graphdb+{server.url()}", **PASSWORD))
        assert "(the store says: Basic *** ***)" in line


def test_the_order_of_credentials(tmp_path: Path) -> None:
    with serving({"/sparql": RIGHT}) as server:
        configure(tmp_path, server.url(), kind="graphdb", query=server.url())
        netrc = tmp_path / "netrc"
        netrc.write_text(f"machine 127.0.0.1 login third password {SECRET}\n", encoding="ascii")
        netrc.chmod(0o600)
        first = {"SPACEPACT_FAR_USER": "first", "SPACEPACT_FAR_PASSWORD": SECRET}
        second = {"SPACEPACT_USER": "second", "SPACEPACT_PASSWORD": SECRET}
        for environment in ({**first, **second}, second, {}):
            assert run(*ASK, "-e", "far", **environment).returncode == 0
        users = [b64encode(f"{user}:{SECRET}".encode()).decode() for user in ("first", "second", "third")]
        assert [seen.headers["Authorization"] for seen in server.seen] == [f"Basic {user}" for user in users]
        assert failed(run(*ASK, "-e", "far", SPACEPACT_USER="me"), 2) == (
            "SPACEPACT_USER is set but SPACEPACT_PASSWORD is not: set both"
        )


def test_the_digest_challenge_is_requested_without_the_body() -> None:
    """The challenge is an example of RFC 7616. The test computes the response as a server does."""
    challenge = 'Digest realm="http-auth@example.org", qop="auth", nonce="7ypf/xlj9XX", opaque="FQhe/q", algorithm=MD5'

    def md5(text: str) -> str:
        return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()

    def check(handler: Handler) -> None:
        fields = dict(re.findall(r'(\w+)="?([^",]+)"?', handler.headers.get("Authorization", "")))
        a1, a2 = md5(f"me:http-auth@example.org:{SECRET}"), md5(f"{handler.command}:{fields.get('uri')}")
        parts = [a1, fields.get("nonce", ""), fields.get("nc", ""), fields.get("cnonce", ""), fields.get("qop", ""), a2]
        right = fields.get("response") == md5(":".join(parts)) and fields.get("uri") == handler.path
        (RIGHT if right else answer(401, WWW_Authenticate=challenge))(handler)

    with serving({"*": check}) as server:
        assert run(*ASK, "-e", f"virtuoso+{server.url('')}", **PASSWORD).stdout == "x\nright\n"
        assert [(seen.method, len(seen.body) > 0) for seen in server.seen] == [("GET", False), ("POST", True)]
        failed(run(*ASK, "-e", f"virtuoso+{server.url('')}", SPACEPACT_USER="me", SPACEPACT_PASSWORD="wrong"))


def test_a_digest_store_does_not_get_the_plain_password() -> None:
    with serving({"*": guarded(RIGHT, BASIC, 'Basic realm="x"')}) as server:
        failed(run(*ASK, "-e", f"virtuoso+{server.url('')}", **PASSWORD))
        assert not any("Authorization" in seen.headers for seen in server.seen)


# Redirects and TLS


ENVIRONMENTS: Sequence[Mapping[str, str]] = ({"SPACEPACT_TOKEN": SECRET}, PASSWORD)


@pytest.mark.parametrize("environment", ENVIRONMENTS, ids=["token", "password"])
def test_credentials_are_not_sent_to_another_host(environment: Mapping[str, str]) -> None:
    with serving({"/sparql": RIGHT}) as other, serving({"/sparql": redirect(other.url())}) as server:
        kind = "graphdb" if "SPACEPACT_USER" in environment else "generic"
        done = run(*ASK, "-e", f"{kind}+{server.url()}", **environment)
        assert done.stdout == "x\nright\n"
        assert "Authorization" in server.seen[0].headers
        assert not any("Authorization" in seen.headers for seen in other.seen)
        other.play("/sparql", answer(401, WWW_Authenticate='Basic realm="x"'))
        failed(run(*ASK, "-e", f"{kind}+{server.url()}", **environment))
        assert not any("Authorization" in seen.headers for seen in other.seen)


def test_credentials_are_sent_after_a_redirect_on_the_same_host() -> None:
    with serving({"/old": redirect("/sparql"), "/sparql": RIGHT}) as server:
        assert run(*ASK, "-e", server.url("/old"), SPACEPACT_TOKEN=SECRET).stdout == "x\nright\n"
        assert [seen.headers["Authorization"] for seen in server.seen] == [f"Bearer {SECRET}"] * 2


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_keeps_the_query(status: int) -> None:
    with serving({"/old": redirect("/sparql", status), "/sparql": RIGHT}) as server:
        assert run(*ASK, "-e", server.url("/old")).stdout == "x\nright\n"
        assert server.seen[0].body == server.seen[1].body != b""


def test_credentials_are_not_sent_from_https_to_http(tmp_path: Path) -> None:
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
    """Write a certificate for *name* to server.pem; return the file of its certificate authority."""
    authority = trustme.CA()
    authority.issue_cert(name).private_key_and_cert_chain_pem.write_to_path(str(folder / "server.pem"))
    authority.cert_pem.write_to_path(str(folder / "authority.pem"))
    return folder / "authority.pem"


def test_ssl_cert_file(tmp_path: Path) -> None:
    authority = certificate(tmp_path, "127.0.0.1")
    with serving({"/sparql": RIGHT}, tmp_path / "server.pem") as server:
        assert run(*ASK, "-e", server.url(), SSL_CERT_FILE=str(authority)).stdout == "x\nright\n"
        line = without_url(server.url(), failed(run(*ASK, "-e", server.url(), SPACEPACT_TOKEN=SECRET)))
        assert re.fullmatch(r"invalid certificate \(.*\): SSL_CERT_FILE can name your own .*", line)
        assert len(server.seen) == 1


@BOTH
def test_a_certificate_for_another_host(tmp_path: Path, command: Sequence[str]) -> None:
    authority = certificate(tmp_path, "example.org")
    with serving({"/sparql": RIGHT}, tmp_path / "server.pem") as server:
        line = failed(run(*command, server.url(), SSL_CERT_FILE=str(authority), SPACEPACT_TOKEN=SECRET))
        assert "invalid certificate (" in line
        assert "127.0.0.1" in line
        assert not server.seen


def test_https_instead_of_http(tmp_path: Path) -> None:
    with serving({"/sparql": RIGHT}) as server:
        url = server.url().replace("http:", "https:")
        line = failed(run(*ASK, "-e", url))
        assert line == f"{url}: TLS failed: check whether the URL begins with http or https"
    certificate(tmp_path, "127.0.0.1")
    with serving({"/sparql": RIGHT}, tmp_path / "server.pem") as server:
        failed(run(*ASK, "-e", server.url().replace("https:", "http:")))


def test_http_proxy() -> None:
    with serving({"*": RIGHT}) as proxy:
        done = run(*ASK, "-e", "http://store.example.org/sparql", HTTP_PROXY=proxy.url(""))
        assert done.stdout == "x\nright\n"
        assert proxy.seen[0].target == "http://store.example.org/sparql"
    line = failed(run(*ASK, "-e", "http://store.example.org/sparql", http_proxy="http://127.0.0.1:9"))
    assert line.startswith("http_proxy: the proxy does not respond: ")


# Uploads


LARGE = b"<urn:a> <urn:b> <urn:c> .\n" * 400_000  # 10 MB, more than any buffer


def test_a_retry_sends_the_complete_file_with_its_length(tmp_path: Path) -> None:
    file = tmp_path / "graph.nt"
    file.write_bytes(LARGE)
    with serving({"/store": [answer(503), answer(201)]}) as server, Transport() as transport, file.open("rb") as body:
        url = server.url("/store")
        response = transport.request("PUT", url, params={"graph": "urn:g h"}, body=body, idempotent=True)
        assert response.status == 201
        assert [seen.target for seen in server.seen] == ["/store?graph=urn%3Ag+h"] * 2
        assert all(seen.body == LARGE and seen.headers["Content-Length"] == str(len(LARGE)) for seen in server.seen)


@pytest.mark.parametrize("headers", [{}, {"Content-Length": "6"}])
def test_an_iterator_is_sent_in_chunks_unless_its_length_is_known(headers: dict[str, str]) -> None:
    with serving({"/store": answer(204)}) as server, Transport() as transport:
        parts = (part for part in (b"abc", b"def"))
        transport.request("PUT", server.url("/store"), body=parts, headers=headers, idempotent=True)
        (seen,) = server.seen
        assert seen.body == b"abcdef"
        assert ("Transfer-Encoding" in seen.headers) != ("Content-Length" in headers)


def test_an_iterator_is_sent_after_the_challenge() -> None:
    with serving({"/store": guarded(answer(204), BASIC, 'Basic realm="x"')}) as server:
        with Transport(Credentials("me", SECRET)) as transport:
            transport.request("PUT", server.url("/store"), body=iter([b"abc"]), idempotent=False)
        assert [(seen.method, seen.body) for seen in server.seen] == [("GET", b""), ("PUT", b"abc")]


@pytest.mark.parametrize(
    ("behaviour", "message"),
    [
        (refused_unread(413, b"too much"), "413|connection was lost"),  # depends on what arrives first
        (refused_unread(507), "507|connection was lost"),
        (reset_while_reading(100_000), "connection was lost"),
    ],
)
def test_an_upload_that_is_cut_off(behaviour: Behaviour, message: str) -> None:
    with serving({"/store": behaviour}) as server, Transport(tries=2) as transport:
        with pytest.raises(EndpointFailed, match=message) as error:
            transport.request("PUT", server.url("/store"), body=LARGE, idempotent=True)
        assert "\n" not in str(error.value)


def test_a_store_may_pause_within_a_large_upload(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store that deletes a large graph first reads nothing for longer than a connection may take."""
    monkeypatch.setattr(connections, "CONNECT_TIMEOUT", 0.3)
    file = tmp_path / "graph.nt"
    file.write_bytes(LARGE)
    with (
        serving({"/store": pausing(1, answer(201))}) as server,
        Transport() as transport,
        file.open("rb") as body,
    ):
        assert transport.request("PUT", server.url("/store"), body=body, idempotent=True).status == 201


def test_a_store_that_stops_reading_an_upload(tmp_path: Path) -> None:
    file = tmp_path / "graph.nt"
    file.write_bytes(LARGE)
    begin = time.monotonic()
    with (
        serving({"/store": pausing(8, answer(201))}) as server,
        Transport(timeout=1) as transport,
        file.open("rb") as body,
    ):
        with pytest.raises(EndpointFailed, match="no response within 1 seconds") as error:
            transport.request("PUT", server.url("/store"), body=body, idempotent=True)
        assert "\n" not in str(error.value)
        assert time.monotonic() - begin < 7  # there is no retry
        assert len(server.seen) == 1


def test_a_download_in_chunks() -> None:
    with serving({"/store": [answer(200, LARGE), cut_off(LARGE)]}) as server, Transport() as transport:
        with transport.stream("GET", server.url("/store"), idempotent=True) as (response, chunks):
            assert response.status == 200
            assert sum(map(len, chunks)) == len(LARGE)
        with (
            pytest.raises(EndpointFailed, match="incomplete response"),
            transport.stream("GET", server.url("/store"), idempotent=True) as (_, chunks),
        ):
            assert sum(map(len, chunks)) == len(LARGE)
