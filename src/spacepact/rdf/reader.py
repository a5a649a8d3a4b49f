"""Read a file of RDF into triples with line numbers, or into the faults that make it unreadable."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from spacepact.errors import BadInput
from spacepact.files import STANDARD_INPUT
from spacepact.rdf import data_files

if TYPE_CHECKING:
    from spacepact.rdf.turtle_lines import Prefix

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


def read_file(path: Path) -> ParsedFile:
    """Read one file, in the format of its extension; fetch nothing that it refers to.

    The path ``-`` is standard input. Raises BadInput if the file cannot be opened or decompressed.
    """
    return _read_content(data_files.content_of(path), path)


def _read_content(content: bytes, path: PurePath) -> ParsedFile:
    from spacepact.rdf import json_ld, rdfxml, turtle_lines  # a query does not need them

    name = "<stdin>" if path == STANDARD_INPUT else str(path)
    format_ = data_files.format_of(path, content)
    text = ""
    try:
        if format_ == RdfFormat.RDF_XML:
            in_xml = (LocatedTriple(quad.triple, name, line) for quad, line in rdfxml.read(content))
            return _parsed(name, in_xml)
        text = content.decode("utf-8")
        if format_ == RdfFormat.JSON_LD:
            json_ld.require_shallow_json(content)
            quads = list(parse(content, format_, rename_blank_nodes=True))
            if dropped := json_ld.find_dropped(text):
                return ParsedFile(name, faults=[Fault(line, None, message, "syntax") for message, line in dropped])
            lines = json_ld.find_lines(text, [quad.triple for quad in quads])
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
        return _unreadable(name, content, str(error), error.line, error.column, is_xml=True)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = f"not UTF-8 (byte {error.start}): save the file as UTF-8"
        return ParsedFile(name, faults=[Fault(line, None, message, "encoding")])
    except MemoryError:  # the parser has a limit for a name or a value
        long = (token.line for token, _ in turtle_lines.tokens(text) if len(token.text.encode()) >= _MAX_TOKEN)
        message = "longer than 16 MiB: point to a document instead of copying its text"
        return ParsedFile(name, faults=[Fault(next(long, None), None, f"a value is {message}", "syntax")])
    except (SyntaxError, ValueError) as error:
        message, at, column = _describe_error(error)
        if format_ == RdfFormat.JSON_LD and at is None:
            at = json_ld.error_line(text, message)
        return _unreadable(name, content, message, at, column)


def read_quads(path: PurePath, content: bytes | None = None) -> list[Quad]:
    """Read the triples of a file as quads of the default graph, in the format of its extension, without their lines.

    Its blank nodes get new names. Raises BadInput if the file cannot be read, is invalid or contains no triples. If
    *content* is given, it is parsed instead of the file, and may contain no triples.
    """
    text = data_files.content_of(Path(path)) if content is None else content
    format_ = data_files.format_of(path, text)
    if format_ not in (RdfFormat.RDF_XML, RdfFormat.JSON_LD):
        try:
            parsed = parse(text, format_, rename_blank_nodes=True)
            quads = [Quad(quad.subject, quad.predicate, quad.object) for quad in parsed]
        except SyntaxError as error:
            for fault in _read_content(text, path).faults:  # with advice
                raise fault_error(path, fault) from error
            raise syntax_error(path, error) from error
        except MemoryError as error:
            raise BadInput(f"{path}: a value is longer than 16 MiB, the limit of the parser: shorten it") from error
        if (quads or content is not None) and not any(_is_rdf12(quad.object) for quad in quads):
            return quads
    file = _read_content(text, path)
    for fault in file.faults:
        if fault.rule == "empty" and content is not None:
            return []
        raise fault_error(path, fault)
    return [Quad(*located.triple) for located in file.triples]


def fault_error(path: PurePath, fault: Fault) -> BadInput:
    """Return a BadInput error for the fault of a file."""
    place = ":".join(str(part) for part in (path, fault.line, fault.column) if part is not None)
    is_syntax = fault.rule == "syntax" and fault.column is not None
    return BadInput(f"{place}: {f'invalid {_language(path)}: ' if is_syntax else ''}{fault.message}")


def _language(path: PurePath) -> str:
    return "Turtle" if data_files.format_of(path) == RdfFormat.TURTLE else "RDF"


def syntax_error(path: PurePath, error: SyntaxError) -> BadInput:
    """Return a BadInput error with the line and column of a syntax error of the parser."""
    if "UTF-8" in error.msg:
        return BadInput(f"{path}: not UTF-8: save it as UTF-8 and try again")
    place = f"{path}:{error.lineno}:{error.offset}" if error.lineno else str(path)
    return BadInput(f"{place}: invalid {_language(path)}: {error.msg}")


def _is_rdf12(term: NamedNode | BlankNode | Literal | Triple) -> bool:
    return isinstance(term, Triple) or (isinstance(term, Literal) and term.direction is not None)


def _parsed(name: str, triples: Iterable[LocatedTriple], prefixes: Sequence[Prefix] = ()) -> ParsedFile:
    triples = list(triples)
    if not triples:
        message = "the file contains no triples: check that it is the right file"
        return ParsedFile(name, faults=[Fault(None, None, message, "empty")])
    for located in triples:
        value = located.triple.object
        if _is_rdf12(value):
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


def _unreadable(
    name: str, content: bytes, message: str, line: int | None, column: int | None, *, is_xml: bool = False
) -> ParsedFile:
    from spacepact.rdf import syntax_advice  # a query does not need it

    source = None
    if line is not None and column is not None:
        text = content.decode("utf-8", "replace")
        message, line, column = syntax_advice.explain(message, text, line, column, is_xml=is_xml)
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
