"""Test that validating new triples gives the results of plain pySHACL on both graphs minus those on the old graph."""

from __future__ import annotations

from collections import Counter

import pytest
import rdflib
from pyoxigraph import Quad, Store, Triple

import plain_shacl
from generated import cases
from shacl_report import only
from spacepact.validate.core_constraints import to_rdflib
from spacepact.validate.findings import Result
from spacepact.validate.new_results import new_results, split

COUNT = 48
pytestmark = pytest.mark.fuzz  # a quick sample is in test_shapes.py: each case of a rule


def plainly(shapes: rdflib.Graph, store: Store, new: list[Triple]) -> set[Result]:
    """Return the results of plain pySHACL on the existing and the new triples, in rdflib alone."""
    data = {tuple(map(to_rdflib, triple)) for triple in [*(quad.triple for quad in store), *new]}
    found = plain_shacl.found(shapes, data)  # type: ignore[arg-type]
    return {result for result in found if not result.focus.startswith('"')}  # a literal is never checked itself


def ours(shapes: rdflib.Graph, store: Store, new: list[Triple]) -> set[Result]:
    both = Store()
    both.extend(store)
    found = {result.result for result in new_results(split(shapes), both, new)}
    assert set(both) == {*store, *(Quad(*triple) for triple in new)}
    return found


def test_generated_cases(shapes: rdflib.Graph, more: int) -> None:
    found = Counter[str]()
    for number, case in enumerate(cases(seed=5, count=max(COUNT, more))):
        some = only(shapes, *case.rules)
        symmetric = {f"<{constraint.iri}>" for constraint in split(some).constraints if constraint.is_symmetric}
        changed = {str(term) for triple in case.new for term in (triple.subject, triple.object)}
        expected = {
            result
            for result in plainly(some, case.known, case.new) - plainly(some, case.known, [])
            if result.focus in changed or result.shape not in symmetric
        }
        assert ours(some, case.known, case.new) == expected, f"case {number}"
        found.update(result.shape for result in expected)
    assert len(found) > 30, found
