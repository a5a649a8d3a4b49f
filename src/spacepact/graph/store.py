"""Load the graph and the user's data into the embedded engine, in memory.

Without data of the user, this imports only what the packaged graph needs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, Store

from spacepact.errors import BadInput, EndpointFailed
from spacepact.files import read_bytes
from spacepact.graph import packaged_files
from spacepact.graph.queryable import QueryableStore
from spacepact.graph.select import Term, select
from spacepact.terms import GRAPH, PREFIXES, QUERY, SP

PREFERRED_LABEL = NamedNode(PREFIXES["skos"] + "prefLabel")
RDFS_LABEL = NamedNode(PREFIXES["rdfs"] + "label")


def load_turtle(paths: Iterable[Path]) -> Store:
    """Return a store in memory with the Turtle files at *paths*; raises BadInput if one cannot be read."""
    store = Store()
    for path in paths:
        try:
            store.load(read_bytes(path), RdfFormat.TURTLE)
        except SyntaxError as error:
            from spacepact.rdf import syntax_error

            raise syntax_error(path, error) from error
        except MemoryError as error:
            raise BadInput(f"{path}: a value is longer than 16 MiB, the limit of the parser: shorten it") from error
    return store


def packaged(data: Sequence[Path] = (), changed: list[str] | None = None) -> Store:
    """Return the complete graph: vocabulary, instances, derived triples, and the queries as resources.

    With *data* (RDF files, folders of them, or store folders), facts and moments are derived again from the graph and
    the data together. A store folder is copied into memory. *changed* gets a line about the first literal of the data
    that the engine stores in another form.
    """
    if not data:
        return labelled(load_turtle([*packaged_files.written(), packaged_files.derived()]))
    from spacepact.graph import engine_forms

    store = load_turtle(packaged_files.written())
    quads = add_data(data, store)
    if changed is not None and (first := engine_forms.first_change(quads)):
        changed.append(first)
    store.extend(derive_all(store))
    return labelled(store)


def labelled(store: Store) -> Store:
    """Add each skos:prefLabel also as rdfs:label, which Protégé, OLS and most viewers read; return the store."""
    store.update(f"INSERT {{ ?s {RDFS_LABEL} ?label }} WHERE {{ ?s {PREFERRED_LABEL} ?label }}")
    return store


def derive_all(store: Store) -> list[Quad]:
    """Return the facts and moments derived from the claims in *store*."""
    from spacepact.graph.derive import facts, moments

    return [Quad(*triple) for triple in [*facts(store), *moments(store)]]


def add_data(data: Sequence[Path], store: Store) -> list[Quad]:
    """Add the user's data to *store*: RDF files, folders of them, and store folders without derived triples.

    Return the triples of the files: *store* can have other forms of their literals.
    """
    from spacepact.graph.store_folder import is_store_folder
    from spacepact.rdf import rdf_files, read_quads

    folders = [path for path in data if is_store_folder(path)]
    files = rdf_files([path for path in data if path not in folders])
    quads = [quad for path in files for quad in read_quads(path)]
    store.bulk_extend(quads)
    if folders:
        sparql = f"SELECT ?p {{ ?p <{SP}isDerivable> true }}"
        vocabulary = load_turtle(packaged_files.ontology())
        rows = [*select(vocabulary, sparql), *select(store, sparql)]
        derived = {*(row["p"] for row in rows), NamedNode(f"{SP}earliest"), NamedNode(f"{SP}latest")}
        for path in folders:
            _copy(path, store, derived, vocabulary)
    return quads


def _copy(folder: Path, store: Store, skipped: set[Term], vocabulary: Store) -> None:
    """Add the triples of a store folder, from all its graphs, without the properties *skipped* and *vocabulary*."""
    from spacepact.graph.store_folder import opened

    try:
        with opened(folder) as source:
            if not len(source):
                raise BadInput(f"{folder}: the store folder contains no triples")
            # A store with the complete graph contains the vocabulary, including blank nodes.
            is_complete = contains_vocabulary(source)
            quads = (Quad(q.subject, q.predicate, q.object) for q in source if q.predicate not in skipped)
            store.bulk_extend(_own(quads, vocabulary) if is_complete else quads)
    except EndpointFailed as error:
        raise BadInput(str(error)) from error


def contains_vocabulary(store: QueryableStore) -> bool:
    """Return whether a store contains our ontology."""
    return any(store.quads_for_pattern(NamedNode(SP.removesuffix("#")), None, None))


def _own(quads: Iterable[Quad], vocabulary: Store) -> Iterator[Quad]:
    """Yield the quads that are not of the vocabulary, a query or the description, which can be of another release."""
    from spacepact.rdf import blank_node_groups, blank_nodes

    blank = []
    for quad in quads:
        if blank_nodes(quad):
            blank.append(quad)
        elif quad not in vocabulary and not _is_generic(quad):
            yield quad
    for group in blank_node_groups(blank):
        if not any(_is_generic(quad) or PREFIXES["owl"] in f"{quad.predicate} {quad.object}" for quad in group):
            yield from group


def _is_generic(quad: Quad) -> bool:
    return isinstance(quad.subject, NamedNode) and quad.subject.value.startswith((SP.removesuffix("#"), QUERY, GRAPH))
