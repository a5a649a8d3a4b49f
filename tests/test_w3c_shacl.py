"""The W3C SHACL test suite: new triples are judged as pySHACL judges the whole, and where pySHACL differs is known."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import Quad, Store, Triple
from rdflib.namespace import SH
from rdflib.term import Node

import plain_shacl
import w3c_suite
from plain_shacl import CannotRun
from spacepact.validate import conformance, shape_paths
from spacepact.validate.findings import Result
from spacepact.validate.rdflib_terms import to_engine
from w3c_suite import SuiteCase

DIFFERENCES = Path(__file__).parent / "w3c_differences.txt"
SPLITS = 3  # ways in which the data of each case are parted into known and new


@pytest.fixture(scope="module")
def suite() -> list[SuiteCase]:
    return list(w3c_suite.cases(w3c_suite.folder() / "manifest.ttl"))


def ours(case: SuiteCase, known: set[tuple[Node, Node, Node]]) -> Counter[Result]:
    """What the new triples of a case bring about, where some of its data are known."""
    store = Store()
    store.extend(Quad(*map(to_engine, triple)) for triple in known)  # type: ignore[arg-type]
    new = [Triple(*map(to_engine, triple)) for triple in case.data if triple not in known]  # type: ignore[arg-type]
    return Counter(outcome.result for outcome in conformance.new_outcomes(case.shapes, store, [], new)[0])


def test_new_triples_are_judged_as_the_whole_is(suite: list[SuiteCase], more: int) -> None:
    """In each case: all data as new, then parted in several ways into what is known and what is new."""
    told = Counter[str]()
    for case in suite:
        try:
            whole = plain_shacl.found(case.shapes, case.data)
        except CannotRun:
            with pytest.raises((SyntaxError, ValueError, NotImplementedError)):
                ours(case, set())
            told["cannot run"] += 1
            continue
        for seed in range(max(SPLITS, more) + 1):
            chance = random.Random(seed)
            known = {triple for triple in sorted(case.data) if seed and chance.random() < 0.5}
            before = plain_shacl.found(case.shapes, known)
            expected = Counter({one: times for one, times in whole.items() if one not in before})
            assert ours(case, known) == expected, f"{case.name}, seed {seed}"
            told["results"] += expected.total()
        told["bounded"] += bounded(case)
    assert told["results"] > 350
    assert told["bounded"] > 90  # what is not bounded is judged whole, which proves little
    assert told["cannot run"] >= 7


def bounded(case: SuiteCase) -> bool:
    try:
        return bool(shape_paths.reaches(case.shapes))
    except shape_paths.Unbounded:
        return False


def as_the_suite_has_it(case: SuiteCase) -> bool:
    """Say whether pySHACL reports on a case what the suite expects."""
    try:
        report = plain_shacl.judged(case.shapes, case.data)
    except CannotRun:
        return case.expected is None
    if case.expected is None:
        return False
    got = Counter(_loosely(report, one) for one in report.objects(None, SH.result))
    wanted = Counter(_loosely(case.told, one) for one in case.told.objects(case.expected, SH.result))
    conforms = str(case.told.value(case.expected, SH.conforms)) == "true"
    assert conforms == (not wanted), f"{case.name}: the suite contradicts itself"
    return got == wanted


def _loosely(report: rdflib.Graph, one: Node) -> tuple[Result, Node | None, bool]:
    """A result by its shape, with its severity; blank nodes are all alike, since the suite names them its own way."""
    result = plain_shacl.read(report, one)
    focus, value = ("_:" if term and term.startswith("_:") else term for term in (result.focus, result.value))
    shape = report.value(one, SH.sourceShape)
    named = shape if isinstance(shape, rdflib.URIRef) else None
    loose = Result(str(focus), result.path, value, result.component, str(named))
    return loose, report.value(one, SH.resultSeverity), (one, SH.sourceConstraint, None) in report


def listed() -> dict[str, str]:
    """The differences that are known, by case, each with its cause."""
    lines = DIFFERENCES.read_text(encoding="utf-8").splitlines()
    parts = [line.partition(": ") for line in lines if line and not line.startswith("#")]
    assert all(cause for _, _, cause in parts)
    return {case: cause for case, _, cause in parts}


def test_where_pyshacl_differs_from_the_suite_is_known_with_its_cause(suite: list[SuiteCase]) -> None:
    names = [case.name for case in suite]
    assert len(names) == len(set(names))
    assert len(names) >= 120
    assert {case.name for case in suite if not as_the_suite_has_it(case)} == set(listed())


ENTRY = """@prefix mf: <http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix sht: <http://www.w3.org/ns/shacl-test#> .
<> mf:entries ( <a> ) .
<a> a sht:Validate ; mf:action [ sht:dataGraph <data.ttl> ; sht:shapesGraph <> ] ;
  mf:result [ a sh:ValidationReport ; sh:conforms true ] .
"""
UNFIT = {
    "an empty manifest": ("# none", "<urn:a> <urn:b> <urn:c> .", "empty"),
    "a manifest without cases": ("<> a <urn:Manifest> .", "<urn:a> <urn:b> <urn:c> .", "neither manifests nor cases"),
    "a case without data": (ENTRY, "# none", "empty"),
    "data on the web": (ENTRY.replace("<data.ttl>", "<http://localhost:1/>"), "", "not a file of the suite"),
    "no report": (ENTRY.replace("a sh:ValidationReport ;", ""), "<urn:a> <urn:b> <urn:c> .", "no report is expected"),
}


@pytest.mark.parametrize(("manifest", "data", "told"), UNFIT.values(), ids=UNFIT)
def test_a_suite_that_is_not_whole_fails(manifest: str, data: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "manifest.ttl").write_text(manifest, encoding="utf-8")
    (tmp_path / "data.ttl").write_text(data, encoding="utf-8")
    with pytest.raises(AssertionError, match=told):
        list(w3c_suite.cases(tmp_path / "manifest.ttl"))


def test_a_whole_suite_is_read(tmp_path: Path) -> None:
    (tmp_path / "manifest.ttl").write_text(ENTRY, encoding="utf-8")
    (tmp_path / "data.ttl").write_text("<urn:a> <urn:b> <urn:c> .", encoding="utf-8")
    (case,) = w3c_suite.cases(tmp_path / "manifest.ttl")
    assert (case.name, len(case.data)) == ("a", 1)
    assert as_the_suite_has_it(case)
