"""The graph as Python sees it: what the command line does, in a few names."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pyoxigraph import Store

from spacepact.ask import (
    Query,
    Table,
    all_queries,
    find_query,
    find_things,
    parse_typed,
    plain,
    resolve_values,
    run_query,
    show_thing,
)
from spacepact.errors import BrokenQuery
from spacepact.graph import names, packaged

Value = str | int | float | bool | None


class Graph:
    """The packaged graph, with data of one's own beside it.

    >>> import spacepact
    >>> graph = spacepact.load()
    >>> [row["stance"].rpartition("_")[2] for row in graph.query("acts", party="Spain")]
    ['asserted']
    >>> graph.query("SELECT (COUNT(*) AS ?n) WHERE { ?s a sp:State }")
    [{'n': 6}]

    Rows go into pandas in one line: ``pandas.DataFrame(graph.query("positions"))``.
    """

    def __init__(self, data: Sequence[Path | str] = ()) -> None:
        self._store = packaged([Path(path) for path in data])

    @property
    def store(self) -> Store:
        """The store that holds the graph, for what the methods here do not do."""
        return self._store

    def queries(self) -> list[Query]:
        """Return the named queries, each with its question, parameters and columns."""
        return list(all_queries().values())

    def query(self, query: str, **parameters: str | Sequence[str]) -> list[dict[str, Value]]:
        """Run a named query, or a SELECT query given as text; return its rows, unbound cells as None.

        A value is a name, a CURIE, an ``<iri>`` or a date, or several of them. Numbers and booleans come
        back as such, IRIs and texts as text. Raises UnknownName for a query, parameter or value
        that is not known, and BrokenQuery for SPARQL that is no SELECT query.
        """
        asked = parse_typed(query) if any(mark in query for mark in "{ ") else find_query(query)
        several = {name: [given] if isinstance(given, str) else given for name, given in parameters.items()}
        pairs = [(name, value) for name, given in several.items() for value in given]
        answer = run_query(self._store, asked.bind(resolve_values(self._store, asked, pairs)), asked.added)
        if not isinstance(answer, Table):
            raise BrokenQuery("only SELECT queries give rows: ask the store for anything else")
        return [{column: plain(row.get(column)) for column in answer.columns} for row in answer.rows]

    def find(self, text: str) -> list[dict[str, Value]]:
        """Return the things and terms of which a name holds *text*, best first: thing, name, class.

        >>> Graph().find("ILRS")[0]["thing"]
        'https://w3id.org/spacepact/id/programme_ilrs'
        """
        table = find_things(self._store, text)
        return [{column: plain(row.get(column)) for column in table.columns} for row in table.rows]

    def show(self, thing: str) -> str:
        """Return all that is claimed about a thing, with its evidence, as text."""
        return show_thing(self._store, names.resolve(self._store, thing))


def load(*data: Path | str) -> Graph:
    """Return the packaged graph, with the Turtle files or folders in *data* beside it."""
    return Graph(data)
