"""Read the sheet of new things: their names, classes and identifiers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple

from spacepact.documents.sheets.columns import THING_COLUMNS, THINGS, THINGS_REQUIRED
from spacepact.documents.sheets.files import Cell, Row, Sheet, parts, read_sheet
from spacepact.documents.sheets.names import Names, local_name
from spacepact.documents.sheets.vocabulary import Unknown
from spacepact.rdf import Fault, LocatedTriple
from spacepact.terms import SPID, curie, expand, term_node

_CODES = ("sp:stages", "sp:kinds", "sp:reliabilities")


@dataclass
class Things:
    """The new things of a sheet: their triples, faults, notes by IRI, IRIs by record, and the names of wrong rows."""

    sheet: Sheet
    triples: list[LocatedTriple] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)
    iris: dict[int, str] = field(default_factory=dict)
    wrong: set[str] = field(default_factory=set)


def things_path(path: Path) -> Path:
    """Return the sheet of new things that belongs to a sheet of claims.

    >>> things_path(Path("facts/probe-news.tsv")).name
    'probe-news.things.tsv'
    """
    return path.with_name(f"{path.stem}.things{path.suffix}")


def read_things(path: Path, names: Names, base: str = SPID) -> Things:
    """Read a sheet of new things, and add the things to *names*. *base* is the start of the IRIs of new things."""
    sheet = read_sheet(path, THING_COLUMNS, THINGS_REQUIRED)
    things = Things(sheet, faults=list(sheet.faults))
    if not sheet.header or any(fault.rule == "sheet-column" for fault in sheet.faults):
        return things
    described = [found for row in sheet.rows if (found := _class_and_iri(things, row, names, base))]
    names.add((iri, class_, Literal(row["name"].text, language="en")) for row, class_, iri in described)
    for row, class_, iri in described:
        things.iris[row.record] = curie(iri.value)
        things.triples += [
            LocatedTriple(Triple(iri, term_node(term), value), sheet.path, cell.line, cell.column)
            for term, value, cell in _statements(things, row, class_, names)
        ]
        if row["note"].text:
            things.notes[iri.value] = row["note"].text
    return things


def _class_and_iri(things: Things, row: Row, names: Names, base: str) -> tuple[Row, NamedNode, NamedNode] | None:
    """Return a row with its class and IRI; None, with a fault, if it is wrong."""
    try:
        iri, class_ = _checked(things, row, names, base)
    except _Wrong as wrong:
        _fail(things, row["name"].text, wrong.cell, wrong.message, wrong.rule)
        return None
    things.iris[row.record] = curie(iri.value)
    return row, class_, iri


def _checked(things: Things, row: Row, names: Names, base: str) -> tuple[NamedNode, NamedNode]:
    """Return the IRI and the class of the thing in a row; raise _Wrong for a fault."""
    name = row["name"]
    for column in ("name", "class"):
        if not row[column].text:
            raise _Wrong(row[column], f"the thing has no {column}: write one", "sheet-value")
    try:
        class_ = names.vocabulary.find_class(row["class"].text)
    except Unknown as error:
        raise _Wrong(row["class"], str(error), error.rule) from None
    iri = expand(row["iri"].text or base + local_name(class_.value.rpartition("#")[2], name.text))
    if iri is None:
        raise _Wrong(row["iri"], f'"{row["iri"].text}" is no IRI: empty the cell', "sheet-value")
    if not row["iri"].text and (known := names.known(iri, name.text, class_)):
        raise _Wrong(name, f"the graph already has {known}: remove this row", "known-thing")
    other = next((line for line, text in _lines(things).items() if text == curie(iri.value)), None)
    if other is not None:
        raise _Wrong(name, f"line {other} is about the same thing, {curie(iri.value)}: remove one", "known-thing")
    return iri, class_


class _Wrong(Exception):
    """A cell of a thing has a fault."""

    def __init__(self, cell: Cell, message: str, rule: str) -> None:
        super().__init__(message)
        self.cell, self.message, self.rule = cell, message, rule


def _fail(things: Things, name: str, cell: Cell, message: str, rule: str) -> None:
    things.faults.append(Fault(cell.line, cell.column, message, rule))
    things.wrong.add(name.casefold())


def _lines(things: Things) -> dict[int, str]:
    lines = {row.record: row.line for row in things.sheet.rows}
    return {lines[record]: iri for record, iri in things.iris.items()}


def _statements(
    things: Things, row: Row, class_: NamedNode, names: Names
) -> Iterator[tuple[str, NamedNode | Literal, Cell]]:
    """Yield the property, the value and the cell of each statement about a thing."""
    yield "rdf:type", class_, row["class"]
    yield "skos:prefLabel", Literal(row["name"].text, language="en"), row["name"]
    for text in parts(row["also called"]):
        yield "skos:altLabel", Literal(text, language="en"), row["also called"]
    for text in parts(row["identifiers"]):
        match = expand(text)
        term, value = ("skos:exactMatch", match) if match else ("dcterms:identifier", Literal(text))
        yield term, value, row["identifiers"]
    for text in parts(row["alternatives"]):
        try:
            yield "sp:hasAlternative", _alternative(names, text), row["alternatives"]
        except Unknown as error:
            _fail(things, row["name"].text, row["alternatives"], str(error), error.rule)


def _alternative(names: Names, text: str) -> NamedNode:
    try:
        return names.find(text, THINGS, "alternative")
    except Unknown as unknown_thing:
        try:
            return names.find(text, _CODES, "alternative")
        except Unknown:
            raise unknown_thing from None
