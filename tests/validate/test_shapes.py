"""Test the shapes: the real data conforms, and each rule finds the fault of its bad cases on the right line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import rdflib
from rdflib.namespace import RDF, RDFS, SH, SKOS

from locations import TESTS
from shacl_report import SPS
from shape_cases import CASES, REPORTED_BY, ShapeCase
from spacepact.graph import packaged_files
from spacepact.terms import PREFIXES, SPID, curie
from spacepact.validate import rules as rules_before_shapes
from spacepact.validate import validate_files


def rules(shapes: rdflib.Graph) -> set[str]:
    """Return the names of the rules: property shapes, SPARQL constraints, and node shapes with a message."""
    kinds = (SH.PropertyShape, SH.SPARQLConstraint)
    named = {s for kind in kinds for s in shapes.subjects(RDF.type, kind)}
    named |= {s for s in shapes.subjects(RDF.type, SH.NodeShape) if (s, SH.message, None) in shapes}
    return {str(s).removeprefix(SPS) for s in named if isinstance(s, rdflib.URIRef)}


def test_the_graph_conforms() -> None:
    assert [(f.severity, f.rule, f.triple) for f in validate_files()] == []


def test_the_examples_conform() -> None:
    """Three examples have sources that contradict each other, and four documents have no publication date."""
    found = validate_files([TESTS / "examples"])
    assert {(finding.rule, Path(finding.path).stem) for finding in found} == {
        ("claim-attitude", "attitudes"),
        ("claim-contradicts", "quarrel"),
        ("claim-contradicts", "disputes"),
        ("document-published", "disputes"),
        ("document-published", "numbers"),
        ("document-published", "agency"),
        ("document-published", "places"),
    }


def _examples(rdf: rdflib.Graph) -> rdflib.Graph:
    examples = sorted((TESTS / "examples").glob("*.ttl"))
    assert examples
    data = rdflib.Graph()
    for path in [*packaged_files.ontology(), *examples]:
        data.parse(path)
    for triple in rdf.triples((rdflib.URIRef(SPID + "document_curation"), None, None)):
        data.add(triple)  # it supplies, for example, dates that the examples do not state
    return data


def test_every_rule_has_a_bad_and_a_good_case(shapes: rdflib.Graph) -> None:
    named = rules(shapes)
    assert named
    assert {case.rule for case in CASES if case.good} == named
    assert {case.rule for case in CASES if not case.good} == named
    assert all(re.fullmatch(r"good|(good|bad): .+", case.name) for case in CASES)
    assert len({case.id for case in CASES}) == len(CASES)


def test_every_rule_has_a_name_a_reason_and_a_message(shapes: rdflib.Graph) -> None:
    for rule in rules(shapes):
        texts = [list(shapes.objects(rdflib.URIRef(SPS + rule), p)) for p in (SH.name, SH.description, SH.message)]
        assert [len(values) for values in texts] == [1, 1, 1], rule
        assert all(str(values[0])[-1] in ".?" for values in texts[1:]), rule


def code_lists(shapes: rdflib.Graph) -> dict[str, str]:
    """Return the list of codes that each rule about a code checks, by the name of the rule."""
    lists = {}
    for rule, shape in shapes.subject_objects(SH.node):
        lists[str(rule)] = curie(str(shapes.value(shapes.value(shape, SH.property), SH.hasValue)))
    for rule, query in shapes.subject_objects(SH.select):
        if named := re.search(r"skos:inScheme (sp:\w+)", str(query)):
            lists[str(rule)] = named[1]
    return lists


def test_messages_list_the_codes(rdf: rdflib.Graph, shapes: rdflib.Graph) -> None:
    coded = code_lists(shapes)
    assert len(coded) > 7
    for rule, codes in coded.items():
        scheme = rdflib.URIRef(codes.replace("sp:", PREFIXES["sp"]))
        names = {curie(str(code)) for code in rdf.subjects(SKOS.inScheme, scheme)}
        assert names
        message = str(shapes.value(rdflib.URIRef(rule), SH.message))
        prefix = min(names).partition("_")[0]
        assert names == set(re.findall(rf"{prefix}_\w+", message)), rule


def unmet(data: rdflib.Graph, shapes: rdflib.Graph) -> set[str]:
    """Return the targets that match nothing in *data*."""
    classes = set(shapes.objects(None, SH.targetClass))
    links = set(shapes.objects(None, SH.targetObjectsOf))
    assert classes
    assert links
    missed = {
        c for c in classes if not any((None, RDF.type, k) in data for k in data.transitive_subjects(RDFS.subClassOf, c))
    }
    return {str(one) for one in missed | {link for link in links if (None, link, None) not in data}}


def test_every_target_is_met(rdf: rdflib.Graph, shapes: rdflib.Graph) -> None:
    both = _examples(rdf)
    for triple in rdf:
        both.add(triple)
    assert unmet(both, shapes) == set()
    aimless = rdflib.Graph().parse(data="[] <http://www.w3.org/ns/shacl#targetClass> <urn:none> .", format="turtle")
    for triple in shapes:
        aimless.add(triple)
    assert unmet(both, aimless) == {"urn:none"}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_case_gives_what_it_expects(case: ShapeCase) -> None:
    assert case.found() == case.expected
    assert case.good != bool(case.expected)
    rules_reported = {rule for _, _, rule in case.expected}
    assert rules_reported <= {case.rule, "claim-single", *rules_before_shapes.RULES}


@pytest.mark.parametrize("rule", sorted({case.rule for case in CASES} - set(REPORTED_BY)))
def test_a_rule_reports_a_bad_case_itself(rule: str) -> None:
    assert any(rule == reported for case in CASES if case.rule == rule for _, _, reported in case.expected)
