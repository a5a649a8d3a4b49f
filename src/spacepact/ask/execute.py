"""Run a query on a store, and hold its answer."""

from __future__ import annotations

import re
from typing import NamedTuple

from pyoxigraph import QueryBoolean, Triple

from spacepact.errors import BrokenQuery
from spacepact.graph import QueryableStore, Row, Solutions
from spacepact.rdf import PROLOGUE

_PLACE = r"error at (\d+):(\d+): (.*)"
_UPDATE = PROLOGUE + r"(INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|COPY|MOVE|ADD|WITH)\b"


class Table(NamedTuple):
    """The answer to a SELECT query: columns in order, and rows with unbound cells left out."""

    columns: list[str]
    rows: list[Row]


class Verdict(NamedTuple):
    """The answer to an ASK query."""

    holds: bool


class Triples(NamedTuple):
    """The answer to a CONSTRUCT or DESCRIBE query, sorted."""

    triples: list[Triple]


Answer = Table | Verdict | Triples


def run_query(store: QueryableStore, sparql: str, added: int = 0) -> Answer:
    """Run a query; raises BrokenQuery, with line and column, where it does not parse or is an update.

    The lines told do not count the first *added*, which nobody typed.
    """
    try:
        answer = store.query(sparql)
        if isinstance(answer, QueryBoolean):
            return Verdict(bool(answer))
        if isinstance(answer, Solutions):
            columns = [variable.value for variable in answer.variables]
            return Table(
                columns, [{c: t for c, t in zip(columns, row, strict=True) if t is not None} for row in answer]
            )
        return Triples(sorted(set(answer), key=str))
    except (SyntaxError, OSError, ValueError) as error:
        raise BrokenQuery(_explained(sparql, str(error), added)) from error


def is_empty(answer: Answer) -> bool:
    """Tell whether an answer holds no row, no triple, or false."""
    if isinstance(answer, Table):
        return not answer.rows
    return not (answer.holds if isinstance(answer, Verdict) else answer.triples)


def _explained(sparql: str, message: str, added: int) -> str:
    """Turn the engine's message, which lists the grammar, into one line that says what is wrong, and where."""
    if re.match(_UPDATE, sparql, re.I):
        return "this is an update, and the graph is only read: ask with SELECT, ASK or CONSTRUCT"
    match = re.match(_PLACE, message, re.S)
    if not match:
        return f"the query cannot be run: {message.splitlines()[0]}"
    line, column, expected = int(match[1]), int(match[2]), match[3].replace("\n", " ")
    before = sparql.splitlines()[line - 1][: column - 1] if line <= len(sparql.splitlines()) else ""
    prefix = re.search(r"(\w*):\w*\Z", before)
    if "Prefix not found" in expected and prefix:
        expected = f"the prefix {prefix[1]}: is not declared"
    elif not "".join(sparql.splitlines()[line - 1 :])[column - 1 :].strip():
        expected = "the query ends too early"
    elif len(expected) > 120:
        expected = "this is not expected here"
    return f"the query does not parse: line {line - added}, column {column}: {expected}"
