"""The ontology is in OWL 2 DL and, with the data, consistent in HermiT; slips of either are noticed."""

from __future__ import annotations

import pytest
import rdflib
from rdflib.namespace import OWL, RDF, RDFS

from reasoning import is_consistent, merged, profile_violations
from spacepact import folders
from spacepact.terms import SP, SPID

ONTOLOGY = merged(folders.ontology())
ALL = merged([*folders.ontology(), *folders.written_instances(), folders.derived()])
SPN = rdflib.Namespace(SP)
PAKISTAN = rdflib.URIRef(SPID + "state_pakistan")


@pytest.mark.parametrize("data", [ONTOLOGY, ALL], ids=["ontology", "with the data"])
def test_owl_2_dl(data: rdflib.Graph) -> None:
    assert profile_violations(data) == []


@pytest.mark.parametrize(
    "slip",
    [
        (SPN.isPartOf, RDF.type, OWL.DatatypeProperty),
        (PAKISTAN, rdflib.URIRef("https://example.org/undeclared"), PAKISTAN),
        (SPN.isPartOf, RDF.type, OWL.IrreflexiveProperty),
    ],
    ids=["two kinds of property", "undeclared property", "irreflexive and transitive"],
)
def test_leaving_owl_2_dl_is_noticed(slip: tuple[rdflib.URIRef, rdflib.URIRef, rdflib.URIRef]) -> None:
    data = rdflib.Graph() + ONTOLOGY
    data.add(slip)
    assert profile_violations(data)


def test_consistent() -> None:
    assert is_consistent(ALL)


@pytest.mark.parametrize(
    "slip",
    [
        (PAKISTAN, RDF.type, SPN.Organisation),
        (rdflib.URIRef(SPID + "claim_curator_suparco"), RDF.type, SPN.Event),
        (SPN.Hybrid, RDFS.subClassOf, SPN.State),
    ],
    ids=["a state that is an organisation", "a claim that is an event", "a class that can have no member"],
)
def test_inconsistency_is_noticed(slip: tuple[rdflib.URIRef, rdflib.URIRef, rdflib.URIRef]) -> None:
    data = rdflib.Graph() + ALL
    data.add(slip)
    if slip[0] == SPN.Hybrid:
        data.add((SPN.Hybrid, RDF.type, OWL.Class))
        data.add((SPN.Hybrid, RDFS.subClassOf, SPN.Person))
    assert not is_consistent(data)
