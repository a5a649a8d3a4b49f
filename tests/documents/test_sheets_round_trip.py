"""Turtle documents become sheets and back, without a difference."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from locations import EXAMPLES
from spacepact.documents.sheets import compile_sheet, things_path, write_sheet
from spacepact.documents.sheets.columns import COLUMNS
from spacepact.errors import BadInput
from spacepact.graph import packaged_files
from spacepact.rdf import canonical

DOCUMENTS = sorted((packaged_files.root() / "instances" / "documents").glob("*.ttl"))
INVENTED = sorted(EXAMPLES.glob("*.ttl"))
LINKS = [column.name for column in COLUMNS if column.kind == "claim"]


def lines(text: str) -> list[str]:
    return canonical.lines(parse(text, RdfFormat.TURTLE))


def require_same(sheet: Path, turtle: Path) -> None:
    """Require that a sheet compiles to the triples of a Turtle file, with names in the cells, and needs no numbers."""
    compiled = compile_sheet(sheet)
    assert compiled.faults == []
    assert lines(compiled.turtle) == lines(turtle.read_text(encoding="utf-8"))
    assert compiled.numbered() == {}, "a number or an IRI is missing in the sheet"
    with sheet.open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table, delimiter="\t"))
    cells = [text for row in rows for name, text in row.items() if name not in ("claim", "sentence", "note", *LINKS)]
    assert not [text for text in cells if text.startswith(("sp:", "spid:"))]


def test_there_are_documents_and_examples() -> None:
    assert len(DOCUMENTS) == 2
    assert len(INVENTED) > 25


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda file: file.stem)
def test_a_document_becomes_a_sheet_and_back(file: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "claims.tsv"
    write_sheet(file, sheet)
    require_same(sheet, file)


@pytest.mark.parametrize("file", INVENTED, ids=lambda file: file.stem)
def test_an_example_exists_as_a_sheet(file: Path, tmp_path: Path) -> None:
    sheet = file.with_suffix(".tsv")
    require_same(sheet, file)
    for written in write_sheet(file, tmp_path / sheet.name):
        committed = (file.parent / written.name).read_text(encoding="utf-8")
        assert written.read_text(encoding="utf-8") == committed, "see tests/README.md: sheets of the examples"


def test_each_sheet_of_an_example_has_turtle() -> None:
    sheets = {path.name for path in EXAMPLES.glob("*.tsv")}
    assert sheets <= {f"{file.stem}{end}" for file in INVENTED for end in (".tsv", ".things.tsv")}


def test_a_number_and_a_thing_can_be_added(tmp_path: Path) -> None:
    sheet = tmp_path / "quantities.tsv"
    write_sheet(EXAMPLES / "quantities.ttl", sheet)
    old = sheet.read_text(encoding="utf-8")
    rows = old.splitlines()
    header = rows[0].split("\t")
    new = [""] * len(header)
    for name, text in {
        "passage": "1",
        "sentence": "In 2030 the growing pact had nine members, its office says.",
        "subject": "growing pact",
        "property": "member count",
        "value": "9",
        "stance": "asserted",
        "holder": "office of the growing accord",
    }.items():
        new[header.index(name)] = text
    sheet.write_text("\n".join([*rows, "\t".join(new), ""]), encoding="utf-8")
    with things_path(sheet).open("a", encoding="utf-8") as file:
        file.write("growing pact\tAgreement\n")
    compiled = compile_sheet(sheet)
    assert compiled.faults == []
    added = set(lines(compiled.turtle)) - set(lines((EXAMPLES / "quantities.ttl").read_text(encoding="utf-8")))
    assert {line.partition(" ")[0].rpartition("/")[2] for line in added} == {
        "claim_quantities_0000_3>",
        "agreement_growing_pact>",
    }


def test_a_statement_without_a_column_is_reported(tmp_path: Path) -> None:
    file = tmp_path / "probe.ttl"
    text = (EXAMPLES / "quantities.ttl").read_text(encoding="utf-8")
    file.write_text(
        text.replace("sp:memberCount ;", 'sp:memberCount ;\n    skos:scopeNote "x"@en ;', 1), encoding="utf-8"
    )
    with pytest.raises(BadInput, match=r"claim_quantities_0000_1 has skos:scopeNote, for which a sheet has no column"):
        write_sheet(file, tmp_path / "claims.tsv")
    assert not (tmp_path / "claims.tsv").exists()


def test_an_existing_sheet_is_kept(tmp_path: Path) -> None:
    (tmp_path / "claims.things.tsv").write_text("mine", encoding="utf-8")
    with pytest.raises(BadInput, match=r"claims\.things\.tsv: the file already exists"):
        write_sheet(EXAMPLES / "quantities.ttl", tmp_path / "claims.tsv")
    assert [path.name for path in tmp_path.iterdir()] == ["claims.things.tsv"]


def names_per_claim(file: Path) -> float:
    """Return how many prefixed names a claim has in Turtle, on average."""
    blocks = re.findall(r"^spid:claim_.*?\.$", file.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    blocks = [re.sub(r'"(?:[^"\\]|\\.)*"', "", block) for block in blocks]
    return sum(len(re.findall(r"\b(?:sp|spid|skos):", block)) for block in blocks) / len(blocks)


def cells_per_claim(sheet: Path) -> float:
    """Return how many cells of a claim a person fills in, on average; the number is filled in by compile."""
    with sheet.open(encoding="utf-8", newline="") as table:
        rows = [row for row in csv.DictReader(table, delimiter="\t") if row["sentence"]]
    return sum(bool(text) for row in rows for name, text in row.items() if name not in ("claim", "note")) / len(rows)


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda file: file.stem)
def test_a_claim_needs_fewer_cells_than_names(file: Path, tmp_path: Path) -> None:
    """The cells include the passage, which cite fills in, and the sentence, which is no name in Turtle."""
    write_sheet(file, tmp_path / "claims.tsv")
    names, cells = names_per_claim(file), cells_per_claim(tmp_path / "claims.tsv")
    assert names > 20
    assert cells < 8
    assert cells < 0.4 * names
