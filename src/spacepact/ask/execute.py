"""Run a query on a store and return its answer."""

from __future__ import annotations

import re
from typing import NamedTuple

from pyoxigraph import QueryBoolean, Triple

from spacepact.errors import BrokenQuery
from spacepact.graph import QueryableStore, Row, Solutions
from spacepact.rdf import first_keyword

_POSITION = re.compile(r"error at (\d+):(\d+): (.*)", re.S)
_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH")
_MAX_REASON = 120  # characters; a longer message of the engine lists the grammar


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


def run_query(store: QueryableStore, sparql: str, added_lines: int = 0) -> Answer:
    """Run a query and return its answer.

    *added_lines* is the number of lines put before the query that the user wrote; error messages do not count them.
    Raises BrokenQuery, with line and column, if the query does not parse, fails, or is an update.
    """
    try:
        answer = store.query(sparql)
        if isinstance(answer, QueryBoolean):
            return Boolean(bool(answer))
        if isinstance(answer, Solutions):
            columns = [variable.value for variable in answer.variables]
            return Table(
                columns, [{c: t for c, t in zip(columns, row, strict=True) if t is not None} for row in answer]
            )
        return Triples(sorted(set(answer), key=str))
    except (SyntaxError, OSError, ValueError) as error:
        raise BrokenQuery(_reason(sparql, str(error), added_lines)) from error


def is_empty(answer: Answer) -> bool:
    """Return whether an answer has no rows or no triples, or is false."""
    if isinstance(answer, Table):
        return not answer.rows
    return not (answer.value if isinstance(answer, Boolean) else answer.triples)


def _reason(sparql: str, message: str, added_lines: int) -> str:
    """Shorten the engine's message to one line with the position of the error."""
    if first_keyword(sparql) in _UPDATES:
        return "the query is an update, but the graph is read-only: use SELECT, ASK or CONSTRUCT"
    match = _POSITION.match(message)
    if not match:
        return f"the query failed: {message.splitlines()[0]}"
    line, column, reason = int(match[1]), int(match[2]), match[3].replace("\n", " ")
    lines = sparql.splitlines()
    before = lines[line - 1][: column - 1] if line <= len(lines) else ""
    prefix = re.search(r"(\w*):\w*\Z", before)
    if "Prefix not found" in reason and prefix:
        reason = f"the prefix {prefix[1]}: is not declared"
    elif not "".join(lines[line - 1 :])[column - 1 :].strip():
        reason = "unexpected end of the query"
    elif len(reason) > _MAX_REASON:
        reason = "unexpected text"
    return f"the query does not parse: line {line - added_lines}, column {column}: {reason}"
