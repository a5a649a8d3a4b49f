"""Undeclared names, misspelt namespaces, files without terms of the project, and data that changes the vocabulary."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from spacepact.rdf import ParsedFile, read_file
from spacepact.terms import PREFIXES, misspelt_iri, misspelt_namespace
from spacepact.validate import undeclared
from spacepact.validate.findings import Finding
from spacepact.validate.known_graph import Background, known

HEAD = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
FIRST = HEAD.count("\n") + 1  # the line after the head


@pytest.fixture(scope="module")
def background() -> Iterator[Background]:
    with known([], [], alone=False) as background:
        yield background


def parsed(folder: Path, turtle: str, name: str = "a.ttl") -> ParsedFile:
    (folder / name).write_text(turtle, encoding="utf-8")
    file = read_file(folder / name)
    assert not file.faults
    return file


def names(folder: Path, turtle: str, background: Background) -> list[Finding]:
    return list(undeclared.check([parsed(folder, HEAD + turtle)], background))


CLAIM = "spid:claim_curator_capacity"

# Turtle, and the message of the only finding.
UNDECLARED = {
    "sp:capacty is a property": (
        f"{CLAIM} a sp:Claim ; sp:capacty 'x' .",
        "nothing declares sp:capacty; did you mean sp:capacity?",
    ),
    "a class": ("spid:state_x a sp:Stat .", "nothing declares sp:Stat; did you mean sp:State?"),
    "a class in lower case": ("spid:state_x a sp:claim .", "nothing declares sp:claim; did you mean sp:Claim?"),
    "a class with z": (
        "spid:organisation_x a sp:Organization .",
        "nothing declares sp:Organization; did you mean sp:Organisation?",
    ),
    "a property in capitals": (
        f"{CLAIM} a sp:Claim ; sp:HasStance sp:stance_hoped .",
        "nothing declares sp:HasStance; did you mean sp:hasStance?",
    ),
    "a code": (
        f"{CLAIM} a sp:Claim ; sp:hasStance sp:stance_hopd .",
        "nothing declares sp:stance_hopd; did you mean sp:stance_hoped?",
    ),
    "a property as value": (
        f"{CLAIM} a sp:Claim ; sp:claimProperty sp:isSignatoryof .",
        "nothing declares sp:isSignatoryof; did you mean sp:isSignatoryOf?",
    ),
    "nothing similar": ("spid:field_x a sp:Atlantis .", "nothing declares sp:Atlantis"),
    "sp for spid": (
        f"{CLAIM} a sp:Claim ; sp:claimSubject sp:state_pakistan .",
        "nothing declares sp:state_pakistan; did you mean spid:state_pakistan?",
    ),
    "spid for sp": (
        f"{CLAIM} a sp:Claim ; sp:hasStance spid:stance_hoped .",
        "nothing declares spid:stance_hoped; did you mean sp:stance_hoped?",
    ),
    "spid for the class": ("spid:state_x a spid:State .", "nothing declares spid:State; did you mean sp:State?"),
    "a thing": (
        f"{CLAIM} a sp:Claim ; sp:claimSubject spid:state_pakistn .",
        "nothing declares spid:state_pakistn; did you mean spid:state_pakistan?",
    ),
    "a thing of another kind": (
        f"{CLAIM} a sp:Claim ; sp:claimSubject spid:organization_pakistan .",
        "nothing declares spid:organization_pakistan; did you mean spid:state_pakistan?",
    ),
    "a thing like none": (
        f"{CLAIM} a sp:Claim ; sp:claimSubject spid:state_atlantis .",
        "nothing declares spid:state_atlantis",
    ),
    "another number": (
        f"{CLAIM} a sp:Claim ; sp:hasEvidence spid:passage_scmp-3223585_9999 .",
        "nothing declares spid:passage_scmp-3223585_9999",
    ),
    "a number without zeros": (
        f"{CLAIM} a sp:Claim ; sp:hasEvidence spid:passage_scmp-3223585_345 .",
        "nothing declares spid:passage_scmp-3223585_345; did you mean spid:passage_scmp-3223585_0345?",
    ),
    "a Cyrillic letter": (
        f"{CLAIM} a sp:Claim ; sp:c\u0430pacity 'x' .",
        "nothing declares https://w3id.org/spacepact/ontology#c\u0430pacity; "
        "it contains U+0430 CYRILLIC SMALL LETTER A",
    ),
}


@pytest.mark.parametrize(("turtle", "message"), UNDECLARED.values(), ids=UNDECLARED)
def test_an_undeclared_name_suggests_names_of_its_kind(
    turtle: str, message: str, tmp_path: Path, background: Background
) -> None:
    (finding,) = names(tmp_path, turtle, background)
    assert finding.message == message
    assert (finding.line, finding.severity) == (FIRST, "error")


OWN = "https://example.org/facts#"
OWN_STATE = f"<{OWN}state_ruritania> a sp:State ."


@pytest.mark.parametrize(
    ("turtle", "message"),
    [
        (
            f"{CLAIM} a sp:Claim ; sp:claimSubject <{OWN}state_ruritana> . {OWN_STATE}",
            f"nothing declares {OWN}state_ruritana; did you mean {OWN}state_ruritania?",
        ),
        (
            f"{CLAIM} a sp:Claim ; sp:claimSubject <{OWN}state_pakistan> . {OWN_STATE}",
            f"nothing declares {OWN}state_pakistan; did you mean spid:state_pakistan?",
        ),
        (f"{CLAIM} a sp:Claim ; sp:claimSubject <{OWN}event_x> . {OWN_STATE}", f"nothing declares {OWN}event_x"),
    ],
)
def test_the_names_in_the_namespace_of_a_user_need_a_class(
    turtle: str, message: str, tmp_path: Path, background: Background
) -> None:
    (finding,) = names(tmp_path, turtle, background)
    assert (finding.message, finding.rule, finding.line) == (message, "unknown-thing", FIRST)


@pytest.mark.parametrize(
    "turtle",
    [
        f"{CLAIM} a sp:Claim ; sp:claimSubject <{OWN}state_ruritania> . {OWN_STATE}",
        f"{CLAIM} a sp:Claim ; sp:claimSubject <{OWN}ruritana> . {OWN_STATE}",  # not the name of a thing
        f"{CLAIM} a sp:Claim ; sp:claimSubject <https://example.org/others#state_x> . {OWN_STATE}",
    ],
)
def test_other_iris_of_users_need_no_class(turtle: str, tmp_path: Path, background: Background) -> None:
    assert names(tmp_path, turtle, background) == []


def test_a_thing_without_class_is_reported_once_where_it_is_described(tmp_path: Path, background: Background) -> None:
    use = parsed(tmp_path, HEAD + f"{CLAIM} a sp:Claim ; sp:claimSubject spid:state_x , spid:state_y .")
    described = parsed(tmp_path, HEAD + "spid:state_x\n skos:prefLabel 'X'@en ; sp:memberCount 1 .", "b.ttl")
    findings = list(undeclared.check([use, described], background))
    assert [(finding.path, finding.line, finding.message[:27]) for finding in findings] == [
        (described.path, FIRST + 1, "spid:state_x has no class: "),
        (use.path, FIRST, "nothing declares spid:state"),
    ]
    both = undeclared.undeclared_iris([use, described], background)
    assert both == {PREFIXES["spid"] + "state_x", PREFIXES["spid"] + "state_y"}


def test_undeclared_iris_are_those_of_the_findings(tmp_path: Path, background: Background) -> None:
    for turtle, _ in UNDECLARED.values():
        file = parsed(tmp_path, HEAD + turtle)
        assert len(undeclared.undeclared_iris([file], background)) == 1
    assert undeclared.undeclared_iris([parsed(tmp_path, HEAD + "spid:state_x a sp:State .")], background) == set()


VOCABULARY = {
    "a second label": "sp:State skos:altLabel 'country'@en .",
    "a definition of a code": "sp:stance_hoped skos:definition 'x'@en .",
    "a shape that is switched off": "sps:Claim sh:deactivated true .",
    "a new class of ours": "sp:Treaty a owl:Class ; rdfs:subClassOf sp:Agreement .",
    "a new property of ours": "sp:likes a owl:ObjectProperty .",
    "a new code": "sp:stance_feared a skos:Concept ; skos:inScheme sp:stances .",
    "a new code elsewhere": "<http://e/feared> skos:inScheme sp:stances .",
    "a new class elsewhere": "<http://e/Treaty> a rdfs:Class .",
    "a new property elsewhere": "spid:likes a owl:DatatypeProperty .",
    "a new subclass": "<http://e/Treaty> rdfs:subClassOf sp:Agreement .",
    "an import": "<http://e/> owl:imports <http://e/ontology> .",
    "an axiom about things": "spid:state_china owl:differentFrom spid:state_pakistan .",
    "a domain": "<http://e/p> rdfs:domain sp:Agreement .",
    "a term of SKOS": "skos:prefLabel rdfs:label 'label'@en .",
    "a term of RDF": "rdf:type a rdf:Property .",
    "a reified statement": "spid:claim_x a rdf:Statement .",
    "a restriction": "[] a owl:Restriction .",
    "a shape": "<http://e/shape> a sh:NodeShape ; sh:targetClass sp:Claim .",
}


@pytest.mark.parametrize("turtle", VOCABULARY.values(), ids=VOCABULARY)
def test_data_that_changes_the_vocabulary_is_one_finding(turtle: str, tmp_path: Path, background: Background) -> None:
    (finding,) = names(tmp_path, turtle, background)
    assert (finding.rule, finding.severity, finding.line) == ("vocabulary", "error", FIRST)
    assert finding.message.startswith("data cannot change the vocabulary: ")


def test_a_thing_with_the_prefix_of_the_terms(tmp_path: Path, background: Background) -> None:
    (finding,) = names(tmp_path, "sp:state_ruritania a sp:State ; skos:prefLabel 'Ruritania'@en .", background)
    assert finding.message.endswith("sp:state_ruritania is not a thing: did you mean spid:state_ruritania?")


def test_things_can_be_deprecated_and_a_file_can_have_a_header(tmp_path: Path, background: Background) -> None:
    turtle = (
        "spid:state_x a sp:State ; owl:deprecated true ; dcterms:isReplacedBy spid:state_pakistan .\n"
        "<http://e/> a owl:Ontology ; owl:imports <https://w3id.org/spacepact/ontology> .\n"
        "wd:Q843 skos:altLabel 'Pakistan'@en ."
    )
    assert names(tmp_path, turtle, background) == []
    assert list(undeclared.check_prefixes(parsed(tmp_path, HEAD + turtle))) == []


# A prefix declaration, and the IRI to write.
NAMESPACES = {
    "sp without #": ("sp", "https://w3id.org/spacepact/ontology", "sp"),
    "sp elsewhere": ("sp", "https://example.org/ontology#", "sp"),
    "http in another prefix": ("o", "http://w3id.org/spacepact/ontology#", "sp"),
    "a slash in another prefix": ("o", "https://w3id.org/spacepact/ontology/", "sp"),
    "www and capitals": ("x", "https://www.w3id.org/SpacePact/id/", "spid"),
    "no slash": ("x", "https://w3id.org/spacepact/id", "spid"),
    "a letter less": ("x", "https://w3id.org/spacpact/ontology#", "sp"),
    "a letter more": ("x", "https://w3id.org/spacepact/ids/", "spid"),
    "another path": ("x", "https://w3id.org/spacepact/shape#", "sps"),
    "skos without #": ("skos", "http://www.w3.org/2004/02/skos/core", "skos"),
    "oa with https": ("oa", "https://www.w3.org/ns/oa#", "oa"),
    "xsd with a slash": ("xsd", "http://www.w3.org/2001/XMLSchema/", "xsd"),
    "rdf with https": ("rdf", "https://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdf"),
    "rdfs without #": ("r", "http://www.w3.org/2000/01/rdf-schema", "rdfs"),
    "owl with a slash": ("owl", "http://www.w3.org/2002/07/owl/", "owl"),
    "dcterms with https": ("dct", "https://purl.org/dc/terms/", "dcterms"),
    "dcterms without a slash": ("dcterms", "http://purl.org/dc/terms", "dcterms"),
    "elements for terms": ("dcterms", "http://purl.org/dc/elements/1.1/", "dcterms"),
    "schema with http": ("schema", "http://schema.org/", "schema"),
    "pages of Wikidata": ("wd", "https://www.wikidata.org/wiki/", "wd"),
    "wd with https": ("wikidata", "https://www.wikidata.org/entity/", "wd"),
}


@pytest.mark.parametrize(("name", "iri", "right"), NAMESPACES.values(), ids=NAMESPACES)
def test_a_wrong_namespace_is_reported_once_at_its_prefix(name: str, iri: str, right: str, tmp_path: Path) -> None:
    file = parsed(tmp_path, f"@prefix p: <http://e/> .\n@prefix {name}: <{iri}> .\n{name}:a p:b {name}:c .")
    (finding,) = undeclared.check_prefixes(file)
    assert (finding.rule, finding.line, finding.column) == ("other-prefix", 2, 9)
    assert finding.message == f"the prefix {name}: is declared with another IRI: write <{PREFIXES[right]}>"


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("http://w3id.org/spacepact/id/state_pakistan", "https://w3id.org/spacepact/id/state_pakistan"),
        ("https://w3id.org/spacepact/ontology/State", "https://w3id.org/spacepact/ontology#State"),
        ("https://w3id.org/spacepact/state_pakistan", "https://w3id.org/spacepact/id/state_pakistan"),
        ("https://www.wikidata.org/entity/Q843", "http://www.wikidata.org/entity/Q843"),
        ("http://schema.org/Person", "https://schema.org/Person"),
    ],
)
def test_a_misspelt_full_iri_is_reported_once(wrong: str, right: str, tmp_path: Path) -> None:
    file = parsed(tmp_path, f"<http://e/a> <http://e/p>\n <{wrong}> , <{wrong}_2> .")
    (finding,) = undeclared.check_prefixes(file)
    assert (finding.rule, finding.line) == ("other-prefix", 2)
    assert finding.message == f"the IRI <{wrong}> is misspelt: write <{right}>"


def test_a_misspelt_datatype_is_reported(tmp_path: Path) -> None:
    file = parsed(tmp_path, "<http://e/a> <http://e/p> '5'^^<https://www.w3.org/2001/XMLSchema#integer> .")
    (finding,) = undeclared.check_prefixes(file)
    assert finding.message.endswith("write <http://www.w3.org/2001/XMLSchema#integer>")


@pytest.mark.parametrize(
    "iri",
    [
        *PREFIXES.values(),
        "https://w3id.org/spacepact/query/",
        "https://w3id.org/spacepact/graph",
        "https://w3id.org/spacepact/id/claim_",
        "http://purl.org/dc/elements/1.1/",
        "http://www.w3.org/ns/org#",
        "http://www.w3.org/ns/prov#",
        "http://www.w3.org/2008/05/skos-xl#",
        "https://example.org/spacepact/ontology#",
        "https://example.org/id/",
        "https://w3id.org/",
    ],
)
def test_other_namespaces_are_valid(iri: str) -> None:
    assert misspelt_namespace(iri) is None
    assert misspelt_iri(f"{iri}Name") is None


@pytest.mark.parametrize(
    "iri",
    ["https://w3id.org/spacepact/ontology", "https://w3id.org/spacepact/graph", "http://www.w3.org/2004/02/skos/core"],
)
def test_the_iri_of_a_vocabulary_is_valid(iri: str) -> None:
    assert misspelt_iri(iri) is None


def test_a_file_without_terms_of_the_project(tmp_path: Path) -> None:
    text = "@prefix ex: <https://example.org/> .\nex:ruritania ex:label 'Ruritania'@en ."
    (finding,) = undeclared.check_prefixes(parsed(tmp_path, text))
    assert (finding.rule, finding.line, finding.severity) == ("no-terms", None, "error")
    assert f"@prefix sp: <{PREFIXES['sp']}>" in finding.message
    assert list(undeclared.check_prefixes(parsed(tmp_path, HEAD + "<http://e/a> <http://e/p> wd:Q1 .")))
    assert not list(undeclared.check_prefixes(parsed(tmp_path, HEAD + "<http://e/a> a sp:State .")))
