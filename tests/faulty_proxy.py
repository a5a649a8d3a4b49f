"""A server in front of a real store that passes requests on, and forces one fault upon those of one sort."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote_plus, urlsplit

_TRIPLES = ("application/n-triples", "text/turtle")


@dataclass
class QueryableStore:
    """A request: *text* is its body, and the address with its parameters, both decoded."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return unquote_plus(self.path) + "\n" + unquote_plus(self.body.decode("utf-8"))

    @property
    def sort(self) -> str:
        """What it is for: ``upload``, ``update`` or ``query``."""
        if self.method == "PUT" or (self.method == "POST" and self.headers.get("Content-Type") in _TRIPLES):
            return "upload"
        if self.headers.get("Content-Type", "").startswith("application/sparql-update"):
            has_data = self.body.startswith(b"INSERT DATA") and b"/loading>" not in self.body  # not the sign of a load
            return "upload" if has_data else "update"
        return "query"


@dataclass
class Told:
    """An answer; no status stands for a connection that is closed without one."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


Pass = Callable[..., Told]
Fault = Callable[[QueryableStore, Pass], Told]
CLOSED = Told(0)


def refused(status: int, body: bytes = b"no", **headers: str) -> Fault:
    """The request does not reach the store, and gets this answer."""
    return lambda _asked, _on: Told(status, {"Content-Type": "text/plain", **headers}, body)


def page(status: int = 200) -> Fault:
    """The request does not reach the store, and gets a page of a proxy."""
    return refused(status, b"<html><body><h1>Welcome to the proxy</h1></body></html>", **{"Content-Type": "text/html"})


def cut_half_way(asked: QueryableStore, on: Pass) -> Told:
    """The store gets half of the body, and then both sides lose the connection."""
    return on(replace(asked, body=asked.body[: len(asked.body) // 2]), length=len(asked.body))


def answer_lost(asked: QueryableStore, on: Pass) -> Told:
    """The store does what is asked, and nobody hears of it."""
    on(asked)
    return CLOSED


def changed(old: str, new: str) -> Fault:
    """The store gets something else than was sent."""
    return lambda asked, on: on(replace(asked, body=asked.body.replace(old.encode(), new.encode(), 1)))


def line_lost(asked: QueryableStore, on: Pass) -> Told:
    """The store gets one triple less."""
    lines = asked.body.splitlines(keepends=True)
    return on(replace(asked, body=b"".join(lines[:2] + lines[3:])))


def with_headers(status: int, **headers: str) -> Fault:
    """The store's answer is said to be a part only."""

    def fault(asked: QueryableStore, on: Pass) -> Told:
        told = on(asked)
        return Told(status, {**told.headers, **headers}, told.body)

    return fault


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Proxy

    def _any(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        asked = QueryableStore(self.command, self.path, dict(self.headers.items()), body)
        told = self.server.told(asked)
        if not told.status:
            self.close_connection = True
            return
        self.send_response(told.status)
        for name, value in told.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(told.body)))
        self.end_headers()
        self.wfile.write(told.body)

    do_GET = do_PUT = do_POST = do_DELETE = _any  # noqa: N815, the names that http.server calls

    def log_message(self, *_rest: Any) -> None:
        """Say nothing."""


class Proxy(ThreadingHTTPServer):
    """Passes on to the store at *root*; *faults* holds what happens to requests, by their sort."""

    daemon_threads = True

    def __init__(self, root: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.root = f"http://127.0.0.1:{self.server_port}"
        self.faults: Mapping[str, Fault] = {}
        self.only_if = ""
        self._store = urlsplit(root).netloc

    def told(self, asked: QueryableStore) -> Told:
        fault = self.faults.get(asked.sort)
        return fault(asked, self._on) if fault and self.only_if in asked.text else self._on(asked)

    def _on(self, asked: QueryableStore, length: int | None = None) -> Told:
        """Pass a request on; with a *length* that its body does not have it is broken off at its end."""
        connection = http.client.HTTPConnection(self._store, timeout=60)
        try:
            connection.putrequest(asked.method, asked.path, skip_accept_encoding=True)
            for name, value in asked.headers.items():
                if name.lower() not in ("host", "connection", "content-length", "accept-encoding"):
                    connection.putheader(name, value)
            if asked.method != "GET":
                connection.putheader("Content-Length", str(len(asked.body) if length is None else length))
            connection.endheaders(asked.body)
            if length is not None:
                return CLOSED
            answer = connection.getresponse()
            kept = {k: v for k, v in answer.getheaders() if k.lower() in ("content-type", "www-authenticate")}
            return Told(answer.status, kept, answer.read())
        except (OSError, http.client.HTTPException):  # the store is gone
            return CLOSED
        finally:
            connection.close()


@contextmanager
def proxy(root: str) -> Iterator[Proxy]:
    """Give a proxy in front of the store at *root*, on loopback."""
    server = Proxy(root)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
