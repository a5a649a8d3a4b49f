"""``spacepact compile`` reads sheets and data in the forms in which other programs write them."""

from __future__ import annotations

import gzip
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse, serialize

import command_line
import sheet_examples
from command_line import run
from sheet_examples import HOPED, claims, compiled
from spacepact.documents import compile_sheet
from spacepact.rdf import canonical

ENCODINGS = {"crlf": "utf-8-sig", "mark": "utf-8-sig", "unicode": "utf-16", "big-endian": "utf-16-be"}
LAYOUTS: dict[str, Callable[[list[list[str]]], str]] = {
    "tabs": sheet_examples.written,
    "mark": sheet_examples.written,
    "unicode": lambda table: sheet_examples.written(table, newline="\r\n"),
    "big-endian": lambda table: "\ufeff" + sheet_examples.written(table),
    "crlf": lambda table: sheet_examples.written(table, newline="\r\n"),
    "commas": lambda table: sheet_examples.written(table, delimiter=","),
    "semicolons": lambda table: sheet_examples.written(table, delimiter=";", newline="\r\n"),
    "separator": lambda table: "sep=;\n" + sheet_examples.written(table, delimiter=";"),
    "quoted": lambda table: "".join(";".join(f'"{cell}"' for cell in record) + "\n" for record in table),
    "short-rows": lambda table: "".join("\t".join(record).rstrip() + "\n" for record in table),
    "reversed": lambda table: sheet_examples.written([table[0], *reversed(table[1:])]),
    "comments": lambda table: (
        sheet_examples.written([["# read twice"], [], table[0], *table[1:7], ['# below: "claims"', "x"], *table[7:]])
        + "\n\n"
    ),
    "columns": lambda table: sheet_examples.written([record[::-1] for record in table]),
    "header": lambda table: sheet_examples.written([[f" {name.upper()} " for name in table[0]], *table[1:]]),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_sheet_as_other_programs_write_it(name: str, tmp_path: Path) -> None:
    path = sheet_examples.write(tmp_path)
    expected = compiled(path)
    table = sheet_examples.records(sheet_examples.table())
    content = LAYOUTS[name](table).encode(ENCODINGS.get(name, "utf-8"))
    path.write_bytes(content)
    assert compiled(path) == expected
    output = path.with_suffix(".ttl")
    assert run("compile", str(path), "-o", str(output)).returncode == 0
    written = path.read_bytes()
    if name == "big-endian":  # written as UTF-16, too, but little-endian
        content = content.decode("utf-16").encode("utf-16")
    for sign in (b"\xef\xbb\xbf", b"\xff\xfe", b"\r\n", b"\r\0\n", b";", b"# read twice"):
        assert (sign in written) == (sign in content), "the layout of the sheet has changed"
    assert compiled(path) == expected
    assert set(canonical.lines(parse(output.read_bytes(), RdfFormat.TURTLE))) == expected


def test_another_encoding_is_reported(tmp_path: Path) -> None:
    path = sheet_examples.write(tmp_path)
    content = path.read_bytes()
    path.write_bytes(content.replace(b"Ada Quill", b"Ada Qu\xefll"))
    done = run("compile", str(path))
    assert (done.returncode, "not UTF-8 (byte " in done.stderr) == (2, True)
    path.write_bytes(content.decode().encode("utf-16")[:-1])
    done = run("compile", str(path))
    assert (done.returncode, "not UTF-16 (byte " in done.stderr) == (2, True)
    assert "save it as UTF-8 and try again" in done.stderr


def as_data(folder: Path, name: str) -> tuple[str, bytes]:
    """Return a path for -d and its content: a document with the things of the sheet."""
    path = sheet_examples.write(folder)
    content = compile_sheet(path).turtle.replace("ferry-accord", "ferry-report").encode()
    path.with_name("ferry-accord.things.tsv").unlink()
    (folder / "report.ttl").write_bytes(content)
    (folder / "report.ttl.gz").write_bytes(gzip.compress(content))
    quads = parse(content, RdfFormat.TURTLE)
    serialize((quad.triple for quad in quads), str(folder / "report.nt"), RdfFormat.N_TRIPLES)
    return (str(folder / name) if name.startswith("report") else name), content


@pytest.mark.parametrize("name", ["report.ttl", "report.ttl.gz", "report.nt", "-", "/dev/stdin"])
def test_names_of_any_data(name: str, tmp_path: Path) -> None:
    data, content = as_data(tmp_path, name)
    for command in ("compile", "validate"):
        arguments = [*command_line.SPACEPACT, command, str(tmp_path / "ferry-accord.tsv"), "-d", data]
        done = subprocess.run(arguments, input=content, capture_output=True, check=False)
        assert b"unknown" not in done.stdout + done.stderr, done
        assert done.returncode == 0, done


@pytest.mark.parametrize("name", ["report.ttl.gz", "report.nt", "-", "/dev/stdin"])
def test_a_document_in_any_data_becomes_a_sheet(name: str, tmp_path: Path) -> None:
    data, content = as_data(tmp_path, name)
    output = tmp_path / "report.tsv"
    arguments = [*command_line.SPACEPACT, "compile", data, "-o", str(output)]
    done = subprocess.run(arguments, input=content, capture_output=True, check=False)
    assert done.returncode == 0, done
    assert compiled(output) == set(canonical.lines(parse(content, RdfFormat.TURTLE)))


def test_the_sheet_replaces_its_document_in_any_data(tmp_path: Path) -> None:
    path = sheet_examples.write(tmp_path)
    rows = sheet_examples.read(path)
    content = compile_sheet(path).turtle
    extra = content[content.index("spid:claim_ferry-accord_0192_1 a") :].replace("_0192_1 ", "_0192_7 ")
    (tmp_path / "old.ttl.gz").write_bytes(gzip.compress((content + extra).encode()))
    path.write_text(sheet_examples.written(sheet_examples.records(rows)), encoding="utf-8")
    output = tmp_path / "ferry-accord.ttl"
    done = run("compile", str(path), "-o", str(output), "-d", str(tmp_path / "old.ttl.gz"))
    assert done.returncode == 0, done.stderr
    assert claims(path)[HOPED] == "0192_8", "a number in the replaced file is not given again"


def test_another_document_is_not_overwritten(tmp_path: Path) -> None:
    path = sheet_examples.write(tmp_path)
    output = tmp_path / "things.ttl"
    for text, code in (("@prefix ex: <http://example.org/> .\nex:a ex:b ex:c .\n", 2), ("# to do\n", 0)):
        output.write_text(text, encoding="utf-8")
        done = run("compile", str(path), "-o", str(output))
        assert done.returncode == code, done.stderr
        assert (output.read_text(encoding="utf-8") == text) == (code == 2)
    message = f"{output}: the file does not contain the document of the sheet: choose another name, or delete it"
    output.write_text("<http://example.org/a> <http://example.org/b> 1 .\n", encoding="utf-8")
    assert run("compile", str(path), "-o", str(output)).stderr.splitlines()[-1] == f"spacepact: {message}"


def test_the_output_can_be_a_pipe(tmp_path: Path) -> None:
    path = sheet_examples.write(tmp_path)
    arguments = [*command_line.SPACEPACT, "compile", str(path), "-o", "/dev/stdout"]
    done = subprocess.run(arguments, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=60)
    assert done.returncode == 0, done
    assert set(canonical.lines(parse(done.stdout, RdfFormat.TURTLE))) == compiled(path)
