"""Who asks: user and password, or a token, from the environment or from netrc; never written anywhere."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from spacepact.errors import BadInput


@dataclass(frozen=True)
class Credentials:
    """User and password, or a token; secrets do not show in its ``repr``."""

    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)


def credentials(name: str, url: str, *, general: bool = True) -> Credentials | None:
    """Return the credentials for the store called *name* at *url*; None where there are none.

    ``SPACEPACT_<NAME>_TOKEN``, or ``SPACEPACT_<NAME>_USER`` and ``_PASSWORD`` (capitals, and _ for signs that
    are no letters or digits) come first, then, with *general*, the same without the name, then the file that
    ``NETRC`` names, or ``~/.netrc``, by host. Raises BadInput where a user has no password, or for a netrc
    that cannot be read.
    """
    own = re.sub(r"\W", "_", name, flags=re.ASCII).upper()
    for prefix in [f"SPACEPACT_{own}", *(["SPACEPACT"] if general else [])]:
        token, user, password = (os.environ.get(f"{prefix}_{what}", "") for what in ("TOKEN", "USER", "PASSWORD"))
        if token:
            return Credentials(token=token)
        if user and not password:
            raise BadInput(f"{prefix}_USER is set, and {prefix}_PASSWORD is not")
        if user:
            return Credentials(user, password)
    return _from_netrc(urlsplit(url).hostname or "")


def _from_netrc(host: str) -> Credentials | None:
    from netrc import NetrcParseError, netrc

    file = os.environ.get("NETRC") or os.path.expanduser("~/.netrc")  # noqa: PTH111, a home may be missing
    try:
        found = netrc(file).authenticators(host)
    except FileNotFoundError:
        return None
    except (NetrcParseError, UnicodeDecodeError) as error:
        # Not the text of the error: it can hold a word of the file.
        line = getattr(error, "lineno", None)
        raise BadInput(
            f"{file}{f':{line}' if line else ''}: no netrc that can be read, or one others may read"
        ) from error
    except OSError as error:
        raise BadInput(f"{file}: cannot be read: {error.strerror}") from error
    return Credentials(found[0], found[2]) if found and found[2] else None
