"""Each named query depends on what it names: without a property that it uses, its answer changes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Store

from spacepact import graph, names
from spacepact.answers import Table, ask
from spacepact.queries import Query, find, named
from spacepact.terms import PREFIXES, SP
from test_golden import GOLDEN, asked

CLAIM_PROPERTY = NamedNode(SP + "claimProperty")


def uses(query: Query) -> list[str]:
    """The properties that a query asks for, by CURIE; those that it only leaves out are not asked for."""
    body = re.sub(r"^#.*$|^PREFIX.*$", "", query.text, flags=re.M)
    body = re.sub(r"NOT IN \([^)]*\)|FILTER NOT EXISTS \{[^{}]*\}|!= \w+:\w+", "", body)
    return sorted({f"{p}:{n}" for p, n in re.findall(r"\b(sp|oa|dcterms):([a-z]\w*)\b(?!_)", body) if "_" not in n})


# Values at which the invented examples show what the two documents happen not to have.
EXAMPLES = {
    "profile": {"thing": "spid:group_agency_pupils"},
    "undertakings": {"field": "spid:field_agency"},
}
CASES = [(query, used) for query in named().values() for used in uses(query)]


def answers(store: Store, query: Query, values: list[dict[str, list[NamedNode]]]) -> list[Table]:
    found = [ask(store, query.bind(given)) for given in values]
    return [answer for answer in found if isinstance(answer, Table)]


@pytest.fixture(scope="module")
def richer() -> Store:
    """The graph with the invented examples, which have what the two documents happen not to have."""
    return graph.packaged([Path(__file__).parent / "examples"])


def test_there_are_cases() -> None:
    assert {query.name for query, _ in CASES} == set(named())
    assert all(len(uses(query)) >= 3 for query in named().values())


@pytest.mark.parametrize(("query", "used"), CASES, ids=[f"{query.name} {used}" for query, used in CASES])
def test_without_a_property_the_answer_changes(query: Query, used: str, richer: Store) -> None:
    store = richer
    values: list[dict[str, list[NamedNode]]] = [{}]
    for path in GOLDEN:
        name, *pairs = asked(path)
        if name == query.name and pairs:
            split = [pair.partition("=") for pair in pairs]
            values.append({key: [names.resolve(store, value)] for key, _, value in split})
    values += [{key: [names.resolve(store, value)] for key, value in EXAMPLES.get(query.name, {}).items()}]
    prefix, _, local = used.partition(":")
    node = NamedNode(PREFIXES[prefix] + local)
    claims = {quad.subject for quad in store.quads_for_pattern(None, CLAIM_PROPERTY, node)}
    less = Store()
    less.extend(q for q in store if q.predicate != node and q.subject not in claims)
    assert answers(less, query, values) != answers(store, query, values)


def test_the_check_can_fail(store: Store) -> None:
    query = find("names")
    less = Store()
    less.extend(q for q in store if q.predicate != NamedNode(SP + "hasAspect"))
    assert answers(less, query, [{}]) == answers(store, query, [{}])
    assert "sp:hasAspect" not in uses(query)
    assert graph.select(store, query.text)
