"""Find the line and column of each triple in Turtle, TriG, N-Triples and N-Quads, and of a missing full stop.

The parser of pyoxigraph reports no positions. But it reads from a file object only what it needs for the next triple.
So this module gives it one token of Turtle at a time: the last token read is the one that completed the triple. In
N-Triples and N-Quads each statement is a line.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import NamedTuple

from pyoxigraph import BlankNode, Literal, Quad, RdfFormat, parse

# Only for text that the parser accepts. A word is a name, a number or a language tag, with the dot after it if any.
_TOKEN = re.compile(
    r"""
    (?:(?P<string>\"{3}(?:[^"\\]++|\\.|"{1,2}(?!"))*+\"{3} | '{3}(?:[^'\\]++|\\.|'{1,2}(?!'))*+'{3}
          | "(?:[^"\\\n]++|\\.)*+" | '(?:[^'\\\n]++|\\.)*+')
      | (?P<iri><[^<>"{}|^`\x00-\x20]*+>)
      | (?P<word>(?:[^\s\#<"'\[\](){},;\\]|\\.)++)
      | (?P<mark>[^\s\#])
      | )
    (?:[ \t\r\n]++|\#[^\r\n]*+)*+  # the gap to the next token
    """,
    re.VERBOSE | re.DOTALL,
)
# A statement of N-Triples or N-Quads, up to the end of its object.
_STATEMENT = re.compile(
    r"""
    [ \t]*+ (?:<[^>]*+> | _:[^\s<]++) [ \t]*+ <[^>]*+> [ \t]*+
    (?P<object>"(?:[^"\\]++|\\.)*+" (?:@(?P<tag>[\w-]++))? | [<_])
    """,
    re.VERBOSE,
)
_STRING = "http://www.w3.org/2001/XMLSchema#string"


class Prefix(NamedTuple):
    """A prefix declaration: the name without its colon, the IRI, and the line and column of the name."""

    name: str
    iri: str
    line: int
    column: int


class Position(NamedTuple):
    """The line and column, from 1, where the object of a triple begins; its language tag as written."""

    line: int
    column: int
    tag: str | None = None


class Token(NamedTuple):
    """A token of Turtle: its kind (the group of the pattern), its text, and the line and column where it begins."""

    kind: str
    text: str
    line: int
    column: int


class Positions(NamedTuple):
    """The position of each triple, the prefixes, and the first token that only RDF 1.2 has.

    *triples* is empty if the positions cannot be determined, as in RDF 1.2.
    """

    triples: Sequence[Position] = ()
    prefixes: Sequence[Prefix] = ()
    rdf12: Token | None = None


def find_positions(text: str, form: RdfFormat, quads: Sequence[Quad]) -> Positions:
    """Return the positions of the *quads* that the parser found in a text."""
    if form in (RdfFormat.N_TRIPLES, RdfFormat.N_QUADS):
        in_lines = list(_statements(text))
        return Positions(in_lines) if len(in_lines) == len(quads) else Positions()
    source = _TokenSource(text)
    try:
        pairs = list(_read(source, form))
    except (SyntaxError, IndexError):
        while source.read(len(text)):  # find what is only in RDF 1.2 after the error too
            pass
        return Positions(rdf12=source.rdf12)
    is_same = len(pairs) == len(quads) and all(_is_same(quad, pair[0]) for quad, pair in zip(quads, pairs, strict=True))
    return Positions([position for _, position in pairs] if is_same else [], source.prefixes, source.rdf12)


def last_tokens(text: str, number: int) -> list[Token]:
    """Return the last tokens of a text that the parser accepts, at most *number*."""
    return list(deque((token for token, _ in tokens(text)), maxlen=number))


def _statements(text: str) -> Iterator[Position]:
    """Yield the position of the object in each line that is a statement of N-Triples or N-Quads."""
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text), 1):
        if match := _STATEMENT.match(line):
            yield Position(number, match.start("object") + 1, match["tag"])


def _is_same(one: Quad, other: Quad) -> bool:
    """Return whether two quads are equal, apart from their blank nodes, which each parse names differently."""
    pairs = zip(one.triple, other.triple, strict=True)
    return all(a == b or (isinstance(a, BlankNode) and isinstance(b, BlankNode)) for a, b in pairs)


def _read(source: _TokenSource, form: RdfFormat) -> Iterator[tuple[Quad, Position]]:
    """Yield each quad of a source with its position."""
    for quad in parse(source, form, rename_blank_nodes=True):  # type: ignore[arg-type]  # the parser only calls read
        token = source.object_of(quad)
        has_tag = isinstance(quad.object, Literal) and quad.object.language
        yield quad, Position(token.line, token.column, source.last_tag() if has_tag else None)


class _TokenSource:
    """A file object whose ``read`` returns one token."""

    def __init__(self, text: str) -> None:
        self.prefixes: list[Prefix] = []
        self.rdf12: Token | None = None  # the first token that only RDF 1.2 has
        self._tokens = tokens(text)
        self._bytes = BytesIO()  # of the last token
        start = Token("", "", 0, 0)
        self._recent = deque([start, start], maxlen=4)
        self._strings: deque[Token] = deque()  # those whose triple was not returned yet
        self._open: list[Token] = []  # brackets
        self._closed: Token | None = None  # the bracket that was closed last
        self._is_first = False  # no triple was returned since the last token was read

    def read(self, size: int) -> bytes:
        """Return the next token and a space or line break, or *size* bytes of it."""
        part = self._bytes.read(size)
        if not part and (following := next(self._tokens, None)):
            token, gap = following
            self._follow(token)
            self._bytes = BytesIO((token.text + gap).encode("utf-8"))
            part = self._bytes.read(size)
        return part

    def _follow(self, token: Token) -> None:
        if token.kind == "string":
            if _keyword(self._recent[-1]) == "version":
                self.rdf12 = self.rdf12 or self._recent[-1]
            else:
                self._strings.append(token)
        elif token.kind == "iri":
            if _keyword(self._recent[-2]) == "prefix":
                _, name, line, column = self._recent[-1]
                self.prefixes.append(Prefix(name.rstrip(":"), token.text[1:-1], line, column))
        elif token.text in ("[", "("):
            self._open.append(token)
        elif token.text in ("]", ")") and self._open:
            self._closed = self._open.pop()
        elif token.text[0] in "<|~" or (token.text[0] == "@" and "--" in token.text):
            self.rdf12 = self.rdf12 or token
        self._recent.append(token)
        self._is_first = True

    def object_of(self, quad: Quad) -> Token:
        """Return the token where the object of a quad of Turtle or TriG begins."""
        last, before = self._recent[-1], self._recent[-2]
        is_first, self._is_first = self._is_first, False
        value = quad.object
        if isinstance(value, Literal) and (
            value.language or value.datatype.value == _STRING or "^^" in (before.text, last.text[:2])
        ):  # not a number or boolean, so a string, which is complete only when the parser sees what follows it
            return self._strings.popleft()
        if last.text == "]" or (last.text == ")" and before.text == "("):
            assert self._closed is not None
            return self._closed
        # The first element of a list completes up to two triples: first its own, then the one with the list as object.
        if before.text == "(" and last.text != ")" and not (is_first and last.kind in ("iri", "word")):
            return before
        return last

    def last_tag(self) -> str:
        """Return the language tag read last."""
        return next(token.text for token in reversed(self._recent) if token.text.startswith("@"))[1:].rstrip(".")


def _keyword(token: Token) -> str:
    return token.text.lstrip(".@").lower()  # a dot that ends a statement can precede a keyword


def tokens(text: str) -> Iterator[tuple[Token, str]]:
    """Yield each token of a text, and the space or line break to write after it."""
    newline = "\n" if "\n" in text else "\r"
    line, begin = 1, 0  # the line, and where in the text it begins
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        breaks = text.count(newline, start, end)
        if kind := match.lastgroup:  # not the gap before the first token
            yield Token(kind, match[kind], line, start - begin + 1), "\n" if breaks else " "
        if breaks:
            line += breaks
            begin = text.rindex(newline, start, end) + 1
