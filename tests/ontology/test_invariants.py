"""Test the invariants that SHACL cannot state: the packaged data satisfies them, and each detects an error."""

from __future__ import annotations

import csv
import subprocess
from pathlib import Path

import pytest
import rdflib
from rdflib.namespace import OWL, PROV, RDF, RDFS, XSD

from invariants import (
    DCTERMS,
    OA,
    SPN,
    blank_nodes,
    copied_text,
    deprecated_in,
    digests_that_differ,
    letters_not_covered,
    prefixes_that_differ,
    read_differently,
    undeclared,
    unknown_foreign,
    unsafe_literals,
    unused_terms,
    withdrawn_wrongly,
)
from locations import EXAMPLES, ROOT
from spacepact.errors import BadInput
from spacepact.graph import packaged_files
from spacepact.graph.edtf_dates import moments
from spacepact.terms import SPID

TURTLE = [*packaged_files.ontology(), *packaged_files.written_instances(), packaged_files.derived()]
PAKISTAN = rdflib.URIRef(SPID + "state_pakistan")
TITLES = ["Pakistan, China to jointly establish space science centre"]


def copy(data: rdflib.Graph) -> rdflib.Graph:
    return rdflib.Graph() + data


def project_files() -> dict[str, str]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    files = [name for name in listed if (ROOT / name).is_file() and not name.endswith(".webp")]
    return {name: (ROOT / name).read_text(encoding="utf-8") for name in files}


# Documents


def test_passages_cover_every_letter(rdf: rdflib.Graph, texts: dict[str, str]) -> None:
    assert texts
    assert {name: letters_not_covered(rdf, name, text) for name, text in texts.items()} == {name: [] for name in texts}


def test_letters_of_a_removed_passage_are_reported(rdf: rdflib.Graph, texts: dict[str, str]) -> None:
    name, text = next(iter(texts.items()))
    less = copy(rdf)
    less.remove((rdflib.URIRef(f"{SPID}passage_{name}_0345"), SPN.isPassageOf, None))
    assert letters_not_covered(less, name, text)


def test_digests_match_the_texts(rdf: rdflib.Graph, texts: dict[str, str]) -> None:
    assert {name: digests_that_differ(rdf, name, text) for name, text in texts.items()} == {name: [] for name in texts}


def test_a_changed_text_and_a_moved_passage_are_reported(rdf: rdflib.Graph, texts: dict[str, str]) -> None:
    name, text = next(iter(texts.items()))
    assert "the complete text" in digests_that_differ(rdf, name, text.replace("2021", "2022", 1))
    moved = copy(rdf)
    moved.set((rdflib.URIRef(f"{SPID}passage_{name}_0345"), OA.start, rdflib.Literal(346)))
    assert digests_that_differ(moved, name, text) == ["346-450"]


def test_no_file_contains_text_of_a_document(texts: dict[str, str]) -> None:
    files = project_files()
    assert len(files) > 20
    assert copied_text(files, texts.values(), TITLES) == []


def test_text_of_a_document_is_reported(texts: dict[str, str]) -> None:
    text = next(iter(texts.values()))
    assert copied_text({"file": f"It says: {text[100:300]}"}, texts.values(), TITLES)
    assert not copied_text({"file": f"It is called {TITLES[0]}."}, texts.values(), TITLES)


def test_each_document_with_passages_has_one_record_of_its_encoding(rdf: rdflib.Graph) -> None:
    documents = set(rdf.objects(None, SPN.isPassageOf))
    assert documents
    assert [document for document in documents if len(list(rdf.subjects(PROV.used, document))) != 1] == []


# Withdrawn claims


