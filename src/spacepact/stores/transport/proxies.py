"""Find the proxy for a URL in the environment: HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY.

The standard library finds the variables, and urllib3 talks to the proxy. This module checks the value in between: it
adds a missing scheme, and separates user and password. No message contains the value of a variable.
"""

from __future__ import annotations

import os
import re
from base64 import b64encode
from dataclasses import dataclass, field
from urllib.parse import SplitResult, unquote, urlsplit

from spacepact.errors import BadInput

_HOST = re.compile(r"[\w.:%-]+", re.A)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
# Without a version, the proxy resolves the name of the store, as in the settings of desktops.
_SOCKS = {"socks": "socks5h", "socks5": "socks5", "socks5h": "socks5h", "socks4": "socks4", "socks4a": "socks4a"}
_FORM = "expected http://HOST:PORT or http://USER:PASSWORD@HOST:PORT, with special characters as %XX"


@dataclass(frozen=True)
class Proxy:
    """A proxy, and the variable that names it. *user* and *password* can be empty."""

    variable: str
    url: str
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)

    @property
    def is_socks(self) -> bool:
        """Whether this is a SOCKS proxy."""
        return self.url.startswith("socks")

    @property
    def login(self) -> str:
        """User and password for basic authentication, or an empty string."""
        if not self.user and not self.password:
            return ""
        return b64encode(f"{self.user}:{self.password}".encode()).decode("ascii")


def proxy_for(url: str) -> Proxy | None:
    """Return the proxy for a URL, or None; raises BadInput, with the variable, for an invalid or unsupported proxy."""
    if not any(name.lower().endswith("_proxy") for name in os.environ):
        return None
    from urllib import request

    parts = urlsplit(url)
    proxies = request.getproxies_environment()
    key = next((key for key in (parts.scheme, "all") if proxies.get(key)), None)
    if key is None or request.proxy_bypass(parts.netloc):
        return None
    return _parsed(_variable(key), proxies[key].strip())


def _variable(key: str) -> str:
    names = [name for name in os.environ if name.lower() == f"{key}_proxy" and os.environ[name]]
    return next((name for name in names if name.islower()), names[0])


def _parsed(variable: str, text: str) -> Proxy | None:
    if not text:
        return None
    if "://" not in text:
        text = f"http://{text}"
    scheme = text.partition("://")[0].lower()
    parts = _split(text)
    if scheme not in ("http", "https", *_SOCKS) or parts is None:
        raise BadInput(f"{variable}: invalid proxy: {_FORM}")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if _CONTROL.search(user + password):
        raise BadInput(f"{variable}: user or password contains a control character: remove it")
    return Proxy(variable, f"{_SOCKS.get(scheme, scheme)}://{parts.netloc.rpartition('@')[2]}", user, password)


def _split(text: str) -> SplitResult | None:
    """Return the parts of a URL; None if it is invalid, or has more than scheme, login, host and port."""
    if re.search(r"[\s\x00-\x1f\x7f\ud800-\udfff]", text):
        return None
    try:
        parts = urlsplit(text)
        is_valid = bool(parts.hostname and _HOST.fullmatch(parts.hostname)) and parts.port != 0
    except ValueError:
        return None
    return parts if is_valid and parts.path in ("", "/") and not parts.query and not parts.fragment else None
