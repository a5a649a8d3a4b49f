"""Write the ``Authorization`` header of requests, only for URLs that may get the credentials.

Basic is RFC 7617, digest RFC 7616 (by the standard library), bearer RFC 6750.
"""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from spacepact.errors import BadInput, EndpointFailed
from spacepact.stores.transport.credentials import Credentials
from spacepact.stores.transport.http_errors import redacted
from spacepact.stores.transport.proxies import Proxy

if TYPE_CHECKING:
    from urllib.request import AbstractDigestAuthHandler, HTTPPasswordMgrWithDefaultRealm

ALLOW_PLAIN_HTTP = "SPACEPACT_ALLOW_PLAIN_HTTP"
_BETWEEN_CHALLENGES = re.compile(r",\s*(?=(?:Basic|Bearer|Digest|Negotiate|NTLM)\b)", re.I)


class Authorization:
    """The ``Authorization`` header for one store; *auth* is ``Kind.auth``.

    The plain password is sent only to a store that is known to need it, or that asks for it. *note* says which
    credentials are not used, and why. *allow_plain_http*: whether they may leave this machine without encryption.
    """

    def __init__(
        self, credentials: Credentials | None, auth: str, *, note: str = "", allow_plain_http: bool = False
    ) -> None:
        self.credentials = credentials if auth != "none" else None
        self.note = note
        self._allow_plain_http = allow_plain_http or os.environ.get(ALLOW_PLAIN_HTTP, "").strip() == "1"
        self._auth = auth
        self._basic = auth == "basic"
        self._challenge: dict[str, str] = {}
        self._handler: AbstractDigestAuthHandler | None = None
        self._passwords: HTTPPasswordMgrWithDefaultRealm

    def allows(self, url: str, proxy: Proxy | None) -> bool:
        """Return whether a URL may get the credentials.

        Raises BadInput if the user set them for this store, but they would leave this machine without encryption.
        """
        known = self.credentials
        if known is None or (known.host and known.host != urlsplit(url).hostname):
            return False
        if self._allow_plain_http or _is_private(url, proxy):
            return True
        problem = f"{known.source} is not sent over plain HTTP"
        advice = f"use https, or set {ALLOW_PLAIN_HTTP}=1 if you trust the network"
        if known.host:  # a netrc entry can be for other protocols
            self.note = f"{problem}: {advice}"
            return False
        raise BadInput(f"{redacted(url)}: {problem}: {advice}")

    @property
    def needs_challenge(self) -> bool:
        """Whether a challenge must be requested first. Request it without a body, which the store may not read."""
        known = self.credentials
        return known is not None and not known.token and not self._basic and not self._challenge

    def header(self, method: str, url: str) -> dict[str, str]:
        """Return the header for a request; empty without credentials, and before the store asks for a digest."""
        known = self.credentials
        if known is None:
            return {}
        if known.token:
            value = f"Bearer {known.token}"
        elif self._basic:
            value = f"Basic {known.basic}"
        elif self._challenge:
            value = f"Digest {self._digest(known, method, url)}"
        else:
            return {}
        if not value.isprintable() or not value.isascii():
            problem = f"{known.source} or the challenge of the store has characters that no header can contain"
            raise EndpointFailed(f"{redacted(url)}: {problem}: use other credentials")
        return {"Authorization": value}

    def accept_challenge(self, headers: Iterable[str]) -> bool:
        """Use the ``WWW-Authenticate`` headers of a response; return whether another request can succeed."""
        if self.credentials is None or self.credentials.token:
            return False
        for challenge in (part for header in headers for part in re.split(_BETWEEN_CHALLENGES, header)):
            scheme, _, rest = challenge.strip().partition(" ")
            if scheme.lower() == "digest" and self._auth in ("any", "digest"):
                from urllib.request import parse_http_list, parse_keqv_list

                values = parse_keqv_list([pair for pair in parse_http_list(rest) if re.match(r"[^=]+=.", pair)])
                is_new = not self._challenge or values.get("stale", "").lower() == "true"
                self._challenge = {key.lower(): value for key, value in values.items()}
                return is_new and "nonce" in self._challenge
            if scheme.lower() == "basic" and self._auth == "any":
                is_new, self._basic = not self._basic, True
                return is_new
        return False

    def _digest(self, known: Credentials, method: str, url: str) -> str:
        from urllib.error import URLError
        from urllib.request import AbstractDigestAuthHandler, HTTPPasswordMgrWithDefaultRealm, Request

        if self._handler is None:  # one handler for all requests, because it counts them
            self._passwords = HTTPPasswordMgrWithDefaultRealm()
            self._handler = AbstractDigestAuthHandler(self._passwords)
        self._passwords.add_password(None, url, known.user, known.password)
        request = Request(urlsplit(url)._replace(fragment="").geturl(), method=method)  # noqa: S310, it is not opened
        try:
            return self._handler.get_authorization(request, self._challenge) or ""
        except UnicodeError:  # its text contains a character of the password
            problem = f"the user or password of {known.source} is not ASCII, as digest authentication requires"
            raise EndpointFailed(f"{redacted(url)}: {problem}: use other credentials") from None
        except (ValueError, URLError, KeyError) as error:  # an algorithm or a protection that Python does not support
            reason = getattr(error, "reason", error)
            raise EndpointFailed(f"{redacted(url)}: unsupported digest authentication: {reason}") from error

    def secrets(self) -> set[str]:
        """Return the texts that no message may contain."""
        known = self.credentials
        return {secret for secret in (known.password, known.token, known.basic) if secret} if known else set()


def _is_private(url: str, proxy: Proxy | None) -> bool:
    """Return whether a request is encrypted, or stays on this machine."""
    parts = urlsplit(url)
    return parts.scheme == "https" or (
        _is_loopback(parts.hostname) and (proxy is None or _is_loopback(urlsplit(proxy.url).hostname))
    )


def _is_loopback(host: str | None) -> bool:
    """Return whether a host is this machine.

    >>> _is_loopback("127.0.0.1"), _is_loopback("localhost"), _is_loopback("localhost.example.org")
    (True, True, False)
    """
    name = (host or "").lower().rstrip(".")
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
