"""HTTP with a store: time limits, repetition, redirects, and failures told in one line.

urllib3 does it: it is well kept, needs no other package, verifies TLS, keeps connections, and sends a
stream with its length, which Virtuoso must have; httpx and requests bring more packages, and leave as much
to be written here. HEAD is never asked: the body that Oxigraph server 0.5.13 gives to it spoils the next
answer on the connection.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import TypeVar, Unpack
from urllib.parse import urljoin, urlsplit

import urllib3
from urllib3 import BaseHTTPResponse
from urllib3.exceptions import HTTPError, NameResolutionError, NewConnectionError, SSLError
from urllib3.exceptions import TimeoutError as UrllibTimeout

from spacepact.errors import EndpointFailed
from spacepact.stores import http_errors
from spacepact.stores.authorization import Authorization
from spacepact.stores.credentials import Credentials
from spacepact.stores.endpoints import redacted
from spacepact.stores.http_messages import PART, Answer, Options, Sending, parts, told_parts

T = TypeVar("T")

TRIES = 4
_PAUSE = 0.2
_LONGEST_PAUSE = 60.0
_CONNECT = 10.0
_REDIRECTS = 5
_BUSY = (429, 502, 503, 504)
_MOVED = (301, 302, 303, 307, 308)


class Transport:
    """Connections to one store, kept open between requests; a context manager, for one thread.

    *auth* is what presets.Kind.auth says; *timeout* is in seconds. Every failure raises EndpointFailed, with
    one line: the URL, what happened, what to do.
    """

    def __init__(
        self, credentials: Credentials | None = None, *, auth: str = "any", timeout: float = 60.0, tries: int = TRIES
    ) -> None:
        self._authorization = Authorization(credentials, auth)
        self._timeout = timeout
        self._tries = tries
        self._pools: dict[str, urllib3.PoolManager] = {}

    def __enter__(self) -> Transport:
        return self

    def __exit__(self, *_error: object) -> None:
        for pool in self._pools.values():
            pool.clear()

    def request(self, method: str, url: str, **options: Unpack[Options]) -> Answer:
        """Send a request; return the answer if its status is 2xx or an allowed one.

        What is repeatable is tried again, with growing pauses, after 429, 502, 503, 504 and lost connections, and
        anything is where no connection came about.
        """
        sending = self._sending(method, url, options)

        def whole(response: BaseHTTPResponse) -> Answer:
            return Answer(response.status, response.headers, b"".join(parts(response, sending)), sending.shown)

        return self._tried(sending, whole)

    @contextmanager
    def stream(self, method: str, url: str, **options: Unpack[Options]) -> Iterator[tuple[Answer, Iterator[bytes]]]:
        """Send a request as ``request`` does; give the answer without its bytes, and these part by part."""
        sending = self._sending(method, url, options)
        response = self._tried(sending, lambda response: response)
        try:
            yield Answer(response.status, response.headers, b"", sending.shown), told_parts(response, sending)
        finally:
            response.close()

    def _sending(self, method: str, url: str, options: Options) -> Sending:
        return Sending.of(method, url, _agent(), self._timeout, options)

    def _tried(self, sending: Sending, use: Callable[[BaseHTTPResponse], T]) -> T:
        """Send until there is an answer that counts, and use it."""
        for attempt in range(self._tries):
            pause = _PAUSE * 2**attempt
            again = attempt + 1 < self._tries and not sending.is_once
            try:
                response = self._followed(sending)
                if 200 <= response.status < 300 or response.status in sending.allowed:
                    return use(response)
                asked = http_errors.retry_after(response.headers.get("Retry-After"))
                pause = pause if asked is None else asked
                if response.status not in _BUSY or not sending.repeatable or not again or pause > _LONGEST_PAUSE:
                    raise self._refusal(response, sending, asked)
                _done(response)
            except (HTTPError, OSError) as error:
                vain = isinstance(error, SSLError | NameResolutionError | TimeoutError | UrllibTimeout)
                vain = vain or http_errors.is_stalled(error)
                if not again or not (_is_refused(error) or (sending.repeatable and not vain)):
                    raise EndpointFailed(http_errors.network(sending.shown, error, sending.seconds)) from error
            time.sleep(pause)
        raise AssertionError("the last try ends in an answer or an error")

    def _refusal(self, response: BaseHTTPResponse, sending: Sending, pause: float | None) -> EndpointFailed:
        try:
            content = response.read(PART)
        except (HTTPError, OSError):  # the status says enough
            content = b""
        response.close()
        said = self._authorization.hidden(http_errors.words(content))
        has = self._authorization.is_given
        text = http_errors.status(sending.shown, response.status, said, has_credentials=has, pause=pause)
        return EndpointFailed(text, response.status)

    def _followed(self, sending: Sending) -> BaseHTTPResponse:
        """Send, and follow redirects; credentials stay with the host that was named, and are never sent less safely.

        Unlike browsers this repeats a POST after 301 and 302: a query would be lost on the way.
        """
        method, url, with_body = sending.method, sending.url, sending.body is not None
        seen = [url]
        while True:
            response = self._authorized(sending, method, url, with_body, mine=_is_as_safe(sending.url, url))
            location = response.headers.get("Location") if response.status in _MOVED else None
            if location is None:
                return response
            _done(response)
            url = urljoin(url, location)
            if url in seen or len(seen) > _REDIRECTS:
                what = "redirects in a circle" if url in seen else f"redirects more than {_REDIRECTS} times"
                raise EndpointFailed(f"{sending.shown}: {what}: check the address", response.status)
            if not url.startswith(("http://", "https://")) or (with_body and sending.is_once):
                raise EndpointFailed(f"{sending.shown}: moved to {redacted(url)}: use that address", response.status)
            seen.append(url)
            if response.status == 303:
                method, with_body = "GET", False

    def _authorized(self, sending: Sending, method: str, url: str, with_body: bool, *, mine: bool) -> BaseHTTPResponse:
        """Send with credentials; a store that has yet to say how is first asked without the body."""
        known = self._authorization
        if mine and with_body and known.must_ask:
            asked = self._exchanged(sending, "GET", url, with_body=False)
            _done(asked)
            if asked.status == 401:
                known.learn(asked.headers.getlist("WWW-Authenticate"))
        response = self._exchanged(sending, method, url, with_body, **(known.header(method, url) if mine else {}))
        challenges = response.headers.getlist("WWW-Authenticate") if response.status == 401 and mine else []
        if challenges and not (with_body and sending.is_once) and known.learn(challenges):
            _done(response)
            return self._exchanged(sending, method, url, with_body, **known.header(method, url))
        return response

    def _exchanged(
        self, sending: Sending, method: str, url: str, with_body: bool, **authorization: str
    ) -> BaseHTTPResponse:
        body_only = () if with_body else ("content-length", "content-type", "content-encoding")
        headers = {key: value for key, value in sending.headers.items() if key.lower() not in body_only}
        return self._pool(url).urlopen(
            method,
            url,
            body=sending.fresh_body() if with_body else None,
            headers={**headers, **authorization},
            timeout=urllib3.Timeout(connect=self._connect(sending, with_body), read=sending.seconds),
            retries=False,
            redirect=False,
            preload_content=False,
            decode_content=True,
        )

    def _connect(self, sending: Sending, with_body: bool) -> float:
        """Return the seconds to connect in, in which urllib3 also wants each part of a body to be taken.

        A store that empties a large graph before it reads on can take longer than any connection.
        """
        is_large = with_body and not isinstance(sending.body, bytes)
        return sending.seconds if is_large else min(_CONNECT, sending.seconds)

    def _pool(self, url: str) -> urllib3.PoolManager:
        """Return the connections for a URL, by the proxy that the environment names for it."""
        parts = urlsplit(url)
        proxy = _proxy(parts.scheme, parts.netloc)
        if proxy not in self._pools:
            # Certificates are verified, by what the system trusts, or SSL_CERT_FILE and SSL_CERT_DIR name.
            self._pools[proxy] = urllib3.ProxyManager(proxy) if proxy else urllib3.PoolManager()
        return self._pools[proxy]


@cache
def _agent() -> str:
    from importlib.metadata import version

    return f"spacepact/{version('spacepact')}"


def _is_refused(error: Exception) -> bool:
    """Whether nobody listened, which may change: to urllib3 that is a timeout too."""
    return isinstance(error, NewConnectionError) and not isinstance(error, NameResolutionError)


def _done(response: BaseHTTPResponse) -> None:
    """Keep the connection of an answer that does not count, unless there is much left to read."""
    if response.headers.get("Content-Length", "").isdigit() and int(response.headers["Content-Length"]) <= PART:
        response.drain_conn()
    else:
        response.close()


def _is_as_safe(first: str, url: str) -> bool:
    """Whether a URL leads to the host and port of the first, or there from http to https."""
    a, b = urlsplit(first), urlsplit(url)
    if (a.scheme, a.hostname, a.port) == (b.scheme, b.hostname, b.port):
        return True
    return (
        a.hostname == b.hostname and (a.scheme, b.scheme) == ("http", "https") and {a.port, b.port} <= {None, 80, 443}
    )


@cache
def _proxy(scheme: str, netloc: str) -> str:
    if not any(name.lower().endswith("_proxy") for name in os.environ):
        return ""
    from urllib import request

    if request.proxy_bypass(netloc):
        return ""
    proxies = request.getproxies()
    return proxies.get(scheme) or proxies.get("all", "")
