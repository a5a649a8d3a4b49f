"""The invented documents in ``examples/``: each has a situation that the two real documents do not have.

Each text is next to its Turtle file, so its offsets and digests are real. A golden answer asks for each situation.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Store

from golden_cases import CASES
from locations import EXAMPLES
from spacepact.documents.verify import verify_text
from spacepact.files import read_text

TEXTS = sorted(EXAMPLES.glob("*.txt"))
SITUATIONS = {
    "accession": "accession with its ordinal, ratification and withdrawal",
    "arrangement": "an implementing arrangement under a framework agreement",
    "attitudes": "plans and hopes that are lacking, a denial and a declined invitation",
    "duties": "a memorandum with a share of duties for each party",
    "signing": "signatory, witness, attendee and proxy",
    "parties": "parties of every kind",
    "stages": "stages of a facility and of missions, plan and outcome",
    "quantities": "quantities that change with source and date",
    "quarrel": "sources that contradict each other on a party, a date and a kind",
    "government": "a post in a government, and things located in a state",
    "members": "a complete list at a date, and absence from it",
    "revisions": "more of what is done already, a denied membership, and two dates, ordinals and counts of one act",
    "outlook": "what a document says of the future, and what a later document says of it",
    "succession": "a body that takes over from another, and a former name",
    "handover": "a programme that a body no longer leads",
    "selection": "calls, a shortlist and selections",
    "condition": "a conditional goal",
    "commitments": "a binding treaty, and a joint statement that does not bind",
    "conclusion": "links between claims, an open list, and a conclusion of the document",
    "measures": "masses, lengths and capacities with their units, and the components of spacecraft",
    "outlets": "one report in several outlets",
    "reliability": "precursors, complements, a check and the reliability of a source",
    "choices": "choices of stages and of kinds, and what a group with stated members hopes",
    "tables": "a list, a table and a picture caption",
}


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_offsets_and_digests_match_the_text(path: Path, store_with_examples: Store) -> None:
    assert list(verify_text(store_with_examples, path.stem, read_text(path))) == []


def test_each_situation_has_a_text_and_a_golden_answer_with_rows() -> None:
    assert set(SITUATIONS) <= {path.stem for path in TEXTS}
    assert set(SITUATIONS) <= {case.example.stem for case in CASES if case.example and case.rows}
