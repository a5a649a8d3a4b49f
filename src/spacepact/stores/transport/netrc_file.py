"""Read a login from a netrc file, as curl does: skip the words that other programs use.

The standard library's ``netrc`` rejects the complete file for one unknown word (``port``, ``protocol``, ``method``),
also in the entry of another host. It cannot skip such words, so this module reads the file.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_WORD = re.compile(r'"(?P<quoted>(?:[^"\\\n]|\\.)*)"(?=\s|\Z)|(?P<plain>\S+)')
_KEYS = {"login": "login", "user": "login", "password": "password", "passwd": "password"}
_SKIPPED_WITH_VALUE = ("account", "port", "protocol", "method")


@dataclass
class Entry:
    """The login for a host; *host* is empty for the entry ``default``. ``repr`` shows no password."""

    host: str
    line: int
    login: str = ""
    password: str = field(default="", repr=False)


def path() -> str:
    """Return the file that ``NETRC`` names, or ``~/.netrc``."""
    return os.environ.get("NETRC", "").strip("\r\n") or os.path.expanduser("~/.netrc")  # noqa: PTH111, there may be no home folder


def find_entry(host: str, *, default: bool) -> tuple[Entry | None, str]:
    """Return the first entry with a password for *host*, or with *default* the entry for all hosts.

    The second value says why a file or an entry is not used, for a message; it is empty if there is nothing to say.
    """
    file = path()
    try:
        with open(file, encoding="utf-8-sig", errors="surrogateescape") as lines:  # noqa: PTH123, as for path
            text = lines.read()
    except FileNotFoundError:
        return None, ""
    except (OSError, ValueError) as error:
        return None, f"{file} cannot be read: {getattr(error, 'strerror', None) or 'invalid path'}"
    entries = list(_entries(text))
    matching = [e for e in entries if e.host == host.lower()] or [e for e in entries if default and not e.host]
    usable = next((entry for entry in matching if entry.password), None)
    return usable, f"{file}:{matching[0].line}: the entry has no password" if matching and usable is None else ""


def _entries(text: str) -> Iterator[Entry]:
    entry: Entry | None = None
    words = _words(text)
    for line, word in words:
        if word in ("machine", "default"):
            if entry:
                yield entry
            host = next(words, (0, ""))[1] if word == "machine" else ""
            entry = Entry(host.lower(), line) if host or word == "default" else None
        elif word in _KEYS:
            value = next(words, (0, ""))[1]
            if entry:
                setattr(entry, _KEYS[word], value)
        elif word in _SKIPPED_WITH_VALUE:
            next(words, None)
    if entry:
        yield entry


def _words(text: str) -> Iterator[tuple[int, str]]:
    """Yield the words with their lines, without comments and macros. A word that is a value can begin with ``#``."""
    position, is_value = 0, False
    while match := _WORD.search(text, position):
        position = match.end()
        plain = match["plain"]
        if plain and plain.startswith("#") and not is_value:
            position = (text.find("\n", position) + 1) or len(text)
        elif plain == "macdef" and not is_value:
            end = re.compile(r"\n[ \t\r]*\n").search(text, position)
            position = end.end() if end else len(text)
        else:
            is_value = not is_value and plain in ("machine", *_KEYS, *_SKIPPED_WITH_VALUE)
            word = re.sub(r"\\(.)", r"\1", match["quoted"] if plain is None else plain)
            yield text.count("\n", 0, match.start()) + 1, word
