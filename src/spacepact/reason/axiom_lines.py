"""Where each triple of the graph is written: file and line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from pyoxigraph import RdfFormat, Triple, parse

from spacepact.graph import packaged_files, turtle_files


@dataclass(frozen=True)
class Stated:
    """A triple, and where it comes from: ``file:line``, or that it is derived."""

    triple: Triple
    place: str


class _ByLine:
    """A file that hands out one line at a time, so that its reader is never ahead of the line it is on."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.line = 1
        self._ended = False

    def read(self, size: int = -1) -> bytes:
        part = self.file.readline(size)
        if part:
            self.line += self._ended
            self._ended = part.endswith(b"\n")
        return part


def read(path: Path) -> Iterator[Stated]:
    """Yield the triples of a Turtle file, each with the line on which it ends."""
    name = _shown(path)
    with path.open("rb") as file:
        lines = _ByLine(file)
        for quad in parse(lines, RdfFormat.TURTLE):  # type: ignore[arg-type]  # it only reads
            yield Stated(quad.triple, f"{name}:{lines.line}")


def stated(data: Sequence[Path] = ()) -> list[Stated]:
    """Return the triples of ontology, instances and derived facts, with *data* beside them.

    *data* are Turtle files or folders of them; with any, facts and moments are derived anew over
    everything. Raises BadInput for a file that cannot be read.
    """
    files = [*packaged_files.ontology(), *packaged_files.written_instances(), *turtle_files(data)]
    if not data:
        return [one for path in [*files, packaged_files.derived()] for one in read(path)]
    from pyoxigraph import Quad, Store

    from spacepact.graph import facts, moments

    found = [one for path in files for one in read(path)]
    store = Store()
    store.extend(Quad(*one.triple) for one in found)
    return found + [Stated(triple, "derived from claims") for triple in [*facts(store), *moments(store)]]


def _shown(path: Path) -> str:
    root = packaged_files.root()
    own = not any(path.is_relative_to(root / room) for room in ("ontology", "instances"))
    return str(path if own else path.relative_to(root))
