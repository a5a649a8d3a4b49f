"""Answer a query in a worker process: the format that the client accepts, and the bytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pyoxigraph import Store

from spacepact.ask import (
    Boolean,
    Table,
    Triples,
    explain_empty,
    find_query,
    format_answer,
    is_empty,
    resolve_values,
    run_query,
)
from spacepact.errors import BrokenQuery
from spacepact.rdf import calls_service
from spacepact.serve.http.media_types import BOOLEAN_TYPES, GRAPH_TYPES, TABLE_TYPES, acceptable


class Answered(NamedTuple):
    """An answer as bytes with its media type; *media_type* is empty if the client accepts none of the formats.

    *note* says why there are no rows.
    """

    media_type: str
    body: bytes
    note: str = ""


def answer_sparql(store: Store, sparql: str, accept: str) -> Answered:
    """Run a query of the client.

    Raises BrokenQuery if it does not parse, fails, is an update or asks another endpoint.
    """
    if calls_service(sparql):
        raise BrokenQuery("SERVICE is refused, because this server asks no other endpoint: leave it out")
    return _written(store, run_query(store, sparql), accept)


def answer_named(store: Store, name: str, values: Sequence[tuple[str, str]], accept: str) -> Answered:
    """Run a named query with the values of its parameters.

    Raises UnknownName for an unknown query, parameter or value, and BadInput for an invalid date.
    """
    query = find_query(name)
    terms = resolve_values(store, query, values)
    answer = run_query(store, query.bind(terms))
    note = explain_empty(store, query, terms) if is_empty(answer) else ""
    return _written(store, answer, accept, note)


def _written(store: Store, answer: Table | Boolean | Triples, accept: str, note: str = "") -> Answered:
    types: Mapping[str, str] = TABLE_TYPES
    if isinstance(answer, Triples):
        types = GRAPH_TYPES
    elif isinstance(answer, Boolean):
        types = BOOLEAN_TYPES
    media_type = acceptable(accept, types)
    if media_type is None:
        return Answered("", f"this answer can be sent as {', '.join(types)}".encode())
    text = format_answer(answer, types[media_type], store)
    return Answered(media_type, text.encode(), note)
