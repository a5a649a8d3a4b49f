"""Open the graph in the memory of the embedded engine, and ask it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QuerySolutions, RdfFormat, Store, Triple

from spacepact import folders
from spacepact.errors import BadInput, EndpointFailed
from spacepact.store_folders import is_store_folder, opened
from spacepact.terms import SP

Term = NamedNode | BlankNode | Literal | Triple
Row = dict[str, Term]


def load(paths: Iterable[Path]) -> Store:
    """Return a store in memory that holds the Turtle files at *paths*."""
    store = Store()
    for path in paths:
        try:
            store.load(path.read_bytes(), RdfFormat.TURTLE)
        except OSError as error:
            raise BadInput(f"{path}: cannot be read: {error.strerror}") from error
        except SyntaxError as error:
            raise not_turtle(path, error) from error
    return store


def not_turtle(path: Path | str, error: SyntaxError) -> BadInput:
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
        return load([*folders.written(), folders.derived()])
    from spacepact.derive import facts, moments

    kept = [path for path in data if is_store_folder(path)]
    store = load([*folders.written(), *turtle_files([path for path in data if path not in kept])])
    for path in kept:
        copy(path, store)
    store.extend(Quad(*triple) for triple in [*facts(store), *moments(store)])
    return store


def copy(folder: Path, store: Store) -> None:
    """Add what a store folder holds, in any of its graphs, to *store*, without what is derived."""
    derivable = {row["p"] for row in select(store, f"SELECT ?p {{ ?p <{SP}isDerivable> true }}")}
    derived = {*derivable, NamedNode(f"{SP}earliest"), NamedNode(f"{SP}latest")}
    try:
        with opened(folder) as own:
            if not len(own):
                raise BadInput(f"{folder}: holds no triples: is it the right folder?")
            # A store that was loaded with the whole graph has the vocabulary too, blank nodes and all.
            whole = holds_vocabulary(own)
            store.bulk_extend(
                Quad(q.subject, q.predicate, q.object)
                for q in own
                if q.predicate not in derived and not (whole and _is_vocabulary(q))
            )
    except EndpointFailed as error:
        raise BadInput(str(error)) from error


def holds_vocabulary(store: Store) -> bool:
    """Tell whether a store holds our ontology."""
    return any(store.quads_for_pattern(NamedNode(SP.removesuffix("#")), None, None))


def _is_vocabulary(quad: Quad) -> bool:
    if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode):
        return True  # instances have none
    return isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(SP)


def turtle_files(paths: Sequence[Path]) -> list[Path]:
    """Return the Turtle files at *paths*, folders opened; BadInput for one that cannot be read or holds nothing."""
    found: list[Path] = []
    for path in paths:
        inside = sorted(path.rglob("*.ttl")) if path.is_dir() else [path]
        if not inside:
            raise BadInput(f"{path}: no Turtle in this folder: name a file, or a folder with .ttl files")
        for file in inside:
            if not len(load([file])):
                raise BadInput(f"{file}: holds no triples: is it the right file?")
        found += inside
    return found


def select(store: Store, sparql: str) -> list[Row]:
    """Run a SELECT query of the package's own; return its rows, unbound cells left out."""
    answer = store.query(sparql)
    assert isinstance(answer, QuerySolutions)
    columns = [variable.value for variable in answer.variables]
    return [{c: row[c] for c in columns if row[c] is not None} for row in answer]


def text(term: Term | None) -> str:
    """Return the plain text of a term: the IRI, or the lexical form; empty for an unbound cell."""
    if term is None:
        return ""
    return str(term) if isinstance(term, Triple) else term.value
