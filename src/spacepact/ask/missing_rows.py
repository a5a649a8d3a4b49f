"""Say why an answer is empty or which rows it leaves out, and where else to look."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from pyoxigraph import NamedNode

from spacepact.ask.execute import Table, is_empty, run_query
from spacepact.ask.named_queries import Query, Value, find_query
from spacepact.ask.show import claims_about
from spacepact.errors import UnknownName
from spacepact.graph import QueryableStore, labels, names, select, text_of
from spacepact.rdf import first_keyword, split_prologue, tokens, values_blocks, without_graph_clauses
from spacepact.terms import PREFIXES, curie, expand


def explain_empty(store: QueryableStore, query: Query, values: Mapping[str, Sequence[Value]]) -> str:
    """Return the reason why an answer is empty, and which queries have claims about the things in it.

    The reason is the clauses FROM and GRAPH, a value that matches nothing even alone, or several values together.
    """
    text, clauses = without_graph_clauses(query.text)
    if clauses and _has_rows(store, query._replace(text=text).bind(values)):
        return f"nothing matches {', '.join(clauses)}: leave it out, because the graph is the default graph"
    excluding = _excluding(store, query, values)
    if not excluding:
        if query.question:
            return "nothing in the graph answers this question"
        return _unknown_term(store, query.text) or "no row meets all conditions"
    conditions = ", ".join(
        f"{name}={', '.join(curie(term.value) for term in values[name])}"
        if name in values
        else f"the default of {name} (see --describe)"
        for name in excluding
    )
    things = dict.fromkeys(term for terms in values.values() for term in terms if isinstance(term, NamedNode))
    return f"nothing matches {conditions}{' together' if len(excluding) > 1 else ''}" + _other_places(store, things)


def _unknown_term(store: QueryableStore, sparql: str) -> str:
    """Return what is wrong with a term of a query: a prefix in an IRI, or a term that the graph does not contain."""
    for term in dict.fromkeys(tokens(split_prologue(sparql)[1])):
        if not re.fullmatch(r"<[^<>]*>|[\w-]*:[\w-]+", term):
            continue
        name = term.strip("<>")
        if term != name and name.partition(":")[0] in PREFIXES:
            return f"{term} is an IRI, not a name with a prefix: write {name}"
        node = expand(name)
        if node is not None:
            try:
                names.require_known(store, node, curie(node.value))
            except UnknownName as error:
                return str(error)
    return ""


def _excluding(store: QueryableStore, query: Query, values: Mapping[str, Sequence[Value]]) -> list[str]:
    """Return the names of the parameters whose values exclude all rows, alone or together."""
    # A parameter without a value has its default, which can exclude rows as well.
    defaults = values_blocks(query.text)
    used = [p for p in query.parameters if p.name in values or defaults.get(p.name, "UNDEF") != "UNDEF"]
    dates = [p.name for p in used if p.type.endswith("-of-date")]
    excluding = sorted((p.name for p in used if p.name not in dates), key=lambda name: name not in values)
    relaxed: dict[str, Sequence[Value] | None] = {**values, **dict.fromkeys(dates)}
    if dates and (not excluding or _has_rows(store, query.bind(relaxed))):
        return dates
    if len(excluding) < 2:
        return excluding
    for name in excluding:  # with a value alone, the engine is fast: it starts from this value
        others = dict.fromkeys(other for other in excluding if other != name)
        if not _has_rows(store, query.bind({**relaxed, **others})):
            return [name]
    if len(excluding) == 2:
        return excluding
    return [name for name in excluding if _has_rows(store, query.bind({**relaxed, name: None}))] or excluding


def _has_rows(store: QueryableStore, sparql: str) -> bool:
    if first_keyword(sparql) != "SELECT":
        return not is_empty(run_query(store, sparql))
    prologue, body = split_prologue(sparql)
    return not is_empty(run_query(store, f"{prologue}ASK {{ {{ {_unsorted(body)}\n}} }}"))


def _unsorted(select: str) -> str:
    """Return a SELECT query without ORDER BY at its end: sorting needs all rows."""
    return re.sub(r"\bORDER\s+BY\s[^{}]*\Z", "", select)


def _other_places(store: QueryableStore, things: Iterable[NamedNode]) -> str:
    """Return how many claims about these things ``undated`` and ``show`` have, as the rest of a sentence."""
    text = ""
    label = labels(store, things)
    for thing in things:
        iri = curie(thing.value)
        places = {
            "undated": find_query("undated").bind({"subject": [thing]}),
            f"spacepact show {iri}": claims_about(thing),
        }
        # The prologues of the two queries have only the prefixes of the project.
        counts = [
            f'{{ SELECT ("{place}" AS ?place) (COUNT(DISTINCT ?claim) AS ?claims) WHERE {{ {{ {body} }} }} }}'
            for place, sparql in places.items()
            for body in [_unsorted(sparql[sparql.index("\nSELECT ") :])]
        ]
        rows = select(store, f"SELECT ?place ?claims WHERE {{ {' UNION '.join(counts)} }}")
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
