"""Open the graph in the embedded engine, and ask it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, RdfFormat, Store, Triple

from spacepact import folders
from spacepact.errors import BadInput, BrokenQuery

Term = NamedNode | BlankNode | Literal | Triple
Row = dict[str, Term]


def load(paths: Iterable[Path]) -> Store:
    """Return a store in memory that holds the Turtle files at *paths*."""
    store = Store()
    for path in paths:
        try:
            store.bulk_load(path.read_bytes(), RdfFormat.TURTLE)
        except OSError as error:
            raise BadInput(f"{path}: cannot be read: {error.strerror}") from error
        except SyntaxError as error:
            place = f"{path}:{error.lineno}:{error.offset}" if error.lineno else str(path)
            raise BadInput(f"{place}: not Turtle: {error.msg}") from error
    return store


def packaged() -> Store:
    """Return the whole graph: vocabulary, instances and what is derived from them."""
    return load([*folders.ontology(), *folders.written_instances(), folders.derived()])


def select(store: Store, sparql: str) -> tuple[list[str], list[Row]]:
    """Run a SELECT query; return its columns in order and its rows, unbound cells left out."""
    try:
        answer = store.query(sparql)
    except (SyntaxError, OSError, ValueError) as error:
        raise BrokenQuery(f"the query cannot be run: {str(error).splitlines()[0]}") from error
    if not isinstance(answer, QuerySolutions):
        raise BrokenQuery("only SELECT queries are run here: write one that begins with SELECT")
    columns = [variable.value for variable in answer.variables]
    rows = [{c: row[c] for c in columns if row[c] is not None} for row in answer]
    return columns, rows


def text(term: Term | None) -> str:
    """Return the plain text of a term: the IRI, or the lexical form; empty for an unbound cell."""
    if term is None:
        return ""
    return str(term) if isinstance(term, Triple) else term.value
