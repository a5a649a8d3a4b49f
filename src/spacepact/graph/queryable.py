"""What is asked of a store, be it the embedded engine (pyoxigraph.Store) or one behind an endpoint (remote)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol, runtime_checkable

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QueryBoolean, Triple, Variable

from spacepact.errors import BadInput


@runtime_checkable
class Solutions(Protocol):
    """The rows of a SELECT query, to be read once: pyoxigraph.QuerySolutions, or those of a far store."""

    @property
    def variables(self) -> list[Variable]:
        """The columns in order."""
        ...

    def __iter__(self) -> Iterator[Iterable[NamedNode | BlankNode | Literal | Triple | None]]:
        """Yield the terms of each row, in the order of the columns."""
        ...


class QueryableStore(Protocol):
    """A store that can be asked. It holds the graph in its default graph, or names it to whoever does."""

    def query(self, query: str, /) -> Solutions | QueryBoolean | Iterable[Triple]:
        """Return the answer to SPARQL; raises SyntaxError where it does not parse."""
        ...

    def quads_for_pattern(
        self,
        subject: NamedNode | BlankNode | Triple | None,
        predicate: NamedNode | None,
        object: NamedNode | BlankNode | Literal | Triple | None,  # noqa: A002, as pyoxigraph has it
        /,
    ) -> Iterator[Quad]:
        """Return the quads with these terms; None stands for any."""
        ...


def require_triples(store: QueryableStore) -> None:
    """Raise BadInput, saying what to do, where the graph that is asked holds nothing at all."""
    if not store.query("ASK { ?s ?p ?o }"):
        why = getattr(store, "explain_empty_graph", None)
        raise BadInput(why() if why else "the store holds no triples")
