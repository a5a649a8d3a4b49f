"""The data files beside the pages: complete, equal in every format, and the same for the same graph."""

from __future__ import annotations

import pytest
import rdflib
from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Store, parse
from rdflib.compare import to_isomorphic

from site_graph import site_graph
from spacepact.graph import Term
from spacepact.rdf import canonical
from spacepact.site.data import data_files
from spacepact.site.model import SiteGraph
from spacepact.terms import SP, SPID

FORMATS = {"ttl": RdfFormat.TURTLE, "jsonld": RdfFormat.JSON_LD, "nt": RdfFormat.N_TRIPLES}
RDFLIB = {"ttl": "turtle", "jsonld": "json-ld", "nt": "nt"}
# One of each kind, and terms with blank nodes.
EXAMPLES = [
    SPID + "state_spain",
    SPID + "document_scmp-3223585",
    SPID + "passage_scmp-3223585_0711",
    SPID + "claim_scmp-3223585_2575_1",
    SP + "Claim",
    SP + "claimSubject",
    SP + "basis_explicit",
    "https://w3id.org/spacepact/query/balance",
]


@pytest.fixture(scope="module")
def graph(store_with_examples: Store) -> SiteGraph:
    return site_graph(store_with_examples)


@pytest.fixture(scope="module")
def lines(graph: SiteGraph) -> dict[str, set[str]]:
    """The lines of each .nt file, by the IRI of the resource."""
    return {
        iri: set(data_files(graph, resource)["nt"].decode().splitlines()) for iri, resource in graph.resources.items()
    }


def lacking(lines: dict[str, set[str]], store: Store) -> list[Quad]:
    """Return the triples of *store*, with a page for the subject, that no file contains; blank nodes count as equal."""
    written = {line for file in lines.values() for line in file}
    with_blank = {line.partition(" _:")[0] for line in written if " _:" in line}
    return [
        quad
        for quad in store
        if isinstance(quad.subject, NamedNode) and quad.subject.value in lines
        if (f"{quad.subject} {quad.predicate}" not in with_blank)
        if isinstance(quad.object, BlankNode) or f"{quad.triple} ." not in written
    ]


def test_the_files_contain_every_triple(graph: SiteGraph, lines: dict[str, set[str]]) -> None:
    assert len(lines) > 900
    assert lacking(lines, graph.store) == []
    for iri in EXAMPLES:  # a passage is also in the file of its document
        assert bool(lacking(lines | {iri: set()}, graph.store)) == ("passage" not in iri), iri


def test_every_file_describes_its_resource(graph: SiteGraph, lines: dict[str, set[str]]) -> None:
    """Each file has the triples of its own resource, not only the union of all files."""
    for iri, file in lines.items():
        own = list(graph.store.quads_for_pattern(NamedNode(iri), None, None))
        assert own
        assert all(isinstance(q.object, BlankNode) or f"{q.triple} ." in file for q in own), iri


@pytest.mark.parametrize("iri", EXAMPLES)
def test_the_formats_contain_the_same_triples(graph: SiteGraph, iri: str) -> None:
    """As pyoxigraph reads them, and as rdflib does."""
    files = data_files(graph, graph.resources[iri])
    assert list(files) == ["ttl", "nt", "jsonld"]
    first, *others = (canonical.lines(parse(files[form], syntax)) for form, syntax in FORMATS.items())
    assert others == [first, first]
    assert len(first) == len(files["nt"].splitlines())
    first_graph, *graphs = (
        to_isomorphic(rdflib.Graph().parse(data=files[form], format=name)) for form, name in RDFLIB.items()
    )
    assert graphs == [first_graph, first_graph]
    assert len(first_graph) == len(first)


