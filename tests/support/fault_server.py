"""A small HTTP server on loopback that fails in every way on demand.

``with serving({"/sparql": [answer(503), results()]}) as server:`` uses the behaviours of a path one after the other,
then repeats the last one. ``server.seen`` has the requests. A behaviour is a function of the handler; the functions
below create the usual ones.
"""

from __future__ import annotations

import json
import socket
import ssl
import struct
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock, Thread
from urllib.parse import urlsplit

JSON = "application/sparql-results+json"
DRIP = 0.05


@dataclass(frozen=True)
class Seen:
    """A request that the server received."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes


class Handler(BaseHTTPRequestHandler):
    """Read the complete request, unless the behaviour has the attribute ``unread``, and run the next behaviour."""

    protocol_version = "HTTP/1.1"
    server: Server
    body: bytes = b""

    def _do(self) -> None:
        path = urlsplit(self.path).path
        behaviour = self.server.next_of(path)
        if not getattr(behaviour, "unread", False):
            self.body = self._read_body()
        seen = Seen(self.command, self.path, dict(self.headers.items()), self.body)
        self.server.seen.append(seen)
        try:
            behaviour(self)
        except OSError:  # the client closed the connection, as it should after some responses
            self.close_connection = True

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _do  # noqa: N815

    def _read_body(self) -> bytes:
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = b""
        while size := int(self.rfile.readline(), 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body

    def give(self, status: int, body: bytes, headers: Mapping[str, str]) -> None:
        """Send a response with its length."""
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Log nothing."""


Behaviour = Callable[[Handler], None]


@dataclass
class Script:
    """The behaviours of one path."""

    behaviours: list[Behaviour]
    at: int = field(default=0)


class Server(ThreadingHTTPServer):
    """The server; ``url`` returns its URLs."""

    daemon_threads = True

    def __init__(self, script: Mapping[str, Behaviour | Sequence[Behaviour]], context: ssl.SSLContext | None) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.seen: list[Seen] = []
        self._scheme = "https" if context else "http"
        self._lock = Lock()
        self._script = {
            path: Script([behaviour] if callable(behaviour) else list(behaviour)) for path, behaviour in script.items()
        }
        if context:
            self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)

    def url(self, path: str = "/sparql", host: str = "127.0.0.1") -> str:
        return f"{self._scheme}://{host}:{self.server_address[1]}{path}"

    def play(self, path: str, *behaviours: Behaviour) -> None:
        """Set the behaviours of a path, also while the server is running."""
        with self._lock:
            self._script[path] = Script(list(behaviours))

    def next_of(self, path: str) -> Behaviour:
        with self._lock:
            script = self._script.get(path) or self._script.get("*")
            if script is None:
                return answer(404, b"not found", "text/plain")
            behaviour = script.behaviours[min(script.at, len(script.behaviours) - 1)]
            script.at += 1
            return behaviour

    def handle_error(self, *_request: object) -> None:
        """Print nothing: clients that disconnect are expected."""


@contextmanager
def serving(script: Mapping[str, Behaviour | Sequence[Behaviour]], certificate: Path | None = None) -> Iterator[Server]:
    """Run the server on a free port of 127.0.0.1, over TLS if there is a *certificate* (PEM with its key)."""
    context = None
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
    with Server(script, context) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def answer(status: int = 200, body: bytes | str = b"", media_type: str = "text/plain", **headers: str) -> Behaviour:
    """Send this response. An argument ``Retry_After="1"`` is the header Retry-After."""
    content = body.encode() if isinstance(body, str) else body
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda handler: handler.give(status, content, {"Content-Type": media_type, **named})


def results(columns: Sequence[str] = ("x",), rows: Sequence[Mapping[str, str]] = (), **headers: str) -> Behaviour:
    """Send the JSON answer to a SELECT query, with plain strings."""
    return answer(200, json_text(columns, rows), JSON, **headers)


def json_text(columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> str:
    bindings = [{name: {"type": "literal", "value": value} for name, value in row.items()} for row in rows]
    return json.dumps({"head": {"vars": list(columns)}, "results": {"bindings": bindings}})


def redirect(to: str, status: int = 307) -> Behaviour:
    """Redirect to a URL."""
    return answer(status, Location=to)


def cut_off(body: bytes | str, media_type: str = JSON, *, announced: int = 1000) -> Behaviour:
    """Send part of a response: *announced* bytes less than its Content-Length."""
    content = body.encode() if isinstance(body, str) else body

    def behave(handler: Handler) -> None:
        handler.give(200, content, {"Content-Type": media_type, "Content-Length": str(len(content) + announced)})
        handler.close_connection = True

    return behave


def reset(after: bytes = b"") -> Behaviour:
    """Send these bytes, and reset the connection (RST)."""

    def behave(handler: Handler) -> None:
        handler.wfile.write(after)
        handler.wfile.flush()
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        handler.close_connection = True
        handler.connection.close()

    return behave


def reset_while_reading(read: int) -> Behaviour:
    """Read this many bytes of the body, and reset the connection."""

    def behave(handler: Handler) -> None:
        handler.rfile.read(read)
        reset()(handler)

    behave.unread = True  # type: ignore[attr-defined]
    return behave


def pausing(seconds: float, then: Behaviour) -> Behaviour:
    """Read a part of the body, pause, and read the rest."""

    def behave(handler: Handler) -> None:
        length = int(handler.headers["Content-Length"])
        handler.rfile.read(length // 100)
        time.sleep(seconds)
        handler.rfile.read(length - length // 100)
        then(handler)

    behave.unread = True  # type: ignore[attr-defined]
    return behave


def refused_unread(status: int, body: bytes | str = b"", **headers: str) -> Behaviour:
    """Send a response without reading the body, and close the connection, as a proxy does with 413."""

    def behave(handler: Handler) -> None:
        handler.close_connection = True
        answer(status, body, Connection="close", **headers)(handler)

    behave.unread = True  # type: ignore[attr-defined]
    return behave


def endless(begin: bytes = b"", drip: bytes = b" ", media_type: str = JSON) -> Behaviour:
    """Send a response that never ends, a few bytes at a time."""

    def behave(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", media_type)
        handler.send_header("Connection", "close")
        handler.end_headers()
        handler.wfile.write(begin)
        for _ in range(2000):  # until the client disconnects
            handler.wfile.write(drip)
            time.sleep(DRIP)
        handler.close_connection = True

    return behave


def silent(seconds: float = 30.0) -> Behaviour:
    """Read the request, and send nothing for this time."""

    def behave(handler: Handler) -> None:
        time.sleep(seconds)
        handler.close_connection = True

    return behave


def guarded(then: Behaviour, header: str, challenge: str) -> Behaviour:
    """Behave so if the request has this Authorization header; otherwise send 401 with the challenge."""

    def behave(handler: Handler) -> None:
        if handler.headers.get("Authorization") == header:
            then(handler)
        else:
            answer(401, b"no credentials", WWW_Authenticate=challenge)(handler)

    return behave
