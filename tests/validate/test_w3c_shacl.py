"""The W3C SHACL test suite: our results are those of pySHACL, whose differences from the suite are listed."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, Quad, Store
from rdflib.namespace import RDF, SH
from rdflib.term import Node

import plain_shacl
import w3c_suite
from locations import TESTS
from plain_shacl import CannotRun
from spacepact.validate import core_constraints, sparql_constraints
from spacepact.validate.core_constraints import to_engine
from spacepact.validate.findings import Result
from spacepact.validate.new_results import split
from spacepact.validate.sparql_constraints import MARKS, NEAR
from w3c_suite import SuiteCase

DIFFERENCES = TESTS / "validate" / "w3c_differences.txt"


@pytest.fixture(scope="module")
def suite() -> list[SuiteCase]:
    return list(w3c_suite.cases(w3c_suite.folder() / "manifest.ttl"))


def ours(case: SuiteCase) -> Counter[Result]:
    """Return what our SPARQL constraints, and pySHACL with the core of the shapes, find in all data of a case."""
    parts = split(case.shapes)
    store = Store()
    quads = [Quad(*map(to_engine, triple)) for triple in case.data]  # type: ignore[arg-type]
    nodes = {node for quad in quads for node in (quad.subject, quad.object) if not isinstance(node, Literal)}
    store.extend(quads)
    store.extend(Quad(node, NamedNode(str(RDF.type)), NEAR, MARKS) for node in nodes)
    data = rdflib.Graph()
    for triple in case.data:
        data.add(triple)
    core = core_constraints.read(core_constraints.judge(data, parts.core), parts.core)
    return Counter(r.result for r in [*sparql_constraints.results(parts.constraints, store), *core])


def is_supported(case: SuiteCase) -> bool:
    """Return whether the SPARQL of a case has the form of our rules: sh:select at a node shape with a target.

    The cases of pre-binding test variables that are set before a query runs. Our queries join with the focus nodes.
    """
    targets = (SH.targetClass, SH.targetNode, SH.targetObjectsOf, SH.targetSubjectsOf)
    constraints = list(case.shapes.subject_objects(SH.sparql))
    return not case.name.startswith("sparql/pre-binding") and all(
        any((shape, target, None) in case.shapes for target in targets)
        and (shape, SH.path, None) not in case.shapes
        and (constraint, SH.select, None) in case.shapes
        for shape, constraint in constraints
    )


@pytest.mark.slow
def test_our_results_are_those_of_pyshacl(suite: list[SuiteCase]) -> None:
    counts = Counter[str]()
    for case in suite:
        if not is_supported(case):
            counts["not supported"] += 1
            continue
        try:
            expected = plain_shacl.found(case.shapes, case.data)
        except CannotRun:
            with pytest.raises((SyntaxError, ValueError, NotImplementedError)):
                ours(case)
            counts["cannot run"] += 1
            continue
        assert ours(case) == expected, case.name
        counts["results"] += expected.total()
        counts["by a query"] += any("SPARQL" in result.component for result in expected)
    assert counts["results"] > 200
    assert counts["by a query"] >= 3
    assert counts["not supported"] < 25


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
