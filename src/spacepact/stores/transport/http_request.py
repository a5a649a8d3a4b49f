"""Describe an HTTP request and its response, and read the body of a response within limits."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import IO, Required, TypedDict, cast
from urllib.parse import urlencode, urlsplit

from urllib3 import BaseHTTPResponse, HTTPResponse
from urllib3.exceptions import HTTPError, IncompleteRead

from spacepact.errors import EndpointFailed
from spacepact.stores.transport.http_errors import excerpt, redacted

Body = bytes | IO[bytes] | Iterable[bytes] | None

CHUNK = 1 << 16
_MAX_BYTES = 1 << 30
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
        return excerpt(self.headers.get("Content-Type", "").partition(";")[0].encode()).lower()

    @property
    def truncation(self) -> str:
        """How the store reports a truncated response (Virtuoso: 206 and headers); empty if it is complete."""
        headers = {name: excerpt(self.headers[name].encode()) for name in _TRUNCATION_HEADERS if name in self.headers}
        reported = [f"{name}: {value}" for name, value in headers.items()]
        return "; ".join([*(["206 Partial Content"] if self.status == 206 else []), *reported])


class Request:
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


def chunks(raw: BaseHTTPResponse, request: Request) -> Iterator[bytes]:
    """Yield the body of a response; raise EndpointFailed if it is too large or takes too long."""
    end = time.monotonic() + request.timeout
    size = 0
    while chunk := raw.read1(CHUNK):
        size += len(chunk)
        if size > request.limit:
            raw.close()
            raise EndpointFailed(f"{request.display_url}: the response exceeds {request.limit} bytes: ask for less")
        if time.monotonic() > end:
            raw.close()
            limit = f"not complete within {request.timeout:g} seconds"
            raise EndpointFailed(f"{request.display_url}: timeout: {limit}: ask for less, or raise the timeout")
        yield chunk
    if isinstance(raw, HTTPResponse) and raw.tell() and _is_cut(raw):
        raise IncompleteRead(size, 1)


def _is_cut(raw: HTTPResponse) -> bool:
    """Return whether a compressed body ended too early. urllib3 2.8 does not report it, and the rest would be lost."""
    decoder = getattr(raw, "_decoder", None)
    streams = [getattr(part, "_obj", None) for part in getattr(decoder, "_decoders", [decoder])]
    return any(getattr(stream, "eof", True) is False for stream in streams)


def error_body(raw: BaseHTTPResponse, request: Request) -> bytes:
    """Return the beginning of the body of a response with an error status, as far as it arrives in time."""
    body = b""
    try:
        for chunk in chunks(raw, request):
            body += chunk
            if len(body) >= CHUNK:
                break
    except (HTTPError, OSError, EndpointFailed):  # the status is enough
        pass
    raw.close()
    return body


def release(raw: BaseHTTPResponse, request: Request) -> None:
    """Discard a response; keep its connection if only little is left to read."""
    length = raw.headers.get("Content-Length", "")
    if re.fullmatch(r"[0-9]{1,5}", length):
        try:
            for _ in chunks(raw, request):
                pass
            raw.release_conn()
            return
        except (HTTPError, OSError, EndpointFailed):  # the response is not needed
            pass
    raw.close()


@cache
def _user_agent() -> str:
    from importlib.metadata import version

    return f"spacepact/{version('spacepact')}"
