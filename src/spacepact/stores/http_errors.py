"""What is said when a store cannot be asked: one line that tells what happened and what to do."""

from __future__ import annotations

import re
from html import unescape
from http import HTTPStatus

_WORDS = 200
_WHO = "it wants to know who asks: set SPACEPACT_USER and SPACEPACT_PASSWORD, or SPACEPACT_TOKEN, or use netrc"
_ADVICE = {
    400: "it does not take this request",
    403: "ask as somebody who may do this",
    404: "there is nothing at this address: check its path",
    405: "it does not do this at this address: check its path, or the kind of store",
    413: "it takes no body this large: raise its limit, or that of the proxy before it",
    415: "it does not take this format: name the kind of store in the settings",
    429: "it is asked too often: try again later",
    502: "the store behind it does not answer: try again later",
    503: "it is not ready: try again later",
    504: "the store behind it takes too long: try again later",
}


def words(body: bytes) -> str:
    """Return the first words of an answer in one line, without HTML and control characters.

    >>> words(b"<html><head><title>Oops</title></head><body><h1>Not&nbsp;found</h1></body></html>")
    'Not found'
    """
    text = body[:20_000].decode("utf-8", errors="replace")
    if re.search(r"<(html|body|!doctype|h1|p)\b", text, re.I) or "</" in text:
        text = re.sub(r"<(head|style|script)\b.*?</\1\s*>", " ", text, flags=re.S | re.I) or text
        text = unescape(re.sub(r"<[^>]*>", " ", text))
    text = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return text if len(text) <= _WORDS else text[:_WORDS].rstrip() + "…"


def status(url: str, code: int, said: str, *, has_credentials: bool, pause: float | None) -> str:
    """Return the line that a store refused a request, with its own words."""
    try:
        name = HTTPStatus(code).phrase
    except ValueError:
        name = ""
    if code in (401, 407):
        advice = "it does not take these credentials: check them" if has_credentials else _WHO
    elif pause is not None:
        advice = f"it asks to wait {pause:.0f} seconds: try again then"
    else:
        advice = _ADVICE.get(code, "the store failed: its log may tell why" if code >= 500 else "check the address")
    return f"{url}: {code} {name}".rstrip() + f": {advice}" + (f" (it says: {said})" if said else "")


def network(url: str, error: Exception, seconds: float) -> str:
    """Return the line that no answer came, or none that ended."""
    from urllib3 import exceptions as e

    cause = error
    while isinstance(cause, e.MaxRetryError) and cause.reason is not None:
        cause = cause.reason
    text = str(cause)
    if isinstance(cause, e.ProxyError):
        return f"{url}: the proxy does not answer: check HTTP_PROXY, HTTPS_PROXY and NO_PROXY"
    if isinstance(cause, e.NameResolutionError):
        return f"{url}: no host of this name is known: check the address"
    if isinstance(cause, e.ConnectTimeoutError):  # NewConnectionError is one too
        reason = "connection refused" if "refused" in text else "no connection"
        return f"{url}: {reason}: is the address right, and the store running?"
    if isinstance(cause, e.SSLError):
        if "CERTIFICATE_VERIFY_FAILED" in text:
            why = re.search(r"verify failed: ([^(\"']+)", text)
            told = f": {why[1].strip()}" if why else ""
            return f"{url}: its certificate is not to be trusted{told} (SSL_CERT_FILE names other authorities)"
        return f"{url}: no TLS: is it http and not https?"
    if isinstance(cause, e.ReadTimeoutError | TimeoutError) or is_stalled(cause):
        return f"{url}: no answer within {seconds:g} seconds: ask for less, or allow more"
    if isinstance(cause, e.LocationParseError | e.LocationValueError | UnicodeError):
        return f"{url}: no address that can be asked: check it"
    if isinstance(cause, e.IncompleteRead) or "IncompleteRead" in text:
        return f"{url}: the answer broke off: try again"
    return f"{url}: the connection was lost before the answer ended: try again ({_plain(text)})"


def is_stalled(error: Exception) -> bool:
    """Tell whether the store took no more of what it was sent: urllib3 gives that as a lost connection."""
    from urllib3.exceptions import ProtocolError

    return isinstance(error, ProtocolError) and isinstance(error.args[-1], TimeoutError)


def _plain(text: str) -> str:
    """Return the words of a network error without the names of Python's classes and objects."""
    inner = re.search(r"\((?:\d+, )?['\"]([^'\"]+)['\"]\)", text)
    return words((inner[1] if inner else text).encode())


def retry_after(text: str | None) -> float | None:
    """Return the seconds that ``Retry-After`` asks to wait, given as seconds or as a date; None where it does not."""
    from urllib3.exceptions import InvalidHeader
    from urllib3.util import Retry

    try:
        return Retry().parse_retry_after(text) if text else None
    except InvalidHeader:
        return None
