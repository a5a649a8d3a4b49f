"""What is found about new triples is what plain pySHACL finds on the union less what it finds without them."""

from __future__ import annotations

from collections import Counter

import pytest
import rdflib
from pyoxigraph import Quad, Store, Triple

from generated import background, derived, mutations, random_files
from spacepact import conformance, reach
from spacepact.findings import Result
from test_shapes import only


@pytest.fixture(scope="module")
def known() -> Store:
    return background()


def plainly(shapes: rdflib.Graph, store: Store, new: list[Triple]) -> set[Result]:
    """The results of pySHACL on everything, in rdflib alone."""
    both = Store()
    both.extend(store)
    both.extend(Quad(*triple) for triple in new)
    both.extend(Quad(*triple) for triple in derived(both))
    return {outcome.result for outcome in conformance.judge_whole(shapes, both)}


def ours(shapes: rdflib.Graph, store: Store, new: list[Triple]) -> set[Result]:
    base, both = Store(), Store()
    for one in (base, both):
        one.extend(store)
    both.extend(Quad(*triple) for triple in new)
    found, _ = conformance.new_outcomes(shapes, base, derived(base), [*new, *derived(both)])
    return {outcome.result for outcome in found}


def test_the_packaged_shapes_are_bounded(shapes: rdflib.Graph) -> None:
    """Else every file would be judged with the whole graph, which takes minutes."""
    assert len(reach.reaches(shapes)) > 10


def test_mutations_as_new_files(known: Store, shapes: rdflib.Graph, more: int) -> None:
    """Each with its own rule alone, so that plain pySHACL takes a second; every fourth unless more are asked for."""
    cases, found = 0, Counter[str]()
    for name, base, new in list(mutations(known))[:: 1 if more else 4]:
        rule = only(shapes, name.partition("--")[0])
        expected = plainly(rule, base, new) - plainly(rule, base, [])
        assert ours(rule, base, new) == expected, name
        cases += 1
        found.update(result.component for result in expected)
    assert cases > 20
    assert len(found) > 3


def test_random_claims(known: Store, shapes: rdflib.Graph, more: int) -> None:
    before = plainly(shapes, known, [])
    assert before, "the background has no trouble of its own to leave out"
    found = Counter[str]()
    for number, new in enumerate(random_files(known, seed=5, count=max(8, more))):
        expected = plainly(shapes, known, new) - before
        assert ours(shapes, known, new) == expected, f"case {number}"
        found.update(result.shape for result in expected)
    assert len(found) > 10, found
