"""Read a file of RDF into triples with line numbers, or into the faults that make it unreadable."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import RdfFormat, Triple, parse

from spacepact.errors import BadInput

if TYPE_CHECKING:
    from spacepact.rdf.turtle_lines import Prefix

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
_IN_FOLDERS = set(FORMATS) - {".xml"}  # most XML files in a folder are not RDF
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_EXCERPT = 100  # characters shown of the line with a syntax error


class LocatedTriple(NamedTuple):
    """A triple with its file and the line and column, from 1, where its object begins.

    In RDF/XML *line* is where the element that states the triple begins, and *column* is None; in JSON-LD both are
    None. *tag* is the language tag as written: parsers turn it to lower case. Graph names are dropped.
    """

    triple: Triple
    path: str
    line: int | None = None
    column: int | None = None
    tag: str | None = None


class Fault(NamedTuple):
    """A reason why a file cannot be read, with the name of the rule it breaks and the line of source."""

    line: int | None
    column: int | None
    message: str
    rule: str
    source: str | None = None


class ParsedFile(NamedTuple):
    """The triples of a file in order, the prefixes it declares, and its faults; with faults it has no triples."""

    path: str
    triples: Sequence[LocatedTriple] = ()
    prefixes: Sequence[Prefix] = ()
    faults: Sequence[Fault] = ()


def rdf_files(paths: Sequence[Path]) -> list[Path]:
    """List the RDF files at *paths*: files, and the files in folders that are not hidden.

    Raises BadInput for a missing path, a folder without RDF and an unknown file extension.
    """
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = [
                file
                for file in sorted(path.rglob("*"))
                if file.suffix.lower() in _IN_FOLDERS
                and file.is_file()
                and not any(name.startswith(".") for name in file.relative_to(path).parts)
            ]
            if not inside:
                extensions = " ".join(sorted(_IN_FOLDERS))
                raise BadInput(
                    f"{path}: the folder contains no RDF files ({extensions}): name a file or another folder"
                )
            files += inside
        elif not path.exists():
            raise BadInput(f"{path}: no such file or folder")
        elif path.suffix.lower() not in FORMATS:
            raise BadInput(f"{path}: unknown file extension (expected one of {' '.join(FORMATS)})")
        else:
            files.append(path)
    return list(dict.fromkeys(files))


def read_file(path: Path, format_: RdfFormat | None = None) -> ParsedFile:
    """Read one file, by default in the format of its extension; fetch nothing that it refers to.

    Raises BadInput if the file cannot be opened.
    """
    from spacepact.rdf import rdfxml, turtle_lines  # not needed to run a query

    try:
        content = path.read_bytes().removeprefix(_BYTE_ORDER_MARK)
    except OSError as error:
        raise BadInput(f"{path}: cannot be read: {error.strerror}") from error
    name, format_ = str(path), format_ or FORMATS[path.suffix.lower()]
    try:
        if format_ == RdfFormat.RDF_XML:
            in_xml = (LocatedTriple(quad.triple, name, line) for quad, line in rdfxml.read(content))
            return _parsed(name, in_xml)
        text = content.decode("utf-8")
        if format_ == RdfFormat.JSON_LD:
            return _parsed(name, (LocatedTriple(quad.triple, name) for quad in parse(content, format_)))
        quads = list(parse(content, format_, rename_blank_nodes=True))
        positions, prefixes = turtle_lines.find_positions(text, format_, quads)
        if not positions:
            return _parsed(name, [LocatedTriple(quad.triple, name) for quad in quads])
        located = [LocatedTriple(q.triple, name, *position) for q, position in zip(quads, positions, strict=True)]
        return _parsed(name, located, prefixes)
    except rdfxml.XmlError as error:
        return _unreadable(name, content, str(error), error.line, error.column)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = f"not UTF-8 (byte {error.start}): save the file as UTF-8"
        return ParsedFile(name, faults=[Fault(line, None, message, "encoding")])
    except (SyntaxError, ValueError) as error:
        return _unreadable(name, content, *_describe_error(error))


def _parsed(name: str, triples: Iterable[LocatedTriple], prefixes: Sequence[Prefix] = ()) -> ParsedFile:
    triples = list(triples)
    if not triples:
        message = "the file contains no triples: check that it is the right file"
        return ParsedFile(name, faults=[Fault(None, None, message, "empty")])
    for located in triples:
        if isinstance(located.triple.object, Triple):
            message = "a triple within a triple is not RDF 1.1: give the statement an IRI, as a claim has"
            return ParsedFile(name, faults=[Fault(located.line, located.column, message, "syntax")])
    return ParsedFile(name, triples, prefixes)


def _describe_error(error: Exception) -> tuple[str, int | None, int | None]:
    """Return the message of a parser's error on one line, and its line and column."""
    message = str(getattr(error, "msg", None) or error)
    message = " ".join(re.sub(r"^Parser error (at|between) line [^:]*: ", "", message).split())
    if "LoadDocumentCallback" in message:
        message = "a context on the web is not fetched: write the context into the file"
    return message, getattr(error, "lineno", None), getattr(error, "offset", None)


def _unreadable(name: str, content: bytes, message: str, line: int | None, column: int | None) -> ParsedFile:
    rule = "unknown-prefix" if re.search(r"The prefix .* has not been declared", message) else "syntax"
    source = _excerpt(content, line, column) if line is not None and column is not None else None
    return ParsedFile(name, faults=[Fault(line, column, message, rule, source)])


def _excerpt(content: bytes, line: int, column: int) -> str | None:
    """Return the line of source, cut around the column if it is long, with a caret below the column."""
    lines = content.split(b"\n", line)
    if line > len(lines):
        return None
    text = lines[line - 1].decode("utf-8", "replace").rstrip("\r").replace("\t", " ")
    at = min(column - 1, len(text))
    begin = max(0, at - _EXCERPT // 2)
    return f"{text[begin : begin + _EXCERPT]}\n{' ' * (at - begin)}^"
