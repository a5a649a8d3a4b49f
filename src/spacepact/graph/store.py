"""Open the graph in the memory of the embedded engine, and ask it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Store

from spacepact.errors import BadInput, EndpointFailed
from spacepact.graph import packaged_files
from spacepact.graph.queryable import QueryableStore
from spacepact.graph.select import Term, select
from spacepact.graph.store_folder import is_store_folder, opened
from spacepact.terms import GRAPH, QUERY, SP


def load_turtle(paths: Iterable[Path]) -> Store:
    """Return a store in memory that holds the Turtle files at *paths*."""
    return _read(paths, Store())


def _read(paths: Iterable[Path], store: Store) -> Store:
    for path in paths:
        try:
            store.load(path.read_bytes(), RdfFormat.TURTLE)
        except OSError as error:
            raise BadInput(f"{path}: cannot be read: {error.strerror}") from error
        except SyntaxError as error:
            raise turtle_error(path, error) from error
    return store


def turtle_error(path: Path | str, error: SyntaxError) -> BadInput:
    """Return the error that a file is not Turtle, with line and column where the engine tells them."""
    if "UTF-8" in error.msg:
        return BadInput(f"{path}: not UTF-8: save it as UTF-8 and try again")
    place = f"{path}:{error.lineno}:{error.offset}" if error.lineno else str(path)
    return BadInput(f"{place}: not Turtle: {error.msg}")


def packaged(data: Sequence[Path] = ()) -> Store:
    """Return the whole graph: vocabulary, instances, what is derived from them, and the queries as resources.

    With *data*, Turtle files, folders of them, or store folders beside the packaged ones, facts and
    moments are derived anew over everything together. A store folder is copied into memory for that.
    """
    if not data:
        return load_turtle([*packaged_files.written(), packaged_files.derived()])
    store = load_turtle(packaged_files.written())
    add_data(data, store)
    store.extend(derive_all(store))
    return store


def derive_all(store: Store) -> list[Quad]:
    """Return the facts and moments that the claims in *store* give."""
    from spacepact.graph.derive import facts, moments

    return [Quad(*triple) for triple in [*facts(store), *moments(store)]]


def add_data(data: Sequence[Path], store: Store) -> None:
    """Add own data to *store*: Turtle files, folders of them, and store folders without what is derived there."""
    kept = [path for path in data if is_store_folder(path)]
    _read(turtle_files([path for path in data if path not in kept]), store)
    if kept:
        asked = f"SELECT ?p {{ ?p <{SP}isDerivable> true }}"
        vocabulary = load_turtle(packaged_files.ontology())
        rows = [*select(vocabulary, asked), *select(store, asked)]
        left_out = {*(row["p"] for row in rows), NamedNode(f"{SP}earliest"), NamedNode(f"{SP}latest")}
        for path in kept:
            _copy(path, store, left_out, vocabulary)


def _copy(folder: Path, store: Store, left_out: set[Term], vocabulary: Store) -> None:
    """Add what a store folder holds, in any graph, without the properties *left_out* and what is in *vocabulary*."""
    try:
        with opened(folder) as own:
            if not len(own):
                raise BadInput(f"{folder}: holds no triples: is it the right folder?")
            # A store that was loaded with the whole graph has the vocabulary too, blank nodes and all.
            whole = holds_vocabulary(own)
            quads = (Quad(q.subject, q.predicate, q.object) for q in own if q.predicate not in left_out)
            store.bulk_extend(q for q in quads if not (whole and (q in vocabulary or _is_generic(q))))
    except EndpointFailed as error:
        raise BadInput(str(error)) from error


def holds_vocabulary(store: QueryableStore) -> bool:
    """Tell whether a store holds our ontology."""
    return any(store.quads_for_pattern(NamedNode(SP.removesuffix("#")), None, None))


def _is_generic(quad: Quad) -> bool:
    """Tell whether a triple is of the vocabulary, a query or the description, which each release has of its own."""
    if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode):
        return True  # instances have none
    return isinstance(quad.subject, NamedNode) and quad.subject.value.startswith((SP.removesuffix("#"), QUERY, GRAPH))


def turtle_files(paths: Sequence[Path]) -> list[Path]:
    """Return the Turtle files at *paths*, folders opened; BadInput for one that cannot be read or holds nothing."""
    found: list[Path] = []
    for path in paths:
        inside = sorted(path.rglob("*.ttl")) if path.is_dir() else [path]
        if not inside:
            raise BadInput(f"{path}: no Turtle in this folder: name a file, or a folder with .ttl files")
        for file in inside:
            if not len(load_turtle([file])):
                raise BadInput(f"{file}: holds no triples: is it the right file?")
        found += inside
    return found
