"""Read a file of RDF into triples with line numbers, or into the faults that make it unreadable."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import Literal, RdfFormat, Triple, parse

from spacepact.errors import BadInput

if TYPE_CHECKING:
    from spacepact.rdf.turtle_lines import Prefix

FORMATS = {
    ".ttl": RdfFormat.TURTLE,
    ".turtle": RdfFormat.TURTLE,
    ".n3": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".trig": RdfFormat.TRIG,
    ".rdf": RdfFormat.RDF_XML,
    ".owl": RdfFormat.RDF_XML,
    ".xml": RdfFormat.RDF_XML,
    ".jsonld": RdfFormat.JSON_LD,
}
_IN_FOLDERS = set(FORMATS) - {".xml"}  # most XML files in a folder are not RDF
_STANDARD_INPUT = Path("-")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_MAX_TOKEN = 2**24  # bytes: the buffer of the parser
_EXCERPT = 100  # characters shown of the line with a syntax error


class LocatedTriple(NamedTuple):
    """A triple with its file and the line and column, from 1, where its object begins.

    In RDF/XML *line* is where the element that states the triple begins, and in JSON-LD the line of the value, if it
    can be found; *column* is None in both. *tag* is the language tag as written: parsers turn it to lower case. Graph
    names are dropped.
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
    """List the RDF files at *paths*: files, ``-`` for standard input, and the files in folders that are not hidden.

    Each extension can be followed by ``.gz``. Raises BadInput for a missing path, a folder without RDF, a folder that
    cannot be read, and an unknown file extension.
    """
    files: list[Path] = []
    for path in paths:
        try:
            if path.is_dir():
                files += _files_in(path)
            elif path == _STANDARD_INPUT or (path.exists() and _extension(path) in FORMATS):
                files.append(path)
            elif path.exists():
                raise BadInput(f"{path}: unknown file extension (expected one of {' '.join(FORMATS)}, or one with .gz)")
            else:
                raise BadInput(f"{path}: no such file or folder")
        except OSError as error:
            raise BadInput(f"{error.filename or path}: cannot be read: {error.strerror}") from error
    return list(dict.fromkeys(files))


def _files_in(folder: Path) -> list[Path]:
    def fail(error: OSError) -> None:
        raise error

    files = []
    for inside, folders, names in os.walk(folder, onerror=fail):
        folders[:] = [name for name in folders if not name.startswith(".")]
        paths = [Path(inside, name) for name in names if not name.startswith(".")]
        # A broken link is kept, so that reading it fails; a socket or a pipe is left out.
        files += [path for path in paths if _extension(path) in _IN_FOLDERS and (path.is_file() or not path.exists())]
    if not files:
        extensions = " ".join(sorted(_IN_FOLDERS))
        raise BadInput(f"{folder}: the folder contains no RDF files ({extensions}): name a file or another folder")
    return sorted(files)


def _extension(path: Path) -> str:
    """Return the file extension in lower case, without a ``.gz`` at the end."""
    return Path(path.name.lower().removesuffix(".gz")).suffix


def read_file(path: Path, format_: RdfFormat | None = None) -> ParsedFile:
    """Read one file, by default in the format of its extension; fetch nothing that it refers to.

    The path ``-`` is Turtle on standard input. Raises BadInput if the file cannot be opened or decompressed.
    """
    from spacepact.rdf import json_lines, rdfxml, turtle_lines  # a query does not need them

    content = _content(path).removeprefix(_BYTE_ORDER_MARK)
    name = "<stdin>" if path == _STANDARD_INPUT else str(path)
    format_ = format_ or FORMATS.get(_extension(path), RdfFormat.TURTLE)
    text = ""
    try:
        if format_ == RdfFormat.RDF_XML:
            in_xml = (LocatedTriple(quad.triple, name, line) for quad, line in rdfxml.read(content))
            return _parsed(name, in_xml)
        text = content.decode("utf-8")
        if format_ == RdfFormat.JSON_LD:
            quads = list(parse(content, format_))
            lines = json_lines.find_lines(text, [quad.triple for quad in quads])
            return _parsed(name, [LocatedTriple(q.triple, name, line) for q, line in zip(quads, lines, strict=True)])
        quads = list(parse(content, format_, rename_blank_nodes=True))
        positions, prefixes, rdf12 = turtle_lines.find_positions(text, format_, quads)
        if rdf12:
            raise _rdf12_error(name, rdf12.line, rdf12.column, rdf12.text)
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
    except MemoryError:  # the parser has a limit for a name or a value
        long = (token.line for token, _ in turtle_lines.tokens(text) if len(token.text.encode()) >= _MAX_TOKEN)
        message = "longer than 16 MiB: point to a document instead of copying its text"
        return ParsedFile(name, faults=[Fault(next(long, None), None, f"a value is {message}", "syntax")])
    except (SyntaxError, ValueError) as error:
        return _unreadable(name, content, *_describe_error(error))


def _content(path: Path) -> bytes:
    try:
        if path == _STANDARD_INPUT:
            return sys.stdin.buffer.read()
        content = path.read_bytes()
        return _decompressed(content, path) if path.name.lower().endswith(".gz") else content
    except OSError as error:
        raise BadInput(f"{path}: cannot be read: {error.strerror}") from error


def _decompressed(content: bytes, path: Path) -> bytes:
    import gzip
    import zlib

    try:
        return gzip.decompress(content)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise BadInput(f"{path}: not a valid gzip file: compress it again") from error


def _parsed(name: str, triples: Iterable[LocatedTriple], prefixes: Sequence[Prefix] = ()) -> ParsedFile:
    triples = list(triples)
    if not triples:
        message = "the file contains no triples: check that it is the right file"
        return ParsedFile(name, faults=[Fault(None, None, message, "empty")])
    for located in triples:
        value = located.triple.object
        if isinstance(value, Triple) or (isinstance(value, Literal) and value.direction):
            raise _rdf12_error(name, located.line, located.column, str(value))
    return ParsedFile(name, triples, prefixes)


def _rdf12_error(name: str, line: int | None, column: int | None, source: str) -> SyntaxError:
    """Return the error for syntax that is valid only in RDF 1.2; *source* is its text."""
    if source.lstrip("@.").lower() == "version":
        message = "VERSION is not RDF 1.1: remove the line"
    elif source.startswith(("@", '"')):
        message = "a language tag with a direction is not RDF 1.1: write only the language, such as @en"
    else:
        message = "a triple within a triple is not RDF 1.1: give the statement an IRI, as a claim has"
    return SyntaxError(message, (name, line, column, None))


def _describe_error(error: Exception) -> tuple[str, int | None, int | None]:
    """Return the message of a parser's error on one line, and its line and column."""
    message = str(getattr(error, "msg", None) or error)
    message = " ".join(re.sub(r"^Parser error (at|between) line [^:]*: ", "", message).split())
    if "LoadDocumentCallback" in message:
        message = "a context on the web is not fetched: write the context into the file"
    return message, getattr(error, "lineno", None), getattr(error, "offset", None)


def _unreadable(name: str, content: bytes, message: str, line: int | None, column: int | None) -> ParsedFile:
    from spacepact.rdf import syntax_advice  # a query does not need it

    source = None
    if line is not None and column is not None:
        message, line, column = syntax_advice.explain(message, content.decode("utf-8", "replace"), line, column)
        source = _excerpt(content, line, column)
    rule = "unknown-prefix" if re.search(r"The prefix .* has not been declared", message) else "syntax"
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
