"""Each named query depends on each property it uses: its answers change if the property is removed from the graph."""

from __future__ import annotations

import re

import pytest
from pyoxigraph import NamedNode, Store

from golden_cases import CASES
from spacepact.ask import parameters
from spacepact.ask.execute import Answer, run_query
from spacepact.ask.named_queries import Query, all_queries, find_query
from spacepact.terms import SP, expand

QUERIES = all_queries()
SUB_PROPERTY = NamedNode("http://www.w3.org/2000/01/rdf-schema#subPropertyOf")
CLAIM_PROPERTY = NamedNode(SP + "claimProperty")
# Parameter values for which a query uses a property that its golden answers do not show.
MORE_VALUES: dict[str, list[list[tuple[str, str]]]] = {
    "about": [
        [("thing", f"spid:{name}")]
        for name in ("person_amer_nadeem", "event_nadeem_visit", "agreement_relay_pact", "document_shoal_register")
    ],
    "agreements": [[("asof", "2024")]],
    "attitudes": [[("holder", "spid:document_agency")], [("asof", "2024")]],
    "in-both": [[("bloc", "spid:agreement_framework_2031"), ("other", "spid:group_orbit_protocols")]],
    "profile": [[("thing", "spid:group_agency_pupils")]],
    "relation": [[("property", "sp:memberCount"), ("property", "sp:period")]],
    "undertakings": [[("field", "spid:field_agency")]],
}


def used_properties(query: Query) -> list[str]:
    """Return the CURIEs of the properties that a query matches; those that it only excludes are left out."""
    body = re.sub(r"^#.*$|^PREFIX.*$", "", query.text, flags=re.M)
    body = re.sub(r"NOT IN \([^)]*\)|FILTER NOT EXISTS \{[^{}]*\}|!= \w+:\w+", "", body)
    return sorted({f"{p}:{n}" for p, n in re.findall(r"\b(sp|oa|dcterms):([a-z]\w*)\b(?!_)", body) if "_" not in n})


def bound(query: Query, store: Store) -> list[str]:
    """Return a query with its defaults, with the values of its golden answers, and with MORE_VALUES."""
    values = [[], *(case.pairs for case in CASES if case.query == query), *MORE_VALUES.get(query.name, [])]
    return [query.bind(parameters.resolve_values(store, query, pairs)) for pairs in values]


def changes(store: Store, expected: dict[str, Answer], property_curie: str) -> bool:
    """Return whether an answer changes while a property, its claims and its subproperty links are removed."""
    node = expand(property_curie)
    claims = [quad.subject for quad in store.quads_for_pattern(None, CLAIM_PROPERTY, node)]
    removed = [*store.quads_for_pattern(None, node, None), *store.quads_for_pattern(None, SUB_PROPERTY, node)]
    removed += [quad for claim in claims for quad in store.quads_for_pattern(claim, None, None)]
    assert removed, f"the graph does not contain {property_curie}"
    for quad in removed:
        store.remove(quad)
    try:
        return any(run_query(store, sparql) != answer for sparql, answer in expected.items())
    finally:
        store.extend(removed)


@pytest.fixture(scope="module")
def copy(store_with_examples: Store) -> Store:
    """A graph with the examples that a test may change and must restore."""
    store = Store()
    store.extend(store_with_examples)
    return store


SLOW = ("agreements", "purposes", "stages")  # they have many golden answers


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.slow] if name in SLOW else []) for name in QUERIES]
)
def test_an_answer_changes_without_a_property(name: str, copy: Store) -> None:
    query = QUERIES[name]
    properties = used_properties(query)
    assert len(properties) >= 3
    expected = {sparql: run_query(copy, sparql) for sparql in bound(query, copy)}
    assert [used for used in properties if not changes(copy, expected, used)] == []


def test_no_answer_changes_without_a_property_that_the_query_does_not_use(copy: Store) -> None:
    query = find_query("places")
    assert "sp:hasUnit" not in used_properties(query)
    expected = {sparql: run_query(copy, sparql) for sparql in bound(query, copy)}
    assert not changes(copy, expected, "sp:hasUnit")
