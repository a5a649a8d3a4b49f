"""Decide where a redirect leads, and whether the new URL belongs to the same host."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

from spacepact.errors import EndpointFailed
from spacepact.stores.transport.http_request import Request


def redirected_url(request: Request, url: str, location: str, status: int) -> str:
    """Return the URL of a redirect; raise EndpointFailed if it is invalid."""
    try:
        url = urljoin(url, location)
        parts = urlsplit(url)
        is_valid = parts.scheme not in ("http", "https") or (bool(parts.hostname) and parts.port != 0)
    except ValueError:
        is_valid = False
    if not is_valid:
        raise EndpointFailed(f"{request.display_url}: redirect to an invalid URL: check the URL", status)
    return url


def is_same_host(first: str, url: str) -> bool:
    """Return whether two URLs have the same scheme, host and port, or differ only by http changing to https."""
    a, b = urlsplit(first), urlsplit(url)
    default = {"http": 80, "https": 443}
    ports = a.port or default.get(a.scheme), b.port or default.get(b.scheme)
    is_upgrade = (a.scheme, b.scheme) == ("http", "https") and ports == (80, 443)
    return a.hostname == b.hostname and (is_upgrade or (a.scheme == b.scheme and ports[0] == ports[1]))
