"""Compile a sheet with the names of the graph and of the user's data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, Quad

from spacepact.documents.sheets.columns import COLUMNS, REQUIRED
from spacepact.documents.sheets.compiler import Compiled, compile_claims
from spacepact.documents.sheets.files import read_sheet, sheet_text, with_cells
from spacepact.documents.sheets.lookup import AddedThings, things_to_add
from spacepact.documents.sheets.names import Names
from spacepact.documents.sheets.outline import outline
from spacepact.documents.sheets.things import Part, Things, read_things, things_path
from spacepact.documents.sheets.turtle import turtle
from spacepact.errors import BadInput
from spacepact.files import real_path
from spacepact.graph import add_data, is_store_folder, load_turtle, packaged_files
from spacepact.rdf import Fault, ParsedFile, content_of, rdf_files, read_quads
from spacepact.terms import PROJECT, RDF_TYPE, SP, Namespace


@dataclass(frozen=True)
class CompiledSheet:
    """A compiled sheet and its sheet of new things, if there is one.

    *names* are those that its cells can have. *replaced* are the RDF files that the sheet replaces: those that contain
    its documents. *added* are the states and space agencies that it names first, if there are any.
    """

    compiled: Compiled
    things: Things | None
    names: Names
    replaced: Sequence[Path]
    added: AddedThings | None = None

    @property
    def _parts(self) -> list[Part]:
        return [self.compiled, *([self.things] if self.things else [])]

    @property
    def files(self) -> list[ParsedFile]:
        """The triples of each sheet, with the lines and columns of the cells, and those of the added things."""
        found = [ParsedFile(part.sheet.path, part.triples) for part in self._parts]
        return [*found, *([self.added.file] if self.added else [])]

    @property
    def faults(self) -> list[tuple[str, Fault]]:
        """The faults of the sheets, each with the path of its sheet."""
        return [(part.sheet.path, fault) for part in self._parts for fault in part.faults]

    @property
    def paths(self) -> list[str]:
        """The paths of the sheets, and of the file for added things."""
        return [file.path for file in self.files]

    @property
    def open_passages(self) -> dict[int, int]:
        """The number of each passage that has neither a claim nor a reason for having none, by its line."""
        found = self.compiled.outline
        used = {(claim.document.name, number) for claim in found.claims for number in claim.passages}
        return {
            row.line: number
            for document in found.documents.values()
            for number, row in document.passages.items()
            if (document.name, number) not in used and not row["no claim because"].text
        }

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

    def numbered(self) -> dict[Path, tuple[str, str]]:
        """Return the text and the encoding of each sheet in which numbers and IRIs are missing, with them."""
        changed: dict[Path, tuple[str, str]] = {}
        for column, part in zip(("claim", "iri"), self._parts, strict=False):
            sheet = part.sheet
            old = {row.record: row[column].text for row in sheet.rows}
            if new := {record: text for record, text in part.filled.items() if old[record] != text}:
                text = sheet_text(with_cells(sheet, column, new), sheet.layout)
                changed[Path(sheet.path)] = text, sheet.layout.encoding
        return changed


def compile_sheet(
    path: Path,
    data: Sequence[Path] = (),
    output: Path | None = None,
    namespace: Namespace = PROJECT,
    things_file: Path | None = None,
) -> CompiledSheet:
    """Compile a sheet of claims and its sheet of new things, if there is one beside it.

    Names are those of the packaged graph, of *data* (RDF files, folders and store folders) and of the new things.
    RDF files that contain the documents of the sheet, and the file *output*, are left out: the sheet replaces them.
    The IRIs of the document, its claims and new things are in *namespace*. With *things_file*, states and space
    agencies of the lookup that the graph lacks are to be added to this file.
    Raises BadInput for a file that cannot be read.
    """
    sheet = read_sheet(path, COLUMNS, REQUIRED)
    base = namespace.iri
    documents = [one.iri for one in outline(sheet, base).documents.values()] if sheet.header else []
    own = rdf_files([one for one in data if not is_store_folder(one)])
    replaced = [output] if output and output.is_file() else []
    without = {real_path(file) for file in replaced}
    for file in (*packaged_files.written(), *own):
        if real_path(file) not in without and _describes(file, documents):
            replaced.append(file)
            without.add(real_path(file))
    store = load_turtle(file for file in packaged_files.written() if real_path(file) not in without)
    kept = [file for file in own if real_path(file) not in without]
    add_data([*kept, *(one for one in data if is_store_folder(one))], store)
    names = Names(store, namespace if things_file else None)
    # A spreadsheet program can have saved only one of the two sheets in another format.
    possible = [things_path(path.with_suffix(ending)) for ending in (path.suffix, ".tsv", ".csv")]
    others = next((one for one in possible if one.exists()), None)
    things = read_things(others, names, base) if others else None
    used = _members(store.quads_for_pattern(None, RDF_TYPE, None), "Claim").union(*map(_claims, replaced))
    compiled = compile_claims(sheet, names, things, used, base)
    added = things_to_add(things_file, names.new, namespace) if things_file else None
    return CompiledSheet(compiled, things, names, replaced, added)


def _describes(file: Path, documents: Sequence[str]) -> bool:
    """Return whether an RDF file contains one of these documents, by their IRIs; raise BadInput if it is invalid."""
    content = content_of(file) if documents else b""
    if not any(iri[iri.rindex("document_") :].encode() in content for iri in documents):
        return False
    return not _members(read_quads(file), "Document").isdisjoint(documents)


def _claims(file: Path) -> set[str]:
    """Return the IRIs of the claims in an RDF file; none for an invalid file."""
    try:
        return _members(read_quads(file), "Claim")
    except BadInput:
        return set()


def _members(quads: Iterable[Quad], class_: str) -> set[str]:
    found = (q.subject for q in quads if q.predicate == RDF_TYPE and q.object == NamedNode(SP + class_))
    return {node.value for node in found if isinstance(node, NamedNode)}
