"""Send HTTP requests to a store: retries, redirects, credentials, time limits, and errors in one line.

urllib3 makes the connections: it verifies TLS, keeps connections open, and sends a stream with its Content-Length,
which Virtuoso needs. Its own ``Retry`` is not used: it neither limits the time of a response nor asks for
credentials before it sends a body. HEAD is never sent: Oxigraph server 0.5.13 answers it with a body, which breaks the
next response on the connection.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TypeVar, Unpack
from urllib.parse import unquote_plus, urlsplit

from urllib3 import BaseHTTPResponse
from urllib3.exceptions import DecodeError, HTTPError, InvalidHeader, NameResolutionError, NewConnectionError, SSLError
from urllib3.exceptions import TimeoutError as UrllibTimeout

from spacepact.errors import EndpointFailed, SpacepactError
from spacepact.stores.transport import http_errors
from spacepact.stores.transport.authorization import Authorization
from spacepact.stores.transport.charsets import in_utf8
from spacepact.stores.transport.connections import Connections
from spacepact.stores.transport.credentials import Credentials
from spacepact.stores.transport.http_errors import redacted
from spacepact.stores.transport.http_request import Request, RequestOptions, Response, chunks, error_body, release
from spacepact.stores.transport.redirects import is_same_host, redirected_url

T = TypeVar("T")

TRIES = 4
_FIRST_PAUSE = 0.2
_MAX_PAUSE = 60.0
_MAX_REDIRECTS = 5
_MIN_SECRET = 6  # shorter values of a query string are words, such as true
_RETRY_STATUSES = (429, 502, 503, 504)
_REDIRECT_STATUSES = (301, 302, 303, 307, 308)
_ENCODINGS = ("", "identity", "gzip", "x-gzip", "deflate")


class Transport:
    """HTTP connections to one store, kept open between requests. A context manager, for one thread.

    *auth* is ``Kind.auth``; *timeout* is in seconds. Every failure raises EndpointFailed. An error that leaves the
    block has *** for the secrets, also if the store returned them: credentials, and the query strings of URLs.
    """

    def __init__(
        self,
        credentials: Credentials | Authorization | None = None,
        *,
        auth: str = "any",
        timeout: float = 60.0,
        tries: int = TRIES,
    ) -> None:
        if not isinstance(credentials, Authorization):
            credentials = Authorization(credentials, auth)
        self._authorization = credentials
        self._timeout = timeout
        self._tries = tries
        self._connections = Connections()
        self._query_strings: set[str] = set()

    def __enter__(self) -> Transport:
        return self

    def __exit__(self, _kind: object, error: BaseException | None, _traceback: object) -> None:
        self._connections.close()
        if isinstance(error, SpacepactError):
            error.args = (self._masked(str(error)),)

    def _masked(self, text: str) -> str:
        """Replace the secrets in a text by ``***``."""
        secrets = self._authorization.secrets() | self._connections.secrets()
        for query in self._query_strings:
            values = [part.partition("=")[2] for part in query.split("&")]
            secrets |= {form for value in values if len(value) >= _MIN_SECRET for form in (value, unquote_plus(value))}
        for secret in sorted(secrets, key=len, reverse=True):
            text = text.replace(secret, "***")
        return text

    def request(self, method: str, url: str, **options: Unpack[RequestOptions]) -> Response:
        """Send a request and return its response.

        Retries, with growing pauses: an idempotent request after 429, 502, 503, 504 or a lost connection; any request
        if no connection was made.
        """
        request = self._new_request(method, url, options)

        def read(raw: BaseHTTPResponse) -> Response:
            return Response(raw.status, raw.headers, b"".join(chunks(raw, request)), request.display_url)

        return self._with_retries(request, read)

    @contextmanager
    def stream(
        self, method: str, url: str, **options: Unpack[RequestOptions]
    ) -> Iterator[tuple[Response, Iterator[bytes]]]:
        """Send a request as ``request`` does; give the response without its body, and the body in chunks."""
        request = self._new_request(method, url, options)
        raw = self._with_retries(request, lambda raw: raw)
        try:
            yield Response(raw.status, raw.headers, b"", request.display_url), chunks(raw, request)
        except HTTPError as error:
            raise self._network_error(request, error) from error
        finally:
            raw.close()

    def _new_request(self, method: str, url: str, options: RequestOptions) -> Request:
        self._query_strings.add(urlsplit(url).query)
        return Request(method, url, self._timeout, options)

    def _with_retries(self, request: Request, use: Callable[[BaseHTTPResponse], T]) -> T:
        for attempt in range(self._tries):
            pause = _FIRST_PAUSE * 2**attempt
            may_retry = attempt + 1 < self._tries and not request.is_single_use
            try:
                raw = self._follow_redirects(request)
                if 200 <= raw.status < 300 or raw.status in request.allowed:
                    _require_known_encoding(raw, request)
                    return use(raw)
                retry_after = http_errors.retry_after_seconds(raw.headers.get("Retry-After"))
                pause = pause if retry_after is None else retry_after
                if raw.status not in _RETRY_STATUSES or not (request.idempotent and may_retry) or pause > _MAX_PAUSE:
                    raise self._status_error(raw, request, retry_after)
                release(raw, request)
            except (HTTPError, OSError) as error:
                # NewConnectionError, which urllib3 counts as a timeout: no store was listening, so try again.
                is_unsent = isinstance(error, NewConnectionError) and not isinstance(error, NameResolutionError)
                is_final = isinstance(error, DecodeError | InvalidHeader | SSLError | NameResolutionError)
                is_final = is_final or isinstance(error, TimeoutError | UrllibTimeout)
                is_final = is_final or http_errors.is_send_timeout(error)
                if not may_retry or not (is_unsent or (request.idempotent and not is_final)):
                    raise self._network_error(request, error) from error
            except ValueError:  # an invalid URL or header, which the text of the error quotes
                raise EndpointFailed(f"{request.display_url}: the request cannot be sent: check the URL") from None
            time.sleep(pause)
        raise AssertionError("the last attempt returns or raises")

    def _network_error(self, request: Request, error: Exception) -> EndpointFailed:
        proxy = self._connections.proxy(request.url)
        return EndpointFailed(http_errors.network_error(request.display_url, error, request.timeout, proxy))

    def _status_error(self, raw: BaseHTTPResponse, request: Request, retry_after: float | None) -> EndpointFailed:
        auth, proxy = self._authorization, self._connections.proxy(request.url)
        content = error_body(raw, request)
        with suppress(EndpointFailed):  # in another charset than it says: the status is enough
            response = Response(raw.status, raw.headers, content, request.display_url)
            content = b"".join(in_utf8(response, [content]))
        text = http_errors.status_error(
            request.display_url,
            raw.status,
            http_errors.excerpt(self._masked(content.decode(errors="replace")).encode()),
            has_credentials=auth.credentials is not None and not auth.note,
            note=auth.note,
            proxy=proxy.variable if proxy else "",
            retry_after=retry_after,
        )
        return EndpointFailed(text, raw.status)

    def _follow_redirects(self, request: Request) -> BaseHTTPResponse:
        """Send the request and follow redirects. Credentials go only to the first host, and never from https to http.

        Unlike browsers, this sends a POST again after 301 and 302: otherwise the query is lost.
        """
        method, url, has_body = request.method, request.url, request.body is not None
        seen = [url]
        while True:
            allowed = is_same_host(request.url, url) and self._authorization.allows(url, self._connections.proxy(url))
            raw = self._authenticated(request, method, url, has_body, trusted=allowed)
            location = raw.headers.get("Location") if raw.status in _REDIRECT_STATUSES else None
            if location is None:
                return raw
            release(raw, request)
            url = redirected_url(request, url, location, raw.status)
            if url in seen or len(seen) > _MAX_REDIRECTS:
                problem = "redirect loop" if url in seen else f"more than {_MAX_REDIRECTS} redirects"
                raise EndpointFailed(f"{request.display_url}: {problem}: check the URL", raw.status)
            if not url.startswith(("http://", "https://")) or (has_body and request.is_single_use):
                raise EndpointFailed(f"{request.display_url}: moved to {redacted(url)}: use that URL", raw.status)
            seen.append(url)
            if raw.status == 303:
                method, has_body = "GET", False

    def _authenticated(
        self, request: Request, method: str, url: str, has_body: bool, *, trusted: bool
    ) -> BaseHTTPResponse:
        """Send the request, with credentials if the host is *trusted*.

        If the store must first send a challenge, request it without the body.
        """
        auth = self._authorization
        if trusted and has_body and auth.needs_challenge:
            first = self._connections.send(request, "GET", url, False, {})
            release(first, request)
            if first.status == 401:
                auth.accept_challenge(first.headers.getlist("WWW-Authenticate"))
        raw = self._connections.send(request, method, url, has_body, auth.header(method, url) if trusted else {})
        challenges = raw.headers.getlist("WWW-Authenticate") if raw.status == 401 and trusted else []
        if challenges and not (has_body and request.is_single_use) and auth.accept_challenge(challenges):
            release(raw, request)
            return self._connections.send(request, method, url, has_body, auth.header(method, url))
        return raw


def _require_known_encoding(raw: BaseHTTPResponse, request: Request) -> None:
    """Raise EndpointFailed for a Content-Encoding that was not requested and cannot be decoded."""
    for name in raw.headers.get("Content-Encoding", "").split(","):
        if name.strip().lower() not in _ENCODINGS:
            raw.close()
            raise EndpointFailed(http_errors.decoding_error(request.display_url, name.strip()), raw.status)
