"""The error messages for failed HTTP requests, each in one line: the URL, what went wrong, what to do."""

from __future__ import annotations

import re
from html import unescape
from http import HTTPStatus
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacepact.stores.transport.proxies import Proxy

_MAX_EXCERPT = 200
_LOGIN = "authentication required: set SPACEPACT_USER and SPACEPACT_PASSWORD, or SPACEPACT_TOKEN, or use ~/.netrc"
_PROXY_LOGIN = "the proxy requires a user and password: write http://USER:PASSWORD@HOST:PORT"
_NO_PROXY = "the proxy does not respond: correct or unset this variable, or list the host in NO_PROXY"
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
    """Return a URL in one line, without user, password and query string, which can contain secrets.

    >>> redacted("http://me:secret@localhost/sparql?token=1")
    'http://localhost/sparql'
    """
    url = "".join(c if c.isprintable() else "?" for c in url)
    scheme, mark, rest = url.partition("://")
    host, slash, path = re.split(r"[?#]", rest)[0].partition("/")
    return scheme + mark + host.rpartition("@")[2] + slash + path if mark else url


def excerpt(body: bytes, limit: int = _MAX_EXCERPT) -> str:
    """Return the beginning of a response body in one line, without HTML tags and control characters.

    It ends after a word if there is one nearby: a part of a token would not be found and masked.

    >>> excerpt(b"<html><head><title>Oops</title></head><body><h1>Not&nbsp;found</h1></body></html>")
    'Not found'
    """
    text = body[:20_000].decode("utf-8", errors="replace")
    if re.search(r"<(html|body|!doctype|h1|p)\b", text, re.I) or "</" in text:
        text = re.sub(r"<(head|style|script)\b.*?</\1\s*>", " ", text, flags=re.S | re.I) or text
        text = unescape(re.sub(r"<[^>]*>", " ", text))
    text = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    if len(text) <= limit:
        return text
    words = text[: limit + 1].rpartition(" ")[0]
    return (words if len(words) > limit // 2 else text[:limit]) + "…"


def status_error(
    url: str,
    code: int,
    body: str,
    *,
    has_credentials: bool,
    retry_after: float | None,
    note: str = "",
    proxy: str = "",
) -> str:
    """Return the message for a response with an error status; *body* is an excerpt of the response.

    *note* says which credentials were not used. *proxy* is the variable that names a proxy.
    """
    try:
        name = HTTPStatus(code).phrase
    except ValueError:
        name = ""
    if code == 407:
        return f"{proxy or 'the proxy'}: {code} {name}: {_PROXY_LOGIN}" + (f" (the proxy says: {body})" if body else "")
    if code == 401:
        advice = "the store rejected these credentials: check them" if has_credentials else _LOGIN
    elif retry_after is not None:
        advice = f"the store asks to wait {retry_after:.0f} seconds: try again then"
    else:
        advice = _ADVICE.get(code, "the store failed: see its log" if code >= 500 else "check the URL")
    if note and code in (401, 403):
        advice += f"; {note}"
    return f"{url}: {code} {name}".rstrip() + f": {advice}" + (f" (the store says: {body})" if body else "")


def network_error(url: str, error: Exception, timeout: float, proxy: Proxy | None = None) -> str:
    """Return the message for a request without a complete response; *timeout* is in seconds."""
    from http.client import BadStatusLine

    from urllib3 import exceptions as e

    cause = error
    while isinstance(cause, e.MaxRetryError) and cause.reason is not None:
        cause = cause.reason
    text = str(cause)
    if isinstance(cause, e.ProxyError):
        return _proxy_error(url, text, proxy.variable if proxy else "HTTP_PROXY or HTTPS_PROXY")
    if isinstance(cause, e.DecodeError):
        return decoding_error(url)
    if isinstance(cause, e.NameResolutionError):
        return f"{url}: unknown host: check the URL"
    if isinstance(cause, e.ConnectTimeoutError) and proxy and proxy.is_socks:
        return _socks_error(url, text, proxy.variable)
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
    is_other_protocol = isinstance(cause, e.ProtocolError) and isinstance(cause.args[-1], BadStatusLine)
    if isinstance(cause, e.InvalidHeader) or (is_other_protocol and "without response" not in text):
        return f"{url}: the response is not valid HTTP: check the URL ({_reason(text)})"
    return f"{url}: the connection was lost: try again ({_reason(text)})"


def decoding_error(url: str, encoding: str = "") -> str:
    """Return the message for a response that is not encoded as its Content-Encoding says, or in an unknown way."""
    if encoding:
        problem = f"the response has the Content-Encoding {excerpt(encoding.encode())}, which was not requested"
    else:
        problem = "the response is not in the format that its Content-Encoding says"
    return f"{url}: {problem}: the store, or the proxy in front of it, is misconfigured"


def _proxy_error(url: str, text: str, variable: str) -> str:
    status = re.search(r"Tunnel connection failed: (\d{3})\s*([^'\")]*)", text)
    if status and status[1] == "407":
        return f"{variable}: 407 Proxy Authentication Required: {_PROXY_LOGIN}"
    if status:
        reason = excerpt(status[2].encode())
        return f"{variable}: the proxy refused to connect to {url}: {status[1]} {reason}".rstrip()
    if "CERTIFICATE" in text or "SSL" in text:
        problem = "TLS with the proxy failed: check whether its URL begins with http or https"
    else:
        problem = _NO_PROXY
    return f"{variable}: {problem} (for {url})"


def _socks_error(url: str, text: str, variable: str) -> str:
    if "authentication" in text:
        login = "write socks5h://USER:PASSWORD@HOST:PORT"
        return f"{variable}: the proxy requires a correct user and password: {login} (for {url})"
    reason = excerpt(text.rpartition("new connection: ")[2].encode(errors="replace"))
    if re.match("0x[0-9A-F]{2}: ", reason):  # the proxy says so
        return f"{variable}: the proxy cannot connect to {url}: check the URL ({reason[6:]})"
    return f"{variable}: {_NO_PROXY} (for {url}: {reason})"


def _reason(text: str) -> str:
    """Return the system's reason in an error of urllib3, without Python's class names."""
    inner = re.search(r"\((?:\d+, )?['\"]([^'\"]+)['\"]\)", text)
    return excerpt((inner[1] if inner else text).encode(errors="replace"))


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
    except (InvalidHeader, ValueError, OverflowError):  # also a date or a number that is out of range
        return None
