"""Read RDF/XML with the line of each triple; reject document types, and so all entities."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from xml.parsers import expat

from pyoxigraph import Quad, RdfFormat, parse

_MAX_DEPTH = 1000  # of nested elements: the time to parse them grows with the square of the depth


class XmlError(Exception):
    """The file is invalid or rejected; *line* and *column*, if known, count from 1."""

    def __init__(self, message: str, line: int, column: int | None) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


def read(content: bytes) -> Iterator[tuple[Quad, int]]:
    """Yield each triple of a file with the line where the element that states it begins.

    Fetches nothing. Raises XmlError for invalid XML, for a document type, and for XML that is not RDF/XML.
    """
    source = _TagSource(_as_utf8(content))
    try:
        for quad in parse(source, RdfFormat.RDF_XML, rename_blank_nodes=True):  # type: ignore[arg-type]  # only reads
            yield quad, source.line
    except (SyntaxError, ValueError) as error:
        message = " ".join(str(getattr(error, "msg", None) or error).split())
        raise XmlError(message, max(source.line, 1), None) from error


def plain_xml(content: bytes) -> bytes:
    r"""Return the same XML in UTF-8 without comments, CDATA sections, processing instructions and CR.

    The engine rejects a literal that contains a comment, and removes spaces around a CDATA section.

    >>> plain_xml(b"<a>x<!-- c --> <![CDATA[<y>]]> </a>")
    b'<a>x &lt;y&gt; </a>'
    """
    markup = rb"<!--.*?-->|<\?(?!xml[\s?]).*?\?>|<!\[CDATA\[(?P<text>.*?)\]\]>"

    def plain(match: re.Match[bytes]) -> bytes:
        return (match["text"] or b"").replace(b"&", b"&amp;").replace(b"<", b"&lt;").replace(b">", b"&gt;")

    return re.sub(markup, plain, content, flags=re.S).replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def _as_utf8(content: bytes) -> bytes:
    """Return XML in UTF-8, whatever encoding its byte order mark or its first line names."""
    declared = re.match(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([\w.:-]+)[\"']", content)
    marks = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"<\x00", "utf-16-le"), (b"\x00<", "utf-16-be"))
    name = next((codec for mark, codec in marks if content.startswith(mark)), None)
    name = name or (declared[1].decode("ascii") if declared else "utf-8")
    try:
        text = content.decode(name)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise XmlError(f"not {name.upper()} (byte {error.start}): save the file as UTF-8", line, None) from error
    except (LookupError, ValueError) as error:
        column = declared.start(1) + 1 if declared else None
        raise XmlError(f"unknown encoding {name}: save the file as UTF-8", 1, column) from error
    text = re.sub(r"\A(<\?xml[^>]*?)\s+encoding\s*=\s*([\"'])[\w.:-]+\2", r"\1", text)
    return text.encode("utf-8", "surrogatepass")


class _TagSource:
    """A file object whose ``read`` returns one tag and the text after it: the tag that completes a triple."""

    def __init__(self, content: bytes) -> None:
        tags = _tags(content)
        plain = plain_xml(content)
        if plain != content:
            tags = [(begin, line) for (begin, _), (_, line) in zip(_tags(plain), tags, strict=True)]
            content = plain
        ends = [*tags, (len(content), 0)]
        ends[0] = (0, ends[0][1])  # what precedes the first tag is read with it
        self._parts = ((content[begin:end], line) for (begin, line), (end, _) in pairwise(ends) if begin < end)
        self._bytes = BytesIO()  # of the last tag
        self.line = 0  # where the element of the last tag begins

    def read(self, size: int) -> bytes:
        """Return the next tag and the text after it, or *size* bytes of them."""
        part = self._bytes.read(size)
        if not part and (following := next(self._parts, None)):
            content, self.line = following
            self._bytes = BytesIO(content)
            part = self._bytes.read(size)
        return part


def _tags(content: bytes) -> list[tuple[int, int]]:
    """Return, for each start and end tag, its first byte and the line where its element begins."""
    parser = expat.ParserCreate()
    tags: list[tuple[int, int]] = []
    open_lines: list[int] = []

    def error(message: str) -> XmlError:
        return XmlError(message, parser.CurrentLineNumber, parser.CurrentColumnNumber + 1)

    def start(name: str, attributes: dict[str, str]) -> None:
        del name, attributes
        if len(open_lines) == _MAX_DEPTH:
            raise error(f"more than {_MAX_DEPTH} nested elements")
        open_lines.append(parser.CurrentLineNumber)
        tags.append((parser.CurrentByteIndex, open_lines[-1]))

    def end(name: str) -> None:
        del name
        tags.append((parser.CurrentByteIndex, open_lines.pop()))

    def refuse(*declaration: object) -> None:
        del declaration
        raise error("document types and entities are not supported: remove <!DOCTYPE ...>")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(content, True)
    except expat.ExpatError as fault:
        message = f"invalid XML: {expat.ErrorString(fault.code)}"
        raise XmlError(message, fault.lineno, fault.offset + 1) from fault
    except (LookupError, ValueError) as fault:  # what Python raises for an encoding that expat does not know
        raise error("unsupported encoding: save the file as UTF-8") from fault
    return tags
