"""A small HTTP server on loopback that does what no real store can be made to do on demand.

``with serving({"/sparql": [answer(503), results()]}) as server:`` plays, for each path, the behaviours in turn, and
the last of them from then on; ``server.seen`` tells what came in. A behaviour is any function of the handler, such
as those that are made here.
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
    """A request that came in."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes


class Handler(BaseHTTPRequestHandler):
    """Reads the whole request, unless the behaviour is marked with ``unread``, and does what is next in the script."""

    protocol_version = "HTTP/1.1"
    server: Server
    body: bytes = b""

    def _do(self) -> None:
        path = urlsplit(self.path).path
        behaviour = self.server.next_of(path)
        if not getattr(behaviour, "unread", False):
            self.body = self._whole_body()
        seen = Seen(self.command, self.path, dict(self.headers.items()), self.body)
        self.server.seen.append(seen)
        try:
            behaviour(self)
        except OSError:  # the client is gone, as it should be after some of these answers
            self.close_connection = True

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _do  # noqa: N815

    def _whole_body(self) -> bytes:
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = b""
        while size := int(self.rfile.readline(), 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body

    def give(self, status: int, body: bytes, headers: Mapping[str, str]) -> None:
        """Send an answer with its length."""
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
    """What is played at one path."""

    behaviours: list[Behaviour]
    at: int = field(default=0)


class Server(ThreadingHTTPServer):
    """The server; ``url`` makes addresses on it."""

    daemon_threads = True

    def __init__(self, script: Mapping[str, Behaviour | Sequence[Behaviour]], context: ssl.SSLContext | None) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.seen: list[Seen] = []
        self._scheme = "https" if context else "http"
        self._lock = Lock()
        self._script = {path: Script([one] if callable(one) else list(one)) for path, one in script.items()}
        if context:
            self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)

    def url(self, path: str = "/sparql", host: str = "127.0.0.1") -> str:
        return f"{self._scheme}://{host}:{self.server_address[1]}{path}"

    def play(self, path: str, *behaviours: Behaviour) -> None:
        """Set what is played at a path, also while the server runs."""
        with self._lock:
            self._script[path] = Script(list(behaviours))

    def next_of(self, path: str) -> Behaviour:
        with self._lock:
            script = self._script.get(path) or self._script.get("*")
            if script is None:
                return answer(404, b"nothing is here", "text/plain")
            behaviour = script.behaviours[min(script.at, len(script.behaviours) - 1)]
            script.at += 1
            return behaviour

    def handle_error(self, *_request: object) -> None:
        """Say nothing: clients that leave are wanted here."""


@contextmanager
def serving(script: Mapping[str, Behaviour | Sequence[Behaviour]], certificate: Path | None = None) -> Iterator[Server]:
    """Run the server on a free port of 127.0.0.1; with a *certificate* (PEM with its key) over TLS."""
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
    """Answer so; ``Retry_After="1"`` is the header Retry-After."""
    content = body.encode() if isinstance(body, str) else body
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda handler: handler.give(status, content, {"Content-Type": media_type, **named})


def results(columns: Sequence[str] = ("x",), rows: Sequence[Mapping[str, str]] = (), **headers: str) -> Behaviour:
    """Answer a SELECT query with plain strings, in JSON."""
    return answer(200, json_text(columns, rows), JSON, **headers)


def json_text(columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> str:
    bindings = [{name: {"type": "literal", "value": value} for name, value in row.items()} for row in rows]
    return json.dumps({"head": {"vars": list(columns)}, "results": {"bindings": bindings}})


def redirect(to: str, status: int = 307) -> Behaviour:
    """Lead elsewhere."""
    return answer(status, Location=to)


def broken_off(body: bytes | str, media_type: str = JSON, *, announced: int = 1000) -> Behaviour:
    """Begin an answer, and close the connection before the length that was announced."""
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
    """Read so many bytes of the body, and reset the connection: an upload that breaks off."""

    def behave(handler: Handler) -> None:
        handler.rfile.read(read)
        reset()(handler)

    behave.unread = True  # type: ignore[attr-defined]
    return behave


def pausing(seconds: float, then: Behaviour) -> Behaviour:
    """Take a part of the body, nothing for so long, and then the rest."""

    def behave(handler: Handler) -> None:
        length = int(handler.headers["Content-Length"])
        handler.rfile.read(length // 100)
        time.sleep(seconds)
        handler.rfile.read(length - length // 100)
        then(handler)

    behave.unread = True  # type: ignore[attr-defined]
    return behave


def refused_unread(status: int, body: bytes | str = b"", **headers: str) -> Behaviour:
    """Answer without reading the body, and close, as a proxy does with 413."""

    def behave(handler: Handler) -> None:
        handler.close_connection = True
        answer(status, body, Connection="close", **headers)(handler)

    behave.unread = True  # type: ignore[attr-defined]
    return behave


def endless(begin: bytes = b"", drip: bytes = b" ", media_type: str = JSON) -> Behaviour:
    """Begin an answer, and go on with a little for ever."""

    def behave(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", media_type)
        handler.send_header("Connection", "close")
        handler.end_headers()
        handler.wfile.write(begin)
        for _ in range(2000):  # until the client leaves, or some day
            handler.wfile.write(drip)
            time.sleep(DRIP)
        handler.close_connection = True

    return behave


def silent(seconds: float = 30.0) -> Behaviour:
    """Take the request, and answer nothing for so long."""

    def behave(handler: Handler) -> None:
        time.sleep(seconds)
        handler.close_connection = True

    return behave


def guarded(then: Behaviour, header: str, challenge: str) -> Behaviour:
    """Behave so for whoever sends this Authorization, and answer 401 with the challenge to others."""

    def behave(handler: Handler) -> None:
        if handler.headers.get("Authorization") == header:
            then(handler)
        else:
            answer(401, b"who are you?", WWW_Authenticate=challenge)(handler)

    return behave
