"""The W3C SHACL test suite: incremental validation agrees with pySHACL, whose differences from the suite are listed."""

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
from locations import TESTS
from plain_shacl import CannotRun
from spacepact.validate import conformance, shape_paths
from spacepact.validate.findings import Result
from spacepact.validate.rdflib_graphs import to_engine
from w3c_suite import SuiteCase

DIFFERENCES = TESTS / "validate" / "w3c_differences.txt"
SPLITS = 3  # random divisions of the data of each case into known and new triples


@pytest.fixture(scope="module")
def suite() -> list[SuiteCase]:
    return list(w3c_suite.cases(w3c_suite.folder() / "manifest.ttl"))


def incremental(case: SuiteCase, known: set[tuple[Node, Node, Node]]) -> Counter[Result]:
    """Return the results that the new triples of a case cause if the others are known."""
    store = Store()
    store.extend(Quad(*map(to_engine, triple)) for triple in known)  # type: ignore[arg-type]
    new = [Triple(*map(to_engine, triple)) for triple in case.data if triple not in known]  # type: ignore[arg-type]
    return Counter(outcome.result for outcome in conformance.new_outcomes(case.shapes, store, [], new)[0])


@pytest.mark.slow
def test_incremental_validation_agrees_with_pyshacl(suite: list[SuiteCase], more: int) -> None:
    """In each case all data are new first; then some are known, chosen at random."""
    counts = Counter[str]()
    for case in suite:
        try:
            whole = plain_shacl.found(case.shapes, case.data)
        except CannotRun:
            with pytest.raises((SyntaxError, ValueError, NotImplementedError)):
                incremental(case, set())
            counts["cannot run"] += 1
            continue
        for seed in range(max(SPLITS, more) + 1):
            chance = random.Random(seed)
            known = {triple for triple in sorted(case.data) if seed and chance.random() < 0.5}
            before = plain_shacl.found(case.shapes, known)
            expected = Counter({result: number for result, number in whole.items() if result not in before})
            assert incremental(case, known) == expected, f"{case.name}, seed {seed}"
            counts["results"] += expected.total()
        counts["bounded"] += bounded(case)
    assert counts["results"] > 350
    assert counts["bounded"] > 90  # other cases are validated completely, which proves little
    assert counts["cannot run"] >= 7


def bounded(case: SuiteCase) -> bool:
    try:
        return bool(shape_paths.reaches(case.shapes))
    except shape_paths.Unbounded:
        return False


def agrees_with_suite(case: SuiteCase) -> bool:
    """Return whether pySHACL reports what the suite expects."""
    try:
        report = plain_shacl.judged(case.shapes, case.data)
    except CannotRun:
        return case.expected is None
    if case.expected is None:
        return False
    got = Counter(_comparable(report, result) for result in report.objects(None, SH.result))
    wanted = Counter(_comparable(case.report, result) for result in case.report.objects(case.expected, SH.result))
    conforms = str(case.report.value(case.expected, SH.conforms)) == "true"
    assert conforms == (not wanted), f"{case.name}: the suite contradicts itself"
    return got == wanted


def _comparable(report: rdflib.Graph, node: Node) -> tuple[Result, Node | None, bool]:
    """Return a result with its shape and severity, and with one label for all blank nodes."""
    result = plain_shacl.read(report, node)
    focus, value = ("_:" if term and term.startswith("_:") else term for term in (result.focus, result.value))
    shape = report.value(node, SH.sourceShape)
    named = shape if isinstance(shape, rdflib.URIRef) else None
    comparable = Result(str(focus), result.path, value, result.component, str(named))
    return comparable, report.value(node, SH.resultSeverity), (node, SH.sourceConstraint, None) in report


def listed_differences() -> dict[str, str]:
    """Return the cause of each known difference by case."""
    lines = DIFFERENCES.read_text(encoding="utf-8").splitlines()
    parts = [line.partition(": ") for line in lines if line and not line.startswith("#")]
    assert all(cause for _, _, cause in parts)
    return {case: cause for case, _, cause in parts}


@pytest.mark.slow
def test_the_differences_of_pyshacl_from_the_suite_are_listed(suite: list[SuiteCase]) -> None:
    names = [case.name for case in suite]
    assert len(names) == len(set(names))
    assert len(names) >= 120
    assert {case.name for case in suite if not agrees_with_suite(case)} == set(listed_differences())


ENTRY = """@prefix mf: <http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix sht: <http://www.w3.org/ns/shacl-test#> .
<> mf:entries ( <a> ) .
<a> a sht:Validate ; mf:action [ sht:dataGraph <data.ttl> ; sht:shapesGraph <> ] ;
  mf:result [ a sh:ValidationReport ; sh:conforms true ] .
"""
INVALID = {
    "an empty manifest": ("# none", "<urn:a> <urn:b> <urn:c> .", "empty"),
    "a manifest without cases": ("<> a <urn:Manifest> .", "<urn:a> <urn:b> <urn:c> .", "neither manifests nor cases"),
    "a case without data": (ENTRY, "# none", "empty"),
    "data on the web": (ENTRY.replace("<data.ttl>", "<http://localhost:1/>"), "", "not a file of the suite"),
    "no report": (ENTRY.replace("a sh:ValidationReport ;", ""), "<urn:a> <urn:b> <urn:c> .", "no report is expected"),
}


@pytest.mark.parametrize(("manifest", "data", "message"), INVALID.values(), ids=INVALID)
def test_an_incomplete_suite_is_an_error(manifest: str, data: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "manifest.ttl").write_text(manifest, encoding="utf-8")
    (tmp_path / "data.ttl").write_text(data, encoding="utf-8")
    with pytest.raises(AssertionError, match=message):
        list(w3c_suite.cases(tmp_path / "manifest.ttl"))


def test_a_complete_suite_is_read(tmp_path: Path) -> None:
    (tmp_path / "manifest.ttl").write_text(ENTRY, encoding="utf-8")
    (tmp_path / "data.ttl").write_text("<urn:a> <urn:b> <urn:c> .", encoding="utf-8")
    (case,) = w3c_suite.cases(tmp_path / "manifest.ttl")
    assert (case.name, len(case.data)) == ("a", 1)
    assert agrees_with_suite(case)
