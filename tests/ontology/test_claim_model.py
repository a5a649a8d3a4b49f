"""The claim model alone: it refers to no term of cooperation, passes the checks, and works for another subject."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, Triple
from rdflib.namespace import OWL, RDF, RDFS

from reasoning import is_consistent, profile_violations, triples
from spacepact.graph import facts, load_turtle, packaged_files
from spacepact.terms import SP
from spacepact_tools import vocabulary_checks

CLAIMS, COOPERATION = packaged_files.vocabulary()
CLAIM_CODES, COOPERATION_CODES = packaged_files.codes()
MODEL = [CLAIMS, CLAIM_CODES]
TYPE, DEFINED_BY, HEADER = NamedNode(RDF.type), NamedNode(RDFS.isDefinedBy), NamedNode(OWL.Ontology)

TRADE = """
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sp: <https://w3id.org/spacepact/ontology#> .
@prefix trade: <https://example.org/trade#> .

trade:Country a owl:Class ; rdfs:subClassOf sp:Agent .
trade:buysFrom a owl:ObjectProperty ; sp:isDerivable true .
trade:ruritania a trade:Country .
trade:sylvania a trade:Country .
trade:news a sp:Document .
trade:sentence a sp:Passage ; sp:isPassageOf trade:news ; sp:hasPassageKind sp:passage_body .
trade:claim_1 a sp:Claim ;
    sp:claimSubject trade:ruritania ; sp:claimProperty trade:buysFrom ; sp:claimObject trade:sylvania ;
    sp:hasStance sp:stance_asserted ; sp:isHeldBy trade:news ;
    sp:hasVoice sp:voice_document ; sp:hasBasis sp:basis_explicit ; sp:hasEvidence trade:sentence .
trade:claim_2 a sp:Claim ;
    sp:claimSubject trade:sylvania ; sp:claimProperty trade:buysFrom ; sp:claimObject trade:ruritania ;
    sp:hasStance sp:stance_hoped ; sp:isHeldBy trade:sylvania ;
    sp:hasVoice sp:voice_document ; sp:hasBasis sp:basis_explicit ; sp:hasEvidence trade:sentence .
"""


def subjects(paths: list[Path]) -> set[str]:
    """Return the names of our terms that have a class in the files."""
    found = {t.subject.value for t in triples(paths) if t.predicate == TYPE and isinstance(t.subject, NamedNode)}
    return {iri.removeprefix(SP) for iri in found if iri.startswith(SP)}


def names_of_cooperation(text: str) -> set[str]:
    """Return the terms of cooperation that a text of Turtle names, in triples, texts or comments."""
    only_there = subjects([COOPERATION, COOPERATION_CODES]) - subjects(MODEL)
    assert {"State", "isSignatoryOf", "stage_signed", "kind_treaty"} <= only_there
    return set(re.findall(r"\bsp:(\w+)", text)) & only_there


@pytest.mark.parametrize("path", MODEL, ids=lambda path: path.stem)
def test_the_claim_model_names_no_term_of_cooperation(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert names_of_cooperation(text) == set()
    assert names_of_cooperation(text + "\nsp:isHeldBy rdfs:range sp:State .\n") == {"State"}


def test_each_term_is_in_one_file_and_names_its_header() -> None:
    seen: set[str] = set()
    for path in packaged_files.ontology():
        data = triples([path])
        (header,) = {t.subject for t in data if t.predicate == TYPE and t.object == HEADER}
        terms = subjects([path])
        assert terms
        assert not terms & seen
        seen |= terms
        defined = {t.subject: t.object for t in data if t.predicate == DEFINED_BY}
        assert [name for name in terms if defined.get(NamedNode(SP + name)) != header] == []


def test_the_claim_model_alone_passes_the_checks() -> None:
    findings = vocabulary_checks.run_checks(vocabulary_checks.read_checks(), MODEL)
    assert [finding for finding in findings if finding.check.severity in ("error", "warning")] == []


def test_claims_about_another_subject_give_facts() -> None:
    store = load_turtle(MODEL)
    store.load(TRADE.encode(), RdfFormat.TURTLE)
    trade = "https://example.org/trade#"
    (fact,) = facts(store)
    assert fact == Triple(*(NamedNode(trade + name) for name in ("ruritania", "buysFrom", "sylvania")))


@pytest.mark.java
def test_the_claim_model_alone_is_consistent_and_in_owl_2_dl(tmp_path: Path) -> None:
    assert profile_violations(triples(MODEL)) == []
    (tmp_path / "trade.ttl").write_text(TRADE, encoding="utf-8")
    data = triples([*MODEL, tmp_path / "trade.ttl"])
    assert is_consistent(data)
    claim, document = NamedNode("https://example.org/trade#claim_1"), NamedNode(SP + "Document")
    assert not is_consistent([*data, Triple(claim, TYPE, document)])
