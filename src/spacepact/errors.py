"""The errors that the library raises.

SpacepactError            exit code 2: could not tell
├── BadInput              a file, a value or a text that cannot be used
├── UnknownName           a query, parameter or thing that is not known
├── BrokenQuery           SPARQL that does not parse or run
├── TimeLimit             a query that was ended
├── LoadDiffers           other triples read back than were loaded; exit code 1
└── EndpointFailed        a store that cannot be asked; exit code 3
"""

from __future__ import annotations

from collections.abc import Iterable


class SpacepactError(Exception):
    """Base of all errors of this package; its text is one line that says what to do."""

    exit_code = 2


class BadInput(SpacepactError):
    """A file, a value or a text that cannot be used."""


class UnknownName(SpacepactError):
    """A name that is not known, or that several things bear."""


class BrokenQuery(SpacepactError):
    """A query that does not parse, or that the engine cannot run."""


class TimeLimit(SpacepactError):
    """A query that was ended because it took too long."""


class LoadDiffers(SpacepactError):
    """A store that gives back other triples than were loaded into it."""

    exit_code = 1


class EndpointFailed(SpacepactError):
    """A store that is there, and cannot be asked; *status* is that of its answer over HTTP, if there was one."""

    exit_code = 3

    def __init__(self, text: str, status: int | None = None) -> None:
        super().__init__(text)
        self.status = status


def nearest(name: str, known: Iterable[str]) -> str:
    """Return a hint with the known names nearest to *name*, or an empty string.

    >>> nearest("postions", ["positions", "names"])
    '; did you mean positions?'
    """
    import difflib

    by_lower = {k.lower(): k for k in known}
    close = difflib.get_close_matches(name.lower(), by_lower, n=3, cutoff=0.6)
    return f"; did you mean {' or '.join(by_lower[c] for c in close)}?" if close else ""
