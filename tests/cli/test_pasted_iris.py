"""A pasted IRI is used where an IRI makes sense, and the message names the right command elsewhere."""

from __future__ import annotations

import pytest

import command_line

PAKISTAN = "https://w3id.org/spacepact/id/state_pakistan"


@pytest.mark.parametrize("iri", [PAKISTAN, f"<{PAKISTAN}>", "spid:state_pakistan"])
def test_find_and_query_point_to_show(iri: str) -> None:
    assert command_line.run("show", iri).stdout.startswith("Pakistan (spid:state_pakistan)")
    done = command_line.run("find", iri)
    assert f"write spacepact show {iri}" in done.stderr
    assert done.returncode == 2


def test_a_query_has_an_iri_too() -> None:
    described = command_line.run("query", "https://w3id.org/spacepact/query/positions", "--describe")
    assert described.stdout.startswith("positions: ")
    assert f"write spacepact show {PAKISTAN}" in command_line.run("query", PAKISTAN).stderr
