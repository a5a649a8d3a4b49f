"""Sort the rows of a sheet into documents, passages and claims."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from spacepact.documents.sheets.columns import DEFAULTS, DOCUMENT, OF_PASSAGES
from spacepact.documents.sheets.files import Cell, Row, Sheet, parts
from spacepact.rdf import Fault
from spacepact.terms import SPID

_DOCUMENT = re.compile(rf"{DOCUMENT}(?:\s+(?P<name>\S+))?", re.IGNORECASE)
_SHORT_NAME = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*")


@dataclass
class Document:
    """A document of a sheet: its short name, its row, the start of its IRIs, and the rows of its passages by number."""

    name: str
    row: Row
    base: str
    passages: dict[int, Row] = field(default_factory=dict)

    @property
    def iri(self) -> str:
        """The IRI of the document."""
        return f"{self.base}document_{self.name}"

    def passage_iri(self, number: int) -> str:
        """Return the IRI of a passage."""
        return f"{self.base}passage_{self.name}_{self.place(number)}"

    def claim_start(self, passage: int) -> str:
        """Return the IRI of a claim of a passage without its number; of a claim of the curator for passage 0."""
        place = f"{self.name}_{self.place(passage)}" if passage else f"curator_{self.name}"
        return f"{self.base}claim_{place}_"

    def place(self, number: int) -> str:
        """Return the offset of a passage as it is written in IRIs."""
        return f"{int(self.passages[number]['start'].text):04d}"


@dataclass
class ClaimRow:
    """The row of a claim: its document, the numbers of its passages, and its IRI."""

    row: Row
    document: Document
    passages: tuple[int, ...]
    iri: str = ""
    has_fault: bool = False


@dataclass
class Outline:
    """The documents and claims of a sheet, the faults of its rows, and the last numbers of claims to write.

    *last* are cells of the column claim in rows without a claim, by record: the last number given in the passage.
    """

    documents: dict[str, Document] = field(default_factory=dict)
    claims: list[ClaimRow] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    last: dict[int, str] = field(default_factory=dict)


def outline(sheet: Sheet, base: str = SPID) -> Outline:
    """Return the documents, passages and claims of a sheet. *base* is the start of their IRIs."""
    found = Outline()
    claims = []
    for row in sheet.rows:
        if row["sentence"].text:
            claims.append(row)
        elif match := _DOCUMENT.fullmatch(row["passage"].text):
            _add_document(found, row, match["name"] or row["document"].text, base)
    if not found.documents and not found.faults:
        message = f'no row of the document: write "{DOCUMENT} NAME" as a passage, such as document probe-news'
        found.faults.append(Fault(1, None, message, "sheet-row"))
    if not found.documents:
        return found
    for row in sheet.rows:
        document = _document_of(found, row)
        is_described = any(row[name].text for name in OF_PASSAGES)
        if document is None:
            continue
        if row is not document.row and is_described:
            _add_passage(found, document, row)
        if row["sentence"].text:
            continue
        is_claim = row is not document.row and not is_described
        if extra := _extra(row, () if is_claim else (*DEFAULTS, *OF_PASSAGES)):
            own = "the document" if row is document.row else "a passage"
            where = "a row without a sentence" if is_claim else f"the row of {own}"
            advice = "write the sentence of the claim" if is_claim else "write claims in rows of their own, below it"
            column = row["sentence"].column if is_claim else extra.column
            message = f'"{extra.text}" is in {where}: {advice}'
            found.faults.append(Fault(row.line, column, message, "sheet-row"))
    for row in claims:
        if document := _document_of(found, row):
            before = len(found.faults)
            numbers = tuple(passages_of(found, document, row["passage"]))
            found.claims.append(ClaimRow(row, document, numbers, has_fault=len(found.faults) > before))
    return found


def _add_document(found: Outline, row: Row, name: str, base: str) -> None:
    cell = row["passage"]
    if not _SHORT_NAME.fullmatch(name):
        message = f'"{cell.text}" has no short name: write {DOCUMENT} and a name in small letters, such as probe-news'
        found.faults.append(Fault(cell.line, cell.column, message, "sheet-row"))
    elif name in found.documents:
        message = f"document {name} has another row in line {found.documents[name].row.line}: remove one"
        found.faults.append(Fault(cell.line, cell.column, message, "sheet-row"))
    else:
        found.documents[name] = Document(name, row, base)


def _document_of(found: Outline, row: Row) -> Document | None:
    """Return the document of a row; None, with a fault, if the row names none of several, or an unknown one."""
    if _DOCUMENT.fullmatch(row["passage"].text) and not row["sentence"].text:
        return next((one for one in found.documents.values() if one.row is row), None)
    cell = row["document"]
    if not cell.text and len(found.documents) == 1:
        return next(iter(found.documents.values()))
    if cell.text in found.documents:
        return found.documents[cell.text]
    known = ", ".join(found.documents)
    message = f'unknown document "{cell.text}" (expected one of {known})' if cell.text else f"no document: {known}?"
    fault = Fault(cell.line, cell.column, message, "sheet-row")
    if fault not in found.faults:
        found.faults.append(fault)
    return None


def _add_passage(found: Outline, document: Document, row: Row) -> None:
    cell = row["passage"]
    number = _number_of(cell.text)
    if number is None:
        message = f'"{cell.text}" is no number of a passage: write a number from 1'
        found.faults.append(Fault(cell.line, cell.column, message, "unknown-passage"))
    elif number in document.passages:
        other = document.passages[number].line
        message = f"passage {number} has another row in line {other}: empty start, end and digest"
        found.faults.append(Fault(cell.line, cell.column, message, "sheet-row"))
    else:
        missing = [name for name in ("kind", "start", "end", "digest") if not row[name].text]
        for name in missing:
            message = f"passage {number} has no {name}: copy it from the sheet that spacepact cite writes"
            found.faults.append(Fault(row.line, row[name].column, message, "sheet-row"))
        if not row["start"].text.isdecimal() and row["start"].text:
            message = f'"{row["start"].text}" is no number'
            found.faults.append(Fault(row.line, row["start"].column, message, "sheet-value"))
        elif not missing:
            document.passages[number] = row


def _extra(row: Row, allowed: Sequence[str]) -> Cell | None:
    """Return the first filled cell that a row without a sentence should not have, except for *allowed* columns."""
    allowed = ("passage", "document", "claim", "note", *allowed)
    return next((cell for name, cell in row.cells.items() if cell.text and name not in allowed), None)


def _number_of(text: str) -> int | None:
    match = re.match(r"0*([1-9]\d*)(?:\s|\Z)", text)
    return int(match[1]) if match else None


def passages_of(found: Outline, document: Document, cell: Cell) -> Iterator[int]:
    """Yield the numbers of the passages that a cell names, and add a fault for each unknown one."""
    for part in parts(cell):
        number = _number_of(part)
        if number in document.passages:
            assert number is not None
            yield number
        else:
            known = f"1 to {max(document.passages)}" if document.passages else "none"
            message = f'unknown passage "{part}": write the number of a passage ({known})'
            found.faults.append(Fault(cell.line, cell.column, message, "unknown-passage"))
