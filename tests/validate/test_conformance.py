"""Test that validating new triples gives the results of plain pySHACL on both graphs minus those on the old graph."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable

import pytest
import rdflib
from pyoxigraph import Quad, Store, Triple
from rdflib.namespace import RDF

import plain_shacl
from generated import Generated, cases, derived
from shacl_report import only
from spacepact.validate import conformance, shape_paths
from spacepact.validate.findings import Result
from spacepact.validate.rdflib_graphs import triple_to_rdflib
from spacepact.validate.shape_paths import Reach, Step

COUNT = 200
pytestmark = pytest.mark.fuzz  # a quick sample is in test_shapes.py: each case of a rule


def plainly(shapes: rdflib.Graph, store: Store, new: list[Triple]) -> Counter[Result]:
    """Return the results of plain pySHACL on the existing and the new triples, in rdflib alone."""
    both = Store()
    both.extend(store)
    both.extend(Quad(*triple) for triple in new)
    data = {triple_to_rdflib(triple) for triple in [*(quad.triple for quad in both), *derived(both)]}
    return plain_shacl.found(shapes, data)


def expected(shapes: rdflib.Graph, store: Store, new: list[Triple], before: Counter[Result]) -> Counter[Result]:
    after = plainly(shapes, store, new)
    return Counter({result: times for result, times in after.items() if result not in before})


def ours(shapes: rdflib.Graph, store: Store, new: list[Triple]) -> Counter[Result]:
    base, both = Store(), Store()
    for one in (base, both):
        one.extend(store)
    both.extend(Quad(*triple) for triple in new)
    found, _ = conformance.new_outcomes(shapes, base, derived(base), [*new, *derived(both)])
    return Counter(outcome.result for outcome in found)


def test_the_packaged_shapes_are_bounded(shapes: rdflib.Graph) -> None:
    """Otherwise each file would be validated with the complete graph, which takes minutes."""
    assert len(shape_paths.reaches(shapes)) > 10


@dataclasses.dataclass(frozen=True)
class Judged:
    """A generated case, the shapes to validate it with, and the results of plain pySHACL."""

    case: Generated
    shapes: rdflib.Graph
    expected: Counter[Result]


@pytest.fixture(scope="module")
def judged(shapes: rdflib.Graph, more: int) -> list[Judged]:
    found: list[Judged] = []
    for case in cases(seed=5, count=max(COUNT, more)):
        if not found or found[-1].case.known is not case.known:
            some = only(shapes, *case.rules)
            before = plainly(some, case.known, [])
        found.append(Judged(case, some, expected(some, case.known, case.new, before)))
    return found


def test_generated_cases(judged: list[Judged]) -> None:
    found = Counter[str]()
    for number, one in enumerate(judged):
        assert ours(one.shapes, one.case.known, one.case.new) == one.expected, f"case {number}"
        found.update(result.shape for result in one.expected)
    assert len(found) > 40, found


# Errors in the code that works out what shapes can read: the steps that each error leaves out.
LEFT_OUT: dict[str, Callable[[Step], bool]] = {
    "steps backwards": lambda step: step.inverse and not step.core,
    "the class": lambda step: step.predicate == RDF.type,
    "classes above": lambda step: step.star,
    "what only queries read": lambda step: not step.core and step.predicate != RDF.type and not step.star,
    "what the core reads": lambda step: step.core and step.predicate != RDF.type and not step.star,
}


@pytest.mark.parametrize("left_out", LEFT_OUT.values(), ids=LEFT_OUT)
def test_a_step_left_out_is_caught(
    left_out: Callable[[Step], bool], judged: list[Judged], monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere = rdflib.URIRef("urn:nowhere")

    def broken(shapes: rdflib.Graph) -> list[Reach]:
        whole = shape_paths.reaches(shapes)
        for one in whole:
            one.steps = [dataclasses.replace(s, predicate=nowhere) if left_out(s) else s for s in one.steps]
        return whole

    monkeypatch.setattr(conformance, "reaches", broken)
    assert any(ours(one.shapes, one.case.known, one.case.new) != one.expected for one in judged)
