"""Convert sheets into Turtle and back: open the graph whose names the cells use, and read and write the files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from spacepact.documents.sheets.columns import COLUMNS, REQUIRED
from spacepact.documents.sheets.compiler import Compiled, compile_claims
from spacepact.documents.sheets.decompiler import sheet_records
from spacepact.documents.sheets.files import read_sheet, sheet_text, with_cells
from spacepact.documents.sheets.names import Names
from spacepact.documents.sheets.new_sheet import new_sheet_records
from spacepact.documents.sheets.numbers import last_numbers
from spacepact.documents.sheets.outline import outline
from spacepact.documents.sheets.things import Things, read_things, things_path
from spacepact.documents.sheets.turtle import turtle
from spacepact.errors import BadInput
from spacepact.files import read_text, real_path, write_atomically
from spacepact.graph import add_data, is_store_folder, load_turtle, packaged_files
from spacepact.rdf import Fault, ParsedFile, rdf_files
from spacepact.terms import PREFIXES, SP, SPID, curie

_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_CLAIM = NamedNode(SP + "Claim")


@dataclass(frozen=True)
class CompiledSheet:
    """A compiled sheet and its sheet of new things, if there is one.

    *names* are those that its cells can have. *replaced* are the Turtle files that the sheet replaces: those that
    contain its documents.
    """

    compiled: Compiled
    things: Things | None
    names: Names
    replaced: Sequence[Path]

    @property
    def files(self) -> list[ParsedFile]:
        """The triples of each sheet, with the lines and columns of the cells."""
        found = [ParsedFile(self.compiled.sheet.path, self.compiled.triples)]
        if self.things:
            found.append(ParsedFile(self.things.sheet.path, self.things.triples))
        return found

    @property
    def faults(self) -> list[tuple[str, Fault]]:
        """The faults of the sheets, each with the path of its sheet."""
        found = [(self.compiled.sheet.path, fault) for fault in self.compiled.faults]
        if self.things:
            found += [(self.things.sheet.path, fault) for fault in self.things.faults]
        return found

    @property
    def paths(self) -> list[str]:
        """The paths of the sheets."""
        return [file.path for file in self.files]

    def lines_of_claims(self, path: str) -> set[int | None]:
        """Return the lines of the claims without a fault in the sheet of claims; none for the sheet of things."""
        if path != self.compiled.sheet.path:
            return set()
        claims = {NamedNode(claim.iri) for claim in self.compiled.outline.claims if claim.iri}
        return {located.line for located in self.compiled.triples if located.triple.subject in claims}

    def in_words(self, message: str) -> str:
        """Return a message with the names of columns, things and codes instead of their CURIEs."""
        return self.names.in_words(message)

    @property
    def turtle(self) -> str:
        """The Turtle of the sheets."""
        return turtle(self.compiled, self.things)

    def numbered(self) -> dict[Path, str]:
        """Return the text of each sheet in which numbers and IRIs are missing, with them."""
        sheets = [(self.compiled.sheet, "claim", self.compiled.numbers)]
        if self.things:
            sheets.append((self.things.sheet, "iri", self.things.iris))
        changed = {}
        for sheet, column, cells in sheets:
            old = {row.record: row[column].text for row in sheet.rows}
            new: Mapping[int, str] = {record: text for record, text in cells.items() if old[record] != text}
            if new:
                changed[Path(sheet.path)] = sheet_text(with_cells(sheet, column, new), sheet.layout)
        return changed


def compile_sheet(path: Path, data: Sequence[Path] = (), output: Path | None = None, base: str = SPID) -> CompiledSheet:
    """Compile a sheet of claims and its sheet of new things, if there is one beside it.

    Names are those of the packaged graph, of *data* (Turtle files, folders and store folders) and of the new things.
    Turtle files that contain the documents of the sheet, and the file *output*, are left out: the sheet replaces them.
    *base* is the start of the IRIs of the document, its claims and new things.
    Raises BadInput for a file that cannot be read.
    """
    sheet = read_sheet(path, COLUMNS, REQUIRED)
    names_of_documents = list(outline(sheet).documents) if sheet.header else []
    own = rdf_files([one for one in data if not is_store_folder(one)])
    replaced = [file for file in [*packaged_files.written(), *own] if _describes(file, names_of_documents)]
    if output and output.exists():
        replaced.append(output)
    without = {real_path(file) for file in replaced}
    store = load_turtle(file for file in packaged_files.written() if real_path(file) not in without)
    kept = [file for file in own if real_path(file) not in without]
    add_data([*kept, *(one for one in data if is_store_folder(one))], store)
    names = Names(store)
    others = things_path(path)
    things = read_things(others, names, base) if others.exists() else None
    used = _claim_iris(store.quads_for_pattern(None, _TYPE, _CLAIM)).union(*map(_claims, replaced))
    return CompiledSheet(compile_claims(sheet, names, things, used, base), things, names, replaced)


def _describes(file: Path, documents: Sequence[str]) -> bool:
    """Return whether a Turtle file contains one of these documents."""
    text = read_text(file) if documents else ""
    return any(
        re.search(rf"^[\w-]+:document_{re.escape(name)} a sp:Document ;", text, re.MULTILINE) for name in documents
    )


def _claims(file: Path) -> set[str]:
    """Return the IRIs of the claims in a Turtle file; none for a file that is no Turtle."""
    try:
        return _claim_iris(parse(read_text(file), RdfFormat.TURTLE))
    except SyntaxError:
        return set()


def _claim_iris(quads: Iterable[Quad]) -> set[str]:
    claims = (q.subject for q in quads if q.predicate == _TYPE and q.object == _CLAIM)
    return {claim.value for claim in claims if isinstance(claim, NamedNode)}


def write_compiled(compiled: CompiledSheet, output: Path) -> dict[Path, str]:
    """Write the Turtle of a sheet to *output*, and the new numbers into the sheets; return what is in each file.

    Raises BadInput, and writes nothing, if the file contains claims that were never in the sheet.
    """
    if output.exists():
        written = {claim.iri for claim in compiled.compiled.outline.claims}
        known = last_numbers(compiled.compiled.outline)
        lost = sorted(iri for iri in _claims(output) - written if not _was_known(iri, known))
        if lost:
            listed = ", ".join(curie(iri) for iri in lost[:3]) + (f" and {len(lost) - 3} more" if lost[3:] else "")
            advice = f"turn it into a sheet with spacepact compile {output} -o NEW.tsv, or remove them from it"
            raise BadInput(f"{output}: the file has claims that were never in the sheet ({listed}): {advice}")
    texts = compiled.numbered()
    for path, text in texts.items():  # first: a number that is only in the Turtle would be given again
        write_atomically(path, text)
    write_atomically(output, compiled.turtle)
    number = len(compiled.compiled.outline.claims)
    contents = {output: f"{number} claim{'s'[: number != 1]} written"}
    return contents | dict.fromkeys(texts, "new numbers written")


def write_new_sheet(path: Path, output: Path) -> list[Path]:
    """Write a sheet to fill in for a document that ``cite`` wrote, and an empty sheet of things; return their paths."""
    claims, things = new_sheet_records(path, Names(load_turtle(packaged_files.ontology())))
    return _write({output: sheet_text(claims), things_path(output): sheet_text(things)})


def write_sheet(path: Path, output: Path, data: Sequence[Path] = ()) -> list[Path]:
    """Write the sheet of a Turtle file to *output*, and the sheet of its things beside it; return the files written.

    Raises BadInput if a file exists, or if a sheet cannot express the Turtle.
    """
    store = load_turtle([*packaged_files.written(), path])
    add_data(data, store)
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


def _was_known(iri: str, last: Mapping[str, int]) -> bool:
    start, separator, number = iri.rpartition("_")
    return number.isdecimal() and int(number) <= last.get(start + separator, 0)
