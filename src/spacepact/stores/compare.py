"""Prove that a graph of a store holds what was sent, triple for triple."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import Quad, RdfFormat, Store, parse

from spacepact.errors import LoadDiffers
from spacepact.rdf import canonical

_TOLD = 3
_LONGEST = 200


@dataclass(frozen=True)
class Sent:
    """What was sent: the lines without blank nodes, the triples with them, the canonical lines of these, the digest."""

    plain: set[str]
    blank: list[Quad]
    named: list[str]
    digest: str

    @classmethod
    def of(cls, triples: Store) -> Sent:
        """Return what the default graph of a store holds, made ready to be looked for."""
        plain, blank = canonical.parted(triples)
        named = canonical.lines(blank)
        return cls(plain, blank, named, canonical.digest(sorted([*plain, *named])))


def same(where: str, sent: Sent, back: Iterable[str]) -> None:
    """Raise LoadDiffers, with the first few triples, unless *back*, lines of N-Triples, are what was sent.

    Most stores write a triple as we do, so that most lines are found as they are; only the others are read.
    Raises SyntaxError for what cannot be.
    """
    missing, others = _not_found(sent, back)
    if canonical.lines(others) == sorted([*missing, *sent.named]):
        return
    there, wanted = canonical.pieces(others), missing | canonical.pieces(sent.blank)
    raise _differs(where, wanted - there, there - wanted)


def among(where: str, sent: Sent, back: Iterable[str]) -> None:
    """Raise LoadDiffers, with the first few triples, unless all that was sent is among *back*, as in ``same``."""
    missing, others = _not_found(sent, back)
    missing = (missing | canonical.pieces(sent.blank)) - canonical.pieces(others)
    if missing:
        raise _differs(where, missing, set())


def _not_found(sent: Sent, back: Iterable[str]) -> tuple[set[str], list[Quad]]:
    """Return the lines without blank nodes that are not among *back* letter for letter, and the triples left of it."""
    missing, others = set(sent.plain), []
    for line in back:
        if line in missing:
            missing.remove(line)
        elif line not in sent.plain:
            others.append(line)
    return missing, list(parse("\n".join(others), RdfFormat.N_TRIPLES))


def _differs(where: str, missing: set[str], strange: set[str]) -> LoadDiffers:
    told = [f"{len(missing)} missing: {_first(missing)}"] if missing else []
    told += [f"{len(strange)} that were not sent: {_first(strange)}"] if strange else []
    return LoadDiffers(f"{where} does not hold what was sent; {'; '.join(told) or 'some triples are there twice'}")


def _first(found: set[str]) -> str:
    lines = [" ".join(text.split("\n")) for text in sorted(found)[:_TOLD]]
    cut = [line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…" for line in lines]
    return " ".join(cut) + (" …" if len(found) > _TOLD else "")
