"""Where in a Turtle or TriG text each triple stands.

The text is one that pyoxigraph has read. Its parser says nothing of places, but it hands out the triples
in an order that the tokens of the text decide: the triples that one token completes come out last first.
So the places are worked out from the tokens alone, and then held against the triples one by one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Quad

_NAME = r"[A-Za-z0-9_\-\x80-\U0010ffff]"
_PART = rf"(?:{_NAME}|:|%[0-9A-Fa-f]{{2}}|\\.)"
_TOKEN = re.compile(
    rf"""
      (?P<gap>[ \t\r\n]++|\#[^\r\n]*+)
    | (?P<string>\"\"\"(?:[^"\\]++|\\.|"{{1,2}}(?!"))*+\"\"\" | '''(?:[^'\\]++|\\.|'{{1,2}}(?!'))*+'''
        | "(?:[^"\\\r\n]++|\\.)*+" | '(?:[^'\\\r\n]++|\\.)*+')
    | (?P<iri><[^<>"{{}}|^`\x00-\x20]*+>)
    | (?P<directive>@prefix\b|@base\b|@version\b|(?:prefix|base|version)(?=[\s<"'])(?!:))
    | (?P<tag>@[A-Za-z]+(?:-[A-Za-z0-9]+)*+(?:--[A-Za-z]+)?)
    | (?P<typed>\^\^)
    | (?P<blank>_:{_NAME}++(?:\.++{_NAME}++)*+)
    | (?P<number>[+-]?(?:[0-9]+(?:\.[0-9]*)?[eE][+-]?[0-9]+|\.[0-9]+[eE][+-]?[0-9]+|[0-9]*\.[0-9]+|[0-9]+))
    | (?P<pname>(?:{_NAME}(?:{_NAME}|\.++(?={_NAME}))*+)?:(?:{_PART}|\.++(?={_PART}))*+)
    | (?P<word>[A-Za-z]+)
    | (?P<mark>[\[\](){{}}.,;])
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)


@dataclass(frozen=True)
class Token:
    """A token: its kind, its text, and the line and column at which it begins, counted from 1."""

    kind: str
    text: str
    line: int
    column: int


@dataclass(frozen=True)
class Place:
    """Where the object of a triple begins; the language tag as written, which parsers turn to lower case."""

    line: int
    column: int
    tag: str | None = None


@dataclass(frozen=True)
class Prefix:
    """A prefix as a file declares it."""

    name: str
    iri: str
    line: int
    column: int


class Unplaceable(Exception):
    """The places could not be worked out: the text uses what RDF 1.1 does not have, or the parser has changed."""


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of a text, comments and white space left out."""
    line, begin, position = 1, 0, 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            raise Unplaceable(f"no token at line {line}")
        kind, part = str(match.lastgroup), match[0]
        if kind != "gap":
            yield Token(kind, part, line, position - begin + 1)
        position = match.end()
        if kind in ("gap", "string") and (breaks := part.count("\n")):
            line += breaks
            begin = match.start() + part.rindex("\n") + 1


def places(text: str, quads: Sequence[Quad]) -> tuple[list[Place], list[Prefix]]:
    """Return the place of each of the *quads* that pyoxigraph read from a text, and the prefixes it declares.

    Raises Unplaceable where tokens and triples do not go together.
    """
    reader = _Reader()
    for token in tokens(text):
        reader.take(token)
    if len(reader.done) != len(quads):
        raise Unplaceable(f"{len(reader.done)} places for {len(quads)} triples")
    for made, quad in zip(reader.done, quads, strict=True):
        if not _fits(made.token, quad):
            raise Unplaceable(f"line {made.token.line} is not the place of {quad}")
    found = [Place(made.token.line, made.token.column, made.tag) for made in reader.done]
    return found, reader.prefixes


def _fits(token: Token, quad: Quad) -> bool:
    """Say whether a token can be the object of a triple, by its kind and, for an IRI, its end."""
    value = quad.object
    if token.kind in ("string", "number"):
        return isinstance(value, Literal) or quad.predicate.value.endswith("#rest")
    if token.kind == "pname" and isinstance(value, NamedNode) and not re.search(r"[\\]", token.text):
        return value.value.endswith(token.text.partition(":")[2]) or quad.predicate.value.endswith("#rest")
    return not isinstance(value, Literal) or token.text in ("true", "false")


@dataclass
class _Made:
    """A triple: the token where its object begins, and the language tag."""

    token: Token
    tag: str | None = None


@dataclass
class _Frame:
    """An open statement, ``[...]`` or ``(...)``: what it waits for, and the token that opened it."""

    kind: str  # statement, blank or list
    opened: Token | None = None
    wants: str = "subject"  # then verb, then object
    empty: bool = True  # a list without an element so far


@dataclass
class _Reader:
    """Follows the tokens as the parser does, and keeps the place of each triple in the order they come out."""

    done: list[_Made] = field(default_factory=list)
    prefixes: list[Prefix] = field(default_factory=list)
    _frames: list[_Frame] = field(default_factory=lambda: [_Frame("statement")])
    _batch: list[_Made] = field(default_factory=list)  # what the present token completes
    _string: Token | None = None  # a string that a language tag or datatype may follow
    _typed: bool = False
    _directive: list[Token] = field(default_factory=list)

    def take(self, token: Token) -> None:
        """Follow one token."""
        self._step(token)
        self.done += reversed(self._batch)
        self._batch.clear()

    def _step(self, token: Token) -> None:
        if self._directive or token.kind == "directive":
            self._declare(token)
            return
        if self._string is not None:
            string, self._string = self._string, None
            if token.kind == "tag":
                self._complete(string, token.text[1:])
                return
            if token.kind == "typed":
                self._string, self._typed = string, True
                return
            self._complete(string)
            if self._typed:
                self._typed = False
                return
        if token.kind != "mark":
            self._term(token)
        elif token.text in "[(":
            self._begin_element(token)
            kind, wants = ("blank", "verb") if token.text == "[" else ("list", "object")
            self._frames.append(_Frame(kind, token, wants))
        else:
            self._punctuation(token)

    def _declare(self, token: Token) -> None:
        """Follow a directive; ``PREFIX`` and ``BASE`` end without a dot."""
        self._directive.append(token)
        first, *rest = self._directive
        if first.text.startswith("@"):
            if token.text == "." and token.kind == "mark":
                self._directive = []
        elif token.kind in ("iri", "string"):
            self._directive = []
        if token.kind == "iri" and first.text.lstrip("@").lower() == "prefix":
            name = rest[0]
            self.prefixes.append(Prefix(name.text.rstrip(":"), token.text[1:-1], name.line, name.column))

    def _term(self, token: Token) -> None:
        frame = self._frames[-1]
        if token.kind == "word" and token.text.lower() == "graph" and frame.wants == "subject":
            return
        if frame.wants == "verb":
            frame.wants = "object"
            return
        self._begin_element(token)
        if token.kind == "string":
            self._string = token
        else:
            self._complete(token)

    def _begin_element(self, token: Token) -> None:
        """Begin an element: the first makes its list one that has a node, a further one is the rest of it."""
        frame = self._frames[-1]
        if frame.kind != "list":
            return
        if frame.empty:
            frame.empty = False
            assert frame.opened is not None
            self._complete(frame.opened, frame=len(self._frames) - 2)
        else:
            self._batch.append(_Made(token))

    def _complete(self, token: Token, tag: str | None = None, frame: int = -1) -> None:
        """Put a term where a subject or an object is waited for."""
        inside = self._frames[frame]
        if inside.wants == "object":
            self._batch.append(_Made(token, tag))
        else:
            inside.wants = "verb"

    def _punctuation(self, token: Token) -> None:
        frame = self._frames[-1]
        if token.text == "]":
            self._frames.pop()
            assert frame.opened is not None
            self._complete(frame.opened)
        elif token.text == ")":
            self._frames.pop()
            if frame.empty:
                assert frame.opened is not None
                self._complete(frame.opened)
            else:
                self._batch.append(_Made(token))
        elif token.text == ";":
            frame.wants = "verb"
        elif token.text in "{}.":
            frame.wants = "subject"
