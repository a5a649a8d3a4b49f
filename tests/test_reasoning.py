"""The ontology is in OWL 2 DL and, with the data, consistent in HermiT; whatever leaves either is noticed."""

from __future__ import annotations

import re
from itertools import chain
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from spacepact.graph import packaged_files
from spacepact.graph.select import select
from spacepact.graph.store import load_turtle
from spacepact.reason import axiom_lines, hermit
from spacepact.reason.clash import Statement
from spacepact.reason.reasoning import Reasoning
from spacepact.terms import SP, SPID, expand

HERE = Path(__file__).parent
EXAMPLES = sorted((HERE / "examples").glob("*.ttl"))
INCONSISTENT = sorted((HERE / "inconsistent").glob("*.ttl"))
CONSISTENT = sorted((HERE / "consistent").glob("*.ttl"))
ONTOLOGY = [one.triple for path in packaged_files.ontology() for one in axiom_lines.read(path)]
ALL = [one.triple for one in axiom_lines.stated()]


def node(curie: str) -> NamedNode:
    found = expand(curie)
    assert found
    return found


@pytest.mark.parametrize("data", [ONTOLOGY, ALL], ids=["ontology", "with the data"])
def test_owl_2_dl(data: list[Triple]) -> None:
    assert [str(violation) for violation in hermit.profile_violations(hermit.ontology(data))] == []


@pytest.mark.parametrize(
    "slip",
    [
        (node("sp:isPartOf"), node("rdf:type"), node("owl:DatatypeProperty")),
        (node("spid:state_pakistan"), NamedNode("https://example.org/undeclared"), node("spid:state_pakistan")),
        (node("sp:isPartOf"), node("rdf:type"), node("owl:IrreflexiveProperty")),
    ],
    ids=["two kinds of property", "undeclared property", "irreflexive and transitive"],
)
def test_leaving_owl_2_dl_is_noticed(slip: tuple[NamedNode, NamedNode, NamedNode]) -> None:
    assert hermit.profile_violations(hermit.ontology([*ONTOLOGY, Triple(*slip)]))


def test_there_are_files_to_reason_over() -> None:
    assert EXAMPLES
    assert INCONSISTENT
    assert CONSISTENT


@pytest.mark.parametrize("path", [None, HERE / "examples", *CONSISTENT], ids=lambda p: p.stem if p else "the graph")
def test_consistent(path: Path | None) -> None:
    graph = Reasoning([path] if path else [])
    assert (graph.clashes(), graph.notes) == ([], [])


def wanted(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.removeprefix("# clash: ") for line in lines if line.startswith("# clash: ")]


@pytest.mark.parametrize("path", INCONSISTENT, ids=lambda p: p.stem)
def test_a_clash_is_named_and_holds_nothing_to_spare(path: Path) -> None:
    graph = Reasoning([path])
    (clash,) = graph.clashes()
    assert graph.is_consistent == bool(clash.about)
    assert [statement.text for statement in clash.statements] == wanted(path)
    axioms = [statement.axiom for statement in clash.statements]
    assert not hermit.consistent([*clash.given, *axioms])
    for spared in axioms:
        assert hermit.consistent([*clash.given, *(axiom for axiom in axioms if axiom is not spared)])
    assert any(is_written(statement, path) for statement in clash.statements)


def is_written(statement: Statement, path: Path) -> bool:
    """Check that the line that a statement gives as its place has its last term; tell whether it is in *path*."""
    file, _, line = statement.place.rpartition(":")
    text = (packaged_files.root() / file).read_text(encoding="utf-8").splitlines()[int(line) - 1]
    last = re.split("[ :]", statement.text.rstrip(")"))[-1].partition("^^")[0]
    assert last in text or "owl:" in text
    return Path(file) == path


def axioms_of(predicate: str) -> list[tuple[str, tuple[str, ...]]]:
    """The properties that have a domain or range in OWL, each with the classes that it allows."""
    store = load_turtle(packaged_files.ontology())
    sparql = f"SELECT ?p ?c WHERE {{ ?p rdfs:{predicate} ?d . ?d (owl:unionOf/rdf:rest*/rdf:first)? ?c }}"
    prefixes = "".join(f"PREFIX {p}: <{node(p + ':x').value[:-1]}> " for p in ("owl", "rdf", "rdfs"))
    found: dict[str, list[str]] = {}
    for row in select(store, prefixes + sparql):
        if isinstance(row["c"], NamedNode) and isinstance(row["p"], NamedNode):
            found.setdefault(row["p"].value, []).append(row["c"].value)
    return [(p, tuple(sorted(c))) for p, c in sorted(found.items())]


AXIOMS = [(end, *axiom) for end in ("domain", "range") for axiom in axioms_of(end)]


def test_there_are_domains_ranges_and_unions() -> None:
    assert {end for end, _, _ in AXIOMS} == {"domain", "range"}
    assert any(SP + "Choice" in classes and len(classes) > 1 for _, _, classes in AXIOMS)


@pytest.mark.parametrize(("end", "relation", "classes"), AXIOMS, ids=lambda x: x if isinstance(x, str) else "")
def test_each_domain_and_range_is_noticed(end: str, relation: str, classes: tuple[str, ...]) -> None:
    thing, used = NamedNode(SPID + "example"), NamedNode(relation)
    has_literals = Triple(used, node("rdf:type"), node("owl:DatatypeProperty")) in ONTOLOGY
    other = Literal("1") if has_literals else BlankNode()
    said = Triple(thing, used, other) if end == "domain" else Triple(BlankNode(), used, thing)
    broad = SP + "Entity" in classes
    foreign = SP + "Claim" if broad else next(SP + k for k in ("Field", "Place") if SP + k not in classes)
    for kind, fits in ((classes[0], True), (foreign, False)):
        data = chain(ONTOLOGY, [said, Triple(thing, node("rdf:type"), NamedNode(kind))])
        assert hermit.consistent(hermit.ontology(data).getLogicalAxioms()) == fits
