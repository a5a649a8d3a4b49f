"""A small SOCKS5 proxy on loopback (RFC 1928, RFC 1929), with a user and password or without."""

from __future__ import annotations

import socket
import socketserver
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

_NONE, _PASSWORD, _NO_METHOD = 0, 2, 255
_REFUSED = b"\x05\x05\x00\x01" + bytes(6)


class _Handler(socketserver.StreamRequestHandler):
    """Read the greeting, the login and the address, and pass bytes in both directions."""

    server: SocksServer

    def handle(self) -> None:
        methods = self.rfile.read(self.rfile.read(2)[1])
        method = _PASSWORD if self.server.login else _NONE
        self.wfile.write(bytes([5, method if method in methods else _NO_METHOD]))
        if method not in methods or not self._is_known():
            return
        self.server.hosts.append(host := self._host())
        port = struct.unpack("!H", self.rfile.read(2))[0]
        try:
            target = socket.create_connection((self.server.names.get(host, host), port), 5)
        except OSError:
            self.wfile.write(_REFUSED)
            return
        with target:
            self.wfile.write(b"\x05\x00\x00\x01" + bytes(6))
            Thread(target=self._copy, args=(target, self.connection), daemon=True).start()
            self._copy(self.connection, target)

    def _is_known(self) -> bool:
        if not self.server.login:
            return True
        self.rfile.read(1)
        parts = [self.rfile.read(self.rfile.read(1)[0]).decode() for _ in range(2)]
        is_right = tuple(parts) == self.server.login
        self.wfile.write(bytes([1, not is_right]))
        return is_right

    def _host(self) -> str:
        kind = self.rfile.read(4)[3]
        return socket.inet_ntoa(self.rfile.read(4)) if kind == 1 else self.rfile.read(self.rfile.read(1)[0]).decode()

    @staticmethod
    def _copy(source: socket.socket, target: socket.socket) -> None:
        try:
            while data := source.recv(65536):
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            pass


class SocksServer(socketserver.ThreadingTCPServer):
    """The proxy; *hosts* has the hosts of the requests, *names* their addresses."""

    daemon_threads = True

    def __init__(self, login: tuple[str, str] | None, names: dict[str, str]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.login, self.names = login, names
        self.hosts: list[str] = []

    def address(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"

    def handle_error(self, *_request: object) -> None:
        """Print nothing: clients that disconnect are expected."""


@contextmanager
def socks_server(login: tuple[str, str] | None = None, **names: str) -> Iterator[SocksServer]:
    """Run the proxy on a free port of 127.0.0.1; *login* is the user and password that it requires."""
    with SocksServer(login, {name.replace("_", "."): address for name, address in names.items()}) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
