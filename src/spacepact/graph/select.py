"""Run the SELECT queries of this package, and convert the terms of their rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from spacepact.errors import EndpointFailed
from spacepact.graph.queryable import QueryableStore, is_table
from spacepact.terms import PREFIXES

Term = NamedNode | BlankNode | Literal | Triple
Row = dict[str, Term]
# The limits of one query. Fuseki rejects a form over 1 MB, and encoding can turn a character into twelve.
_MAX_IRIS = 500
_MAX_CHARACTERS = 60_000


class _CompleteRow(Row):
    """A row whose cells are all expected."""

    def __missing__(self, column: str) -> Term:
        """Report a store that leaves out a cell which the query binds in each row."""
        raise EndpointFailed(f"the store returned a row without the column {column}: its answer is incomplete")


def select(store: QueryableStore, sparql: str) -> list[Row]:
    """Run a SELECT query and return its rows, without unbound cells. Missing prefixes of the project are declared.

    Reading a cell that a row does not have raises EndpointFailed: the query binds it, but the store left it out.
    """
    answer = store.query(_declarations(sparql) + sparql)
    assert is_table(answer)
    columns = [variable.value for variable in answer.variables]
    return [_CompleteRow((c, t) for c, t in zip(columns, row, strict=True) if t is not None) for row in answer]


def _declarations(sparql: str) -> str:
    """Return the declarations that a query lacks. Some stores reject a prefix that is declared twice."""
    declared = sparql.partition("SELECT")[0]
    return "".join(
        f"PREFIX {name}: <{iri}> "
        for name, iri in PREFIXES.items()
        if f"{name}:" in sparql and f"PREFIX {name}:" not in declared
    )


def select_about(store: QueryableStore, sparql: str, iris: Iterable[str]) -> Iterator[Row]:
    """Run a SELECT query, after replacing ``@these@`` with these IRIs, and yield its rows.

    Since stores limit the length of a query, many IRIs are sent in several queries. Texts that are not
    IRIs are ignored.
    """
    for batch in _batches(dict.fromkeys(iris)):
        yield from select(store, sparql.replace("@these@", " ".join(batch)))


def _batches(iris: Iterable[str]) -> Iterator[list[str]]:
    """Yield the IRIs as SPARQL terms, in batches for one query each."""
    batch: list[str] = []
    size = 0
    for iri in iris:
        try:
            term = str(NamedNode(iri))
        except ValueError:
            continue
        if batch and (len(batch) == _MAX_IRIS or size + len(term) > _MAX_CHARACTERS):
            yield batch
            batch, size = [], 0
        batch.append(term)
        size += len(term)
    if batch:
        yield batch


def text_of(term: Term | None) -> str:
    """Return the plain text of a term: the IRI, or the lexical form; empty for an unbound cell."""
    if term is None:
        return ""
    return str(term) if isinstance(term, Triple) else term.value


def sorted_by(columns: Sequence[str], rows: Iterable[Row]) -> list[Row]:
    """Return rows sorted by these columns, numbers by value and text by code point.

    Stores do not all sort text in the same order.
    """

    def key(row: Row) -> list[tuple[int, str]]:
        cells = [text_of(row.get(column)) for column in columns]
        return [(int(cell) if cell.isdecimal() else -1, cell) for cell in cells]

    return sorted(rows, key=key)
