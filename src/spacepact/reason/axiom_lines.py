"""Read the triples to reason over, each with its file and line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Quad, Store, Triple

from spacepact.graph import facts, moments, packaged_files
from spacepact.rdf import fault_error, rdf_files, read_file


@dataclass(frozen=True)
class PlacedTriple:
    """A triple with its place: ``file:line``, or "derived from claims"."""

    triple: Triple
    place: str


def read(path: Path) -> Iterator[PlacedTriple]:
    """Yield the triples of an RDF file, each with the line where its object begins; raise BadInput for a fault."""
    root = packaged_files.root()
    is_packaged = any(path.is_relative_to(root / folder) for folder in ("ontology", "instances"))
    name = path.relative_to(root) if is_packaged else path
    file = read_file(path)
    for fault in file.faults:
        raise fault_error(name, fault)
    for located in file.triples:
        yield PlacedTriple(located.triple, str(name) if located.line is None else f"{name}:{located.line}")


def placed_triples(data: Sequence[Path] = ()) -> list[PlacedTriple]:
    """Return the triples of the ontology, the instances, the derived facts and *data*.

    *data* are RDF files or folders of them. If there are any, facts and moments are re-derived over the graph and
    *data*. Raises BadInput for a file that cannot be read.
    """
    files = [*packaged_files.ontology(), *packaged_files.written_instances(), *rdf_files(data)]
    if not data:
        return [triple for path in [*files, packaged_files.derived()] for triple in read(path)]
    written = [triple for path in files for triple in read(path)]
    store = Store()
    store.extend(Quad(*item.triple) for item in written)
    return written + [PlacedTriple(triple, "derived from claims") for triple in [*facts(store), *moments(store)]]
