"""Turn the cells of a claim into statements, and collect the faults of the cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode

from spacepact.documents.sheets.columns import BY_NAME, DOCUMENT, THINGS, UNITS, Column
from spacepact.documents.sheets.files import Cell, Row, parts
from spacepact.documents.sheets.names import Names
from spacepact.documents.sheets.numbers import claim_iri
from spacepact.documents.sheets.outline import Document
from spacepact.documents.sheets.values import number, read_quantity, read_text_value
from spacepact.documents.sheets.vocabulary import Property, Unknown
from spacepact.errors import UnknownName
from spacepact.graph import names as graph_names
from spacepact.rdf import Fault

_NEEDED = {
    "object": "write a thing or a code into the column object",
    "text": "write a text into the column value",
    "quantity": "write a number into the column value, such as 5, about 30, at least 11, at most 9 or 3 to 5",
}


class Statement(NamedTuple):
    """A statement about the subject at hand: the property, the value, and the cell that it comes from."""

    term: str
    value: NamedNode | Literal
    cell: Cell


class DependsOnFault(Exception):
    """A cell names a new thing whose own row has a fault."""


class CellReader:
    """Read cells with the names of a graph.

    *wrong_things* are names of new things that have a fault. *claims* are the IRIs of the claims in the sheet by
    sentence, without case. *faults* are the faults found so far.
    """

    def __init__(self, names: Names, wrong_things: set[str], claims: Mapping[str, str]) -> None:
        self.names = names
        self.faults: list[Fault] = []
        self._wrong_things = wrong_things
        self._claims = claims

    def fail(self, cell: Cell, message: str, rule: str = "sheet-value") -> None:
        """Add a fault of a cell."""
        self.faults.append(Fault(cell.line, cell.column, message, rule))

    def property(self, cell: Cell) -> Property | None:
        """Return the property that a cell names; None, with a fault, if it is unknown."""
        try:
            return self.names.vocabulary.find_property(cell.text) if cell.text else None
        except Unknown as error:
            self._unknown(cell, error)
            return None

    def what_is_said(self, row: Row, property_: Property, document: Document) -> Iterator[Statement]:
        """Yield the object, the text or the quantity of a claim, as its property requires."""
        right, wrong = ("object", "value") if property_.takes == "object" else ("value", "object")
        if row[wrong].text:
            self.fail(row[wrong], f'"{property_.label}" takes no {wrong}: {_NEEDED[property_.takes]}')
        elif not row[right].text:
            self.fail(row[right], f'"{property_.label}" has no {right}: {_NEEDED[property_.takes]}')
        elif property_.takes == "object":
            yield from self.named(replace(BY_NAME["object"], kinds=property_.kinds), row["object"], document)
        elif property_.takes == "text":
            yield Statement("sp:claimLiteral", read_text_value(row["value"].text, property_.iri), row["value"])
        else:
            yield from self._quantity(row["value"], row["unit"], property_)

    def _quantity(self, cell: Cell, unit: Cell, property_: Property) -> Iterator[Statement]:
        found = read_quantity(cell.text)
        if not found:
            self.fail(cell, f'"{cell.text}" is no number: {_NEEDED[property_.takes]}')
            return
        quantities, unit_in_cell = found
        yield from (Statement(term, value, cell) for term, value in quantities.items())
        if unit_in_cell and not unit.text:
            yield from self._find_all("sp:hasUnit", cell._replace(text=self._singular(unit_in_cell)), UNITS, "unit")

    def _singular(self, unit: str) -> str:
        """Return a unit without the ``s`` of its plural, if it has one, such as ``years``."""
        singular = unit.removesuffix("s")
        return singular if self.names.is_name(singular, UNITS) else unit

    def named(self, column: Column, cell: Cell, document: Document) -> Iterator[Statement]:
        """Yield the statements of a cell that names things or a code; *document* is the one of its row."""
        for text in parts(cell):
            if column.kinds == THINGS and text.lower() == DOCUMENT:
                yield Statement(column.term, NamedNode(document.iri), cell)
            else:
                yield from self._find_all(column.term, cell._replace(text=text), column.kinds, column.name)

    def _find_all(self, term: str, cell: Cell, kinds: tuple[str, ...], column: str) -> Iterator[Statement]:
        for text in parts(cell):
            if text.casefold() in self._wrong_things:
                raise DependsOnFault
            try:
                yield Statement(term, self.names.find(text, kinds, column), cell)
            except Unknown as error:
                self._unknown(cell, error)

    def _unknown(self, cell: Cell, error: Unknown) -> None:
        self.fail(cell, str(error), error.rule)

    def number(self, term: str, cell: Cell) -> Iterator[Statement]:
        """Yield the statement of a cell with a whole number."""
        if cell.text.isdecimal():
            yield Statement(term, number(cell.text), cell)
        elif cell.text:
            self.fail(cell, f'"{cell.text}" is no whole number: write digits, such as 25')

    def links(self, term: str, cell: Cell, document: Document) -> Iterator[Statement]:
        """Yield the statements of a cell that names claims, by number or sentence."""
        for text in parts(cell):
            iri = claim_iri(document, text)
            if iri not in self._claims.values():
                iri = self._claims.get(text.casefold()) or self._claim_in_graph(iri or text)
            if iri:
                yield Statement(term, NamedNode(iri), cell)
            else:
                advice = "write its number from the column claim, such as 0040_1, or its sentence"
                self.fail(cell, f'unknown claim "{text}": {advice}', "unknown-claim")

    def _claim_in_graph(self, text: str) -> str | None:
        try:
            found = graph_names.resolve(self.names.store, text).value
        except UnknownName:
            return None
        return found if graph_names.of_kinds(self.names.store, [found], ["sp:Claim"]) else None
