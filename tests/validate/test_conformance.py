"""Test that the findings about new triples are the results on all triples minus those on the old ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, Triple
from rdflib.namespace import RDF

import plain_shacl
from generated import cases
from shacl_report import only
from shape_cases import BACKGROUND, CASES, ShapeCase
from spacepact.graph import packaged_files
from spacepact.graph.store import load_turtle
from spacepact.validate import sparql_constraints
from spacepact.validate.core_constraints import to_rdflib
from spacepact.validate.findings import Result
from spacepact.validate.new_results import Shapes, new_results, split
from spacepact.validate.sparql_constraints import CHANGED, MARKS, NEAR

COUNT = 48
FIRST_BAD = {case.rule: case for case in reversed(CASES) if not case.good and case.expected}


def completely(shapes: Shapes, triples: Iterable[Triple]) -> set[Result]:
    """Return the results of plain pySHACL and of every SPARQL constraint for every node."""
    store = Store()
    store.extend(Quad(*triple) for triple in triples)
    core = plain_shacl.found(shapes.core, {tuple(map(to_rdflib, quad.triple)) for quad in store})  # type: ignore[misc]
    nodes = {node for quad in store for node in (quad.subject, quad.object) if not isinstance(node, Literal)}
    for mark in (CHANGED, NEAR):
        store.extend(Quad(node, NamedNode(str(RDF.type)), mark, MARKS) for node in nodes)
    results = {*core, *(found.result for found in sparql_constraints.results(shapes.constraints, store))}
    return {result for result in results if not result.focus.startswith('"')}  # a literal is never checked itself


def incrementally(shapes: Shapes, store: Store, new: list[Triple]) -> set[Result]:
    both = Store()
    both.extend(store)
    found = {result.result for result in new_results(shapes, both, new)}
    assert set(both) == {*store, *(Quad(*triple) for triple in new)}
    return found


@pytest.mark.fuzz  # a quick sample is in test_shapes.py: each case of a rule
def test_generated_cases(shapes: rdflib.Graph, more: int) -> None:
    found = Counter[str]()
    for number, case in enumerate(cases(seed=5, count=max(COUNT, more))):
        some = split(only(shapes, *case.rules))
        old = [quad.triple for quad in case.known]
        symmetric = {f"<{constraint.iri}>" for constraint in some.constraints if constraint.is_symmetric}
        added = [triple for triple in case.new if triple not in old]
        changed = {str(term) for triple in added for term in (triple.subject, triple.object)}
        expected = {
            result
            for result in completely(some, [*old, *case.new]) - completely(some, old)
            if result.focus in changed or result.shape not in symmetric
        }
        assert incrementally(some, case.known, case.new) == expected, f"case {number}"
        found.update(result.shape for result in expected)
    assert len(found) > 30, found


@pytest.mark.slow
@pytest.mark.parametrize("case", FIRST_BAD.values(), ids=FIRST_BAD)
def test_plain_pyshacl_finds_the_same_in_a_bad_case(case: ShapeCase, shapes: rdflib.Graph) -> None:
    """pySHACL answers the queries with rdflib, and asks one for each node."""
    some = only(shapes, case.rule)
    store = load_turtle([*packaged_files.ontology(), BACKGROUND])
    store.load(case.text.encode(), RdfFormat.TURTLE)
    triples = [quad.triple for quad in store]
    assert completely(split(some), triples) == set(
        plain_shacl.found(some, {tuple(map(to_rdflib, triple)) for triple in triples})  # type: ignore[misc]
    )
