"""Open the graph in the memory of the embedded engine, and ask it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, Triple

from spacepact import folders
from spacepact.errors import BadInput, EndpointFailed
from spacepact.store_folders import is_store_folder, opened
from spacepact.stores import Asked, Solutions
from spacepact.terms import GRAPH, QUERY, SP

Term = NamedNode | BlankNode | Literal | Triple
Row = dict[str, Term]
# What a query names at once. Fuseki takes no form over 1 MB, in which a character may become twelve.
_MOST_IRIS = 500
_MOST_CHARACTERS = 60_000


def load(paths: Iterable[Path]) -> Store:
    """Return a store in memory that holds the Turtle files at *paths*."""
    return _read(paths, Store())


def _read(paths: Iterable[Path], store: Store) -> Store:
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
    store = load(folders.written())
    add_own(data, store)
    store.extend(derived(store))
    return store


def derived(store: Store) -> list[Quad]:
    """Return the facts and moments that the claims in *store* give."""
    from spacepact.derive import facts, moments

    return [Quad(*triple) for triple in [*facts(store), *moments(store)]]


def add_own(data: Sequence[Path], store: Store) -> None:
    """Add own data to *store*: Turtle files, folders of them, and store folders without what is derived there."""
    kept = [path for path in data if is_store_folder(path)]
    _read(turtle_files([path for path in data if path not in kept]), store)
    if kept:
        asked = f"SELECT ?p {{ ?p <{SP}isDerivable> true }}"
        vocabulary = load(folders.ontology())
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


def holds_vocabulary(store: Asked) -> bool:
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
            if not len(load([file])):
                raise BadInput(f"{file}: holds no triples: is it the right file?")
        found += inside
    return found


def select(store: Asked, sparql: str) -> list[Row]:
    """Run a SELECT query of the package's own; return its rows, unbound cells left out."""
    answer = store.query(sparql)
    assert isinstance(answer, Solutions)
    columns = [variable.value for variable in answer.variables]
    return [{c: t for c, t in zip(columns, row, strict=True) if t is not None} for row in answer]


def select_about(store: Asked, sparql: str, iris: Iterable[str]) -> Iterator[Row]:
    """Run a SELECT query of the package's own about these IRIs, put in place of ``@these@``; yield its rows.

    It is asked part by part, since no store takes a query of any length. What is no IRI is left out.
    """
    for part in _parts(dict.fromkeys(iris)):
        yield from select(store, sparql.replace("@these@", " ".join(part)))


def _parts(iris: Iterable[str]) -> Iterator[list[str]]:
    """Yield IRIs as SPARQL has them, as many at a time as one query may name; none is no part."""
    part: list[str] = []
    size = 0
    for iri in iris:
        try:
            term = str(NamedNode(iri))
        except ValueError:
            continue
        if part and (len(part) == _MOST_IRIS or size + len(term) > _MOST_CHARACTERS):
            yield part
            part, size = [], 0
        part.append(term)
        size += len(term)
    if part:
        yield part


def text(term: Term | None) -> str:
    """Return the plain text of a term: the IRI, or the lexical form; empty for an unbound cell."""
    if term is None:
        return ""
    return str(term) if isinstance(term, Triple) else term.value


def sorted_by(columns: Sequence[str], rows: Iterable[Row]) -> list[Row]:
    """Return rows in the order of these columns, numbers by value and text by code point.

    For what is told in order: not every engine sorts text alike.
    """

    def key(row: Row) -> list[tuple[int, str]]:
        cells = [text(row.get(column)) for column in columns]
        return [(int(cell) if cell.isdecimal() else -1, cell) for cell in cells]

    return sorted(rows, key=key)
