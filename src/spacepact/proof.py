"""Prove that a graph of a store holds what was sent, triple for triple."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from pyoxigraph import Quad, Triple

from spacepact import canonical
from spacepact.errors import LoadDiffers

_TOLD = 3
_LONGEST = 200


def same(where: str, sent: Collection[Quad], back: Iterable[Triple]) -> str:
    """Return the digest of *sent*; raises LoadDiffers, with the first few triples, unless *back* are the same."""
    read = list(back)
    digest = canonical.digest(canonical.lines(sent))
    if canonical.digest(canonical.lines(read)) != digest:
        there, wanted = canonical.pieces(read), canonical.pieces(sent)
        raise _differs(where, wanted - there, there - wanted)
    return digest


def among(where: str, sent: Collection[Quad], back: Iterable[Triple]) -> str:
    """Return the digest of *sent*; raises LoadDiffers, with the first few triples, unless all are among *back*."""
    missing = canonical.pieces(sent) - canonical.pieces(back)
    if missing:
        raise _differs(where, missing, set())
    return canonical.digest(canonical.lines(sent))


def _differs(where: str, missing: set[str], strange: set[str]) -> LoadDiffers:
    told = [f"{len(missing)} missing: {_first(missing)}"] if missing else []
    told += [f"{len(strange)} that were not sent: {_first(strange)}"] if strange else []
    return LoadDiffers(f"{where} does not hold what was sent; {'; '.join(told) or 'some triples are there twice'}")


def _first(found: set[str]) -> str:
    lines = [" ".join(text.split("\n")) for text in sorted(found)[:_TOLD]]
    cut = [line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…" for line in lines]
    return " ".join(cut) + (" …" if len(found) > _TOLD else "")
