"""Open the graph that new facts are checked against: files, and store folders, opened in place and read-only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Store

from spacepact.errors import BadInput, EndpointFailed
from spacepact.files import real_path
from spacepact.graph import add_data, contains_vocabulary, load_turtle, packaged_files, select, store_folder
from spacepact.rdf import blank_nodes, rdf_files, read_quads
from spacepact.terms import RDF_TYPE

_TERMS = """
SELECT ?term {
  VALUES ?kind { owl:ObjectProperty owl:DatatypeProperty owl:AnnotationProperty owl:Class owl:Ontology rdf:Property
    rdfs:Class rdfs:Datatype skos:Concept skos:ConceptScheme }
  ?term a ?kind
}"""


@dataclass
class Background:
    """The existing graph: a writable store with all triples in its default graph, and the shapes."""

    store: Store
    shapes: Store

    def is_declared(self, iri: str) -> bool:
        """Return whether the existing graph gives an IRI a class."""
        try:
            node = NamedNode(iri)
        except ValueError:  # a suggested name can be an invalid IRI
            return False
        stores = (self.store, self.shapes)
        return any(next(store.quads_for_pattern(node, RDF_TYPE, None, DefaultGraph()), None) for store in stores)

    def terms(self) -> set[str]:
        """Return the IRIs of classes, properties, codes and shapes."""
        found = {quad.subject for quad in self.shapes.quads_for_pattern(None, RDF_TYPE, None)}
        named = {*found, *(row["term"] for row in select(self.store, _TERMS))}
        return {term.value for term in named if isinstance(term, NamedNode)}

    def members(self, kind: str, most: int) -> list[str] | None:
        """Return the IRIs of the members of a class, or None if there are more than *most*."""
        quads = self.store.quads_for_pattern(None, RDF_TYPE, NamedNode(kind), DefaultGraph())
        found = [quad.subject.value for quad in islice(quads, most + 1) if isinstance(quad.subject, NamedNode)]
        return found if len(found) <= most else None


@contextmanager
def known(files: Sequence[Path], data: Sequence[Path], alone: bool) -> Iterator[Background]:
    """Open the packaged graph (or with *alone* its ontology) together with *data*, without *files*.

    The largest store folder in *data* is opened in place, and nothing is written to it. Others are copied, and so is a
    folder with named graphs. Raises BadInput for an input that cannot be read or contains no triples.
    """
    new = {real_path(path) for path in files}
    packaged = [
        path
        for path in (packaged_files.ontology() if alone else packaged_files.written())
        if real_path(path) not in new
    ]
    stores = sorted({real_path(path) for path in data if store_folder.is_store_folder(path)}, key=_size)
    own = rdf_files([path for path in data if real_path(path) not in stores])
    with ExitStack() as stack:
        try:
            store = stack.enter_context(_store(stores, packaged))
            store.extend(quad for path in own if real_path(path) not in new for quad in read_quads(path))
            add_data(stores, store)
            yield Background(store, load_turtle([packaged_files.shapes()]))
        except EndpointFailed as error:
            raise BadInput(str(error)) from error


@contextmanager
def _store(stores: list[Path], packaged: Sequence[Path]) -> Iterator[Store]:
    """Open the last store folder, remove it from the list and add the packaged files; without one, use memory."""
    if not stores:
        yield load_turtle(packaged)
        return
    with store_folder.overlaid(stores[-1]) as store:
        if any(store.named_graphs()):
            yield load_turtle(packaged)
            return
        if not any(store):
            raise BadInput(f"{stores[-1]}: the store folder contains no triples")
        del stores[-1]
        # A folder with the complete graph contains the blank nodes of the vocabulary, too.
        is_complete = contains_vocabulary(store)
        store.extend(q for q in load_turtle(packaged) if q not in store and not (is_complete and blank_nodes(q)))
        yield store


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.glob("*.sst"))
