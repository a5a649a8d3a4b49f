"""Read a file of RDF into triples, each with the line on which it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, Triple, parse

from spacepact.errors import BadInput
from spacepact.rdf import rdfxml, turtle_positions
from spacepact.rdf.turtle_positions import Place, Prefix

FORMATS = {
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".trig": RdfFormat.TRIG,
    ".rdf": RdfFormat.RDF_XML,
    ".owl": RdfFormat.RDF_XML,
    ".xml": RdfFormat.RDF_XML,
    ".jsonld": RdfFormat.JSON_LD,
}
_IN_FOLDERS = set(FORMATS) - {".xml"}  # much else is XML
_BOM = b"\xef\xbb\xbf"
_EXCERPT = 100  # a line of source longer than this is cut around the error


@dataclass(frozen=True)
class Located:
    """A triple and where it stands: the line and column, counted from 1, at which its object begins.

    A triple of RDF/XML stands where the element that states it begins; JSON-LD tells no places. A
    name of a graph is left out. *tag* is the language tag as the file writes it.
    """

    triple: Triple
    path: str
    line: int | None = None
    column: int | None = None
    tag: str | None = None


@dataclass(frozen=True)
class Fault:
    """What is wrong with a file as RDF: line and column from 1 if known, the message, the rule, the source line."""

    line: int | None
    column: int | None
    message: str
    rule: str
    source: str | None = None


@dataclass(frozen=True)
class Reading:
    """The content of a file: its triples in order, the prefixes it declares, and why it could not be read."""

    path: str
    triples: Sequence[Located] = ()
    prefixes: Sequence[Prefix] = ()
    faults: Sequence[Fault] = ()


def files(paths: Sequence[Path]) -> list[Path]:
    """Return the files of RDF that *paths* name: files as given, folders with all that is in them.

    Raises BadInput for a path that is missing, a folder without RDF, and an ending that is not known.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = [one for one in sorted(path.rglob("*")) if one.suffix.lower() in _IN_FOLDERS and one.is_file()]
            shown = [one for one in inside if not any(part.startswith(".") for part in one.relative_to(path).parts)]
            if not shown:
                endings = " ".join(sorted(_IN_FOLDERS))
                raise BadInput(f"{path}: no RDF in this folder: name a file, or a folder with files in {endings}")
            found += shown
        elif not path.exists():
            raise BadInput(f"{path}: no such file or folder")
        elif path.suffix.lower() not in FORMATS:
            raise BadInput(f"{path}: of unknown form: the ending must be one of {' '.join(FORMATS)}")
        else:
            found.append(path)
    return list(dict.fromkeys(found))


def read(path: Path) -> Reading:
    """Read one file; what is wrong with it becomes a finding, and nothing that it points to is fetched.

    Raises BadInput where the file cannot be opened.
    """
    name = str(path)
    try:
        content = path.read_bytes().removeprefix(_BOM)
    except OSError as error:
        raise BadInput(f"{path}: cannot be read: {error.strerror}") from error
    form = FORMATS[path.suffix.lower()]
    try:
        if form == RdfFormat.RDF_XML:
            made = [(quad, Place(line, 0)) for quad, line in rdfxml.read(content)]
            return _reading(name, made)
        text = content.decode("utf-8")
        quads = list(parse(content, form, rename_blank_nodes=form != RdfFormat.JSON_LD))
    except rdfxml.Refused as error:
        return _failed(name, content, str(error), error.line, error.column)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        told = f"not UTF-8 (byte {error.start}): save the file as UTF-8"
        return Reading(name, faults=[Fault(line, None, told, "encoding")])
    except (SyntaxError, ValueError) as error:
        return _failed(name, content, *_place(error))
    if form in (RdfFormat.TURTLE, RdfFormat.TRIG):
        try:
            places, prefixes = turtle_positions.places(text, quads)
        except turtle_positions.Unplaceable:
            return _reading(name, [(quad, None) for quad in quads])
        return _reading(name, list(zip(quads, places, strict=True)), prefixes)
    if form == RdfFormat.JSON_LD:
        return _reading(name, [(quad, None) for quad in quads])
    lines = list(_statements(text))
    same = len(lines) == len(quads)
    return _reading(name, list(zip(quads, lines, strict=True)) if same else [(quad, None) for quad in quads])


def _statements(text: str) -> Iterator[Place]:
    """Yield the place of the object on each line of N-Triples or N-Quads that holds a statement."""
    term = r"<[^>]*>|_:[^\s<\"]+"
    statement = re.compile(rf"\s*(?:{term})\s*(?:{term})\s*")
    tag = re.compile(r'"(?:[^"\\]++|\\.)*+"@([A-Za-z0-9-]+)')
    for number, line in enumerate(re.split(r"\r\n|\n|\r", text), start=1):
        begun = statement.match(line)
        if begun:
            written = tag.match(line, begun.end())
            yield Place(number, begun.end() + 1, written[1] if written else None)


def _reading(name: str, made: Sequence[tuple[Quad, Place | None]], prefixes: Sequence[Prefix] = ()) -> Reading:
    if not made:
        told = "holds no triples: is it the right file?"
        return Reading(name, faults=[Fault(None, None, told, "empty")])
    triples = [
        Located(quad.triple, name, place.line, place.column or None, place.tag) if place else Located(quad.triple, name)
        for quad, place in made
    ]
    for one in triples:
        if isinstance(one.triple.object, Triple):
            told = "a triple within a triple is not RDF 1.1: give the statement an IRI of its own, as a claim has"
            return Reading(name, faults=[Fault(one.line, one.column, told, "syntax")])
    return Reading(name, triples, prefixes)


def _place(error: Exception) -> tuple[str, int | None, int | None]:
    """Return the message of the parser's error, and its line and column."""
    told = str(getattr(error, "msg", None) or error)
    told = " ".join(re.sub(r"^Parser error (at|between) line [^:]*: ", "", told).split())
    if "LoadDocumentCallback" in told:
        told = "a context on the web is not fetched: write the context into the file"
    return told, getattr(error, "lineno", None), getattr(error, "offset", None)


def _failed(name: str, content: bytes, told: str, line: int | None, column: int | None) -> Reading:
    rule = "unknown-prefix" if re.search(r"The prefix .* has not been declared", told) else "syntax"
    source = None
    if line is not None and column is not None:
        source = _excerpt(content, line, column)
    return Reading(name, faults=[Fault(line, column, told, rule, source)])


def _excerpt(content: bytes, line: int, column: int) -> str | None:
    """Return the line of source with a caret below the column; of a long line, what is around it."""
    lines = content.split(b"\n", line)
    if line > len(lines):
        return None
    text = lines[line - 1].decode("utf-8", "replace").rstrip("\r").replace("\t", " ")
    at = min(column - 1, len(text))
    begin = max(0, at - _EXCERPT // 2)
    return f"{text[begin : begin + _EXCERPT]}\n{' ' * (at - begin)}^"
