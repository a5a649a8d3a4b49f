"""Run the package's own SELECT queries, and take terms from their rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from spacepact.graph.queryable import QueryableStore, Solutions

Term = NamedNode | BlankNode | Literal | Triple
Row = dict[str, Term]
# What a query names at once. Fuseki takes no form over 1 MB, in which a character may become twelve.
_MOST_IRIS = 500
_MOST_CHARACTERS = 60_000


def select(store: QueryableStore, sparql: str) -> list[Row]:
    """Run a SELECT query of the package's own; return its rows, unbound cells left out."""
    answer = store.query(sparql)
    assert isinstance(answer, Solutions)
    columns = [variable.value for variable in answer.variables]
    return [{c: t for c, t in zip(columns, row, strict=True) if t is not None} for row in answer]


def select_about(store: QueryableStore, sparql: str, iris: Iterable[str]) -> Iterator[Row]:
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


def text_of(term: Term | None) -> str:
    """Return the plain text of a term: the IRI, or the lexical form; empty for an unbound cell."""
    if term is None:
        return ""
    return str(term) if isinstance(term, Triple) else term.value


def sorted_by(columns: Sequence[str], rows: Iterable[Row]) -> list[Row]:
    """Return rows in the order of these columns, numbers by value and text by code point.

    For what is told in order: not every engine sorts text alike.
    """

    def key(row: Row) -> list[tuple[int, str]]:
        cells = [text_of(row.get(column)) for column in columns]
        return [(int(cell) if cell.isdecimal() else -1, cell) for cell in cells]

    return sorted(rows, key=key)
