"""Add the states and space agencies of the lookup that a sheet names to the user's own file of things."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import RdfFormat, parse

from spacepact.documents.new_things import add_things, with_things
from spacepact.graph import KnownThing
from spacepact.rdf import LocatedTriple, ParsedFile
from spacepact.terms import Namespace, curie


@dataclass(frozen=True)
class AddedThings:
    """Things to add to a Turtle file: its path, its text with them, their triples and their IRIs as CURIEs."""

    path: Path
    text: str
    file: ParsedFile
    iris: tuple[str, ...]

    def __str__(self) -> str:
        """Return the things in words."""
        return ", ".join(self.iris)


def things_to_add(path: Path, things: Iterable[KnownThing], namespace: Namespace) -> AddedThings | None:
    """Return *things* as an addition to a file, sorted by IRI; None if there are none. Nothing is written."""
    new = sorted(things, key=lambda thing: thing.local_name)
    if not new:
        return None
    quads = parse(add_things("", new, namespace), RdfFormat.TURTLE)
    file = ParsedFile(str(path), [LocatedTriple(quad.triple, str(path)) for quad in quads])
    iris = tuple(curie(namespace.iri + thing.local_name) for thing in new)
    return AddedThings(path, with_things(path, new, namespace), file, iris)
