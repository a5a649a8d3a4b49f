"""Compile a sheet of claims into triples with the lines and columns of the cells that they come from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Triple

from spacepact.documents.sheets.cells import CellReader, DependsOnFault, Statement
from spacepact.documents.sheets.columns import BY_NAME, COLUMNS, CURATOR, NONE, Column
from spacepact.documents.sheets.files import Cell, Sheet
from spacepact.documents.sheets.names import Names
from spacepact.documents.sheets.numbers import claim_id, number_claims
from spacepact.documents.sheets.outline import ClaimRow, Document, Outline, outline, passages_of
from spacepact.documents.sheets.things import Part, Things
from spacepact.documents.sheets.values import number
from spacepact.errors import BadInput
from spacepact.graph import edtf_dates
from spacepact.rdf import LocatedTriple
from spacepact.terms import PREFIXES, SP, SPID, term_node

_HEX = NamedNode(PREFIXES["xsd"] + "hexBinary")
_REQUIRED = {
    "subject": "name a thing",
    "property": "write one, such as is signatory of",
    "stance": "write one, such as asserted or hoped",
    "holder": "name who has this attitude, or write document for the document itself",
    "voice": "write one, such as document or named source",
    "basis": "write explicit or implied",
}


@dataclass
class Compiled(Part):
    """A compiled sheet of claims, with its outline."""

    outline: Outline = field(default_factory=Outline)


def compile_claims(
    sheet: Sheet, names: Names, things: Things | None = None, used: Iterable[str] = (), base: str = SPID
) -> Compiled:
    """Compile the rows of a sheet; a row with a fault gives no triples.

    *things* are the new things, which *names* must already contain. *used* are IRIs of claims in other files, whose
    numbers are not given again. *base* is the start of the IRIs.
    """
    compiled = Compiled(sheet, faults=list(sheet.faults))
    if any(fault.rule == "sheet-column" for fault in sheet.faults) or not sheet.header:
        return compiled
    found = compiled.outline = outline(sheet, base)
    number_claims(found, used)
    names.add((NamedNode(one.iri), NamedNode(SP + "Document"), _label(one)) for one in found.documents.values())
    claims = {claim.row["sentence"].text.casefold(): claim.iri for claim in found.claims if claim.iri}
    _Compilation(compiled, CellReader(names, things.wrong if things else set(), claims)).run()
    compiled.faults = list(dict.fromkeys(compiled.faults))
    compiled.filled = found.last | {
        claim.row.record: claim_id(base, claim.document.name, claim.iri) for claim in found.claims if claim.iri
    }
    return compiled


class _Compilation:
    """The state while the rows of a sheet are compiled."""

    def __init__(self, compiled: Compiled, reader: CellReader) -> None:
        self.compiled = compiled
        self.outline = compiled.outline
        self.reader = reader

    def run(self) -> None:
        """Compile documents, then passages, each followed by its claims, then claims without a passage."""
        by_passage: dict[tuple[str, int], list[ClaimRow]] = {}
        for claim in self.outline.claims:
            by_passage.setdefault((claim.document.name, _place(claim)), []).append(claim)
        for document in self.outline.documents.values():
            self._add(document.iri, self._of_document(document), document.row["note"])
        for document in self.outline.documents.values():
            for passage, row in sorted(document.passages.items()):
                note = Cell("", row.line, 1) if row["sentence"].text else row["note"]
                self._add(document.passage_iri(passage), self._of_passage(document, passage), note)
                for claim in by_passage.get((document.name, passage), []):
                    self._add_claim(claim)
        for document in self.outline.documents.values():
            for claim in by_passage.get((document.name, 0), []):
                self._add_claim(claim)
        self.compiled.faults += [*self.outline.faults, *self.reader.faults]

    def _add(self, subject: str, statements: Iterable[Statement], note: Cell) -> None:
        node = NamedNode(subject)
        for term, value, cell in statements:
            triple = Triple(node, term_node(term), value)
            self.compiled.triples.append(LocatedTriple(triple, self.compiled.sheet.path, cell.line, cell.column))
        if note.text:
            self.compiled.notes[subject] = note.text

    def _add_claim(self, claim: ClaimRow) -> None:
        before = len(self.outline.faults), len(self.reader.faults)
        try:
            statements = list(self._of_claim(claim))
        except DependsOnFault:
            statements = []
        is_correct = statements and before == (len(self.outline.faults), len(self.reader.faults))
        if is_correct and claim.iri and not claim.has_fault:
            self._add(claim.iri, statements, claim.row["note"])
        else:
            self._check_date(claim.row["time"])

    def _check_date(self, cell: Cell) -> None:
        """Add a fault for an invalid date of a claim without triples: the validation cannot report it."""
        try:
            edtf_dates.moments(cell.text)
        except BadInput as error:
            if cell.text:
                self.reader.fail(cell, str(error), "edtf")

    def _of_document(self, document: Document) -> Iterator[Statement]:
        row = document.row
        yield Statement("rdf:type", NamedNode(SP + "Document"), row["passage"])
        yield Statement("skos:prefLabel", _label(document), row["passage"])
        yield Statement("dcterms:identifier", Literal(document.name), row["passage"])
        yield from self.reader.number("sp:characterCount", row["end"])
        if row["digest"].text:
            yield Statement("sp:sha256", Literal(row["digest"].text, datatype=_HEX), row["digest"])

    def _of_passage(self, document: Document, passage: int) -> Iterator[Statement]:
        row = document.passages[passage]
        yield Statement("rdf:type", NamedNode(SP + "Passage"), row["passage"])
        yield Statement("sp:isPassageOf", NamedNode(document.iri), row["passage"])
        yield Statement("sp:order", number(str(passage)), row["passage"])
        yield from self.reader.number("oa:start", row["start"])
        yield from self.reader.number("oa:end", row["end"])
        yield Statement("sp:sha256", Literal(row["digest"].text, datatype=_HEX), row["digest"])
        for name in ("kind", "no claim because"):
            yield from self.reader.named(BY_NAME[name], row[name], document)

    def _of_claim(self, claim: ClaimRow) -> Iterator[Statement]:
        row, reader = claim.row, self.reader
        yield Statement("rdf:type", NamedNode(SP + "Claim"), row["sentence"])
        yield Statement("skos:prefLabel", Literal(row["sentence"].text, language="en"), row["sentence"])
        if property_ := reader.property(row["property"]):
            yield Statement("sp:claimProperty", NamedNode(property_.iri), row["property"])
            yield from reader.what_is_said(row, property_, claim.document)
        for column in COLUMNS:
            own, cell = row[column.name], _with_default(claim, column)
            if not cell.text:
                if column.name in _REQUIRED:
                    reader.fail(own, f"no {column.name}: {_REQUIRED[column.name]}")
            elif column.is_of_passages:
                pass
            elif column.kind in ("thing", "code"):
                yield from (one._replace(cell=own) for one in reader.named(column, cell, claim.document))
            elif column.kind == "claim":
                yield from reader.links(column.term, own, claim.document)
            elif column.kind == "number":
                yield from reader.number(column.term, own)
            elif column.kind == "english":
                yield Statement(column.term, Literal(own.text, language="en"), own)
            elif column.kind == "text":
                yield Statement(column.term, Literal(own.text), own)
        for passage in claim.passages:
            yield Statement("sp:hasEvidence", NamedNode(claim.document.passage_iri(passage)), row["passage"])
        for passage in passages_of(self.outline, claim.document, row["context"]):
            yield Statement("sp:hasContext", NamedNode(claim.document.passage_iri(passage)), row["context"])


def _with_default(claim: ClaimRow, column: Column) -> Cell:
    """Return the cell of a claim; if it is empty and has a default, the cell of its passage or document."""
    own = claim.row[column.name]
    if not column.default:
        return own
    if own.text:
        return own._replace(text="") if own.text.lower() == NONE else own
    if not claim.passages:
        return own._replace(text=CURATOR.get(column.name, ""))
    rows = (claim.document.passages[claim.passages[0]], claim.document.row)
    return next((row[column.name] for row in rows if row[column.name].text and not row["sentence"].text), own)


def _place(claim: ClaimRow) -> int:
    """Return the number of the passage under which a claim is written: the one in its IRI; 0 if it has none."""
    named = (
        passage for passage in claim.document.passages if claim.iri.startswith(claim.document.claim_start(passage))
    )
    return next(named, claim.passages[0] if claim.passages else 0)


def _label(document: Document) -> Literal:
    return Literal(f"document {document.name}", language="en")
