"""Send HTTP requests to a store: retries, redirects, credentials, time limits, and errors in one line.

urllib3 makes the connections: it verifies TLS, keeps connections open, and sends a stream with its Content-Length,
which Virtuoso needs. Its own ``Retry`` is not used: it neither limits the time of a response nor asks for
credentials before it sends a body. HEAD is never sent: Oxigraph server 0.5.13 answers it with a body, which breaks the
next response on the connection.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import IO, Required, TypedDict, TypeVar, Unpack, cast
from urllib.parse import urlencode, urljoin, urlsplit

import urllib3
from urllib3 import BaseHTTPResponse
from urllib3.exceptions import HTTPError, NameResolutionError, NewConnectionError, SSLError
from urllib3.exceptions import TimeoutError as UrllibTimeout

from spacepact.errors import EndpointFailed
from spacepact.stores import http_errors
from spacepact.stores.credentials import Authorization, Credentials
from spacepact.stores.http_errors import redacted

T = TypeVar("T")
Body = bytes | IO[bytes] | Iterable[bytes] | None

TRIES = 4
_FIRST_PAUSE = 0.2
_MAX_PAUSE = 60.0
_CONNECT_TIMEOUT = 10.0
_MAX_REDIRECTS = 5
_MAX_BYTES = 1 << 30
_CHUNK = 1 << 16
_RETRY_STATUSES = (429, 502, 503, 504)
_REDIRECT_STATUSES = (301, 302, 303, 307, 308)
_TRUNCATION_HEADERS = ("X-SQL-State", "X-SQL-Message", "X-SPARQL-MaxRows")


class RequestOptions(TypedDict, total=False):
    """The options of a request.

    *params*: added to the URL. *body*: bytes, a file open for reading, or an iterator of bytes. An iterator is sent
    only once, in chunks unless *headers* have a ``Content-Length``. *idempotent*: whether the request may be sent again
    after a lost response. *allowed*: statuses outside 2xx that are not errors. *timeout*: in seconds, for each silence
    and for the complete response. *limit*: the largest response, in bytes.
    """

    params: Mapping[str, str]
    body: Body
    headers: Mapping[str, str]
    idempotent: Required[bool]
    allowed: Collection[int]
    timeout: float
    limit: int


@dataclass(frozen=True)
class Response:
    """A response: status, headers (case-insensitive), body, and the redacted URL for messages."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str

    @property
    def media_type(self) -> str:
        """The Content-Type without its parameters, in lower case."""
        return self.headers.get("Content-Type", "").partition(";")[0].strip().lower()

    @property
    def truncation(self) -> str:
        """How the store reports a truncated response (Virtuoso: 206 and headers); empty if it is complete."""
        reported = [f"{name}: {self.headers[name]}" for name in _TRUNCATION_HEADERS if name in self.headers]
        return "; ".join([*(["206 Partial Content"] if self.status == 206 else []), *reported])


class _Request:
    """A request that can be sent again from the start of its body."""

    def __init__(self, method: str, url: str, timeout: float, options: RequestOptions) -> None:
        assert method != "HEAD"
        params = options.get("params")
        self.method = method
        self.url = url + ("&" if urlsplit(url).query else "?") + urlencode(params) if params else url
        self.display_url = redacted(self.url)
        self.headers = {"User-Agent": _user_agent(), **options.get("headers", {})}
        self.timeout = options.get("timeout", timeout)
        self.limit = options.get("limit", _MAX_BYTES)
        self.idempotent = options["idempotent"]
        self.allowed = options.get("allowed", ())
        self.body = options.get("body")
        self.is_single_use = hasattr(self.body, "__next__") and not hasattr(self.body, "seek")
        self._file = cast("IO[bytes]", self.body) if hasattr(self.body, "seek") else None
        if self._file:
            self._start = self._file.tell()
            self.headers.setdefault("Content-Length", str(self._file.seek(0, os.SEEK_END) - self._start))

    def rewound_body(self) -> Body:
        """Return the body, from its start."""
        if self._file:
            self._file.seek(self._start)
        return self.body


