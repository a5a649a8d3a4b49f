"""Find the credentials for a store in environment variables or netrc. No secret is ever printed.

Each value is trimmed and checked here, before it becomes a header.
"""

from __future__ import annotations

import os
import re
from base64 import b64encode
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from spacepact.errors import BadInput
from spacepact.stores.transport import netrc_file

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_TOKEN = re.compile(r"[\x21-\x7e]+")


@dataclass(frozen=True)
class Credentials:
    """A user and password, or a token; ``repr`` shows no secrets.

    *source* is the variable or file that they are from, for messages. *host*, if not empty, is the only host that may
    get them.
    """

    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    source: str = "the password"
    host: str = ""

    @property
    def basic(self) -> str:
        """User and password in the form of basic authentication."""
        return b64encode(f"{self.user}:{self.password}".encode()).decode("ascii")


def credentials(name: str, url: str, *, general: bool = True, named: bool = True) -> tuple[Credentials | None, str]:
    """Find the credentials for the store *name* at *url*; None if there are none.

    Looks in this order:

    1. If *named*: ``SPACEPACT_<NAME>_TOKEN``, or ``SPACEPACT_<NAME>_USER`` and ``SPACEPACT_<NAME>_PASSWORD``. NAME is
       in capitals, with _ for each character that is not a letter or digit.
    2. If *general*: the same variables without the name.
    3. The host in the file that ``NETRC`` names, or in ``~/.netrc``; if *general*, also its entry ``default``.

    The second value is a note for the message of a store that asks for credentials: what was not used, and why.
    Raises BadInput for a user without a password, and for a value that no header can contain.
    """
    own = "SPACEPACT_" + re.sub(r"\W", "_", name, flags=re.ASCII).upper()
    found = (_from_environment(own) if named else None) or (_from_environment("SPACEPACT") if general else None)
    if found:
        return found, ""
    host = urlsplit(url).hostname or ""
    entry, note = netrc_file.find_entry(host, default=general)
    if entry is None:
        if not named and any(os.environ.get(f"{own}_{key}") for key in ("TOKEN", "USER")):
            return None, f"{own}_* is for the store {name} of your own configuration: give this store another name"
        is_unused = not general and any(os.environ.get(f"SPACEPACT_{key}") for key in ("TOKEN", "USER"))
        unused = f"general credentials are not sent to this store: set {own}_TOKEN, or {own}_USER and {own}_PASSWORD"
        return None, unused if is_unused else note
    source = f"{netrc_file.path()}:{entry.line}"
    for value in (entry.login, entry.password):
        _check(source, value)
    _check_user(source, entry.login)
    return Credentials(entry.login, entry.password, source=source, host=host), ""


def _from_environment(prefix: str) -> Credentials | None:
    token = os.environ.get(f"{prefix}_TOKEN", "").strip()
    if token:
        if not _TOKEN.fullmatch(token):
            problem = "contains a space, a line ending or a character that is not ASCII"
            raise BadInput(f"{prefix}_TOKEN {problem}: set it to the token alone")
        return Credentials(token=token, source=f"{prefix}_TOKEN")
    user, password = (
        os.environ.get(f"{prefix}_USER", "").strip(),
        os.environ.get(f"{prefix}_PASSWORD", "").strip("\r\n"),
    )
    if not user:
        return None
    if not password:
        raise BadInput(f"{prefix}_USER is set but {prefix}_PASSWORD is not: set both")
    _check(f"{prefix}_USER", user)
    _check_user(f"{prefix}_USER", user)
    _check(f"{prefix}_PASSWORD", password)
    return Credentials(user, password, source=f"{prefix}_PASSWORD")


def _check(source: str, value: str) -> None:
    if _CONTROL.search(value):
        raise BadInput(f"{source} contains a line ending, another control character or invalid UTF-8: remove it")


def _check_user(source: str, user: str) -> None:
    if ":" in user:  # what follows it would be a part of the password
        raise BadInput(f"{source}: the user contains a colon, which HTTP does not allow: use another account")
