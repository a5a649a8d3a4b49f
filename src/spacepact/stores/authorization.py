"""The header ``Authorization``: basic (RFC 7617), digest (RFC 7616, by the standard library) and bearer (RFC 6750)."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from spacepact.errors import EndpointFailed
from spacepact.stores.credentials import Credentials
from spacepact.stores.endpoints import redacted

if TYPE_CHECKING:
    from urllib.request import AbstractDigestAuthHandler, HTTPPasswordMgrWithDefaultRealm


_NEXT = re.compile(r",\s*(?=(?:Basic|Bearer|Digest|Negotiate|NTLM)\b)", re.I)


class Authorization:
    """What proves to one store who asks; *auth* is what presets.Kind.auth says.

    A user's password goes as it is only to a store that is known to take nothing else or says so itself.
    """

    def __init__(self, credentials: Credentials | None, auth: str) -> None:
        self._credentials = credentials if auth != "none" else None
        self._auth = auth
        self._basic = auth == "basic"
        self._challenge: dict[str, str] = {}
        self._handler: AbstractDigestAuthHandler | None = None
        self._passwords: HTTPPasswordMgrWithDefaultRealm

    @property
    def is_given(self) -> bool:
        """Whether there are credentials at all."""
        return self._credentials is not None

    @property
    def must_ask(self) -> bool:
        """Whether the store must first be asked how it wants them: best without a body, which it may refuse to read."""
        given = self._credentials
        return given is not None and not given.token and not self._basic and not self._challenge

    def header(self, method: str, url: str) -> dict[str, str]:
        """Return the header for a request, as far as it is known by now."""
        given = self._credentials
        if given is None:
            return {}
        if given.token:
            return {"Authorization": f"Bearer {given.token}"}
        if self._basic:
            pair = b64encode(f"{given.user}:{given.password}".encode()).decode("ascii")
            return {"Authorization": f"Basic {pair}"}
        return {"Authorization": f"Digest {self._digest(method, url)}"} if self._challenge else {}

    def learn(self, challenges: Iterable[str]) -> bool:
        """Take what a store asks for (``WWW-Authenticate``); tell whether asking again can help."""
        given = self._credentials
        if given is None or given.token:
            return False
        for challenge in (one for text in challenges for one in re.split(_NEXT, text)):
            scheme, _, rest = challenge.strip().partition(" ")
            if scheme.lower() == "digest" and self._auth in ("any", "digest"):
                from urllib.request import parse_http_list, parse_keqv_list

                told = parse_keqv_list([pair for pair in parse_http_list(rest) if "=" in pair])
                again = not self._challenge or told.get("stale", "").lower() == "true"
                self._challenge = {key.lower(): value for key, value in told.items()}
                return again and "nonce" in self._challenge
            if scheme.lower() == "basic" and self._auth == "any":
                again, self._basic = not self._basic, True
                return again
        return False

    def _digest(self, method: str, url: str) -> str:
        from urllib.error import URLError
        from urllib.request import AbstractDigestAuthHandler, HTTPPasswordMgrWithDefaultRealm, Request

        given = self._credentials
        assert given is not None
        if self._handler is None:  # one for all requests, since it counts them
            self._passwords = HTTPPasswordMgrWithDefaultRealm()
            self._handler = AbstractDigestAuthHandler(self._passwords)
        self._passwords.add_password(None, url, given.user, given.password)
        request = Request(urlsplit(url)._replace(fragment="").geturl(), method=method)  # noqa: S310, it is not opened
        try:
            return self._handler.get_authorization(request, self._challenge) or ""
        except (ValueError, URLError) as error:  # an algorithm or a protection that Python lacks
            told = getattr(error, "reason", error)
            raise EndpointFailed(f"{redacted(url)}: asks for credentials in a way that is not known: {told}") from error

    def hidden(self, text: str) -> str:
        """Return a text, such as a store's own words, without the secrets in it."""
        given = self._credentials
        if given is None:
            return text
        pair = b64encode(f"{given.user}:{given.password}".encode()).decode("ascii")
        for secret in filter(None, (given.password, given.token, pair)):
            text = text.replace(secret, "***")
        return text
