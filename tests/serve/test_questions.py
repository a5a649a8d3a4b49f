"""Questions about the two documents: the tools answer each in one or two calls, and never make a hope a fact.

The answers in `questions.toml` were written from the documents before any tool was run on them. `calls.toml` has the
calls of a scripted client.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from mcp_server import Answer, Session

HERE = Path(__file__).parent
QUESTIONS = tomllib.loads((HERE / "questions.toml").read_text(encoding="utf-8"))["question"]
CALLS = tomllib.loads((HERE / "calls.toml").read_text(encoding="utf-8"))
Row = dict[str, Any]


@pytest.fixture(scope="module")
def answers(agent: Session) -> dict[str, list[Answer]]:
    """The answers to the calls of each question, by its id."""
    return {
        name: [agent.call(tool, **arguments) for tool, arguments in entry["calls"]] for name, entry in CALLS.items()
    }


def test_each_question_has_one_or_two_calls() -> None:
    assert len(QUESTIONS) > 40
    assert [question["id"] for question in QUESTIONS] == list(CALLS)
    assert {len(entry["calls"]) for entry in CALLS.values()} == {1, 2}


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question["id"])
def test_a_question_is_answered(question: dict[str, Any], answers: dict[str, list[Answer]]) -> None:
    found = answers[question["id"]]
    assert found[-1]["state"] == question["state"]
    assert bool(found[-1]["reason"]) == (question["state"] != "rows")
    rows = [row for answer in found for row in answer["rows"]]
    for wanted in question.get("expected", []):
        assert any(matches(row, wanted) for row in rows), (wanted, rows)
    for unwanted in question.get("never", []):
        assert [row for row in rows if matches(row, unwanted)] == []
    if question["state"] != "rows":
        assert found[-1]["rows"] == []


def test_what_is_not_asserted_has_a_caution(answers: dict[str, list[Answer]]) -> None:
    claims = [claim for found in answers.values() for a in found for row in a["rows"] for claim in row["claims"]]
    assert len({claim["claim"] for claim in claims}) > 100
    for claim in claims:
        assert claim["claim"].startswith("https://w3id.org/spacepact/id/claim_")
        assert claim["sentence"]
        assert claim["stance"]
        if claim["stance"] != "asserted":
            assert claim["caution"].startswith(f"not a fact: {claim['stance']}")


def matches(row: Row, wanted: dict[str, Any]) -> bool:
    """Return whether a claim of a row has the place and stance, and the row the words."""
    text = " ".join([*map(str, row["cells"].values()), *(" ".join(c.values()) for c in row["claims"])]).casefold()
    return all(any(word.casefold() in text for word in words.split("|")) for words in wanted.get("words", [])) and any(
        _fits(claim, wanted) for claim in row["claims"]
    )


def _fits(claim: dict[str, str], wanted: dict[str, Any]) -> bool:
    places, stances = (_listed(wanted.get(key, [])) for key in ("at", "stance"))
    return (not places or any(f"claim_{place}_" in claim["claim"] for place in places)) and (
        not stances or claim["stance"] in stances
    )


def _listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def test_a_row_that_does_not_fit_does_not_match() -> None:
    claim = {"claim": "x/claim_a_0000_1", "sentence": "Peru hopes to sign.", "stance": "hoped"}
    row = {"cells": {"party": "Peru"}, "claims": [claim]}
    assert matches(row, {"at": "a_0000", "stance": "hoped", "words": ["peru", "sign|join"]})
    assert not matches(row, {"at": "a_0001"})
    assert not matches(row, {"stance": "asserted"})
    assert not matches(row, {"words": ["join"]})
