"""Run a query on a store and return its answer."""

from __future__ import annotations

from itertools import islice

from pyoxigraph import QueryBoolean, Triple

from spacepact.errors import BrokenQuery
from spacepact.graph import QueryableStore, Row, is_table
from spacepact.lazy import NamedTuple
from spacepact.rdf import require_shallow


class Table(NamedTuple):
    """The answer to a SELECT query: columns in order, and rows without their unbound cells."""

    columns: list[str]
    rows: list[Row]


class Boolean(NamedTuple):
    """The answer to an ASK query."""

    value: bool


class Triples(NamedTuple):
    """The answer to a CONSTRUCT or DESCRIBE query, sorted."""

    triples: list[Triple]


Answer = Table | Boolean | Triples


def run_query(store: QueryableStore, sparql: str, added_lines: int = 0, most: int | None = None) -> Answer:
    """Run a query and return its answer.

    *added_lines* is the number of lines put before the query that the user wrote; error messages do not count them. At
    *most* this many rows or triples are read; None reads all.
    Raises BrokenQuery, with line and column, if the query does not parse, fails, or is an update.
    """
    try:
        require_shallow(sparql)
        answer = store.query(sparql)
        if isinstance(answer, QueryBoolean):
            return Boolean(bool(answer))
        if is_table(answer):
            columns = [variable.value for variable in answer.variables]
            rows = islice(answer, most)
            return Table(columns, [{c: t for c, t in zip(columns, row, strict=True) if t is not None} for row in rows])
        return Triples(sorted(set(islice(answer, most)), key=str))
    except (SyntaxError, OSError, ValueError, RuntimeError) as error:
        from spacepact.ask.query_errors import is_read_error, query_error

        if is_read_error(error):  # store_folder reports it
            raise
        raise BrokenQuery(query_error(sparql, str(error), added_lines)) from error


def is_empty(answer: Answer) -> bool:
    """Return whether an answer has no rows or no triples, or is false."""
    if isinstance(answer, Table):
        return not answer.rows
    return not (answer.value if isinstance(answer, Boolean) else answer.triples)
