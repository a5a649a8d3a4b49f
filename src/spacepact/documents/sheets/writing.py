"""Write what a sheet compiles to, and sheets for documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from spacepact.documents.sheets.convert import CompiledSheet
from spacepact.documents.sheets.decompiler import sheet_records
from spacepact.documents.sheets.files import sheet_text
from spacepact.documents.sheets.names import Names
from spacepact.documents.sheets.new_sheet import new_sheet_records
from spacepact.documents.sheets.numbers import last_numbers
from spacepact.documents.sheets.things import things_path
from spacepact.documents.sheets.turtle_file import class_of, read_subjects
from spacepact.errors import BadInput
from spacepact.files import write_atomically
from spacepact.graph import add_data, load_turtle, packaged_files
from spacepact.rdf import fault_error, read_file
from spacepact.terms import curie


def write_compiled(compiled: CompiledSheet, output: Path) -> dict[Path, str]:
    """Write the Turtle of a sheet to *output*, the new numbers into the sheets, and the added things into their file.

    Return what is in each file. Raises BadInput, and writes nothing, if *output* contains other data than the document
    of the sheet, or claims that were never in the sheet.
    """
    if output.is_file():
        _require_own(compiled, output)
    added = compiled.added
    if added:
        write_atomically(added.path, added.text)
    texts = compiled.numbered()
    for path, (text, encoding) in texts.items():  # first: a number that is only in the Turtle would be given again
        write_atomically(path, text, encoding=encoding)
    write_atomically(output, compiled.turtle)
    number = len(compiled.compiled.outline.claims)
    contents = {output: f"{number} claim{'s'[: number != 1]} written"}
    return contents | dict.fromkeys(texts, "new numbers written") | ({added.path: f"{added} added"} if added else {})


def _require_own(compiled: CompiledSheet, output: Path) -> None:
    """Raise BadInput if a file contains claims that were never in the sheet, or data without its document."""
    file = read_file(output)
    if [fault.rule for fault in file.faults] == ["empty"]:
        return
    for fault in file.faults:
        raise fault_error(output, fault)
    outline = compiled.compiled.outline
    subjects = read_subjects(file)
    if not any(document.iri in subjects for document in outline.documents.values()):
        advice = "choose another name, or delete it"
        raise BadInput(f"{output}: the file does not contain the document of the sheet: {advice}")
    known = last_numbers(outline)
    claims = {iri for iri, values in subjects.items() if class_of(values) == "Claim"}
    lost = sorted(iri for iri in claims - {claim.iri for claim in outline.claims} if not _was_known(iri, known))
    if lost:
        listed = ", ".join(curie(iri) for iri in lost[:3]) + (f" and {len(lost) - 3} more" if lost[3:] else "")
        advice = f"turn it into a sheet with spacepact compile {output} -o NEW.tsv, or remove them from it"
        raise BadInput(f"{output}: the file has claims that were never in the sheet ({listed}): {advice}")


def _was_known(iri: str, last: Mapping[str, int]) -> bool:
    start, separator, number = iri.rpartition("_")
    return number.isdecimal() and int(number) <= last.get(start + separator, 0)


def write_new_sheet(path: Path, output: Path) -> list[Path]:
    """Write a sheet to fill in for a document that ``cite`` wrote, and an empty sheet of things; return their paths."""
    claims, things = new_sheet_records(path, Names(load_turtle(packaged_files.ontology())))
    return _write({output: sheet_text(claims), things_path(output): sheet_text(things)})


def write_sheet(path: Path, output: Path, data: Sequence[Path] = ()) -> list[Path]:
    """Write the sheet of an RDF file to *output*, and the sheet of its things beside it; return the files written.

    Raises BadInput if a file exists, or if a sheet cannot express the data.
    """
    store = load_turtle(packaged_files.written())
    add_data([path, *data], store)
    claims, things = sheet_records(path, Names(store))
    return _write({output: sheet_text(claims)} | ({things_path(output): sheet_text(things)} if things else {}))


def require_new(*files: Path) -> None:
    """Raise BadInput if one of the files exists."""
    for file in files:
        if file.exists():
            raise BadInput(f"{file}: the file already exists: choose another name")


def _write(texts: Mapping[Path, str]) -> list[Path]:
    require_new(*texts)
    for file, text in texts.items():
        write_atomically(file, text, new=True)
    return list(texts)
