"""Each bridge is consistent with the vocabulary it refers to, and a wrong bridge is inconsistent with it."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import NamedNode, Triple
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS

from invariants import read_differently
from reasoning import is_consistent, profile_violations, triples
from spacepact.graph import packaged_files, text_of
from spacepact.terms import PREFIXES, SP

HERE = Path(__file__).parent
BRIDGES = sorted((packaged_files.root() / "ontology" / "bridges").glob("*.ttl"))
NAMES = [path.stem for path in BRIDGES]
DATA = [*packaged_files.ontology(), *packaged_files.written_instances(), packaged_files.derived()]
TYPE = NamedNode(RDF.type)
OUR_OR_SHARED = (SP, str(OWL), str(RDF), str(RDFS), str(SKOS), str(DCTERMS), "https://creativecommons.org/")


def bridge(name: str) -> Path:
    return packaged_files.root() / "ontology" / "bridges" / f"{name}.ttl"


@cache
def data() -> list[Triple]:
    """Return the packaged graph without the queries; the caller must not change it."""
    return triples(DATA)


def vocabulary(name: str) -> Path:
    return HERE / "vocabularies" / f"{name}.ttl"


def wrong(name: str) -> Path:
    return HERE / "bridges-wrong" / f"{name}.ttl"


def foreign(path: Path) -> set[rdflib.URIRef]:
    """Return the terms of other vocabularies that a bridge uses outside its header."""
    graph = rdflib.Graph().parse(path)
    header = graph.value(None, RDF.type, OWL.Ontology)
    terms = {t for s, p, o in graph if s != header for t in (s, p, o) if isinstance(t, rdflib.URIRef)}
    return {term for term in terms if not str(term).startswith(OUR_OR_SHARED)}


def test_each_bridge_has_a_vocabulary_and_a_wrong_bridge() -> None:
    assert NAMES == ["cito", "gist", "nanopub", "oa", "org", "prov", "schema", "wikidata"]
    for folder in ("vocabularies", "bridges-wrong"):
        assert sorted(path.stem for path in (HERE / folder).glob("*.ttl")) == NAMES


@pytest.mark.java
@pytest.mark.parametrize("name", NAMES)
def test_a_bridge_is_consistent_with_the_vocabulary(name: str) -> None:
    assert is_consistent([*data(), *triples([vocabulary(name), bridge(name)])])


@pytest.mark.java
@pytest.mark.parametrize("name", NAMES)
def test_a_wrong_bridge_is_inconsistent_with_the_vocabulary(name: str) -> None:
    assert not is_consistent([*data(), *triples([vocabulary(name), bridge(name), wrong(name)])])


@pytest.mark.java
@pytest.mark.parametrize("name", NAMES)
def test_a_wrong_bridge_is_consistent_without_the_vocabulary(name: str) -> None:
    assert is_consistent([*data(), *triples([bridge(name), wrong(name)])])


@pytest.mark.java
def test_all_bridges_together_are_consistent() -> None:
    assert is_consistent([*data(), *triples([*BRIDGES, *map(vocabulary, NAMES)])])


@pytest.mark.java
@pytest.mark.parametrize("name", NAMES)
def test_a_bridge_is_in_owl_2_dl_by_its_own_declarations(name: str) -> None:
    axioms = triples([*packaged_files.ontology(), bridge(name)])
    assert profile_violations(axioms) == []
    is_class = (TYPE, NamedNode(OWL.Class))
    term = next(node for node in map(NamedNode, sorted(foreign(bridge(name)))) if Triple(node, *is_class) in axioms)
    axioms = [axiom for axiom in axioms if axiom != Triple(term, *is_class)]  # the core can declare it, too
    axioms.append(Triple(NamedNode(SP + "Claim"), NamedNode(RDFS.subClassOf), term))
    assert profile_violations(axioms), "an undeclared class is not reported"


@pytest.mark.parametrize("name", NAMES)
def test_foreign_terms_exist(name: str) -> None:
    known = set(rdflib.Graph().parse(vocabulary(name)).all_nodes())
    assert foreign(bridge(name))
    assert foreign(bridge(name)) - known == set()
    assert rdflib.URIRef("https://example.org/Nothing") not in known


@pytest.mark.parametrize("name", NAMES)
def test_our_terms_exist_and_no_foreign_term_is_defined(name: str) -> None:
    graph = rdflib.Graph().parse(bridge(name))
    declared = {text_of(triple.subject) for triple in triples(packaged_files.ontology()) if triple.predicate == TYPE}
    used = {t for triple in graph for t in triple if isinstance(t, rdflib.URIRef) and t.startswith(SP)}
    assert used
    assert {str(term) for term in used} - declared == set()
    assert {(s, p) for s, p, _ in graph if s in foreign(bridge(name)) and p != RDF.type} == set()


@pytest.mark.parametrize("name", NAMES)
def test_the_header_is_complete(name: str) -> None:
    graph = rdflib.Graph().parse(bridge(name))
    header = rdflib.URIRef(f"https://w3id.org/spacepact/ontology/bridges/{name}")
    required = {RDF.type, OWL.versionIRI, OWL.versionInfo, *(DCTERMS[p] for p in ("title", "description", "license"))}
    assert required <= set(graph.predicates(header))
    assert (None, OWL.imports, None) not in graph


@pytest.mark.parametrize("path", BRIDGES, ids=lambda path: path.stem)
def test_both_engines_parse_the_same_triples(path: Path) -> None:
    assert not read_differently(path.read_text(encoding="utf-8"))


def test_a_prefix_has_the_same_iri_in_each_file() -> None:
    known = dict(PREFIXES)
    files = [*BRIDGES, *map(vocabulary, NAMES), *map(wrong, NAMES)]
    for path in files:
        for prefix, iri in re.findall(r"^@prefix ([\w-]+): <([^>]+)>", path.read_text(encoding="utf-8"), re.M):
            assert known.setdefault(prefix, iri) == iri, f"{path}: {prefix}"
    assert len(known) > len(PREFIXES) + len(NAMES)


def test_no_bridge_is_in_the_packaged_graph() -> None:
    assert not set(BRIDGES) & set(packaged_files.written())
