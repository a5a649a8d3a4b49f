"""The invented examples: documents of ours, each for a situation that the two documents do not have.

Their texts lie beside them, so that offsets and digests are real; every one is asked by a named query.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from cases import CASES, EXAMPLES
from spacepact.documents.verify import verify_text
from spacepact.files import read_text
from spacepact.graph.store import packaged

TEXTS = sorted(EXAMPLES.glob("*.txt"))
SITUATIONS = {
    "accession": "accession with its ordinal",
    "arrangement": "an implementing arrangement under a framework agreement",
    "duties": "a memorandum with a share of duties for each party",
    "signing": "signatory, witness, attendee and proxy",
    "parties": "parties of every kind",
    "stages": "stages of one undertaking, plan and outcome",
    "quantities": "quantities that change with source and date",
    "quarrel": "sources that contradict each other on a party, a date and a kind",
    "members": "a complete list at a date, and absence from it",
    "succession": "a body that takes over from another, and a former name",
    "selection": "a call for proposals and its selection",
    "condition": "a conditional goal",
}


def test_every_situation_has_an_example_and_a_text() -> None:
    assert {path.stem for path in TEXTS} >= set(SITUATIONS)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_offsets_and_digests_agree_with_the_text(path: Path) -> None:
    assert list(verify_text(packaged([path.with_suffix(".ttl")]), path.stem, read_text(path))) == []


@pytest.mark.parametrize("name", SITUATIONS)
def test_every_situation_is_asked_by_a_named_query(name: str) -> None:
    asking = [case for case in CASES if case.example and case.example.stem == name]
    assert asking
    assert any(case.rows for case in asking)
