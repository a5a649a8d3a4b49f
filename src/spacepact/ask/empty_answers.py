"""Say why an answer is empty."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from spacepact.ask.execute import Table, is_empty, run_query
from spacepact.ask.named_queries import Query, Value
from spacepact.errors import SpacepactError
from spacepact.graph import QueryableStore, text_of
from spacepact.rdf import PROLOGUE
from spacepact.terms import PREFIXES, curie


def explain_empty(store: QueryableStore, query: Query, given: Mapping[str, Sequence[Value]]) -> str:
    """Return one sentence: the parameter value that matches nothing, or the first pattern that does."""
    for name in given:
        others: dict[str, Sequence[Value] | None] = {**given, name: None}
        size = _size(store, query.bind(others))
        if size != 0:
            values = ", ".join(curie(term.value) for term in given[name])
            rows = f" ({size} rows without it)" if size else ""
            return f"nothing answers for {name}={values}{rows}"
    for pattern, alone in _patterns(query.bind(given)):
        try:
            if is_empty(run_query(store, pattern)):
                many = "these patterns together:" if len(alone) > 1 else "the pattern"
                return f"nothing matches {many} {' . '.join(alone)}"
        except SpacepactError:  # a pattern that cannot stand alone tells nothing
            continue
    return "no row fulfils all conditions together"


def _size(store: QueryableStore, sparql: str) -> int | None:
    """Return how many rows answer, as the store counts them: they may be the whole graph. None for any triples."""
    begin = len(re.match(PROLOGUE, sparql, re.I)[0])  # type: ignore[index]  # it matches nothing, too
    prologue, body = sparql[:begin], sparql[begin:]
    counting = f"{prologue}SELECT (COUNT(*) AS ?rows_of_it) WHERE {{ {{ {body}\n}} }}"
    is_table = body[:6].upper() == "SELECT"
    try:
        answer = run_query(store, counting if is_table else f"{sparql}\nLIMIT 1")
        if isinstance(answer, Table):
            # One store counts nothing as no value.
            return sum(int(text_of(term)) for row in answer.rows for term in row.values())
        if not is_empty(answer):
            return None
    except SpacepactError:  # not everything can stand within another query, or has no LIMIT yet
        pass
    answer = run_query(store, sparql)
    return len(answer.rows) if isinstance(answer, Table) else None if not is_empty(answer) else 0


def _patterns(sparql: str) -> Iterator[tuple[str, list[str]]]:
    """Yield queries for each triple pattern alone, then for growing runs of them, with the patterns in words."""
    from rdflib.plugins.sparql import prepareQuery

    groups = list(_groups(prepareQuery(sparql).algebra))
    for group in groups:
        for triple in group:
            yield _probe([triple])
    for group in groups:
        for length in range(2, len(group) + 1):
            yield _probe(group[:length])


def _groups(node: Any) -> Iterator[list[Any]]:
    """Yield the triples of each basic graph pattern that must match, in the order of the query."""
    if isinstance(node, list):
        for item in node:
            yield from _groups(item)
    elif isinstance(node, dict):
        name = getattr(node, "name", "")
        if name == "BGP":
            yield sorted(node["triples"], key=lambda triple: [str(term) for term in triple])
        elif name == "LeftJoin":
            yield from _groups(node["p1"])
        elif name not in ("Union", "Builtin_EXISTS", "Builtin_NOTEXISTS", "Minus"):
            for item in node.values():
                yield from _groups(item)


def _probe(triples: list[Any]) -> tuple[str, list[str]]:
    texts = [" ".join(term.n3() for term in triple) for triple in triples]
    shown = [" ".join(_short(term.n3()) for term in triple) for triple in triples]
    prefixes = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
    return f"{prefixes}SELECT * WHERE {{ {' . '.join(texts)} }} LIMIT 1", shown


def _short(text: str) -> str:
    return curie(text[1:-1]) if text.startswith("<") and text.endswith(">") else text
