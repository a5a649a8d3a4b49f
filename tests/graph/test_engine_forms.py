"""The literals of the user's data are written as they were read, or the first change is reported in one line."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

import command_line
from spacepact.graph import engine_forms, sections
from spacepact.terms import PREFIXES

LITERALS = [
    ("01", "integer"), ("+5", "integer"), ("1.50", "decimal"), ("1", "boolean"), ("7", "unsignedByte"), ("5", "long"),
    ("1E3", "double"), ("1.0", "float"), ("INF", "double"), ("abc", "integer"),
    ("2024-01-01T00:00:00.000Z", "dateTime"),
    ("2024-01-01", "date"), ("P1Y", "duration"), ("0A", "hexBinary"), ("x", "string"), ("12", "nonNegativeInteger"),
]  # fmt: skip


@pytest.fixture
def own(tmp_path: Path) -> Path:
    lines = [
        f'<http://example.org/s> <http://example.org/p{n}> "{text}"^^<{PREFIXES["xsd"]}{name}> .'
        for n, (text, name) in enumerate(LITERALS)
    ]
    (tmp_path / "own.nt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return tmp_path / "own.nt"


def test_an_export_keeps_every_literal(own: Path) -> None:
    exported = command_line.run("export", "-d", str(own), "--only", "instances", "-f", "nt").stdout.splitlines()
    for line in own.read_text(encoding="utf-8").splitlines():
        assert line.replace(f"^^<{PREFIXES['xsd']}string>", "") in exported


def test_the_triples_to_load_keep_every_literal(own: Path) -> None:
    triples = sections.triples(["instances"], [own])
    about = [quad.object for quad in triples if quad.subject == NamedNode("http://example.org/s")]
    expected = {Literal(text, datatype=NamedNode(PREFIXES["xsd"] + name)) for text, name in LITERALS}
    assert set(about) == expected


def test_two_forms_of_one_value_stay_two(tmp_path: Path) -> None:
    (tmp_path / "own.ttl").write_text("<http://example.org/s> <http://example.org/p> 1, 01, 1.0, 1.00 .")
    triples = sections.triples(["instances"], [tmp_path / "own.ttl"])
    assert sorted(q.object.value for q in triples if q.subject == NamedNode("http://example.org/s")) == [
        "01",
        "1",
        "1.0",
        "1.00",
    ]


def test_a_folder_that_changes_a_literal_is_reported(own: Path, tmp_path: Path) -> None:
    done = command_line.run("load", str(tmp_path / "store"), "-d", str(own))
    assert done.returncode == 1
    assert 'the engine changes "01"^^xsd:integer of http://example.org/s http://example.org/p0' in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_query_over_changed_literals_has_a_note(own: Path) -> None:
    done = command_line.run("query", "-q", "SELECT ?o { <http://example.org/s> ?p ?o }", "-d", str(own), "-f", "csv")
    assert done.stderr.startswith('spacepact: note: the engine changes "01"^^xsd:integer')


def test_nothing_is_reported_for_canonical_literals(tmp_path: Path) -> None:
    (tmp_path / "own.ttl").write_text('<http://example.org/s> <http://example.org/p> 5, 1.5, true, "x", "y"@en .')
    target = str(tmp_path / "store")
    assert command_line.run("load", target, "-d", str(tmp_path / "own.ttl")).returncode == 0


def test_only_changed_literals_are_listed() -> None:
    kept, changed = Literal(5), Literal("05", datatype=NamedNode(PREFIXES["xsd"] + "integer"))
    quads = [Quad(NamedNode("urn:s"), NamedNode("urn:p"), literal) for literal in (kept, changed)]
    assert engine_forms.changes(quads) == {changed: kept}
