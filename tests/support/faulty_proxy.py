"""A proxy in front of a real store that forwards requests, and causes a fault for requests of one sort."""

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
class Request:
    """A request. *text*: the decoded URL and body."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return unquote_plus(self.path) + "\n" + unquote_plus(self.body.decode("utf-8"))

    @property
    def sort(self) -> str:
        """The purpose of the request: ``upload``, ``update`` or ``query``."""
        if self.method == "PUT" or (self.method == "POST" and self.headers.get("Content-Type") in _TRIPLES):
            return "upload"
        if self.headers.get("Content-Type", "").startswith("application/sparql-update"):
            is_marker = b"/loading>" in self.body
            return "upload" if self.body.startswith(b"INSERT DATA") and not is_marker else "update"
        return "query"


@dataclass
class Response:
    """A response; status 0 closes the connection without a response."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


Forward = Callable[..., Response]
Fault = Callable[[Request, Forward], Response]
CLOSED = Response(0)


def refused(status: int, body: bytes = b"no", **headers: str) -> Fault:
    """Send this response, without forwarding the request."""
    return lambda _request, _forward: Response(status, {"Content-Type": "text/plain", **headers}, body)


def page(status: int = 200) -> Fault:
    """Send an HTML page, without forwarding the request."""
    return refused(status, b"<html><body><h1>Welcome to the proxy</h1></body></html>", **{"Content-Type": "text/html"})


def cut_in_half(request: Request, forward: Forward) -> Response:
    """Forward half of the body, then close both connections."""
    return forward(replace(request, body=request.body[: len(request.body) // 2]), length=len(request.body))


def response_lost(request: Request, forward: Forward) -> Response:
    """Forward the request, and lose the response."""
    forward(request)
    return CLOSED


def changed(old: str, new: str) -> Fault:
    """Replace a text in the body."""
    return lambda request, forward: forward(replace(request, body=request.body.replace(old.encode(), new.encode(), 1)))


def line_lost(request: Request, forward: Forward) -> Response:
    """Remove one triple from the body."""
    lines = request.body.splitlines(keepends=True)
    return forward(replace(request, body=b"".join(lines[:2] + lines[3:])))


def with_headers(status: int, **headers: str) -> Fault:
    """Change status and headers of the response."""

    def fault(request: Request, forward: Forward) -> Response:
        response = forward(request)
        return Response(status, {**response.headers, **headers}, response.body)

    return fault


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Proxy

    def _any(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        request = Request(self.command, self.path, dict(self.headers.items()), body)
        response = self.server.respond(request)
        if not response.status:
            self.close_connection = True
            return
        self.send_response(response.status)
        for name, value in response.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(response.body)))
        self.end_headers()
        self.wfile.write(response.body)

    do_GET = do_PUT = do_POST = do_DELETE = _any  # noqa: N815, the names that http.server calls

    def log_message(self, *_rest: Any) -> None:
        """Print nothing."""


class Proxy(ThreadingHTTPServer):
    """Forward requests to the store at *root*. *faults*: by sort of request; *only_if*: a text in the request."""

    daemon_threads = True

    def __init__(self, root: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.root = f"http://127.0.0.1:{self.server_port}"
        self.faults: Mapping[str, Fault] = {}
        self.only_if = ""
        self._store = urlsplit(root).netloc

    def respond(self, request: Request) -> Response:
        fault = self.faults.get(request.sort)
        return fault(request, self._forward) if fault and self.only_if in request.text else self._forward(request)

    def _forward(self, request: Request, length: int | None = None) -> Response:
        """Forward a request. With a *length* greater than that of the body, close the connection after the body."""
        connection = http.client.HTTPConnection(self._store, timeout=60)
        try:
            connection.putrequest(request.method, request.path, skip_accept_encoding=True)
            for name, value in request.headers.items():
                if name.lower() not in ("host", "connection", "content-length", "accept-encoding"):
                    connection.putheader(name, value)
            if request.method != "GET":
                connection.putheader("Content-Length", str(len(request.body) if length is None else length))
            connection.endheaders(request.body)
            if length is not None:
                return CLOSED
            answer = connection.getresponse()
            headers = {k: v for k, v in answer.getheaders() if k.lower() in ("content-type", "www-authenticate")}
            return Response(answer.status, headers, answer.read())
        except (OSError, http.client.HTTPException):  # the store has stopped
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
