"""Read the sheet of new things: their names, classes and identifiers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple

from spacepact.documents.sheets.columns import CODES, THING_COLUMNS, THINGS, THINGS_REQUIRED
from spacepact.documents.sheets.files import Cell, Row, Sheet, parts, read_sheet
from spacepact.documents.sheets.names import Names
from spacepact.documents.sheets.vocabulary import Unknown
from spacepact.graph import local_name
from spacepact.rdf import Fault, LocatedTriple
from spacepact.terms import SPID, curie, expand, term_node


@dataclass
class Part:
    """What a sheet compiles to: its triples in the order of the text, its faults, and its notes by IRI.

    *filled* are the numbers of claims or the IRIs of things that the sheet gets, by record.
    """

    sheet: Sheet
    triples: list[LocatedTriple] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)
    filled: dict[int, str] = field(default_factory=dict)


@dataclass
class Things(Part):
    """The new things of a sheet. *wrong* are the names of those whose row has a fault, without case."""

    wrong: set[str] = field(default_factory=set)

    def fail(self, row: Row, column: str, message: str, rule: str) -> None:
        """Add a fault of a cell, and note that the thing of its row is wrong."""
        self.faults.append(Fault(row[column].line, row[column].column, message, rule))
        self.wrong.add(row["name"].text.casefold())


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
        things.triples += [
            LocatedTriple(Triple(iri, term_node(term), value), sheet.path, cell.line, cell.column)
            for term, value, cell in _statements(things, row, class_, names)
        ]
        if row["note"].text:
            things.notes[iri.value] = row["note"].text
    return things


_NO_IRI = "is no IRI, or its prefix is declared in the spacepact.toml of another folder: run the command there"


def _class_and_iri(things: Things, row: Row, names: Names, base: str) -> tuple[Row, NamedNode, NamedNode] | None:
    """Return a row with its class and IRI; None, with a fault, if it is wrong."""
    if missing := next((column for column in THINGS_REQUIRED if not row[column].text), None):
        things.fail(row, missing, f"the thing has no {missing}: write one", "sheet-value")
        return None
    try:
        class_ = names.vocabulary.find_class(row["class"].text)
    except Unknown as error:
        things.fail(row, "class", str(error), error.rule)
        return None
    iri = expand(row["iri"].text or base + local_name(class_.value.rpartition("#")[2], row["name"].text))
    if iri is None:
        things.fail(row, "iri", f'"{row["iri"].text}" {_NO_IRI}', "sheet-value")
        return None
    if not row["iri"].text and (known := names.known(iri, row["name"].text, class_)):
        things.fail(row, "name", f"the graph already has {known}: remove this row", "known-thing")
        return None
    short = curie(iri.value)
    if other := next((one.line for one in things.sheet.rows if things.filled.get(one.record) == short), None):
        things.fail(row, "name", f"line {other} is about the same thing, {short}: remove one", "known-thing")
        return None
    things.filled[row.record] = short
    return row, class_, iri


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
            things.fail(row, "alternatives", str(error), error.rule)


def _alternative(names: Names, text: str) -> NamedNode:
    try:
        return names.find(text, THINGS, "alternative")
    except Unknown as unknown_thing:
        try:
            return names.find(text, CODES, "alternative")
        except Unknown:
            raise unknown_thing from None
