"""The errors that the library raises.

SpacepactError            exit code 2: could not determine
├── BadInput              an invalid file, value or text
├── UnknownName           an unknown or ambiguous query, parameter or thing
├── BrokenQuery           SPARQL that does not parse or run
├── TimeLimit             a query that took too long
├── LoadDiffers           a store whose contents differ from the loaded triples; exit code 1
└── EndpointFailed        a store that failed; exit code 3
"""

from __future__ import annotations

from collections.abc import Iterable


class SpacepactError(Exception):
    """The base of all errors of this package. Its text is one line that says what is wrong and what to do."""

    exit_code = 2


class BadInput(SpacepactError):
    """A file, a value or a text is invalid."""


class UnknownName(SpacepactError):
    """A name is unknown, or several things have it."""


class BrokenQuery(SpacepactError):
    """A query does not parse, or the engine cannot run it."""


class TimeLimit(SpacepactError):
    """A query took too long."""


class LoadDiffers(SpacepactError):
    """A store does not contain the triples that were loaded into it."""

    exit_code = 1


class EndpointFailed(SpacepactError):
    """A store failed or did not respond; *status* is the HTTP status of its response, if there was one."""

    exit_code = 3

    def __init__(self, text: str, status: int | None = None) -> None:
        super().__init__(text)
        self.status = status


def nearest(name: str, known: Iterable[str], cutoff: float = 0.66) -> str:
    """Return a hint with the known names most similar to *name*, at most three; an empty string if none is similar.

    A prefix that ends with a colon must be the same and does not count. *cutoff* is the least similarity, up to 1.

    >>> nearest("postions", ["positions", "names"])
    '; did you mean positions?'
    >>> nearest("sp:Atlantis", ["sp:certainties", "spid:atlantis"])
    ''
    """
    import difflib

    prefix, colon, rest = name.lower().rpartition(":")
    start = prefix + colon
    names = {key.removeprefix(start): candidate for candidate in known if (key := candidate.lower()).startswith(start)}
    similar = difflib.get_close_matches(rest, names, n=3, cutoff=cutoff)
    if similar:  # leave out those that are clearly less similar than the first
        best = difflib.SequenceMatcher(None, similar[0], rest).ratio()
        similar = difflib.get_close_matches(rest, similar, n=3, cutoff=max(cutoff, best - 0.05))
    return f"; did you mean {' or '.join(names[key] for key in similar)}?" if similar else ""
