"""The tool check: the findings of validate, with their lines, in Turtle and sheets; nothing is written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import mcp_server
import sheet_examples
from command_line import run
from mcp_server import Session
from turtle_claim import CLAIM, HEAD

VALID = HEAD + CLAIM
NO_STANCE = HEAD + CLAIM.replace("  sp:hasStance sp:stance_hoped ;\n", "")
ROWS = sheet_examples.table()
SHEET = sheet_examples.written(sheet_examples.records(ROWS))
STATE = f'{HEAD}spid:state_ruritania a sp:State ; skos:prefLabel "Ruritania"@en .\n'
NEW_STATE = VALID.replace("spid:state_pakistan", "spid:state_ruritania").replace("Pakistan", "Ruritania")


def as_validated(file: Path, text: str, *options: str) -> list[tuple[Any, ...]]:
    """Return what the command validate reports about a text."""
    file.write_text(text, encoding="utf-8")
    found = json.loads(run("validate", str(file), "-f", "json", *options).stdout)
    return [(f["line"], f["column"], f["severity"], f["rule"], f["message"]) for f in found]


def as_checked(session: Session, text: str, form: str = "turtle") -> list[tuple[Any, ...]]:
    """Return what the tool reports about a text."""
    pages = session.pages("check", text=text, form=form)
    found = [finding for page in pages for finding in page["findings"]]
    return [(f["line"], f["column"], f["severity"], f["rule"], f["message"]) for f in found]


def test_facts_that_conform_have_no_findings(agent: Session) -> None:
    answer = agent.call("check", text=VALID)
    assert (answer["state"], answer["conforms"], answer["findings"]) == ("none", True, []), answer


def test_a_finding_names_its_line(agent: Session) -> None:
    answer = agent.call("check", text=NO_STANCE)
    assert (answer["state"], answer["conforms"]) == ("rows", False)
    assert [(f["line"], f["severity"], f["rule"]) for f in answer["findings"]] == [(4, "error", "claim-stance")]


@pytest.mark.parametrize("text", [NO_STANCE, "a b", "", VALID.replace("\n", "\r\n"), NEW_STATE, f"{VALID}<urn:a> a ."])
def test_the_findings_about_turtle_are_those_of_validate(agent: Session, tmp_path: Path, text: str) -> None:
    assert as_checked(agent, text) == as_validated(tmp_path / "input.ttl", text)


@pytest.mark.parametrize("text", [SHEET, SHEET.replace("hoped", "hopped"), SHEET.replace("\t", ";"), "a\tb", ""])
def test_the_findings_about_a_sheet_are_those_of_validate(agent: Session, tmp_path: Path, text: str) -> None:
    found = as_checked(agent, text, "sheet")
    assert found
    assert found == as_validated(tmp_path / "input.tsv", text)


def test_facts_are_checked_against_the_users_data(tmp_path: Path) -> None:
    data = tmp_path / "data.ttl"
    data.write_text(STATE, encoding="utf-8")
    without = as_validated(tmp_path / "input.ttl", NEW_STATE)
    with mcp_server.session("-d", str(data)) as session:
        found = as_checked(session, NEW_STATE)
    assert found == as_validated(tmp_path / "input.ttl", NEW_STATE, "-d", str(data))
    assert found != without


def test_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, temporary = tmp_path / "folder", tmp_path / "temporary"
    folder.mkdir()
    temporary.mkdir()
    monkeypatch.chdir(folder)
    with mcp_server.session(TMPDIR=str(temporary)) as session:
        assert session.call("check", text=NO_STANCE)["state"] == "rows"
        assert session.call("check", text=SHEET, form="sheet")["state"] == "rows"
        assert [[file.name for file in kept.iterdir()] for kept in temporary.iterdir()] == [["graph.nt"]]
    assert list(folder.iterdir()) == []
    assert list(temporary.iterdir()) == []
