"""Say why an answer is empty or which rows it leaves out, and where else to look."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pyoxigraph import NamedNode

from spacepact.ask.execute import Table, is_empty, run_query
from spacepact.ask.named_queries import Query, Value, find_query
from spacepact.ask.show import claims_about
from spacepact.graph import QueryableStore, labels, select, text_of
from spacepact.rdf import first_keyword, split_prologue, without_graph_clauses
from spacepact.terms import PREFIXES, curie

_PROLOGUE = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())


def explain_empty(store: QueryableStore, query: Query, values: Mapping[str, Sequence[Value]]) -> str:
    """Return the reason why an answer is empty, and which queries have claims about the things in it.

    The reason is the parameters without which there are rows, or the clauses FROM and GRAPH.
    """
    bound = query.bind(values)
    text, clauses = without_graph_clauses(bound)
    if clauses and _has_rows(store, text):
        return f"nothing matches {', '.join(clauses)}: leave it out, because the graph is the default graph"
    # A parameter without a value has its default, which can exclude rows as well.
    used = [p for p in query.parameters if p.name in values or query.bind({p.name: None}) != query.text]
    dates = [p for p in used if p.type.endswith("-of-date")]
    undated = {**values, **{p.name: None for p in dates}}
    if dates and (dates == used or _has_rows(store, query.bind(undated))):
        used = dates
    else:  # other values exclude all rows, at any date
        used = [p for p in used if p not in dates]
        if len(used) > 1:
            used = [p for p in used if _has_rows(store, query.bind({**undated, p.name: None}))] or used
    if not used:
        return "no row meets all conditions"
    names = [parameter.name for parameter in used]
    conditions = ", ".join(
        f"{name}={', '.join(curie(term.value) for term in values[name])}"
        if name in values
        else f"the default of {name} (see --describe)"
        for name in names
    )
    things = [term for terms in values.values() for term in terms if isinstance(term, NamedNode)]
    return f"nothing matches {conditions}{' together' if len(names) > 1 else ''}" + _other_places(store, things)


def _has_rows(store: QueryableStore, sparql: str) -> bool:
    if first_keyword(sparql) != "SELECT":
        return not is_empty(run_query(store, sparql))
    prologue, body = _unsorted(sparql)
    return not is_empty(run_query(store, f"{prologue}ASK {{ {{ {body}\n}} }}"))


def _unsorted(sparql: str) -> tuple[str, str]:
    """Split a query into its prologue and the rest, without ORDER BY at its end: sorting needs all rows."""
    prologue, body = split_prologue(sparql)
    return prologue, re.sub(r"\bORDER\s+BY\s[^{}]*\Z", "", body)


def _other_places(store: QueryableStore, things: Sequence[NamedNode]) -> str:
    """Return how many claims about these things ``undated`` and ``show`` have, as the rest of a sentence."""
    text = ""
    label = labels(store, things)
    for thing in things:
        iri = curie(thing.value)
        places = {
            "undated": (find_query("undated").text, "subject"),
            f"spacepact show {iri}": (claims_about(thing), "thing"),
        }
        counts = [
            f'{{ SELECT ("{place}" AS ?place) (COUNT(DISTINCT ?claim) AS ?claims) '
            f"WHERE {{ VALUES ?{column} {{ {thing} }} {{ {_unsorted(sparql)[1]} }} }} }}"
            for place, (sparql, column) in places.items()
        ]
        rows = select(store, f"{_PROLOGUE}SELECT ?place ?claims WHERE {{ {' UNION '.join(counts)} }}")
        claims = {text_of(row["place"]): text_of(row["claims"]) for row in rows}
        found = [
            f"`{place}` has {claims[place]} claim{'' if claims[place] == '1' else 's'}"
            for place in places
            if claims.get(place, "0") != "0"
        ]
        if found:
            text += f"; about {label.get(thing.value, iri)}, {', '.join(found)}"
    return text


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
