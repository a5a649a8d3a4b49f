"""``spacepact compile`` turns a sheet into the Turtle of its claims, and keeps their numbers."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

import sheet_examples
from command_line import run
from sheet_examples import HOPED, SIGNED, THINGS, claims, column, compiled, errors
from spacepact.documents import compile_sheet, write_sheet
from spacepact.rdf import canonical
from spacepact.terms import SP, SPID, Namespace


def test_the_claims_of_the_sheet(tmp_path: Path) -> None:
    lines = compiled(sheet_examples.write(tmp_path))
    claim = NamedNode(SPID + "claim_ferry-accord_0192_1")
    about = {line.removeprefix(f"{claim} ").removesuffix(" .") for line in lines if line.startswith(str(claim))}
    iris = {
        "claimSubject": "state_ruritania",
        "claimObject": "undertaking_flight_of_a_ruritanian_astronaut_on_the_ferry_heron",
        "isHeldBy": "state_ruritania",
        "isSaidBy": "person_ada_quill",
        "hasEvidence": "passage_ferry-accord_0192",
        "hasContext": "passage_ferry-accord_0127",
    }
    codes = {
        "claimProperty": "carriesOut",
        "hasStance": "stance_hoped",
        "hasVoice": "voice_named_source",
        "hasBasis": "basis_explicit",
    }
    assert about == {
        f"<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{SP}Claim>",
        f'<http://www.w3.org/2004/02/skos/core#prefLabel> "{HOPED}"@en',
        *(f"<{SP}{name}> <{SPID}{value}>" for name, value in iris.items()),
        *(f"<{SP}{name}> <{SP}{value}>" for name, value in codes.items()),
    }


def test_one_claim_is_enough_to_begin(tmp_path: Path) -> None:
    rows = sheet_examples.table()
    first = [*rows[:5], rows[6]]  # the rows of the document and its four passages, and one claim of passage 2
    path = sheet_examples.write(tmp_path, first, THINGS[:4])
    done = run("compile", str(path), "-o", str(path.with_suffix(".ttl")))
    assert done.returncode == 0, done.stderr
    problem = "without a claim or a reason for having none (validate reports each as an error)"
    assert f"{path}: note: passages {problem}: 1, 3, 4\n" in done.stderr
    assert list(claims(path)) == [SIGNED]
    found = run("validate", str(path.with_suffix(".ttl"))).stderr + run("validate", str(path)).stdout
    assert found.count("[passage-accounted]") == 3
    # A passage with a claim and a reason stays an error.
    first[2]["no claim because"] = "states nothing"
    header = (*sheet_examples.HEADER, "no claim because")
    path.write_text(sheet_examples.written(sheet_examples.records(first, header)), encoding="utf-8")
    assert [line.partition(" [")[2] for line in errors(path)] == ["passage-accounted]"]


def test_numbers_never_change(tmp_path: Path) -> None:
    path = sheet_examples.write(tmp_path)
    output = str(path.with_suffix(".ttl"))
    assert run("compile", str(path), "-o", output).returncode == 0
    first = claims(path)
    assert first[SIGNED] == "0040_1"
    # A new claim above, another order, and another sentence.
    rows = sheet_examples.read(path)
    new = rows[6] | {"sentence": "The Ruritanian space agency signed the ferry accord.", "claim": ""}
    new["subject"] = "Ruritanian space agency"
    rows[6]["sentence"] = "On 12 March 2034 the two space agencies signed the ferry accord."
    path.write_text(sheet_examples.written(sheet_examples.records([new, *reversed(rows)])), encoding="utf-8")
    assert run("compile", str(path), "-o", output).returncode == 0
    second = claims(path)
    assert second == {(text if text != SIGNED else rows[6]["sentence"]): number for text, number in first.items()} | {
        new["sentence"]: "0040_2"
    }
    assert "claim_ferry-accord_0040_2" in Path(output).read_text(encoding="utf-8")
    # A removed claim: its number is not given again, also not by a later run.
    rows = [row for row in sheet_examples.read(path) if row["claim"] != "0040_2" or not row["sentence"]]
    path.write_text(sheet_examples.written(sheet_examples.records(rows)), encoding="utf-8")
    assert run("compile", str(path), "-o", output).returncode == 0
    assert "claim_ferry-accord_0040_2" not in Path(output).read_text(encoding="utf-8")
    path.write_text(sheet_examples.written(sheet_examples.records([*rows, new])), encoding="utf-8")
    done = run("compile", str(path), "-o", output)
    assert done.returncode == 0, done.stderr
    assert claims(path)[new["sentence"]] == "0040_3"


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    path = sheet_examples.write(tmp_path)
    for expected in (3, 1):
        done = run("compile", str(path), "-o", str(path.with_suffix(".ttl")))
        assert [line for line in done.stderr.splitlines() if "written" in line] == [
            f"{path.with_suffix('.ttl')}: 4 claims written",
            f"{path}: new numbers written",
            f"{path.with_name('ferry-accord.things.tsv')}: new numbers written",
        ][:expected]


def test_claims_that_were_never_in_the_sheet_are_kept(tmp_path: Path) -> None:
    path = sheet_examples.write(tmp_path)
    output = path.with_suffix(".ttl")
    assert run("compile", str(path), "-o", str(output)).returncode == 0
    text = output.read_text(encoding="utf-8")
    by_hand = text + text[text.index("spid:claim_ferry-accord_0192_1") :].replace("_0192_1", "_0192_2")
    output.write_text(by_hand, encoding="utf-8")
    done = run("compile", str(path), "-o", str(output))
    assert done.returncode == 2
    assert (
        f"{output}: the file has claims that were never in the sheet (spid:claim_ferry-accord_0192_2): turn it into a "
        f"sheet with spacepact compile {output} -o NEW.tsv, or remove them from it" in done.stderr
    )
    assert output.read_text(encoding="utf-8") == by_hand


def test_a_sheet_replaces_its_turtle_in_the_data(tmp_path: Path) -> None:
    path = sheet_examples.write(tmp_path)
    assert run("compile", str(path), "-o", str(tmp_path / "ferry-accord.ttl")).returncode == 0
    rows = sheet_examples.read(path)
    rows[6]["time"] = "2034-03-13"
    path.write_text(sheet_examples.written(sheet_examples.records(rows)), encoding="utf-8")
    done = run("validate", str(path), "-d", str(tmp_path))
    assert done.returncode == 0 or "label-number" in done.stdout, done.stdout
    assert "claim-twice" not in done.stdout
    assert "known-thing" not in done.stdout


def test_a_claim_without_a_passage_is_the_curators(tmp_path: Path) -> None:
    rows = sheet_examples.table()
    published = {"subject": "document", "property": "publication date", "value": "2034-03-13", "stance": "asserted"}
    rows.append({"sentence": "Document ferry-accord was published on 13 March 2034."} | published)
    path = sheet_examples.write(tmp_path, rows)
    found = errors(path)
    assert all(line.endswith("[claim-backing]") and ".tsv:11:" in line for line in found)
    assert [re.findall(r"write (\w+), such", line) for line in found] == [["certainty"], ["ground"]]
    claim = f"<{SPID}claim_curator_ferry-accord_1> <{SP}"
    lines = [line.removeprefix(claim).removesuffix(" .") for line in run_turtle(path) if line.startswith(claim)]
    assert set(lines) >= {
        f"claimSubject> <{SPID}document_ferry-accord>",
        f"isHeldBy> <{SPID}document_curation>",
        f"hasVoice> <{SP}voice_curator>",
        f"hasBasis> <{SP}basis_supplied>",
    }


def test_iris_in_another_namespace(tmp_path: Path) -> None:
    base = "https://example.org/id/"
    path = sheet_examples.write(tmp_path)
    turtle = compile_sheet(path, namespace=Namespace("other", base)).turtle
    expected = {line.replace(SPID, base) for line in run_turtle(path)}
    assert set(canonical.lines(parse(turtle, RdfFormat.TURTLE))) == expected
    file = tmp_path / "other.ttl"
    file.write_text(turtle, encoding="utf-8")
    write_sheet(file, tmp_path / "other.tsv")
    assert {row["claim"] for row in sheet_examples.read(tmp_path / "other.tsv")} > {"0000_1", "0192_1"}


def test_a_claim_names_another_by_its_sentence(tmp_path: Path) -> None:
    rows = sheet_examples.table()
    rows[6]["contradicts"] = HOPED
    line = f"<{SPID}claim_ferry-accord_0040_1> <{SP}contradicts> <{SPID}claim_ferry-accord_0192_1> ."
    path = sheet_examples.write(tmp_path, rows)
    assert line in run_turtle(path)


def run_turtle(path: Path) -> list[str]:
    """Return the triples of a sheet, also if a shape reports an error."""
    found = compile_sheet(path)
    assert not found.faults
    return canonical.lines(parse(found.turtle, RdfFormat.TURTLE))


QUANTITIES = {
    ("30", ""): {"exactQuantity": "30"},
    ("about 30", ""): {"approximateQuantity": "30"},
    ("at least 11", ""): {"minimumQuantity": "11"},
    ("At most 9", ""): {"maximumQuantity": "9"},
    ("3 to 5", ""): {"minimumQuantity": "3", "maximumQuantity": "5"},
    ("4.50", "metre"): {"exactQuantity": "4.5", "hasUnit": f"{SP}unit_metre"},
    ("4.50 metre", ""): {"exactQuantity": "4.5", "hasUnit": f"{SP}unit_metre"},
    ("about 900 kilograms", ""): {"approximateQuantity": "900", "hasUnit": f"{SP}unit_kilogram"},
}


@pytest.mark.parametrize(("value", "unit"), QUANTITIES)
def test_quantities(value: str, unit: str, tmp_path: Path) -> None:
    rows = sheet_examples.table()
    rows[6] |= {"property": "length", "object": "", "value": value, "unit": unit}
    path = sheet_examples.write(tmp_path, rows)
    start = f"<{SPID}claim_ferry-accord_0040_1> <{SP}"
    found = dict(line.removeprefix(start).split("> ", 1) for line in run_turtle(path) if line.startswith(start))
    given = {name: text.split("^^")[0].strip('"<> .') for name, text in found.items()}
    assert {name: text for name, text in given.items() if "Quantity" in name or name == "hasUnit"} == QUANTITIES[
        value, unit
    ]


@pytest.fixture
def in_tmp_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


FORMS: dict[str, Callable[[str], object]] = {
    "json": lambda text: [
        (one["path"], one["line"], one["column"], one["rule"]) for one in json.loads(text) if one["severity"] == "error"
    ],
    "sarif": lambda text: [
        (
            one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
            one["locations"][0]["physicalLocation"]["region"],
            one["ruleId"],
        )
        for one in json.loads(text)["runs"][0]["results"]
        if one["level"] == "error"
    ],
    "github": lambda text: [line for line in text.splitlines() if line.startswith("::error")],
    "text": lambda text: [line for line in text.splitlines() if ": error: " in line],
    "ttl": lambda text: [line.strip() for line in text.splitlines() if "did you mean" in line],
}


@pytest.mark.parametrize("form", FORMS)
def test_validate_in_each_format(form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    rows = sheet_examples.table()
    rows[6]["property"] = "is signatry of"
    path = sheet_examples.write(Path(), rows)
    done = run("validate", str(path), "-f", form)
    assert done.returncode == 1
    message = 'unknown property "is signatry of"; did you mean "is signatory of"?'
    at = f"{path}:8:{column('property')}: "
    expected: dict[str, list[object]] = {
        "json": [(str(path), 8, column("property"), "unknown-property")],
        "sarif": [(str(path), {"startLine": 8}, "unknown-property")],
        "github": [f"::error file={path},line=8,title=unknown-property::{message}"],
        "text": [f"{at}error: {message} [unknown-property]"],
        "ttl": ["sh:resultMessage " + json.dumps(f"{at}{message}") + " ;"],
    }
    assert FORMS[form](done.stdout) == expected[form]
    assert done.stderr == "1 error in 1 file\n"


def test_validate_a_correct_sheet_with_other_files(tmp_path: Path) -> None:
    path = sheet_examples.write(tmp_path)
    other = tmp_path / "other.ttl"
    assert run("compile", str(path), "-o", str(path.with_suffix(".ttl"))).returncode == 0
    text = path.with_suffix(".ttl").read_text(encoding="utf-8").replace("ferry-accord", "ferry-report")
    things = text[text.index("# New things") : text.index("# Passages")]
    other.write_text(text.replace(things, ""), encoding="utf-8")
    done = run("validate", str(path), str(other))
    assert done.returncode in (0, 1)
    assert "unknown" not in done.stdout
    assert done.stderr.endswith(" in 2 files\n")


def test_reasoning_needs_turtle(tmp_path: Path) -> None:
    path = sheet_examples.write(tmp_path)
    done = run("validate", str(path), "--reason")
    assert (done.returncode, done.stderr) == (
        2,
        f"spacepact: {path}: --reason cannot read a sheet: compile it, or omit --reason\n",
    )


def test_turtle_becomes_a_sheet_at_the_command_line(tmp_path: Path) -> None:
    path = sheet_examples.write(tmp_path)
    output = tmp_path / "ferry-accord.ttl"
    assert run("compile", str(path), "-o", str(output)).returncode == 0
    done = run("compile", str(output), "-o", str(tmp_path / "again.tsv"))
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "".join(f"{tmp_path / name}: sheet written\n" for name in ("again.tsv", "again.things.tsv"))
    again = run("compile", str(tmp_path / "again.tsv"))
    assert again.stdout == output.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("x.ttl",), "x.ttl: to write its sheet, add -o and a file that ends with .tsv or .csv"),
        (("x.tsv", "-o", "y.csv"), "y.csv: the output is Turtle: write to a file that ends with .ttl"),
        (("x.tsv",), "x.tsv: cannot be read: No such file or directory"),
        (("x.xlsx", "-o", "y.ttl"), "x.xlsx: neither a sheet nor Turtle: save it as .tsv or .csv"),
        (("x.txt",), "x.txt: neither a sheet nor Turtle: save it as .tsv or .csv"),
    ],
)
@pytest.mark.usefixtures("in_tmp_path")
def test_wrong_arguments(arguments: Sequence[str], message: str) -> None:
    done = run("compile", *arguments)
    assert (done.returncode, done.stderr) == (2, f"spacepact: {message}\n")


def test_cite_writes_a_sheet_to_fill_in(tmp_path: Path) -> None:
    text = tmp_path / "ferry-accord.txt"
    text.write_text(sheet_examples.TEXT, encoding="utf-8")
    turtle = tmp_path / "ferry-accord.ttl"
    done = run("cite", str(text), "-o", str(turtle), "--sheet")
    sheet, things = (tmp_path / f"ferry-accord{end}.tsv" for end in ("", ".things"))
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == f"{sheet}: sheet written\n{things}: sheet written\n"
    rows = sheet_examples.read(sheet)
    assert [row["passage"] for row in rows] == [
        "document ferry-accord",
        *[cell for cell in ("1 Two space agencies", "2 On 12 March", "3 Under the accord") for _ in range(2)],
        *["4 Ruritania hopes to"] * 2,
        *"##",
    ]
    assert {name for name, text in rows[2].items() if text} == {"passage"}
    assert things.read_text(encoding="utf-8").strip() == "name\tclass\tidentifiers\tiri"
    # The empty sheet means the same as the skeleton.
    unfinished = run("validate", str(sheet))
    assert (unfinished.returncode, unfinished.stdout.count("[passage-accounted]")) == (0, 1)
    assert compiled(sheet) == set(canonical.lines(parse(turtle.read_bytes(), RdfFormat.TURTLE)))
    # Fill in the rows; rows without a sentence are ignored.
    full = {row["passage"].partition(" ")[0]: row for row in sheet_examples.table() if row.get("sentence")}
    date, publisher = rows[-2:]
    assert (date["property"], publisher["property"]) == ("publication date", "issues")
    del rows[-1]
    date.update({"passage": "", "value": "2034-03-13", "ground": "The first page gives the date."})
    date["sentence"] = "Document ferry-accord was published on 13 March 2034."
    for row in rows[2:-1:2]:
        row.update({name: text for name, text in full[row["passage"][0]].items() if name != "passage"})
    header = list(rows[0])
    sheet.write_text(sheet_examples.written(sheet_examples.records([*rows, rows[1]], header)), encoding="utf-8")
    assert errors_of_row(sheet) == [f".tsv:12:1: error: passage 1 has another row in line 3: {ADVICE} [sheet-row]"]
    sheet.write_text(sheet_examples.written(sheet_examples.records(rows, header)), encoding="utf-8")
    things.write_text(sheet_examples.written(THINGS), encoding="utf-8")
    again = run("compile", str(sheet), "-o", str(turtle))
    assert (again.returncode, again.stderr.splitlines()[0]) == (0, f"{turtle}: 5 claims written")


ADVICE = "empty start, end and digest"


def errors_of_row(path: Path) -> list[str]:
    """Return the errors about rows."""
    done = run("validate", str(path))
    start = f"{path.parent}/ferry-accord"
    return [line.removeprefix(start) for line in done.stdout.splitlines() if "[sheet-row]" in line]


def test_cite_keeps_existing_sheets(tmp_path: Path) -> None:
    text = tmp_path / "ferry-accord.txt"
    text.write_text(sheet_examples.TEXT, encoding="utf-8")
    things = tmp_path / "ferry-accord.things.tsv"
    things.write_text("mine", encoding="utf-8")
    done = run("cite", str(text), "-o", str(tmp_path / "ferry-accord.ttl"), "--sheet")
    message = f"spacepact: {things}: the file already exists: choose another name\n"
    assert (done.returncode, done.stderr) == (2, message)
    assert sorted(tmp_path.iterdir()) == [things, text]
    done = run("cite", str(text), "--sheet")
    message = "spacepact: --sheet writes beside the file of -o: add -o FILE.ttl\n"
    assert (done.returncode, done.stderr) == (2, message)
