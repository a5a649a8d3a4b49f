"""Turn a Turtle file of documents and claims into the records of a sheet, and of a sheet of its things."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from pyoxigraph import Literal

from spacepact.documents.sheets.columns import (
    BY_NAME,
    CODES,
    COLUMNS,
    CURATOR,
    DEFAULTS,
    DOCUMENT,
    NONE,
    QUANTITIES,
    SEPARATOR,
    THING_COLUMNS,
    THINGS,
    Column,
)
from spacepact.documents.sheets.names import Names
from spacepact.documents.sheets.numbers import claim_id
from spacepact.documents.sheets.turtle_file import TurtleFile, Values, class_of, one, read_turtle_file
from spacepact.documents.sheets.values import quantity_text, text_value
from spacepact.errors import BadInput
from spacepact.terms import SP, curie, term_node

Cells = dict[str, str]
_MAX_WORDS = 3  # of a passage, as cite writes them
_SHARE = 0.5  # the row of a document gives the values that more than this share of its claims have
_OF_DOCUMENT = tuple(name for name in DEFAULTS if name != "relay")
_OF_PASSAGE = {"sp:hasPassageKind": "kind", "sp:hasReasonForNoClaim": "no claim because", "oa:start": "start"}
_OF_PASSAGE |= {"oa:end": "end", "sp:sha256": "digest"}


def sheet_records(path: Path, names: Names) -> tuple[list[list[str]], list[list[str]]]:
    """Return the records of the sheet of a Turtle file and of the sheet of its things; no things, no records.

    *names* must contain the things of the file. Raises BadInput for a file without a document, and for a statement
    that a sheet cannot express.
    """
    file = read_turtle_file(path)
    decompiler = Decompiler(file, names)
    rows = [cells for document in file.documents for cells in decompiler.rows_of(document)]
    others = {"Document", "Passage", "Claim"}
    things = [
        decompiler.thing(iri)
        for iri, values in file.subjects.items()
        if class_of(values) not in others or (class_of(values) == "Document" and iri not in file.documents)
    ]
    return table_of(COLUMNS, rows), table_of(THING_COLUMNS, things)


class Decompiler:
    """Write the subjects of a Turtle file as cells by the name of the column."""

    def __init__(self, file: TurtleFile, names: Names) -> None:
        self.file = file
        self.names = names
        self.last: dict[str, int] = {}  # the highest number of the claims of each passage, by the start of their IRIs
        for iri in file.of_class("Claim"):
            start, _, number = iri.rpartition("_")
            if number.isdecimal():
                self.last[start] = max(self.last.get(start, 0), int(number))

    def rows_of(self, document: str) -> list[Cells]:
        """Return the rows of a document: its own, its passages, each with its claims, and its other claims."""
        by_passage: dict[str, list[Cells]] = {}
        for iri in self.file.of_class("Claim"):
            if self.file.document_of(iri) == document:
                evidence = self.file.evidence(iri)
                by_passage.setdefault(evidence[0] if evidence else "", []).append(self._claim(iri, document))
        others = by_passage.pop("", [])
        common = _common([cells for inside in by_passage.values() for cells in inside], _OF_DOCUMENT, _SHARE)
        rows = [self._document(document) | common]
        passages = [iri for iri, (of, _) in self.file.passages.items() if of == document]
        for passage in sorted(passages, key=lambda iri: self.file.passages[iri][1]):
            inside = by_passage.get(passage, [])
            relays = {cells.get("relay", "") for cells in inside}
            relay = {"relay": relays.pop()} if len(relays) == 1 and relays != {""} else {}
            rows.append(self._passage(passage) | relay)
            rows += [_without_defaults(cells, common | relay) for cells in inside]
        curator = CURATOR | {"holder": self.names.name_of(term_node(CURATOR["holder"]).value)}
        rows += [_without_defaults(cells, curator) for cells in others]
        if len(self.file.documents) > 1:
            rows[1:] = [cells | {"document": self.file.documents[document]} for cells in rows[1:]]
        return rows

    def _document(self, iri: str) -> Cells:
        known = ("rdf:type", "skos:prefLabel", "dcterms:identifier", "sp:characterCount", "sp:sha256")
        values = self._values(iri, known)
        return {
            "passage": f"{DOCUMENT} {self.file.documents[iri]}",
            "end": one(values, "sp:characterCount"),
            "digest": one(values, "sp:sha256"),
            "note": self._note(iri),
        }

    def _passage(self, iri: str) -> Cells:
        values = self._values(iri, (*_OF_PASSAGE, "rdf:type", "sp:isPassageOf", "sp:order"))
        notes = list(self.file.notes.get(iri, []))
        words = notes.pop(0) if notes and len(notes[0].split()) <= _MAX_WORDS else ""
        start = "claim_".join(iri.rsplit("passage_", 1))
        cells = {
            "passage": f"{self.file.passages[iri][1]} {words}".strip(),
            "note": " ".join(notes),
            "claim": f"{iri.rpartition('_')[2]}_{self.last[start]}" if start in self.last else "",
        }
        for term, name in _OF_PASSAGE.items():
            if term in values:
                kinds = BY_NAME[name].kinds
                cells[name] = self.names.name_of(one(values, term), kinds) if kinds else one(values, term)
        return cells

    def _claim(self, iri: str, document: str) -> Cells:
        terms = [column.term for column in COLUMNS if column.term and not column.is_of_passages]
        quantities = tuple(QUANTITIES.values())
        values = self._values(iri, (*terms, *quantities, "rdf:type", "sp:hasEvidence", "sp:claimLiteral"))
        cells = {
            "passage": SEPARATOR.join(str(self.file.passages[passage][1]) for passage in self.file.evidence(iri)),
            "claim": self._claim_id(iri, document),
            "note": self._note(iri),
        }
        for column in COLUMNS:
            if column.term in values:
                cells[column.name] = self._cell(column, values, document)
        if given := {term: one(values, term) for term in quantities if term in values}:
            cells["value"] = quantity_text(given)
        for literal in values.get("sp:claimLiteral", []):
            assert isinstance(literal, Literal)
            cells["value"] = text_value(literal)
        return cells

    def _claim_id(self, iri: str, document: str) -> str:
        name = self.file.documents[document]
        return claim_id(document.removesuffix(f"document_{name}"), name, iri)

    def _cell(self, column: Column, values: Values, document: str) -> str:
        found = [node.value for node in values[column.term]]
        properties = {one.iri: one for one in self.names.vocabulary.properties.values()}
        if column.kind == "passage":
            return SEPARATOR.join(str(self.file.passages[iri][1]) for iri in found)
        if column.kind == "claim":
            return SEPARATOR.join(self._claim_id(iri, document) for iri in found)
        if column.kind in ("thing", "code"):
            names = (DOCUMENT if iri == document else self.names.name_of(iri, column.kinds) for iri in found)
            return SEPARATOR.join(names)
        if column.kind == "property":
            return properties[found[0]].label if found[0] in properties else curie(found[0])
        if column.kind == "object":
            property_ = properties.get(one(values, "sp:claimProperty"))
            kinds = property_.kinds if property_ else THINGS
            return SEPARATOR.join(self.names.name_of(iri, kinds) for iri in found)
        return found[0]

    def thing(self, iri: str) -> Cells:
        """Return the row of a thing in the sheet of things."""
        known = ("rdf:type", "skos:prefLabel", "skos:altLabel", "dcterms:identifier", "skos:exactMatch")
        values = self._values(iri, (*known, "sp:hasAlternative"))
        matches = (curie(node.value) for node in values.get("skos:exactMatch", []))
        identifiers = [*(node.value for node in values.get("dcterms:identifier", [])), *matches]
        alternatives = [node.value for node in values.get("sp:hasAlternative", [])]
        return {
            "name": one(values, "skos:prefLabel"),
            "class": class_of(values),
            "also called": SEPARATOR.join(node.value for node in values.get("skos:altLabel", [])),
            "identifiers": SEPARATOR.join(identifiers),
            "alternatives": SEPARATOR.join(
                self.names.name_of(one, CODES if one.startswith(SP) else THINGS) for one in alternatives
            ),
            "note": self._note(iri),
            "iri": curie(iri),
        }

    def _note(self, iri: str) -> str:
        return " ".join(self.file.notes.get(iri, []))

    def _values(self, iri: str, known: Iterable[str]) -> Values:
        """Return the values of a subject; raise BadInput if it has a property that a sheet cannot express."""
        values = self.file.subjects[iri]
        for term in sorted(set(values) - set(known)):
            message = f"{curie(iri)} has {term}, for which a sheet has no column: keep it in Turtle"
            raise BadInput(f"{self.file.path}: {message}")
        return values


def _common(rows: Sequence[Cells], columns: Iterable[str], share: float) -> Cells:
    """Return for each column the value that more than this share of the rows have."""
    found = {}
    for name in columns:
        counts = Counter(cells.get(name, "") for cells in rows)
        for text, count in counts.most_common(1):
            if text and count > share * len(rows):
                found[name] = text
    return found


def _without_defaults(cells: Cells, defaults: Cells) -> Cells:
    """Return the cells of a claim without those that the row above it gives."""
    changed = dict(cells)
    for name, text in defaults.items():
        changed[name] = "" if cells.get(name) == text else cells.get(name) or NONE
    return changed


def table_of(columns: Sequence[Column], rows: Sequence[Mapping[str, str]]) -> list[list[str]]:
    """Return the header and the rows; columns that are rare and empty are left out. Without rows, nothing."""
    shown = [column.name for column in columns if not column.rare or any(row.get(column.name) for row in rows)]
    return [shown, *([row.get(name, "") for name in shown] for row in rows)] if rows else []
