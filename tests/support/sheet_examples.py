"""A small sheet of claims about an invented document, as rows that a test can change."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from pyoxigraph import RdfFormat, parse

from command_line import run
from spacepact.documents.passages import cut
from spacepact.files import digest
from spacepact.rdf import canonical

TEXT = (
    "Two space agencies sign a ferry accord\n\nOn 12 March 2034 the space agencies of Ruritania and Sylvania signed "
    "the ferry accord. Under the accord they will build the cargo ferry Heron together. Ruritania hopes to send an "
    "astronaut along one day, Minister Ada Quill said.\n"
)
HEADER = (
    *("passage", "sentence", "subject", "property", "object", "value", "unit", "stance", "holder", "voice", "speaker"),
    *("basis", "time", "under", "context", "contradicts", "kind", "start", "end", "digest", "claim"),
)
INFO = "No claim gives the date of publication."
AGENCIES = "Ruritanian space agency|Sylvanian space agency"
SIGNED = "On 12 March 2034 the Ruritanian and the Sylvanian space agency signed the ferry accord."
HOPED = "Ruritania hopes to send an astronaut on the ferry Heron one day, Ada Quill says."
THINGS = (
    ("name", "class"),
    ("ferry accord", "Agreement"),
    ("Ruritanian space agency", "Organisation"),
    ("Sylvanian space agency", "Organisation"),
    ("Ada Quill", "Person"),
    ("Ruritania", "State"),
    ("flight of a Ruritanian astronaut on the ferry Heron", "Undertaking"),
    ("building of the cargo ferry Heron", "Undertaking"),
)
Row = dict[str, str]
Table = list[Row]


def table() -> Table:
    """Return the rows of the sheet: the document (line 2), four passages (3 to 6) and four claims (7 to 10)."""
    document = {"passage": "document ferry-accord", "holder": "document", "voice": "document", "basis": "explicit"}
    rows = [document | {"end": str(len(TEXT)), "digest": digest(TEXT)}]
    for number, span in enumerate(cut(TEXT), start=1):
        place = {"start": str(span.start), "end": str(span.end), "digest": span.sha256}
        kind = span.kind.removeprefix("passage_").replace("_", " ")
        rows.append({"passage": f"{number} {span.first_words}", "kind": kind} | place)
    signing = {"subject": AGENCIES, "property": "is signatory of", "object": "ferry accord", "stance": "asserted"}
    doing = {"property": "carries out"}
    sign = "The Ruritanian and the Sylvanian space agency sign the ferry accord."
    build = "Under the ferry accord, the two agencies are to build the cargo ferry Heron."
    rows += [
        {"passage": "1", "sentence": sign, "context": "2"} | signing,
        {"passage": "2", "sentence": SIGNED, "time": "2034-03-12"} | signing,
        {"passage": "3", "sentence": build, "stance": "agreed", "under": "ferry accord", "context": "2"}
        | {"subject": AGENCIES, "object": "building of the cargo ferry Heron", "holder": AGENCIES}
        | doing,
        {"passage": "4", "sentence": HOPED, "stance": "hoped", "voice": "named source", "speaker": "Ada Quill"}
        | {"object": "flight of a Ruritanian astronaut on the ferry Heron", "holder": "Ruritania", "context": "3"}
        | {"subject": "Ruritania"}
        | doing,
    ]
    return rows


def written(records: Iterable[Sequence[str]], delimiter: str = "\t", newline: str = "\n") -> str:
    """Return records as the text of a table."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=newline).writerows(records)
    return text.getvalue()


def records(rows: Table, header: Sequence[str] = HEADER) -> list[list[str]]:
    """Return the header and the rows as records."""
    return [list(header), *([row.get(name, "") for name in header] for row in rows)]


def write(folder: Path, rows: Table | None = None, things: Iterable[Sequence[str]] = THINGS) -> Path:
    """Write the sheet and its sheet of things into a folder, and return the path of the sheet."""
    path = folder / "ferry-accord.tsv"
    path.write_text(written(records(table() if rows is None else rows)), encoding="utf-8")
    (folder / "ferry-accord.things.tsv").write_text(written(things), encoding="utf-8")
    return path


def read(path: Path) -> Table:
    """Return the rows of a sheet in a file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def column(name: str) -> int:
    """Return the number of a column, from 1."""
    return HEADER.index(name) + 1


def compiled(path: Path, *options: str) -> set[str]:
    """Return the triples of a sheet without errors, as canonical N-Triples."""
    done = run("compile", str(path), *options)
    assert done.returncode == 0, done.stderr
    return set(canonical.lines(parse(done.stdout, RdfFormat.TURTLE)))


def errors(path: Path) -> list[str]:
    """Return the errors of compile, without the path and the summary; require that nothing is written."""
    before = {file: file.read_bytes() for file in path.parent.iterdir()}
    done = run("compile", str(path), "-o", str(path.with_suffix(".ttl")))
    assert (done.returncode, done.stdout) == (1, "")
    assert {file: file.read_bytes() for file in path.parent.iterdir()} == before
    lines = done.stderr.splitlines()
    assert all(line.startswith(str(path.parent)) for line in lines), done.stderr
    return [line.removeprefix(f"{path.parent}/ferry-accord") for line in lines if INFO not in line]


def claims(path: Path) -> dict[str, str]:
    """Return the number of each claim by its sentence."""
    return {row["sentence"]: row["claim"] for row in read(path) if row["sentence"]}