def withdrawn() -> list[dict[str, str]]:
    with (ROOT / "instances" / "withdrawn.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_withdrawn_claims_are_not_in_the_graph(rdf: rdflib.Graph) -> None:
    rows = withdrawn()
    assert rows
    assert withdrawn_wrongly(rows, rdf) == []


def test_a_wrong_list_of_withdrawn_claims_is_reported(rdf: rdflib.Graph) -> None:
    good = withdrawn()[0]
    used = {"claim": "spid:claim_scmp-3223585_0000_1", "reason": "It repeats another claim."}
    empty = {"claim": good["claim"].replace("_0000_", "_0001_"), "reason": ""}
    not_a_claim = {"claim": "spid:state_pakistan", "reason": "It is not a claim."}
    assert len(withdrawn_wrongly([good, used, good, empty, not_a_claim], rdf)) == 4
    mentioned = copy(rdf)
    withdrawn_claim = rdflib.URIRef(SPID + good["claim"].removeprefix("spid:"))
    mentioned.add((withdrawn_claim, RDFS.seeAlso, PAKISTAN))
    assert withdrawn_wrongly([good], mentioned)


# Data


@pytest.mark.parametrize("path", [*TURTLE, packaged_files.shapes()], ids=lambda path: path.stem)
def test_both_engines_read_the_same_triples(path: Path) -> None:
    assert not read_differently(path.read_text(encoding="utf-8"))


def test_a_text_that_the_engines_read_differently_is_reported() -> None:
    assert read_differently('<urn:a> <urn:b> "x"@en-GB .')


def test_instances_have_no_blank_nodes() -> None:
    paths = [path for path in TURTLE if path.parent.name != "ontology"]
    for path in paths:
        data = rdflib.Graph().parse(path)
        assert blank_nodes(data) == []
        assert blank_nodes(data + rdflib.Graph().parse(data="[] <urn:p> 1 .", format="turtle"))
    assert len(paths) > 10


def test_literals_are_safe_in_every_store(rdf: rdflib.Graph) -> None:
    assert unsafe_literals(rdf) == []


@pytest.mark.parametrize(
    "literal",
    [
        rdflib.Literal("2023-05-30", datatype=XSD.date),
        rdflib.Literal("2023-05-30T00:00:00Z", datatype=XSD.dateTime, normalize=False),
        rdflib.Literal("01", datatype=XSD.integer, normalize=False),
        rdflib.Literal("1.0", datatype=XSD.decimal, normalize=False),
        rdflib.Literal("1", datatype=XSD.boolean, normalize=False),
        rdflib.Literal("AB", datatype=XSD.hexBinary, normalize=False),
        rdflib.Literal("x" * 301),
        rdflib.Literal("1.5", datatype=XSD.double),
    ],
    ids=str,
)
def test_an_unsafe_literal_is_reported(literal: rdflib.Literal) -> None:
    data = rdflib.Graph()
    data.add((PAKISTAN, SPN.name, literal))
    assert unsafe_literals(data)


def test_every_iri_of_ours_is_declared(rdf: rdflib.Graph) -> None:
    assert undeclared(rdf) == set()
    wrong = copy(rdf)
    wrong.add((PAKISTAN, SPN.isSignatryOf, PAKISTAN))
    assert undeclared(wrong) == {str(SPN.isSignatryOf)}


def test_every_date_is_edtf(rdf: rdflib.Graph) -> None:
    dates = [str(o) for p in (SPN.edtf,) for o in rdf.objects(None, p)]
    assert dates
    for date in dates:
        moments(date)
    with pytest.raises(BadInput):
        moments("last month")


def test_the_passages_outside_the_subject(rdf: rdflib.Graph) -> None:
    """Six headlines in a list of the second document, none about space."""
    excused = {str(p).removeprefix(SPID): str(o) for p, o in rdf.subject_objects(SPN.hasReasonForNoClaim)}
    offsets = ("2173", "2236", "2320", "2546", "2663", "2743")
    assert excused == {f"passage_thenews-1342410_{o}": str(SPN.reason_outside_subject) for o in offsets}


def test_there_are_enough_claims(rdf: rdflib.Graph) -> None:
    claims = [c for c in rdf.subjects(SPN.hasStance, None) if (c, SPN.claimProperty, SPN.name) not in rdf]
    assert len(claims) > 150


# Vocabulary


def elsewhere() -> str:
    """Return the text of the shapes, queries and examples, which also use terms."""
    rest = [
        packaged_files.shapes(),
        packaged_files.root() / "ontology" / "facts.rq",
        *packaged_files.queries(),
        *EXAMPLES.glob("*.ttl"),
    ]
    return "\n".join(path.read_text(encoding="utf-8") for path in rest)


def test_every_term_is_used(rdf: rdflib.Graph) -> None:
    assert unused_terms(rdf, elsewhere()) == set()
    more = copy(rdf)
    more.add((SPN.Asteroid, RDFS.isDefinedBy, rdflib.URIRef("https://w3id.org/spacepact/ontology")))
    assert unused_terms(more, elsewhere()) == {"Asteroid"}


def test_no_shape_query_or_example_uses_a_deprecated_term(rdf: rdflib.Graph) -> None:
    assert deprecated_in(rdf, elsewhere()) == set()
    older = copy(rdf)
    older.add((SPN.isPartOf, OWL.deprecated, rdflib.Literal(True)))
    assert deprecated_in(older, "SELECT ?a { ?a sp:isPartOf ?b }") == {"isPartOf"}
    assert deprecated_in(older, "SELECT ?a { ?a sp:isPartOfAll ?b }") == set()


def test_terms_of_other_vocabularies_exist(rdf: rdflib.Graph, shapes: rdflib.Graph) -> None:
    assert unknown_foreign(rdf + shapes) == set()
    wrong = copy(rdf)
    wrong.add((PAKISTAN, DCTERMS.creater, PAKISTAN))
    wrong.add((PAKISTAN, RDF.type, OA.TextPosition))
    assert unknown_foreign(wrong) == {str(DCTERMS.creater), str(OA.TextPosition)}


def test_all_files_use_the_same_prefixes(tmp_path: Path) -> None:
    checks = sorted((packaged_files.root() / "ontology" / "checks").glob("*.rq"))
    files = [*TURTLE, packaged_files.shapes(), *packaged_files.queries(), *checks]
    assert prefixes_that_differ(files) == []
    file = tmp_path / "odd.ttl"
    head = "@prefix sp: <https://example.org/> .\n@prefix spid: <https://w3id.org/spacepact/id/> .\n"
    file.write_text(head + "sp:a sp:b 1 .")
    assert prefixes_that_differ([file]) == ["odd.ttl: sp", "odd.ttl: spid"]


def test_short_names_are_file_names(rdf: rdflib.Graph) -> None:
    names = {str(rdf.value(d, DCTERMS.identifier)) for d in rdf.objects(None, SPN.isPassageOf)}
    assert names == {path.stem for path in (packaged_files.root() / "instances" / "documents").glob("*.ttl")}
