"""Read RDF/XML with the line of each triple; a document type, and with it every entity, is refused."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable, Iterator
from io import BytesIO
from xml.parsers import expat

from pyoxigraph import Quad, RdfFormat, parse

_DEEPEST = 1000  # elements within elements: the time to read them grows with the square


class Refused(Exception):
    """The XML cannot be read, or must not be; *line* and *column* count from 1."""

    def __init__(self, message: str, line: int, column: int) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


class _LineByLine:
    """A file that hands out one line at a time, so that its reader is never ahead of the line it is on."""

    def __init__(self, content: bytes) -> None:
        self._file = BytesIO(content)
        self._ended = True
        self.line = 0

    def read(self, size: int = -1) -> bytes:
        part = self._file.readline(size)
        if part:
            self.line += self._ended
            self._ended = part.endswith(b"\n")
        return part


def read(content: bytes) -> Iterator[tuple[Quad, int]]:
    """Yield the triples of a file in RDF/XML, each with the line where the element that states it begins.

    Nothing is fetched. Raises Refused for XML that is not well formed and for a document type, and
    SyntaxError for XML that is not RDF/XML.
    """
    begins = _elements(content)
    lines = _LineByLine(content)
    for quad in parse(lines, RdfFormat.RDF_XML, rename_blank_nodes=True):  # type: ignore[arg-type]  # it only reads
        yield quad, begins(lines.line)


def _elements(content: bytes) -> Callable[[int], int]:
    """Return what tells, for the line that completes a triple, the line where its element begins.

    That is the line itself where an element begins on it, else where the first element to end on
    it begins, else where the last start tag before it begins.
    """
    parser = expat.ParserCreate()
    open_elements: list[int] = []
    begun: set[int] = set()
    ended: dict[int, int] = {}

    def here() -> tuple[int, int]:
        return parser.CurrentLineNumber, parser.CurrentColumnNumber + 1

    def start(name: str, attributes: dict[str, str]) -> None:
        del name, attributes
        if len(open_elements) == _DEEPEST:
            raise Refused(f"more than {_DEEPEST} elements within each other", *here())
        open_elements.append(parser.CurrentLineNumber)
        begun.add(parser.CurrentLineNumber)

    def end(name: str) -> None:
        del name
        ended.setdefault(parser.CurrentLineNumber, open_elements.pop())

    def refuse(*declaration: object) -> None:
        del declaration
        told = "a document type is not read, nor an entity: take the <!DOCTYPE ...> out"
        raise Refused(told, *here())

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise Refused(f"not XML: {expat.ErrorString(error.code)}", error.lineno, error.offset + 1) from error
    lines = sorted(begun)

    def begins(line: int) -> int:
        if line in begun:
            return line
        return ended.get(line) or lines[bisect(lines, line) - 1]

    return begins
