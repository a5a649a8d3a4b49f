"""The ontology is in OWL 2 DL and consistent in HermiT, with and without the data; violations are detected."""

from __future__ import annotations

import re
from functools import cache
from itertools import chain
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from locations import EXAMPLES as EXAMPLE_DOCUMENTS
from reasoning import profile_violations, triples
from spacepact.graph import packaged_files
from spacepact.graph.select import select
from spacepact.graph.store import load_turtle
from spacepact.reason import hermit
from spacepact.reason.clash import Statement
from spacepact.reason.reasoning import Reasoning
from spacepact.terms import SP, SPID, expand
from turtle_examples import Example, read_examples

pytestmark = pytest.mark.java
HERE = Path(__file__).parent
EXAMPLES = [example for path in sorted((HERE / "owl").iterdir()) for example in read_examples(path)]
CONSISTENT = [example for example in EXAMPLES if example.verdict == "pass"]
CLASHING = [example for example in EXAMPLES if example.verdict == "fail"]


def node(curie: str) -> NamedNode:
    iri = expand(curie)
    assert iri
    return iri


@cache
def ontology() -> list[Triple]:
    """Return the triples of the ontology; the caller must not change them."""
    return triples(packaged_files.ontology())


def test_the_ontology_is_in_owl_2_dl() -> None:
    assert profile_violations(ontology()) == []


def test_the_graph_is_in_owl_2_dl() -> None:
    instances = triples([*packaged_files.written_instances(), packaged_files.derived()])
    assert profile_violations([*ontology(), *instances]) == []


@pytest.mark.parametrize(
    "violation",
    [
        (node("sp:isPartOf"), node("rdf:type"), node("owl:DatatypeProperty")),
        (node("spid:state_pakistan"), NamedNode("https://example.org/undeclared"), node("spid:state_pakistan")),
        (node("sp:isPartOf"), node("rdf:type"), node("owl:IrreflexiveProperty")),
    ],
    ids=["two kinds of property", "undeclared property", "irreflexive and transitive"],
)
def test_a_violation_of_owl_2_dl_is_detected(violation: tuple[NamedNode, NamedNode, NamedNode]) -> None:
    assert profile_violations([*ontology(), Triple(*violation)])


@pytest.mark.parametrize("data", [[], [EXAMPLE_DOCUMENTS]], ids=["packaged graph", "invented documents"])
def test_the_graph_is_consistent(data: list[Path]) -> None:
    graph = Reasoning(data)
    assert (graph.clashes(), graph.notes) == ([], [])


def test_there_are_examples_of_both_verdicts() -> None:
    assert CONSISTENT
    assert CLASHING


@pytest.mark.parametrize("example", CONSISTENT, ids=str)
def test_an_example_is_consistent(example: Example, tmp_path: Path) -> None:
    graph = Reasoning([example.write(tmp_path)])
    assert (graph.clashes(), graph.notes) == ([], [])


@pytest.mark.parametrize("example", CLASHING, ids=str)
def test_a_clash_is_reported_with_its_minimal_statements(example: Example, tmp_path: Path) -> None:
    path = example.write(tmp_path)
    graph = Reasoning([path])
    (clash,) = graph.clashes()
    assert graph.is_consistent == bool(clash.about)
    expected = re.findall(r"^# clash: (.*)$", example.text, re.M)
    assert [statement.text for statement in clash.statements] == expected
    axioms = [statement.axiom for statement in clash.statements]
    assert not hermit.consistent([*clash.assumptions, *axioms])
    for removed in axioms:
        assert hermit.consistent([*clash.assumptions, *(axiom for axiom in axioms if axiom is not removed)])
    assert any(is_located_in(statement, path) for statement in clash.statements)


def is_located_in(statement: Statement, path: Path) -> bool:
    """Check that the line of a statement contains its last term, and return whether the line is in *path*."""
    file, _, line = statement.place.rpartition(":")
    text = (packaged_files.root() / file).read_text(encoding="utf-8").splitlines()[int(line) - 1]
    last = re.split("[ :]", statement.text.rstrip(")"))[-1].partition("^^")[0]
    assert last in text or "owl:" in text
    return Path(file) == path


def axioms_of(predicate: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return each property that has a domain (or range) in OWL, with the classes of that domain."""
    store = load_turtle(packaged_files.ontology())
    sparql = f"SELECT ?p ?c WHERE {{ ?p rdfs:{predicate} ?d . ?d (owl:unionOf/rdf:rest*/rdf:first)? ?c }}"
    prefixes = "".join(f"PREFIX {p}: <{node(p + ':x').value[:-1]}> " for p in ("owl", "rdf", "rdfs"))
    classes: dict[str, list[str]] = {}
    for row in select(store, prefixes + sparql):
        if isinstance(row["c"], NamedNode) and isinstance(row["p"], NamedNode):
            classes.setdefault(row["p"].value, []).append(row["c"].value)
    return [(p, tuple(sorted(c))) for p, c in sorted(classes.items())]


AXIOMS = [(end, *axiom) for end in ("domain", "range") for axiom in axioms_of(end)]


def test_there_are_domains_ranges_and_unions() -> None:
    assert {end for end, _, _ in AXIOMS} == {"domain", "range"}
    assert any(SP + "Choice" in classes and len(classes) > 1 for _, _, classes in AXIOMS)


@pytest.mark.parametrize(("end", "relation", "classes"), AXIOMS, ids=lambda x: x if isinstance(x, str) else "")
def test_a_clash_with_each_domain_and_range_is_detected(end: str, relation: str, classes: tuple[str, ...]) -> None:
    thing, used = NamedNode(SPID + "example"), NamedNode(relation)
    has_literals = Triple(used, node("rdf:type"), node("owl:DatatypeProperty")) in ontology()
    other = Literal("1") if has_literals else BlankNode()
    triple = Triple(thing, used, other) if end == "domain" else Triple(BlankNode(), used, thing)
    others = ["Claim"] if SP + "Entity" in classes else ["Field", "Place"]
    disjoint = next(SP + name for name in others if SP + name not in classes)
    for kind, is_consistent in ((classes[0], True), (disjoint, False)):
        data = chain(ontology(), [triple, Triple(thing, node("rdf:type"), NamedNode(kind))])
        assert hermit.consistent(hermit.ontology(data).getLogicalAxioms()) == is_consistent