class Transport:
    """HTTP connections to one store, kept open between requests. A context manager, for one thread.

    *auth* is ``Kind.auth``; *timeout* is in seconds. Every failure raises EndpointFailed.
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

    def request(self, method: str, url: str, **options: Unpack[RequestOptions]) -> Response:
        """Send a request and return its response.

        Retries, with growing pauses: an idempotent request after 429, 502, 503, 504 or a lost connection; any request
        if no connection was made.
        """
        request = _Request(method, url, self._timeout, options)

        def read(raw: BaseHTTPResponse) -> Response:
            return Response(raw.status, raw.headers, b"".join(_chunks(raw, request)), request.display_url)

        return self._with_retries(request, read)

    @contextmanager
    def stream(
        self, method: str, url: str, **options: Unpack[RequestOptions]
    ) -> Iterator[tuple[Response, Iterator[bytes]]]:
        """Send a request as ``request`` does; give the response without its body, and the body in chunks."""
        request = _Request(method, url, self._timeout, options)
        raw = self._with_retries(request, lambda raw: raw)
        try:
            yield Response(raw.status, raw.headers, b"", request.display_url), _chunks(raw, request)
        except HTTPError as error:
            raise EndpointFailed(http_errors.network_error(request.display_url, error, request.timeout)) from error
        finally:
            raw.close()

    def _with_retries(self, request: _Request, use: Callable[[BaseHTTPResponse], T]) -> T:
        for attempt in range(self._tries):
            pause = _FIRST_PAUSE * 2**attempt
            may_retry = attempt + 1 < self._tries and not request.is_single_use
            try:
                raw = self._follow_redirects(request)
                if 200 <= raw.status < 300 or raw.status in request.allowed:
                    return use(raw)
                retry_after = http_errors.retry_after_seconds(raw.headers.get("Retry-After"))
                pause = pause if retry_after is None else retry_after
                if raw.status not in _RETRY_STATUSES or not (request.idempotent and may_retry) or pause > _MAX_PAUSE:
                    raise self._status_error(raw, request, retry_after)
                _release(raw)
            except (HTTPError, OSError) as error:
                # NewConnectionError, which urllib3 counts as a timeout: no store was listening, so try again.
                is_unsent = isinstance(error, NewConnectionError) and not isinstance(error, NameResolutionError)
                is_final = isinstance(error, SSLError | NameResolutionError | TimeoutError | UrllibTimeout)
                is_final = is_final or http_errors.is_send_timeout(error)
                if not may_retry or not (is_unsent or (request.idempotent and not is_final)):
                    text = http_errors.network_error(request.display_url, error, request.timeout)
                    raise EndpointFailed(text) from error
            time.sleep(pause)
        raise AssertionError("the last attempt returns or raises")

    def _status_error(self, raw: BaseHTTPResponse, request: _Request, retry_after: float | None) -> EndpointFailed:
        try:
            content = raw.read(_CHUNK)
        except (HTTPError, OSError):  # the status is enough
            content = b""
        raw.close()
        body = self._authorization.mask(http_errors.excerpt(content))
        known = self._authorization.credentials is not None
        text = http_errors.status_error(
            request.display_url, raw.status, body, has_credentials=known, retry_after=retry_after
        )
        return EndpointFailed(text, raw.status)

    def _follow_redirects(self, request: _Request) -> BaseHTTPResponse:
        """Send the request and follow redirects. Credentials go only to the first host, and never from https to http.

        Unlike browsers, this sends a POST again after 301 and 302: otherwise the query is lost.
        """
        method, url, has_body = request.method, request.url, request.body is not None
        seen = [url]
        while True:
            raw = self._authenticated(request, method, url, has_body, trusted=_is_same_host(request.url, url))
            location = raw.headers.get("Location") if raw.status in _REDIRECT_STATUSES else None
            if location is None:
                return raw
            _release(raw)
            url = urljoin(url, location)
            if url in seen or len(seen) > _MAX_REDIRECTS:
                problem = "redirect loop" if url in seen else f"more than {_MAX_REDIRECTS} redirects"
                raise EndpointFailed(f"{request.display_url}: {problem}: check the URL", raw.status)
            if not url.startswith(("http://", "https://")) or (has_body and request.is_single_use):
                raise EndpointFailed(f"{request.display_url}: moved to {redacted(url)}: use that URL", raw.status)
            seen.append(url)
            if raw.status == 303:
                method, has_body = "GET", False

    def _authenticated(
        self, request: _Request, method: str, url: str, has_body: bool, *, trusted: bool
    ) -> BaseHTTPResponse:
        """Send the request, with credentials if the host is *trusted*.

        If the store must first send a challenge, request it without the body.
        """
        auth = self._authorization
        if trusted and has_body and auth.needs_challenge:
            first = self._send(request, "GET", url, has_body=False)
            _release(first)
            if first.status == 401:
                auth.accept_challenge(first.headers.getlist("WWW-Authenticate"))
        raw = self._send(request, method, url, has_body, **(auth.header(method, url) if trusted else {}))
        challenges = raw.headers.getlist("WWW-Authenticate") if raw.status == 401 and trusted else []
        if challenges and not (has_body and request.is_single_use) and auth.accept_challenge(challenges):
            _release(raw)
            return self._send(request, method, url, has_body, **auth.header(method, url))
        return raw

    def _send(self, request: _Request, method: str, url: str, has_body: bool, **more: str) -> BaseHTTPResponse:
        body_headers = () if has_body else ("content-length", "content-type", "content-encoding")
        headers = {name: value for name, value in request.headers.items() if name.lower() not in body_headers}
        # urllib3 applies the connect timeout to sending too. A store that deletes a large graph before it reads on
        # can pause longer than that.
        is_upload = has_body and not isinstance(request.body, bytes)
        connect = request.timeout if is_upload else min(_CONNECT_TIMEOUT, request.timeout)
        return self._pool(url).urlopen(
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

    def _pool(self, url: str) -> urllib3.PoolManager:
        """Return the connections for a URL, through the proxy that the environment names for it."""
        parts = urlsplit(url)
        proxy = _proxy(parts.scheme, parts.netloc)
        if proxy not in self._pools:
            # Verifies certificates with the system's authorities, or those in SSL_CERT_FILE and SSL_CERT_DIR.
            self._pools[proxy] = urllib3.ProxyManager(proxy) if proxy else urllib3.PoolManager()
        return self._pools[proxy]


def _chunks(raw: BaseHTTPResponse, request: _Request) -> Iterator[bytes]:
    """Yield the body of a response; raise EndpointFailed if it is too large or takes too long."""
    end = time.monotonic() + request.timeout
    size = 0
    while chunk := raw.read1(_CHUNK):
        size += len(chunk)
        if size > request.limit:
            raw.close()
            raise EndpointFailed(f"{request.display_url}: the response exceeds {request.limit} bytes: ask for less")
        if time.monotonic() > end:
            raw.close()
            limit = f"not complete within {request.timeout:g} seconds"
            raise EndpointFailed(f"{request.display_url}: timeout: {limit}: ask for less, or raise the timeout")
        yield chunk


@cache
def _user_agent() -> str:
    from importlib.metadata import version

    return f"spacepact/{version('spacepact')}"


def _release(raw: BaseHTTPResponse) -> None:
    """Discard a response; keep its connection if only little is left to read."""
    if raw.headers.get("Content-Length", "").isdigit() and int(raw.headers["Content-Length"]) <= _CHUNK:
        raw.drain_conn()
    else:
        raw.close()


def _is_same_host(first: str, url: str) -> bool:
    """Return whether two URLs have the same scheme, host and port, or differ only by http changing to https."""
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
