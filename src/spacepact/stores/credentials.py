"""Find credentials in environment variables or netrc, and return ``Authorization`` headers. No secret is ever printed.

Basic is RFC 7617, digest RFC 7616 (by the standard library), bearer RFC 6750.
"""

from __future__ import annotations

import os
import re
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from spacepact.errors import BadInput, EndpointFailed
from spacepact.stores.http_errors import redacted

if TYPE_CHECKING:
    from urllib.request import AbstractDigestAuthHandler, HTTPPasswordMgrWithDefaultRealm

_BETWEEN_CHALLENGES = re.compile(r",\s*(?=(?:Basic|Bearer|Digest|Negotiate|NTLM)\b)", re.I)


@dataclass(frozen=True)
class Credentials:
    """A user and password, or a token; ``repr`` shows no secrets."""

    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)

    @property
    def basic(self) -> str:
        """User and password in the form of basic authentication."""
        return b64encode(f"{self.user}:{self.password}".encode()).decode("ascii")


def credentials(name: str, url: str, *, general: bool = True) -> Credentials | None:
    """Find the credentials for the store *name* at *url*; return None if there are none.

    Looks in this order:

    1. ``SPACEPACT_<NAME>_TOKEN``, or ``SPACEPACT_<NAME>_USER`` and ``SPACEPACT_<NAME>_PASSWORD``. NAME is in capitals,
       with _ for each character that is not a letter or digit.
    2. If *general*: the same variables without the name.
    3. The host in the file that ``NETRC`` names, or in ``~/.netrc``.

    Raises BadInput for a user without a password, and for a netrc file that cannot be read.
    """
    own = re.sub(r"\W", "_", name, flags=re.ASCII).upper()
    for prefix in [f"SPACEPACT_{own}", *(["SPACEPACT"] if general else [])]:
        token, user, password = (os.environ.get(f"{prefix}_{key}", "") for key in ("TOKEN", "USER", "PASSWORD"))
        if token:
            return Credentials(token=token)
        if user and not password:
            raise BadInput(f"{prefix}_USER is set but {prefix}_PASSWORD is not: set both")
        if user:
            return Credentials(user, password)
    return _from_netrc(urlsplit(url).hostname or "")


def _from_netrc(host: str) -> Credentials | None:
    from netrc import NetrcParseError, netrc

    file = os.environ.get("NETRC") or os.path.expanduser("~/.netrc")  # noqa: PTH111, there may be no home folder
    try:
        entry = netrc(file).authenticators(host)
    except FileNotFoundError:
        return None
    except (NetrcParseError, UnicodeDecodeError) as error:
        # Without the text of the error, which can contain a word of the file.
        line = getattr(error, "lineno", None)
        place = f"{file}:{line}" if line else file
        raise BadInput(f"{place}: invalid netrc, or its permissions are too open (chmod 600)") from error
    except OSError as error:
        raise BadInput(f"{file}: cannot be read: {error.strerror}") from error
    return Credentials(entry[0], entry[2]) if entry and entry[2] else None


class Authorization:
    """The ``Authorization`` header for one store; *auth* is ``Kind.auth``.

    The plain password is sent only to a store that is known to need it, or that asks for it.
    """

    def __init__(self, credentials: Credentials | None, auth: str) -> None:
        self.credentials = credentials if auth != "none" else None
        self._auth = auth
        self._basic = auth == "basic"
        self._challenge: dict[str, str] = {}
        self._handler: AbstractDigestAuthHandler | None = None
        self._passwords: HTTPPasswordMgrWithDefaultRealm

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
            return {"Authorization": f"Bearer {known.token}"}
        if self._basic:
            return {"Authorization": f"Basic {known.basic}"}
        return {"Authorization": f"Digest {self._digest(known, method, url)}"} if self._challenge else {}

    def accept_challenge(self, headers: Iterable[str]) -> bool:
        """Use the ``WWW-Authenticate`` headers of a response; return whether another request can succeed."""
        if self.credentials is None or self.credentials.token:
            return False
        for challenge in (part for header in headers for part in re.split(_BETWEEN_CHALLENGES, header)):
            scheme, _, rest = challenge.strip().partition(" ")
            if scheme.lower() == "digest" and self._auth in ("any", "digest"):
                from urllib.request import parse_http_list, parse_keqv_list

                values = parse_keqv_list([pair for pair in parse_http_list(rest) if "=" in pair])
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
        except (ValueError, URLError) as error:  # an algorithm or a protection that Python does not support
            reason = getattr(error, "reason", error)
            raise EndpointFailed(f"{redacted(url)}: unsupported digest authentication: {reason}") from error

    def mask(self, text: str) -> str:
        """Replace the secrets in a text by ``***``."""
        known = self.credentials
        for secret in filter(None, (known.password, known.token, known.basic) if known else ()):
            text = text.replace(secret, "***")
        return text
