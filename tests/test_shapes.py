"""The real data conforms to every shape, and a mutation of it breaks each."""

from __future__ import annotations

from pathlib import Path

import pyshacl
import pytest
import rdflib
from rdflib.namespace import RDF, RDFS, SH

from spacepact import folders
from spacepact.terms import PREFIXES, SPID

MUTATIONS = sorted((Path(__file__).parent / "mutations").glob("*.ru"))
SPS = "https://w3id.org/spacepact/shapes#"


def rules(shapes: rdflib.Graph) -> set[str]:
    """The named rules: property shapes, SPARQL constraints, and node shapes with a message."""
    kinds = (SH.PropertyShape, SH.SPARQLConstraint)
    named = {s for kind in kinds for s in shapes.subjects(RDF.type, kind)}
    named |= {s for s in shapes.subjects(RDF.type, SH.NodeShape) if (s, SH.message, None) in shapes}
    return {str(s).removeprefix(SPS) for s in named if isinstance(s, rdflib.URIRef)}


def broken(data: rdflib.Graph, shapes: rdflib.Graph) -> set[str]:
    """The rules that *data* breaks."""
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes)
    assert isinstance(report, rdflib.Graph)
    return {
        str(iri).removeprefix(SPS)
        for result in report.subjects(RDF.type, SH.ValidationResult)
        for iri in [*report.objects(result, SH.sourceShape), *report.objects(result, SH.sourceConstraint)]
        if isinstance(iri, rdflib.URIRef)
    }


def only(shapes: rdflib.Graph, rule: str) -> rdflib.Graph:
    """The shapes with one rule left, so that a mutation is judged in seconds."""
    kept = rdflib.Graph()
    for triple in shapes:
        kept.add(triple)
    for link in (SH.property, SH.sparql):
        for node, target in list(kept.subject_objects(link)):
            if isinstance(node, rdflib.URIRef) and str(target).startswith(SPS) and str(target) != SPS + rule:
                kept.remove((node, link, target))
    for node in list(kept.subjects(SH.targetClass, None)):
        whole = (node, SH.property, None) in kept or (node, SH.sparql, None) in kept
        if not whole and str(node) != SPS + rule:
            kept.remove((node, SH.targetClass, None))
    return kept


def test_the_graph_conforms(rdf: rdflib.Graph, shapes: rdflib.Graph) -> None:
    assert broken(rdf, shapes) == set()


def test_the_examples_conform(rdf: rdflib.Graph, shapes: rdflib.Graph) -> None:
    examples = sorted((Path(__file__).parent / "examples").glob("*.ttl"))
    assert examples
    data = rdflib.Graph()
    for path in [*folders.ontology(), *examples]:
        data.parse(path)
    for triple in rdf.triples((rdflib.URIRef(SPID + "document_curation"), None, None)):
        data.add(triple)  # it holds what is supplied, such as the dates of the examples
    assert broken(data, shapes) == set()


def test_every_rule_has_a_mutation(shapes: rdflib.Graph) -> None:
    assert {path.stem.partition("--")[0] for path in MUTATIONS} == rules(shapes)


def test_every_target_is_met(rdf: rdflib.Graph, shapes: rdflib.Graph) -> None:
    met = 0
    for target in shapes.objects(None, SH.targetClass):
        kinds = rdf.transitive_subjects(RDFS.subClassOf, target)
        assert any((None, RDF.type, kind) in rdf for kind in kinds), target
        met += 1
    for link in shapes.objects(None, SH.targetObjectsOf):
        assert (None, link, None) in rdf
        met += 1
    assert met


@pytest.mark.parametrize("path", MUTATIONS, ids=lambda path: path.stem)
def test_a_mutation_is_caught(path: Path, rdf: rdflib.Graph, shapes: rdflib.Graph) -> None:
    mutated = rdflib.Graph()
    for triple in rdf:
        mutated.add(triple)
    prefixes = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
    mutated.update(prefixes + path.read_text(encoding="utf-8"))
    assert set(mutated) != set(rdf), "the mutation changes nothing"
    rule = path.stem.partition("--")[0]
    assert rule in broken(mutated, only(shapes, rule))
