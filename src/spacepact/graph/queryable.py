"""Define the interface of a store that can be queried: the embedded engine or a store over HTTP."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QueryBoolean, Triple, Variable

from spacepact.errors import BadInput
from spacepact.lazy import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Protocol

    from typing_extensions import TypeIs
else:
    Protocol = object


class Solutions(Protocol):
    """The rows of a SELECT query, to iterate once: pyoxigraph.QuerySolutions or the rows of a store over HTTP."""

    @property
    def variables(self) -> list[Variable]:
        """The columns in order."""

    def __iter__(self) -> Iterator[Iterable[NamedNode | BlankNode | Literal | Triple | None]]:
        """Yield the terms of each row, in the order of the columns."""


class QueryableStore(Protocol):
    """A store that can be queried. Queries see the graph as the default graph."""

    def query(self, query: str, /) -> Solutions | QueryBoolean | Iterable[Triple]:
        """Run SPARQL and return the answer; raises SyntaxError if it does not parse."""

    def quads_for_pattern(
        self,
        subject: NamedNode | BlankNode | Triple | None,
        predicate: NamedNode | None,
        object: NamedNode | BlankNode | Literal | Triple | None,  # noqa: A002, as in pyoxigraph
        /,
    ) -> Iterator[Quad]:
        """Return the quads with these terms; None matches any term."""


def is_table(answer: object) -> TypeIs[Solutions]:
    """Return whether the answer of a store is that of a SELECT query."""
    return hasattr(answer, "variables")


def require_triples(store: QueryableStore) -> None:
    """Raise BadInput with the reason if the graph of *store* is empty."""
    if not store.query("ASK { ?s ?p ?o }"):
        explain = getattr(store, "explain_empty_graph", None)
        raise BadInput(explain() if explain else "the store contains no triples")
