"""Compare the triples that a store returns with the triples that were sent to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import Dataset, Quad, RdfFormat, Store, parse

from spacepact.errors import LoadDiffers
from spacepact.rdf import canonical

_MAX_SHOWN = 3
_MAX_LENGTH = 200


@dataclass(frozen=True)
class Sent:
    """The triples that were sent.

    *lines*: the canonical lines without blank nodes; *blank*: the triples with blank nodes, and *blank_lines* their
    canonical lines; *digest*: the SHA-256 of all canonical lines.
    """

    lines: set[str]
    blank: list[Quad]
    blank_lines: list[str]
    digest: str

    @classmethod
    def of(cls, triples: Store | Dataset) -> Sent:
        """Prepare the default graph of a store for comparisons."""
        lines, blank = canonical.separate_blank_nodes(triples)
        blank_lines = canonical.lines(blank)
        return cls(lines, blank, blank_lines, canonical.digest(sorted([*lines, *blank_lines])))


def require_equal(where: str, sent: Sent, returned: Iterable[str]) -> None:
    """Raise LoadDiffers, with the first triples that differ, unless the N-Triples lines *returned* equal *sent*.

    Most stores write a triple as we do: only the other lines are parsed. Raises SyntaxError for invalid lines.
    """
    missing, others = _remove_equal_lines(sent, returned)
    if canonical.lines(others) == sorted([*missing, *sent.blank_lines]):
        return
    expected, received = missing | canonical.line_groups(sent.blank), canonical.line_groups(others)
    raise _difference(where, expected - received, received - expected)


def require_contained(where: str, sent: Sent, returned: Iterable[str]) -> None:
    """Raise LoadDiffers, as ``require_equal`` does, unless *returned* contain all of *sent*."""
    missing, others = _remove_equal_lines(sent, returned)
    missing = (missing | canonical.line_groups(sent.blank)) - canonical.line_groups(others)
    if missing:
        raise _difference(where, missing, set())


def _remove_equal_lines(sent: Sent, returned: Iterable[str]) -> tuple[set[str], list[Quad]]:
    """Return the lines of *sent* that are not among *returned*, and the triples of *returned* not among *sent*."""
    missing, others = set(sent.lines), []
    for line in returned:
        if line in missing:
            missing.remove(line)
        elif line not in sent.lines:
            others.append(line)
    return missing, list(parse("\n".join(others), RdfFormat.N_TRIPLES))


def _difference(where: str, missing: set[str], unexpected: set[str]) -> LoadDiffers:
    parts = [f"{len(missing)} missing: {_first(missing)}"] if missing else []
    parts += [f"{len(unexpected)} unexpected: {_first(unexpected)}"] if unexpected else []
    return LoadDiffers(f"{where} differs from what was sent: {'; '.join(parts) or 'some triples occur twice'}")


def _first(triples: set[str]) -> str:
    lines = [" ".join(text.split("\n")) for text in sorted(triples)[:_MAX_SHOWN]]
    short = [line if len(line) <= _MAX_LENGTH else f"{line[:_MAX_LENGTH]}…" for line in lines]
    return " ".join(short) + (" …" if len(triples) > _MAX_SHOWN else "")
