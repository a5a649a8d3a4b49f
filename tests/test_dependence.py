"""Each named query depends on what it names: without a property that it uses, its answer changes."""

from __future__ import annotations

import re

import pytest
from pyoxigraph import NamedNode, Store

from cases import CASES
from spacepact.ask import parameters
from spacepact.ask.execute import Answer, Table, run_query
from spacepact.ask.named_queries import Query, all_queries, find_query
from spacepact.graph.select import select
from spacepact.terms import PREFIXES, SP

CLAIM_PROPERTY = NamedNode(SP + "claimProperty")


def uses(query: Query) -> list[str]:
    """The properties that a query asks for, by CURIE; those that it only leaves out are not asked for."""
    body = re.sub(r"^#.*$|^PREFIX.*$", "", query.text, flags=re.M)
    body = re.sub(r"NOT IN \([^)]*\)|FILTER NOT EXISTS \{[^{}]*\}|!= \w+:\w+", "", body)
    return sorted({f"{p}:{n}" for p, n in re.findall(r"\b(sp|oa|dcterms):([a-z]\w*)\b(?!_)", body) if "_" not in n})


# More values than the golden answers have, some of them of the invented examples, at which a property shows.
MORE: dict[str, list[list[tuple[str, str]]]] = {
    "about": [
        [("thing", t)] for t in ("spid:person_amer_nadeem", "spid:event_nadeem_visit", "spid:agreement_relay_pact")
    ],
    "agreements": [[("asof", "2024")]],
    "attitudes": [[("holder", "spid:document_agency")], [("asof", "2024")]],
    "profile": [[("thing", "spid:group_agency_pupils")]],
    "relation": [[("property", "sp:memberCount"), ("property", "sp:period")]],
    "undertakings": [[("field", "spid:field_agency")]],
}
USES = [(query, used) for query in all_queries().values() for used in uses(query)]


def answers(store: Store, asked: list[str]) -> list[object]:
    return [canonical(run_query(store, sparql)) for sparql in asked]


def canonical(answer: Answer) -> object:
    return answer.rows if isinstance(answer, Table) else answer


def test_there_are_cases() -> None:
    assert {query.name for query, _ in USES} == set(all_queries())
    assert all(len(uses(query)) >= 3 for query in all_queries().values())


@pytest.mark.parametrize(("query", "used"), USES, ids=[f"{query.name} {used}" for query, used in USES])
def test_without_a_property_the_answer_changes(query: Query, used: str, richer: Store) -> None:
    store = richer
    given = [[], *(case.pairs for case in CASES if case.query == query), *MORE.get(query.name, [])]
    asked = [query.bind(parameters.resolve_values(store, query, pairs)) for pairs in given]
    prefix, _, local = used.partition(":")
    node = NamedNode(PREFIXES[prefix] + local)
    claims = {quad.subject for quad in store.quads_for_pattern(None, CLAIM_PROPERTY, node)}
    less = Store()
    less.extend(q for q in store if q.predicate != node and q.subject not in claims)
    assert answers(less, asked) != answers(store, asked)


def test_the_check_can_fail(store: Store) -> None:
    query = find_query("places")
    less = Store()
    less.extend(q for q in store if q.predicate != NamedNode(SP + "hasUnit"))
    assert answers(less, [query.text]) == answers(store, [query.text])
    assert "sp:hasUnit" not in uses(query)
    assert select(store, query.text)
