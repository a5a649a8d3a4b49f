"""Explain why an answer is empty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from spacepact.ask.execute import Table, is_empty, run_query
from spacepact.ask.named_queries import Query, Value
from spacepact.errors import SpacepactError
from spacepact.graph import QueryableStore, text_of
from spacepact.rdf import split_prologue
from spacepact.terms import curie


def explain_empty(store: QueryableStore, query: Query, values: Mapping[str, Sequence[Value]]) -> str:
    """Return the reason why an answer is empty: the first parameter without whose values there are rows, if any."""
    for name in values:
        others: dict[str, Sequence[Value] | None] = {**values, name: None}
        count = _count(store, query.bind(others))
        if count != 0:
            texts = ", ".join(curie(term.value) for term in values[name])
            rows = f" ({count} rows without it)" if count else ""
            return f"nothing matches {name}={texts}{rows}"
    return "no row meets all conditions"


def _count(store: QueryableStore, sparql: str) -> int | None:
    """Return the number of rows, counted by the store.

    For a boolean or triples, return 0 if the answer is false or empty, and otherwise None.
    """
    prologue, body = split_prologue(sparql)
    try:
        answer = run_query(store, f"{prologue}SELECT (COUNT(*) AS ?rows) WHERE {{ {{ {body}\n}} }}")
    except SpacepactError:  # not a SELECT query, or not allowed as a subquery
        answer = run_query(store, sparql)
        if not isinstance(answer, Table):
            return 0 if is_empty(answer) else None
        return len(answer.rows)
    assert isinstance(answer, Table)
    # RDF4J's federation returns no row instead of a count of 0.
    return sum(int(text_of(term)) for row in answer.rows for term in row.values())
