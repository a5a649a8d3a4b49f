"""Each bridge is consistent with the vocabulary it refers to; a wrong bridge for each is inconsistent with it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import rdflib
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS

from invariants import read_differently, undeclared
from reasoning import is_consistent, merged, profile_violations
from spacepact.graph import packaged_files
from spacepact.terms import PREFIXES, SP

TESTS = Path(__file__).parent
BRIDGES = sorted((packaged_files.root() / "ontology" / "bridges").glob("*.ttl"))
NAMES = [path.stem for path in BRIDGES]
DATA = [*packaged_files.ontology(), *packaged_files.written_instances(), packaged_files.derived()]
OWN_OR_SHARED = (SP, str(OWL), str(RDF), str(RDFS), str(SKOS), str(DCTERMS), "https://creativecommons.org/")


def bridge(name: str) -> Path:
    return packaged_files.root() / "ontology" / "bridges" / f"{name}.ttl"


def vocabulary(name: str) -> Path:
    return TESTS / "vocabularies" / f"{name}.ttl"


def wrong(name: str) -> Path:
    return TESTS / "bridges-wrong" / f"{name}.ttl"


def foreign(path: Path) -> set[rdflib.URIRef]:
    """Return the terms of other vocabularies that a bridge uses outside its header."""
    data = rdflib.Graph().parse(path)
    header = data.value(None, RDF.type, OWL.Ontology)
    terms = {t for s, p, o in data if s != header for t in (s, p, o) if isinstance(t, rdflib.URIRef)}
    return {term for term in terms if not str(term).startswith(OWN_OR_SHARED)}


def test_each_bridge_has_a_vocabulary_and_a_wrong_bridge() -> None:
    assert NAMES == ["fibo", "gist", "oa", "org", "prov", "schema", "time"]
    for folder in ("vocabularies", "bridges-wrong"):
        assert sorted(path.stem for path in (TESTS / folder).glob("*.ttl")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_consistent_with_the_vocabulary(name: str) -> None:
    assert is_consistent(merged([*DATA, vocabulary(name), bridge(name)]))


@pytest.mark.parametrize("name", NAMES)
def test_a_wrong_bridge_is_inconsistent_with_the_vocabulary(name: str) -> None:
    assert not is_consistent(merged([*DATA, vocabulary(name), bridge(name), wrong(name)]))


@pytest.mark.parametrize("name", NAMES)
def test_a_wrong_bridge_is_consistent_without_the_vocabulary(name: str) -> None:
    assert is_consistent(merged([*DATA, bridge(name), wrong(name)]))


def test_all_bridges_together_are_consistent() -> None:
    assert is_consistent(merged([*DATA, *BRIDGES, *map(vocabulary, NAMES)]))


@pytest.mark.parametrize("name", NAMES)
def test_owl_2_dl_by_its_own_declarations(name: str) -> None:
    data = merged([*packaged_files.ontology(), bridge(name)])
    assert profile_violations(data) == []
    term = next(t for t in sorted(foreign(bridge(name))) if (t, RDF.type, OWL.Class) in data)
    data.remove((term, RDF.type, OWL.Class))
    data.add((rdflib.URIRef(SP + "Claim"), RDFS.subClassOf, term))
    assert profile_violations(data), "an undeclared class is not reported"


@pytest.mark.parametrize("name", NAMES)
def test_foreign_terms_exist(name: str) -> None:
    known = set(rdflib.Graph().parse(vocabulary(name)).all_nodes())
    assert foreign(bridge(name))
    assert foreign(bridge(name)) - known == set()
    assert rdflib.URIRef("https://example.org/Nothing") not in known


@pytest.mark.parametrize("name", NAMES)
def test_our_terms_exist_and_no_foreign_term_is_defined(name: str) -> None:
    data = rdflib.Graph().parse(bridge(name))
    ontology = merged(packaged_files.ontology())
    used = {t for triple in data for t in triple if isinstance(t, rdflib.URIRef) and t.startswith(SP)}
    assert used
    assert {t for t in used if (t, RDF.type, None) not in ontology} == set()
    assert {(s, p) for s, p, _ in data if s in foreign(bridge(name)) and p != RDF.type} == set()


@pytest.mark.parametrize("name", NAMES)
def test_header(name: str) -> None:
    data = rdflib.Graph().parse(bridge(name))
    header = rdflib.URIRef(f"https://w3id.org/spacepact/ontology/bridges/{name}")
    wanted = {RDF.type, OWL.versionIRI, OWL.versionInfo, *(DCTERMS[p] for p in ("title", "description", "license"))}
    assert wanted <= set(data.predicates(header))
    assert (None, OWL.imports, None) not in data


@pytest.mark.parametrize("path", BRIDGES, ids=lambda path: path.stem)
def test_both_engines_read_the_same(path: Path) -> None:
    assert not read_differently(path.read_text(encoding="utf-8"))


def test_one_prefix_map() -> None:
    """A prefix has the same IRI in every bridge as elsewhere in the project."""
    known = dict(PREFIXES)
    files = [*BRIDGES, *map(vocabulary, NAMES), *map(wrong, NAMES)]
    for path in files:
        for prefix, iri in re.findall(r"^@prefix ([\w-]+): <([^>]+)>", path.read_text(encoding="utf-8"), re.M):
            assert known.setdefault(prefix, iri) == iri, f"{path}: {prefix}"
    assert len(known) > len(PREFIXES) + len(NAMES)


def test_no_bridge_is_in_the_packaged_graph() -> None:
    assert not set(BRIDGES) & set(packaged_files.written())
    assert undeclared(merged(DATA)) == set()
