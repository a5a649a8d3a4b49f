"""Keep HTTP connections open, directly or through the proxy that the environment names."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from contextlib import suppress
from http.client import HTTPException
from threading import Event, Timer
from urllib.parse import urlsplit
from warnings import catch_warnings

import urllib3
import urllib3.connection
from urllib3 import BaseHTTPResponse

from spacepact.errors import BadInput
from spacepact.stores.transport.http_request import Request
from spacepact.stores.transport.proxies import Proxy, proxy_for

CONNECT_TIMEOUT = 10.0


class _Connection(urllib3.connection.HTTPConnection):
    """A connection that limits the time for the status and the headers of a response.

    urllib3 limits only each silence, so that a store which sends a byte now and then could hold a request for days.
    """

    def getresponse(self) -> urllib3.HTTPResponse:  # type: ignore[override]  # as in urllib3
        """Wait for the response; raise TimeoutError if its headers take longer than the timeout."""
        is_late = Event()

        def end() -> None:
            is_late.set()
            with suppress(OSError, AttributeError):  # the connection can be closed meanwhile
                self.sock.shutdown(socket.SHUT_RDWR)

        timer = Timer(self.timeout or 0, end)
        timer.daemon = True
        timer.start()
        try:
            response = super().getresponse()
        except (OSError, HTTPException) as error:
            if is_late.is_set():
                raise TimeoutError from error
            raise
        finally:
            timer.cancel()
        if is_late.is_set():  # the end of the connection looks like the end of the headers
            raise TimeoutError
        return response


class _SafeConnection(_Connection, urllib3.connection.HTTPSConnection):
    pass


class _Pool(urllib3.HTTPConnectionPool):
    ConnectionCls = _Connection


class _SafePool(urllib3.HTTPSConnectionPool):
    ConnectionCls = _SafeConnection


class Connections:
    """Connections by proxy, for one thread."""

    def __init__(self) -> None:
        self._proxies: dict[tuple[str, str], Proxy | None] = {}
        self._pools: dict[Proxy | None, urllib3.PoolManager] = {}

    def close(self) -> None:
        """Close all connections."""
        for pool in self._pools.values():
            pool.clear()

    def proxy(self, url: str) -> Proxy | None:
        """Return the proxy for a URL; raises BadInput for an invalid one."""
        key = urlsplit(url)[:2]
        if key not in self._proxies:
            self._proxies[key] = proxy_for(url)
        return self._proxies[key]

    def secrets(self) -> set[str]:
        """Return the logins of the proxies, which no message may contain."""
        return {text for proxy in self._proxies.values() if proxy for text in (proxy.login, proxy.password) if text}

    def send(
        self, request: Request, method: str, url: str, has_body: bool, more: Mapping[str, str]
    ) -> BaseHTTPResponse:
        """Send a request once, to this URL, with *more* headers; return the response without its body.

        Raises the errors of urllib3, and BadInput for an invalid proxy.
        """
        body_headers = () if has_body else ("content-length", "content-type", "content-encoding")
        headers = {name: value for name, value in request.headers.items() if name.lower() not in body_headers}
        # urllib3 applies the connect timeout to sending too. A store that deletes a large graph before it reads on
        # can pause longer than that.
        is_upload = has_body and not isinstance(request.body, bytes)
        connect = request.timeout if is_upload else min(CONNECT_TIMEOUT, request.timeout)
        return self._pool(self.proxy(url)).urlopen(
            method,
            url,
            body=request.rewound_body() if has_body else None,
            headers={**headers, **more},
            timeout=urllib3.Timeout(connect=connect, read=request.timeout),
            retries=False,
            redirect=False,
            preload_content=False,
            decode_content=True,
        )

    def _pool(self, proxy: Proxy | None) -> urllib3.PoolManager:
        if proxy not in self._pools:
            self._pools[proxy] = _new_pool(proxy)
        return self._pools[proxy]


def _new_pool(proxy: Proxy | None) -> urllib3.PoolManager:
    """Return connections that verify certificates: by the system's authorities, or SSL_CERT_FILE and SSL_CERT_DIR."""
    if proxy and proxy.is_socks:
        return _new_socks_pool(proxy)
    headers = {"Proxy-Authorization": f"Basic {proxy.login}"} if proxy and proxy.login else {}
    pool = urllib3.ProxyManager(proxy.url, proxy_headers=headers) if proxy else urllib3.PoolManager()
    pool.pool_classes_by_scheme = {"http": _Pool, "https": _SafePool}
    return pool


def _new_socks_pool(proxy: Proxy) -> urllib3.PoolManager:
    with catch_warnings(category=urllib3.exceptions.DependencyWarning, action="ignore"):
        try:
            from urllib3.contrib import socks
        except ImportError as error:
            advice = "pip install 'spacepact[socks]', or list the host of the store in NO_PROXY"
            raise BadInput(f"{proxy.variable}: a SOCKS proxy requires PySocks: {advice}") from error

    class Connection(_Connection, socks.SOCKSConnection):
        pass

    class SafeConnection(_Connection, socks.SOCKSHTTPSConnection):
        pass

    class Pool(socks.SOCKSHTTPConnectionPool):
        ConnectionCls = Connection

    class SafePool(socks.SOCKSHTTPSConnectionPool):
        ConnectionCls = SafeConnection

    pool = socks.SOCKSProxyManager(proxy.url, proxy.user or None, proxy.password or None)
    pool.pool_classes_by_scheme = {"http": Pool, "https": SafePool}
    return pool
