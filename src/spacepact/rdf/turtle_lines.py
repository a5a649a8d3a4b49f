"""Find the line and column of each triple in Turtle, TriG, N-Triples and N-Quads.

The parser of pyoxigraph reports no positions. But it reads from a file object only what it needs for the next triple.
So this module gives it one token at a time: the last token read is the one that completed the triple.
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


class _Token(NamedTuple):
    kind: str
    text: str
    line: int
    column: int


def find_positions(text: str, form: RdfFormat, quads: Sequence[Quad]) -> tuple[list[Position], list[Prefix]]:
    """Return the position of each of the *quads* that the parser found in a text, and the prefixes it declares.

    Both lists are empty if the positions cannot be determined, as in RDF 1.2.
    """
    prefixes: list[Prefix] = []
    try:
        pairs = list(_read(text, form, prefixes))
    except (SyntaxError, IndexError):
        return [], []
    is_same = len(pairs) == len(quads) and all(_is_same(quad, pair[0]) for quad, pair in zip(quads, pairs, strict=True))
    return ([position for _, position in pairs], prefixes) if is_same else ([], [])


def _is_same(one: Quad, other: Quad) -> bool:
    """Return whether two quads are equal, apart from their blank nodes, which each parse names differently."""
    pairs = zip(one.triple, other.triple, strict=True)
    return all(a == b or (isinstance(a, BlankNode) and isinstance(b, BlankNode)) for a, b in pairs)


def _read(text: str, form: RdfFormat, prefixes: list[Prefix]) -> Iterator[tuple[Quad, Position]]:
    """Yield each quad of a text with its position; append the prefixes that the text declares to *prefixes*."""
    source = _TokenSource(text, prefixes)
    find = source.third_of_line if form in (RdfFormat.N_TRIPLES, RdfFormat.N_QUADS) else source.object_of
    for quad in parse(source, form, rename_blank_nodes=True):  # type: ignore[arg-type]  # the parser only calls read
        token = find(quad)
        has_tag = isinstance(quad.object, Literal) and quad.object.language
        yield quad, Position(token.line, token.column, source.last_tag() if has_tag else None)


class _TokenSource:
    """A file object whose ``read`` returns one token."""

    def __init__(self, text: str, prefixes: list[Prefix]) -> None:
        self._tokens = _tokens(text)
        self._prefixes = prefixes
        self._bytes = BytesIO()  # of the last token
        start = _Token("", "", 0, 0)
        self._recent = deque([start, start], maxlen=7)  # as many as a line of N-Quads can have
        self._strings: deque[_Token] = deque()  # those whose triple was not returned yet
        self._open: list[_Token] = []  # brackets
        self._closed: _Token | None = None  # the bracket that was closed last
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

    def _follow(self, token: _Token) -> None:
        if token.kind == "string":
            if _keyword(self._recent[-1]) != "version":
                self._strings.append(token)
        elif token.kind == "iri":
            if _keyword(self._recent[-2]) == "prefix":
                _, name, line, column = self._recent[-1]
                self._prefixes.append(Prefix(name.rstrip(":"), token.text[1:-1], line, column))
        elif token.text in ("[", "("):
            self._open.append(token)
        elif token.text in ("]", ")") and self._open:
            self._closed = self._open.pop()
        self._recent.append(token)
        self._is_first = True

    def object_of(self, quad: Quad) -> _Token:
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

    def third_of_line(self, quad: Quad) -> _Token:
        """Return the token of the object of a quad of N-Triples or N-Quads."""
        del quad
        return [token for token in self._recent if token.line == self._recent[-1].line][2]

    def last_tag(self) -> str:
        """Return the language tag read last."""
        return next(token.text for token in reversed(self._recent) if token.text.startswith("@"))[1:].rstrip(".")


def _keyword(token: _Token) -> str:
    return token.text.lstrip(".@").lower()  # a dot that ends a statement can precede a keyword


def _tokens(text: str) -> Iterator[tuple[_Token, str]]:
    """Yield each token of a text, and the space or line break to write after it."""
    newline = "\n" if "\n" in text else "\r"
    line, begin = 1, 0  # the line, and where in the text it begins
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        breaks = text.count(newline, start, end)
        if kind := match.lastgroup:  # not the gap before the first token
            yield _Token(kind, match[kind], line, start - begin + 1), "\n" if breaks else " "
        if breaks:
            line += breaks
            begin = text.rindex(newline, start, end) + 1
