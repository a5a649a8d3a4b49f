"""spacepact export --rdf12: each claim is the reifier of its triples, and only derived facts are asserted."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, QuerySolutions, Store, Triple, parse

from command_line import run
from locations import EXAMPLES
from spacepact.ask import execute, named_queries
from spacepact.ask.output import answer_text
from spacepact.graph import facts
from spacepact.graph.select import select
from spacepact.rdf.serialize import EXPORTS, RDF12
from spacepact.release import export
from spacepact.terms import GRAPH, PREFIXES, SP, SPID

REIFIES = NamedNode(PREFIXES["rdf"] + "reifies")
# What each claim is about, by SPARQL 1.1 over the plain graph.
STATED = """
PREFIX sp: <https://w3id.org/spacepact/ontology#>
SELECT DISTINCT ?claim ?s ?p ?o {
  ?claim a sp:Claim ; sp:claimSubject ?s ; sp:claimProperty ?p .
  { ?claim sp:claimObject ?o } UNION { ?claim sp:claimLiteral ?o }
}"""
WITHOUT_VALUE = """
PREFIX sp: <https://w3id.org/spacepact/ontology#>
SELECT ?claim {
  ?claim a sp:Claim .
  FILTER NOT EXISTS { ?claim sp:claimObject ?thing }
  FILTER NOT EXISTS { ?claim sp:claimLiteral ?literal }
}"""
QUANTITIES = """
PREFIX sp: <https://w3id.org/spacepact/ontology#>
SELECT DISTINCT ?claim {
  ?claim sp:exactQuantity|sp:minimumQuantity|sp:maximumQuantity|sp:approximateQuantity|sp:ordinal ?number
}"""


def reified(triples: list[Triple]) -> dict[tuple[object, ...], Triple]:
    """Return the reified triples by claim, subject, property and value."""
    return {
        (t.subject, *t.object): t.object for t in triples if t.predicate == REIFIES and isinstance(t.object, Triple)
    }


def mistakes(triples: list[Triple], plain: Store) -> list[str]:
    """Return what is wrong with the export of *plain*, a graph without triple terms."""
    by_claim = reified(triples)
    wrong = []
    rows = [(row["claim"], row["s"], row["p"], row["o"]) for row in select(plain, STATED)]
    if by_claim.keys() != set(rows) or len(by_claim) != len(rows):
        wrong.append("the reified triples are not those of the claims")
    reifiers = {claim for claim, *_ in by_claim}
    silent = {row["claim"] for row in select(plain, WITHOUT_VALUE)}
    if silent & reifiers or silent - {row["claim"] for row in select(plain, QUANTITIES)}:
        wrong.append("a claim with only a quantity has a triple, or another claim has none")
    asserted = {triple for triple in by_claim.values() if triple in set(triples)}
    if asserted != set(by_claim.values()) & set(facts(plain)):
        wrong.append("a triple is asserted that is not derived, or the reverse")
    return wrong


@pytest.fixture(scope="module")
def triples() -> list[Triple]:
    return export.gather(reified=True)


def test_each_claim_reifies_its_triples(triples: list[Triple], store: Store) -> None:
    assert mistakes(triples, store) == []
    assert len(reified(triples)) > 400


@pytest.mark.slow
def test_examples_with_choices_joint_subjects_and_quantities(store_with_examples: Store) -> None:
    assert mistakes(export.gather([EXAMPLES], reified=True), store_with_examples) == []


@pytest.mark.slow
def test_wrong_triples_are_found(triples: list[Triple], store: Store) -> None:
    lost = next(t for t in triples if t.predicate == REIFIES)
    assert mistakes([t for t in triples if t != lost], store) == ["the reified triples are not those of the claims"]
    asserted = "a triple is asserted that is not derived, or the reverse"
    hope = spid("state_pakistan", "isSignatoryOf", "agreement_pakistan_ilrs_hoped")
    assert hope in reified(triples).values()
    assert mistakes([*triples, hope], store) == [asserted]
    fact = next(t for t in facts(store) if t in reified(triples).values())
    assert mistakes([t for t in triples if t != fact], store) == [asserted]
    quantity = next(row["claim"] for row in select(store, WITHOUT_VALUE))
    assert len(mistakes([*triples, Triple(quantity, REIFIES, hope)], store)) == 2  # type: ignore[arg-type]


def spid(subject: str, name: str, value: str) -> Triple:
    return Triple(NamedNode(SPID + subject), NamedNode(SP + name), NamedNode(SPID + value))


@pytest.mark.parametrize(
    ("claim", "expected", "is_fact"),
    [
        # "Pakistan hopes to soon sign a cooperation agreement": one subject, only hoped for.
        (
            "claim_scmp-3223585_0000_7",
            [("state_pakistan", "isSignatoryOf", "agreement_pakistan_ilrs_hoped")],
            False,
        ),
        # "China leads the ILRS": asserted by the document.
        ("claim_scmp-3223585_0000_10", [("state_china", "leads", "programme_ilrs")], True),
        # "Pakistan and China are committed to assessing the ILRS": two subjects act jointly.
        (
            "claim_thenews-1342410_0641_5",
            [
                ("state_china", "carriesOut", "undertaking_assessments_of_ilrs"),
                ("state_pakistan", "carriesOut", "undertaking_assessments_of_ilrs"),
            ],
            False,
        ),
    ],
)
def test_claims_of_the_readme(
    triples: list[Triple], claim: str, expected: list[tuple[str, str, str]], is_fact: bool
) -> None:
    found = {triple for (reifier, *_), triple in reified(triples).items() if reifier == NamedNode(SPID + claim)}
    assert found == {spid(*names) for names in expected}
    assert {triple in triples for triple in found} == {is_fact}


def test_one_more_triple_for_each_triple_of_a_claim(triples: list[Triple], store: Store) -> None:
    plain = export.gather()
    added = set(triples) - set(plain)
    about_graph = {t for t in added if GRAPH in str(t)}
    assert len(added) - len(about_graph) == len(select(store, STATED))
    # Three counts of the dataset change. The new part has a link, a class, a title, a count, an author and a licence.
    # The new property has a link, its IRI and a count.
    assert len(about_graph) == 3 + 6 + 3
    assert {triple.predicate.value.rpartition("#")[2] for triple in set(plain) - set(triples)} == {
        "triples",
        "distinctObjects",
        "properties",
    }


@pytest.mark.parametrize("form", RDF12)
def test_oxigraph_reads_it_back(triples: list[Triple], form: str) -> None:
    done = run("export", "--rdf12", "-f", form, PYTHONHASHSEED="4711")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == export.export_text(triples, form)  # the same bytes in another process
    assert {quad.triple for quad in parse(done.stdout.encode(), EXPORTS[form])} == set(triples)


def test_sparql_1_2_finds_the_claims_of_a_triple(triples: list[Triple]) -> None:
    """The rows of the flat pattern and of the pattern with a reifier are the same."""
    store = Store()
    store.extend(Quad(*triple) for triple in triples)
    patterns = (
        "?claim sp:claimSubject ?s ; sp:claimProperty sp:isSignatoryOf ; sp:claimObject ?o",
        "<< ?s sp:isSignatoryOf ?o ~ ?claim >>",
    )
    rows = []
    for pattern in patterns:
        answer = store.query(f"PREFIX sp: <{SP}> SELECT ?claim ?s ?o {{ {pattern} }} ORDER BY ?claim ?s ?o")
        assert isinstance(answer, QuerySolutions)
        rows.append([(str(row["claim"]), str(row["s"]), str(row["o"])) for row in answer])
    assert rows[0]
    assert rows[0] == rows[1]


def test_queries_give_the_same_answers(triples: list[Triple], store: Store) -> None:
    graph = Store()
    graph.extend(Quad(*triple) for triple in triples)
    for query in named_queries.all_queries().values():
        answers = [execute.run_query(each, query.bind({})) for each in (store, graph)]
        if isinstance(answers[0], execute.Table):
            texts = [answer_text.format_answer(answer, "json", store, False, False) for answer in answers]
            assert texts[0] == texts[1], query.name


@pytest.mark.parametrize("form", sorted({*EXPORTS} - {*RDF12}))
def test_other_formats_are_refused(form: str, tmp_path: Path) -> None:
    file = tmp_path / f"graph.{form}"
    done = run("export", "--rdf12", "-o", str(file))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"spacepact: --rdf12 cannot write {form}: choose one of ttl, nt\n"
    assert not file.exists()


def test_a_part_without_claims_reifies_nothing() -> None:
    assert reified(export.gather(only=["codes"], reified=True)) == {}
