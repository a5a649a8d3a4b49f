"""``spacepact compile`` reports each error of a sheet at its row and column, all at once, and writes nothing."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

import sheet_examples
from sheet_examples import HEADER, THINGS, Table, column, errors
from spacepact.validate.rules import SHEET_RULES

CASES = {
    case["name"]: case
    for case in tomllib.loads(Path(__file__).with_name("sheet_errors.toml").read_text(encoding="utf-8"))["case"]
}


def change(rows: Table, case: dict[str, Any]) -> str:
    """Make the error of a case in a sheet, and return the line of the message; lines count from 1, as in messages."""
    rows[case["line"] - 2] |= case["set"]
    at = case.get("at") or next(iter(case["set"]))
    return f".tsv:{case['line']}:{column(at)}: error: {case['message']} [{case['rule']}]"


@pytest.mark.parametrize("name", CASES)
def test_an_error_is_reported_at_its_cell(name: str, tmp_path: Path) -> None:
    rows = sheet_examples.table()
    message = change(rows, CASES[name])
    # The thing of a wrong row is not reported as unused.
    found = errors(sheet_examples.write(tmp_path, rows))
    assert [line for line in found if "[entity-spoken-of]" not in line] == [message]


def test_all_errors_are_reported_at_once(tmp_path: Path) -> None:
    rows = sheet_examples.table()
    names = ("unknown-property", "date", "unknown-code", "unknown-code-in-the-document", "shape")
    messages = [change(rows, CASES[name]) for name in names]
    assert sorted(errors(sheet_examples.write(tmp_path, rows))) == sorted(messages)


def test_a_number_of_two_claims(tmp_path: Path) -> None:
    rows = sheet_examples.table()
    for row in rows[6:8]:
        row["claim"] = "0040_1"
    message = "line 8 has the number 0040_1, too: empty the cell of the newer claim"
    expected = [f".tsv:9:{column('claim')}: error: {message} [sheet-value]"]
    assert errors(sheet_examples.write(tmp_path, rows)) == expected


HEADERS: dict[str, tuple[Sequence[str], list[str]]] = {
    "unknown": (
        [name if name != "stance" else "stanse" for name in HEADER],
        [
            '.tsv:1: error: the column "stance" is missing: add it [sheet-column]',
            f'.tsv:1:{column("stance")}: error: unknown column "stanse"; did you mean "stance"? [sheet-column]',
        ],
    ),
    "twice": (
        [name if name != "unit" else "value" for name in HEADER],
        [f'.tsv:1:{column("unit")}: error: the column "value" is there twice: remove one [sheet-column]'],
    ),
}


@pytest.mark.parametrize("name", HEADERS)
def test_wrong_columns(name: str, tmp_path: Path) -> None:
    header, messages = HEADERS[name]
    path = sheet_examples.write(tmp_path)
    table = sheet_examples.records(sheet_examples.table())
    path.write_text(sheet_examples.written([header, *table[1:]]), encoding="utf-8")
    assert sorted(errors(path)) == sorted(messages)


TABLES = {
    "empty": (
        "# nothing\n",
        ".tsv:1: error: the sheet has no header: write a row with the columns passage, sentence, ",
    ),
    "quote": (
        'passage\tsentence\n1\t"Heron" flew.\n',
        ".tsv:2: error: a quotation mark does not fit: put the cell in ",
    ),
    "no-document": (
        "passage\tsentence\tsubject\tproperty\tstance\n1\tHeron flew.\n",
        '.tsv:1: error: no row of the document: write "document NAME" as a passage, such as document probe-news ',
    ),
    "name": (
        "passage\tsentence\tsubject\tproperty\tstance\ndocument Probe\n",
        '.tsv:2:1: error: "document Probe" has no short name: write document and a name in small letters, ',
    ),
    "beyond": (
        "passage\tsentence\tsubject\tproperty\tstance\ndocument probe\t\t\t\t\tx\ty\n",
        '.tsv:2:6: error: "x" is in no column: move it [sheet-table]',
    ),
}


@pytest.mark.parametrize("name", TABLES)
def test_wrong_tables(name: str, tmp_path: Path) -> None:
    text, start = TABLES[name]
    path = tmp_path / "ferry-accord.tsv"
    path.write_text(text, encoding="utf-8")
    assert errors(path)[0].startswith(start)


def test_the_passages_are_checked(tmp_path: Path) -> None:
    rows = sheet_examples.table()
    rows[2]["digest"] = ""
    rows[3]["passage"] = "1"
    rows[4]["passage"] = "fourth"
    found = errors(sheet_examples.write(tmp_path, rows))
    assert found[:4] == [
        f".tsv:4:{column('digest')}: error: passage 2 has no digest: copy it from the sheet that spacepact cite writes "
        "[sheet-row]",
        ".tsv:5:1: error: passage 1 has another row in line 3: empty start, end and digest [sheet-row]",
        '.tsv:6:1: error: "fourth" is no number of a passage: write a number from 1 [unknown-passage]',
        f'.tsv:7:{column("context")}: error: unknown passage "2": write the number of a passage (1 to 1) '
        "[unknown-passage]",
    ]


THING_ERRORS = {
    "class": (
        ("Ruritania", "Stat"),
        '.things.tsv:6:2: error: unknown class "Stat"; did you mean "State"? [unknown-class]',
    ),
    "class-unlike-any": (
        ("Ruritania", "Country"),
        '.things.tsv:6:2: error: unknown class "Country" (expected one of Agent, Agreement, Choice, Component, Document'
        ", Entity, Event, Facility, Field, Group, Mission, Organisation, Person, Place, Post, Programme, Spacecraft, "
        "State, Undertaking, UnnamedThing) [unknown-class]",
    ),
    "no-class": (("Ruritania", ""), ".things.tsv:6:2: error: the thing has no class: write one [sheet-value]"),
    "known": (
        ("Pakistan", "State"),
        '.things.tsv:6:1: error: the graph already has "Pakistan" (spid:state_pakistan): remove this row [known-thing]',
    ),
    "twice": (
        ("Ada Quill", "Person"),
        ".things.tsv:6:1: error: line 5 is about the same thing, spid:person_ada_quill: remove one [known-thing]",
    ),
}


@pytest.mark.parametrize("name", THING_ERRORS)
def test_errors_of_new_things(name: str, tmp_path: Path) -> None:
    row, message = THING_ERRORS[name]
    things = [*THINGS[:5], row, *THINGS[6:]]
    found = errors(sheet_examples.write(tmp_path, things=things))
    assert message in found
    if "class" in name:
        assert found == [message], "the claims about the thing have no fault"


def test_every_rule_of_sheets_is_tested() -> None:
    text = Path(__file__).read_text(encoding="utf-8")
    tested = {case["rule"] for case in CASES.values()}
    assert [rule for rule in SHEET_RULES if rule not in tested and f"[{rule}]" not in text] == []
