"""Literals that real stores change: the load names the literal, and the next load repairs the graph."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from conftest import Load
from store_servers.server import Server

pytestmark = pytest.mark.stores

HEAD = "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> ."
# Unusual literals, which the graph does not contain.
LITERALS = (
    '"-0044"^^xsd:gYear',
    '"20"^^xsd:gYear',
    '"9223372036854775808"^^xsd:integer',
    '"abc"^^xsd:integer',
    '"5.0"^^xsd:decimal',
    '"0.12345678901234567890"^^xsd:decimal',
    '"1.0E0"^^xsd:double',
    '"P14M"^^xsd:duration',
    '"2020-01-01T00:00:00.100Z"^^xsd:dateTime',
    '"x"@en-GB',
    '"<a xmlns=\\"u\\">x</a>"^^rdf:XMLLiteral',
    '"e\\u0301 \\u0000 \\t"',
)
# By store and index in LITERALS: what the store makes of it.
CHANGED = {
    "oxigraph": {4: '"5"', 6: '"1"', 7: '"P1Y2M"', 8: "00.1Z"},
    "fuseki": {6: '"1.0e0"', 8: "00.1Z"},
    "virtuoso": {
        0: '"-044"',
        1: '"0020"',
        2: "decimal",
        3: '"0"',
        4: '"5"',
        5: '"0.123456789012346"',
        6: '"1.0"',
        7: '"14"',
        10: "n0:a",
    },
    "blazegraph": {4: '"5"', 5: '"0.1234567890123456789"', 6: '"1.0"'},
}


def test_a_load_names_the_changed_literal(
    writable: Server, load: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in zip(("USER", "PASSWORD"), writable.credentials or (), strict=False):
        monkeypatch.setenv(f"SPACEPACT_{name}", value)
    own = tmp_path / "own.ttl"
    arguments = (writable.named, "--only", "instances", "-d", str(own))
    changed = CHANGED.get(writable.name, {})
    for place, literal in enumerate(LITERALS):
        if place not in changed:
            continue
        own.write_text(f"{HEAD}\n<urn:a> <urn:b> {literal} .", encoding="utf-8")
        line = load(*arguments, code=1).splitlines()[-1]  # there can be a warning about the previous load above it
        assert re.search(rf"1 missing: <urn:a> <urn:b> .*; 1 unexpected: .*{re.escape(changed[place])}", line)
    unchanged = [literal for place, literal in enumerate(LITERALS) if place not in changed]
    own.write_text(f"{HEAD}\n<urn:a> <urn:b> {', '.join(unchanged)} .", encoding="utf-8")
    load(*arguments)
    load(*arguments, "--verify-only")
