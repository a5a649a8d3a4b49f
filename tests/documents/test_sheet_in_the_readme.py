"""The example of a sheet in ``instances/README.md`` runs as printed, and the page lists all columns.

Comments mark its blocks: ``run`` commands, fill in the rows of ``claims`` and ``things``, compare ``findings``, the
``output`` after the correction, and the ``answer`` of a query.
"""

from __future__ import annotations

import csv
import re
import shlex
from pathlib import Path
from subprocess import CompletedProcess

import pytest

import sheet_examples
from command_line import run
from locations import ROOT
from spacepact.documents.sheets.columns import COLUMNS, THING_COLUMNS

PAGE = (ROOT / "instances" / "README.md").read_text(encoding="utf-8")
TABLES = dict(re.findall(r"<!--sheet: (claims|things) -->\n((?:\|.*\n)+)", PAGE))
TEXTS = re.findall(r"<!--sheet: (\w+) -->\n```\w+\n(.*?)```", PAGE, re.S)
SHEET = Path("facts/documents/ferry-accord.tsv")


def table(name: str) -> list[dict[str, str]]:
    """Return the rows of a Markdown table of the page."""
    lines = [re.split(r"(?<!\\)\|", line.strip().strip("|")) for line in TABLES[name].splitlines()]
    header, _, *rows = [[cell.strip().replace("\\|", "|") for cell in line] for line in lines]
    return [dict(zip(header, row, strict=True)) for row in rows]


def command(text: str) -> CompletedProcess[str]:
    program, *arguments = shlex.split(text)
    assert program == "spacepact"
    return run(*arguments)


@pytest.fixture
def filled_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Run the first command in a new folder, fill in the sheets, and return the other blocks."""
    monkeypatch.chdir(tmp_path)
    Path("facts/documents").mkdir(parents=True)
    Path("texts").mkdir()
    Path("texts/ferry-accord.txt").write_text(sheet_examples.TEXT, encoding="utf-8")
    (kind, text), *rest = TEXTS
    assert (kind, command(text).returncode) == ("run", 0)
    rows = sheet_examples.read(SHEET)
    for claim in table("claims"):
        (empty,) = (row for row in rows if row["passage"].startswith(f"{claim['passage']} ") and not row["start"])
        empty.update({name: cell for name, cell in claim.items() if name != "passage"})
    save(rows)
    things = table("things")
    records = sheet_examples.records(things, list(things[0]))
    SHEET.with_name("ferry-accord.things.tsv").write_text(sheet_examples.written(records), encoding="utf-8")
    return rest


def save(rows: list[dict[str, str]]) -> None:
    SHEET.write_text(sheet_examples.written(sheet_examples.records(rows, list(rows[0]))), encoding="utf-8")


def test_the_example_runs(filled_in: list[tuple[str, str]]) -> None:
    assert [kind for kind, _ in filled_in] == ["run", "findings", "output", "run", "answer"]
    (_, compile_), (_, findings), (_, output), (_, query), (_, answer) = filled_in
    done = command(compile_)
    assert (done.returncode, [line for line in done.stderr.splitlines() if "error" in line]) == (
        1,
        findings.splitlines(),
    )
    line, column = (int(number) for number in re.findall(r":(\d+):(\d+):", findings)[0])
    with SHEET.open(encoding="utf-8", newline="") as file:
        records = list(csv.reader(file, delimiter="\t"))
    assert records[line - 1][column - 1] == "is signatry of"
    records[line - 1][column - 1] = "is signatory of"
    SHEET.write_text(sheet_examples.written(records), encoding="utf-8")
    done = command(compile_)
    assert (done.returncode, done.stderr) == (0, output)
    assert command(query).stdout == answer


def test_all_columns_are_on_the_page() -> None:
    for column in (*COLUMNS, *THING_COLUMNS):
        assert f"\n| {column.name} | {column.about} |\n" in PAGE