SPAIN = """\
spid:agreement_artemis_accords rdfs:label "Artemis Accords"@en .

spid:claim_scmp-3223585_2575_10 rdfs:label "Spain is called \\"Spain\\"."@en ;
	sp:claimSubject spid:state_spain ;
	sp:hasStance sp:stance_asserted .

spid:claim_scmp-3223585_2575_1 rdfs:label "Spain has recently signed the Artemis Accords, as the 25th signatory."@en ;
	sp:claimSubject spid:state_spain ;
	sp:hasStance sp:stance_asserted .

spid:state_spain a sp:State ;
	dcterms:identifier "ISO 3166-1 ES" , "ISO 3166-1 ESP" ;
	rdfs:label "Spain"@en ;
	skos:exactMatch wd:Q29 , <https://sws.geonames.org/2510769/> ;
	skos:prefLabel "Spain"@en ;
	sp:isSignatoryOf spid:agreement_artemis_accords ;
	sp:name "Spain" .

sp:State rdfs:label "State"@en .

sp:stance_asserted rdfs:label "asserted"@en .
"""


def test_a_thing_has_its_facts_and_the_claims_about_it(store: Store) -> None:
    graph = site_graph(store)
    text = data_files(graph, graph.resources[SPID + "state_spain"])["ttl"].decode()
    prefixes, _, body = text.partition("\n\n")
    assert body == SPAIN
    assert {line.split()[1] for line in prefixes.splitlines()} == {
        *("dcterms:", "rdf:", "rdfs:", "skos:", "sp:", "spid:", "wd:", "xsd:")
    }


def subjects(graph: SiteGraph, name: str) -> set[str]:
    """Return the subjects in the file of a thing, document, passage or claim that have more than a label."""
    lines = data_files(graph, graph.resources[SPID + name])["nt"].decode().splitlines()
    parts = (line.split(" ", 2) for line in lines)
    return {
        s.strip("<>").removeprefix(SPID) for s, p, _ in parts if p != "<http://www.w3.org/2000/01/rdf-schema#label>"
    }


def test_claims_and_documents_have_their_passages(store: Store) -> None:
    """Passage 0000 supports claim 0000_7, and passage 0207 says who Amer Nadeem is."""
    graph = site_graph(store)
    claim = "claim_scmp-3223585_0000_7"
    assert subjects(graph, claim) == {claim, "passage_scmp-3223585_0000", "passage_scmp-3223585_0207"}
    passage = "passage_scmp-3223585_0000"
    assert subjects(graph, passage) == {passage}
    document = "document_thenews-1342410"
    found = subjects(graph, document)
    passages = {name for name in found if name.startswith("passage_")}
    names = {resource.iri.removeprefix(SPID) for resource in graph.of_kind("passage")}
    assert passages == {name for name in names if name.startswith("passage_thenews-1342410_")}
    assert found - passages - {document} <= {claim.removeprefix(SPID) for claim in graph.claims}


def test_a_claim_that_is_linked_has_its_stance(store_with_examples: Store) -> None:
    """So a hope cannot be read as a fact; a missing attitude names the attitude that is missing."""
    graph = site_graph(store_with_examples)
    lacking = f"<{SP}lacksStance>"
    for resource in graph.of_kind("thing"):
        lines = data_files(graph, resource)["nt"].decode().splitlines()
        linked = {line.split()[0] for line in lines if line.split()[0].strip("<>") in graph.claims}
        assert linked == {line.split()[0] for line in lines if f" <{SP}hasStance> " in line}
        for claim in (graph.claims[node.strip("<>")] for node in linked):
            assert bool(claim.iris("lacksStance")) == any(f"<{claim.iri}> {lacking}" in line for line in lines)


def test_the_same_graph_gives_the_same_bytes(store: Store) -> None:
    """Also if its triples come in another order, and its blank nodes have other names."""
    graph = site_graph(store)
    renamed: dict[BlankNode, BlankNode] = {}

    def other(term: Term) -> Term:
        return renamed.setdefault(term, BlankNode()) if isinstance(term, BlankNode) else term

    again = Store()
    for quad in sorted(store, key=str, reverse=True):
        again.add(Quad(other(quad.subject), quad.predicate, other(quad.object)))  # type: ignore[arg-type]
    assert len(renamed) > 10
    second = site_graph(again)
    for iri, resource in graph.resources.items():
        assert data_files(graph, resource) == data_files(second, resource), iri
