"""Explain why an answer is empty, and say where else to look."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pyoxigraph import NamedNode

from spacepact.ask.execute import is_empty, run_query
from spacepact.ask.named_queries import Query, Value, find_query
from spacepact.graph import QueryableStore, labels, select, text_of
from spacepact.rdf import first_keyword, split_prologue, without_graph_clauses
from spacepact.terms import PREFIXES, curie

# The queries that list claims about a thing, each with the column that has the thing.
_PLACES = {"undated": "party", "profile": "thing", "attitudes": "holder", "statements": "speaker"}
_PROLOGUE = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())


def explain_empty(store: QueryableStore, query: Query, values: Mapping[str, Sequence[Value]]) -> str:
    """Return the reason why an answer is empty, and which queries have claims about the things in it.

    The reason is the parameters without which there are rows, or the clauses FROM and GRAPH.
    """
    bound = query.bind(values)
    text, clauses = without_graph_clauses(bound)
    if clauses and _has_rows(store, text):
        return (
            f"nothing matches {', '.join(clauses)}: leave it out, because queries read the graph as the default graph"
        )
    # A parameter without a value has its default, which can exclude rows as well.
    used = [p.name for p in query.parameters if p.name in values or query.bind({p.name: None}) != query.text]
    if len(used) > 1:
        used = [name for name in used if _has_rows(store, query.bind({**values, name: None}))] or used
    if not used:
        return "no row meets all conditions"
    conditions = ", ".join(
        f"{name}={', '.join(curie(term.value) for term in values[name])}"
        if name in values
        else f"the default of {name} (see --describe)"
        for name in used
    )
    things = [term for name in used for term in values.get(name, ()) if isinstance(term, NamedNode)]
    return f"nothing matches {conditions}{' together' if len(used) > 1 else ''}" + _other_places(store, things)


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
    """Return how many claims about these things each of _PLACES has, as the rest of a sentence."""
    text = ""
    label = labels(store, things)
    for thing in things:
        counts, commands = [], {}
        for name, column in _PLACES.items():
            query = find_query(name)
            is_parameter = any(parameter.name == column for parameter in query.parameters)
            commands[name] = f"{name} {column}={curie(thing.value)}" if is_parameter else name
            _, body = _unsorted(query.bind({column: [thing]} if is_parameter else {}))
            counts.append(
                f'{{ SELECT ("{name}" AS ?query) (COUNT(DISTINCT ?claim) AS ?claims) '
                f"WHERE {{ VALUES ?{column} {{ {thing} }} {{ {body} }} }} }}"
            )
        rows = select(store, f"{_PROLOGUE}SELECT ?query ?claims WHERE {{ {' UNION '.join(counts)} }}")
        claims = {text_of(row["query"]): int(text_of(row["claims"])) for row in rows}
        found = [
            f"`{commands[name]}` has {claims[name]} claim{'s' if claims[name] > 1 else ''}"
            for name in commands
            if claims.get(name)
        ]
        if found:
            text += f"; about {label.get(thing.value, curie(thing.value))}, {', '.join(found)}"
    return text
