"""Say how many claims a query leaves out that another query has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from spacepact.ask.execute import Table, run_query
from spacepact.ask.named_queries import Query, Value, find_query
from spacepact.graph import QueryableStore, text_of
from spacepact.terms import curie


def left_out(store: QueryableStore, query: Query, values: Mapping[str, Sequence[Value]]) -> str | None:
    """Return how many claims the query leaves out, and the command that lists them; None if it leaves out none.

    The header line ``#+ leaves-out: QUERY, WHAT`` names the query that has them. It gets the values of the parameters
    that both queries have.
    """
    if not query.leaves_out:
        return None
    name, what = query.leaves_out
    other = find_query(name)
    shared = {p.name: values[p.name] for p in other.parameters if p.name in values}
    answer = run_query(store, other.bind(shared))
    assert isinstance(answer, Table)
    count = len({text_of(row["claim"]) for row in answer.rows})
    if not count:
        return None
    pairs = [f" {key}={curie(term.value)}" for key, terms in shared.items() for term in terms]
    command = f"spacepact query {name}{''.join(pairs)}"
    return f"{what} are left out: `{command}` has {count} claim{'' if count == 1 else 's'}"
