"""What goes to a store and what comes back: a request that can be sent again, an answer, and its parts."""

from __future__ import annotations

import os
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Required, TypedDict
from urllib.parse import urlencode, urlsplit

from urllib3 import BaseHTTPResponse
from urllib3.exceptions import HTTPError

from spacepact.errors import EndpointFailed
from spacepact.stores import http_errors
from spacepact.stores.endpoints import redacted

Body = bytes | IO[bytes] | Iterable[bytes] | None

LARGEST = 1 << 30
PART = 1 << 16
_CUT = ("X-SQL-State", "X-SQL-Message", "X-SPARQL-MaxRows")


class Options(TypedDict, total=False):
    """What can be said of a request.

    *params* are added to the URL. A *body* is bytes, a file open for reading, or parts; parts go with the
    ``Content-Length`` of *headers*, and chunked where they have none. What is *repeatable* may be sent again where
    nobody knows what became of it; an iterator is sent once. *allowed* are the statuses beside 2xx that are no
    failure. *timeout*, in seconds, holds for every silence, and for an answer from its first byte to its last. An
    answer over *limit* bytes fails.
    """

    params: Mapping[str, str]
    body: Body
    headers: Mapping[str, str]
    repeatable: Required[bool]
    allowed: Collection[int]
    timeout: float
    limit: int


@dataclass(frozen=True)
class Answer:
    """An answer of a store: status, headers (in any case), the bytes, and the URL as it may be printed."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str

    @property
    def media_type(self) -> str:
        """The Content-Type without its parameters, in small letters."""
        return self.headers.get("Content-Type", "").partition(";")[0].strip().lower()

    @property
    def words(self) -> str:
        """The first words of what it says, without HTML, for a message."""
        return http_errors.words(self.body)

    @property
    def cut(self) -> str:
        """Why this is a part of the answer only, as Virtuoso tells by 206 and by headers; empty where it is whole."""
        told = [f"{name}: {self.headers[name]}" for name in _CUT if name in self.headers]
        return "; ".join([*(["206 Partial Content"] if self.status == 206 else []), *told])


@dataclass
class Sending:
    """A request that may have to be sent again; *seconds* and *limit* are for its answer."""

    method: str
    url: str
    body: Body
    headers: dict[str, str]
    seconds: float
    limit: int
    repeatable: bool
    allowed: Collection[int]

    @classmethod
    def of(cls, method: str, url: str, agent: str, seconds: float, options: Options) -> Sending:
        """Return a request with options; *seconds* hold where these give no timeout."""
        assert method != "HEAD"
        params = options.get("params")
        if params:
            url += ("&" if urlsplit(url).query else "?") + urlencode(params)
        return cls(
            method,
            url,
            options.get("body"),
            {"User-Agent": agent, **options.get("headers", {})},
            options.get("timeout", seconds),
            options.get("limit", LARGEST),
            options["repeatable"],
            options.get("allowed", ()),
        )

    def __post_init__(self) -> None:
        self.shown = redacted(self.url)
        self.is_once = hasattr(self.body, "__next__") and not hasattr(self.body, "seek")
        self._start = self.body.tell() if hasattr(self.body, "seek") else 0  # type: ignore[union-attr]
        if hasattr(self.body, "seek"):
            self.headers.setdefault("Content-Length", str(self.body.seek(0, os.SEEK_END) - self._start))  # type: ignore[union-attr]

    def fresh_body(self) -> Body:
        """Return the body from its start."""
        if hasattr(self.body, "seek"):
            self.body.seek(self._start)  # type: ignore[union-attr]
        return self.body


def parts(response: BaseHTTPResponse, sending: Sending) -> Iterator[bytes]:
    """Yield the bytes of an answer; raises EndpointFailed for one that is too large or takes too long."""
    ends = time.monotonic() + sending.seconds
    size = 0
    while part := response.read1(PART):
        size += len(part)
        if size > sending.limit:
            response.close()
            raise EndpointFailed(f"{sending.shown}: the answer is larger than {sending.limit} bytes: ask for less")
        if time.monotonic() > ends:
            response.close()
            within = f"within {sending.seconds:g} seconds"
            raise EndpointFailed(f"{sending.shown}: the answer did not end {within}: ask for less, or allow more")
        yield part


def told_parts(response: BaseHTTPResponse, sending: Sending) -> Iterator[bytes]:
    """Yield the bytes of an answer as ``parts`` does; raises EndpointFailed for a lost connection too."""
    try:
        yield from parts(response, sending)
    except (HTTPError, OSError) as error:
        raise EndpointFailed(http_errors.network(sending.shown, error, sending.seconds)) from error
