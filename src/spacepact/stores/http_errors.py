"""The error messages for failed HTTP requests, each in one line: the URL, what went wrong, what to do."""

from __future__ import annotations

import re
from html import unescape
from http import HTTPStatus

_MAX_EXCERPT = 200
_LOGIN = "authentication required: set SPACEPACT_USER and SPACEPACT_PASSWORD, or SPACEPACT_TOKEN, or use ~/.netrc"
_ADVICE = {
    400: "the store rejected the request",
    403: "permission denied: use an account with this permission",
    404: "nothing found at this URL: check its path",
    405: "not supported at this URL: check its path, or the kind of store",
    413: "the request is too large: raise the limit of the store, or of the proxy in front of it",
    415: "unsupported format: set the kind of store in spacepact.toml",
    429: "too many requests: try again later",
    502: "the store behind the proxy does not respond: try again later",
    503: "the store is not ready: try again later",
    504: "the store behind the proxy timed out: try again later",
}


def redacted(url: str) -> str:
    """Return a URL without user, password and query string, which can contain secrets.

    >>> redacted("http://me:secret@localhost/sparql?token=1")
    'http://localhost/sparql'
    """
    scheme, mark, rest = url.partition("://")
    host, slash, path = re.split(r"[?#]", rest)[0].partition("/")
    return scheme + mark + host.rpartition("@")[2] + slash + path if mark else url


def excerpt(body: bytes) -> str:
    """Return the beginning of a response body in one line, without HTML tags and control characters.

    >>> excerpt(b"<html><head><title>Oops</title></head><body><h1>Not&nbsp;found</h1></body></html>")
    'Not found'
    """
    text = body[:20_000].decode("utf-8", errors="replace")
    if re.search(r"<(html|body|!doctype|h1|p)\b", text, re.I) or "</" in text:
        text = re.sub(r"<(head|style|script)\b.*?</\1\s*>", " ", text, flags=re.S | re.I) or text
        text = unescape(re.sub(r"<[^>]*>", " ", text))
    text = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return text if len(text) <= _MAX_EXCERPT else text[:_MAX_EXCERPT].rstrip() + "…"


def status_error(url: str, code: int, body: str, *, has_credentials: bool, retry_after: float | None) -> str:
    """Return the message for a response with an error status; *body* is an excerpt of the response."""
    try:
        name = HTTPStatus(code).phrase
    except ValueError:
        name = ""
    if code in (401, 407):
        advice = "the store rejected these credentials: check them" if has_credentials else _LOGIN
    elif retry_after is not None:
        advice = f"the store asks to wait {retry_after:.0f} seconds: try again then"
    else:
        advice = _ADVICE.get(code, "the store failed: see its log" if code >= 500 else "check the URL")
    return f"{url}: {code} {name}".rstrip() + f": {advice}" + (f" (the store says: {body})" if body else "")


def network_error(url: str, error: Exception, timeout: float) -> str:
    """Return the message for a request without a complete response; *timeout* is in seconds."""
    from urllib3 import exceptions as e

    cause = error
    while isinstance(cause, e.MaxRetryError) and cause.reason is not None:
        cause = cause.reason
    text = str(cause)
    if isinstance(cause, e.ProxyError):
        return f"{url}: the proxy does not respond: check HTTP_PROXY, HTTPS_PROXY and NO_PROXY"
    if isinstance(cause, e.NameResolutionError):
        return f"{url}: unknown host: check the URL"
    if isinstance(cause, e.ConnectTimeoutError):  # NewConnectionError is a subclass
        reason = "connection refused" if "refused" in text else "cannot connect"
        return f"{url}: {reason}: check the URL, and that the store is running"
    if isinstance(cause, e.SSLError):
        if "CERTIFICATE_VERIFY_FAILED" in text:
            match = re.search(r"verify failed: ([^(\"']+)", text)
            reason = f" ({match[1].strip()})" if match else ""
            return f"{url}: invalid certificate{reason}: SSL_CERT_FILE can name your own certificate authorities"
        return f"{url}: TLS failed: check whether the URL begins with http or https"
    if isinstance(cause, e.ReadTimeoutError | TimeoutError) or is_send_timeout(cause):
        return f"{url}: timeout: no response within {timeout:g} seconds: ask for less, or raise the timeout"
    if isinstance(cause, e.LocationParseError | e.LocationValueError | UnicodeError):
        return f"{url}: invalid URL: expected http://HOST:PORT/PATH or https://HOST:PORT/PATH"
    if isinstance(cause, e.IncompleteRead) or "IncompleteRead" in text:
        return f"{url}: incomplete response: try again"
    inner = re.search(r"\((?:\d+, )?['\"]([^'\"]+)['\"]\)", text)  # without Python's class names
    return f"{url}: the connection was lost: try again ({excerpt((inner[1] if inner else text).encode())})"


def is_send_timeout(error: Exception) -> bool:
    """Return whether the store stopped reading the upload. urllib3 reports this timeout as a lost connection."""
    from urllib3.exceptions import ProtocolError

    return isinstance(error, ProtocolError) and isinstance(error.args[-1], TimeoutError)


def retry_after_seconds(header: str | None) -> float | None:
    """Return the seconds to wait by a ``Retry-After`` header (seconds or a date); None if missing or invalid."""
    from urllib3.exceptions import InvalidHeader
    from urllib3.util import Retry

    try:
        return Retry().parse_retry_after(header) if header else None
    except InvalidHeader:
        return None
