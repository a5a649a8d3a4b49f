"""Read JSON-LD: find the line of each triple, and what a parser silently leaves out.

The parser reports no positions, so a line is found by the value in the text. It leaves out keys without a meaning,
relative and invalid IRIs, and invalid language tags. So the file is parsed a second time with a vocabulary and a base.
What then has the vocabulary or the base in its IRI, or is invalid, was left out at first.
"""

from __future__ import annotations

import json
import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from spacepact.errors import nearest

_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"(?P<key>\s*+:)?+|-?\d[\d.eE+-]*+|true|false|\n')


def error_line(text: str, message: str) -> int | None:
    r"""Return the line of the value or keyword that an error of the parser names; None unless it occurs just once.

    >>> error_line('{"@id": "urn:a",\n "@type": 5}', "@type value must be a string")
    2
    """
    match = re.search(r"'([^']+)'|(@\w+)", message)
    quoted = json.dumps(match[1] or match[2], ensure_ascii=False) if match else ""
    return text.count("\n", 0, text.find(quoted)) + 1 if quoted and text.count(quoted) == 1 else None


def find_lines(text: str, triples: Sequence[Triple]) -> list[int | None]:
    """Return the line of the value of each triple; None if no value in the text fits.

    The triples are in the order of the text. A triple whose value is a blank node gets the line of the value before it.
    """
    values = list(_values(text))
    by_value: dict[str, list[int]] = {}
    for index, (value, _) in enumerate(values):
        by_value.setdefault(value, []).append(index)
    lines: list[int | None] = []
    at = -1  # the last value that a triple had
    for triple in triples:
        found = _positions(triple, by_value)
        following = bisect(found, at)
        if following < len(found):
            at = found[following]
            lines.append(values[at][1])
        elif found:
            lines.append(values[found[0]][1])
        else:
            lines.append(values[at][1] if isinstance(triple.object, BlankNode) and at >= 0 else None)
    return lines


def _positions(triple: Triple, by_value: dict[str, list[int]]) -> list[int]:
    """Return the positions of the values that the object can be: its text, or an IRI after a prefix or a base."""
    value = triple.object
    if isinstance(value, BlankNode | Triple):
        return []
    text = value.value
    found = by_value.get(text, [])
    if found or isinstance(value, Literal):
        return found
    ends = [text[match.end() :] for match in re.finditer(r"[/#:]", text)]
    return next((by_value[end] for end in ends if end in by_value), [])


def _values(content: str) -> Iterator[tuple[str, int]]:
    """Yield each string that is not a key, each number and boolean, with its line; of a CURIE the part after ``:``."""
    line = 1
    for match in _TOKEN.finditer(content):
        text = match[0]
        if text == "\n":
            line += 1
        elif match["key"]:
            line += text.count("\n")
        else:
            value = json.loads(text, strict=False) if text.startswith('"') else text
            yield value, line
            if re.match(r"[^/]+:[^/]", value):
                yield value.partition(":")[2], line


_MAX_DEPTH = 200
_VOCABULARY = "http://vocabulary.invalid/"
_BASE = "http://base.invalid/"
_KEYWORDS = [
    f"@{name}"
    for name in re.findall(
        r"\w+",
        "annotation base container context direction graph id import included index json language list nest none "
        "prefix propagate protected reverse set type value version vocab",
    )
]


def require_shallow_json(content: bytes) -> None:
    """Raise SyntaxError, with the line, for a document whose nesting would overflow the stack of the engine."""
    depth = 0
    for match in re.finditer(rb'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]', content, re.S):
        depth += (match[0] in (b"[", b"{")) - (match[0] in (b"]", b"}"))
        if depth > _MAX_DEPTH:
            line = content.count(b"\n", 0, match.start()) + 1
            column = match.start() - content.rfind(b"\n", 0, match.start())
            raise SyntaxError(f"more than {_MAX_DEPTH} nested objects and lists", (None, line, column, None))


class Dropped(NamedTuple):
    """Something that the parser leaves out: what to do about it, and the line if it can be found."""

    message: str
    line: int | None


def find_dropped(text: str) -> list[Dropped]:
    """Return what the parser leaves out of a document; nothing if it is not JSON."""
    try:
        document = json.loads(text)
    except ValueError:
        return []
    names = sorted(set(_terms(document)))
    found: dict[str, Dropped] = {}
    for key in (key for key in _keys(document) if key.startswith("@") and key not in _KEYWORDS):
        found[key] = Dropped(f"{key} is not a keyword of JSON-LD{nearest(key, _KEYWORDS)}", _line_of(text, key))
    complete = json.dumps([_with_vocabulary(node) for node in _as_list(document)])
    for quad in parse(complete, RdfFormat.JSON_LD, lenient=True, base_iri=_BASE):
        for value, message in _problems(quad.triple, names):
            found.setdefault(message, Dropped(message, _line_of(text, value)))
    return list(found.values())


def _problems(triple: Triple, names: list[str]) -> Iterator[tuple[str, str]]:
    """Yield each value of a triple that is left out, as written in the file, with a message."""
    for term in triple:
        if isinstance(term, NamedNode):
            yield from _iri_problems(term.value, names)
        elif isinstance(term, Literal) and term.language:
            try:
                Literal("", language=term.language)
            except ValueError:
                yield term.language, f"{term.language} is not a language tag: write a tag such as en or en-gb"
        elif isinstance(term, Literal):
            yield from _iri_problems(term.datatype.value, names)


def _iri_problems(iri: str, names: list[str]) -> Iterator[tuple[str, str]]:
    if iri.startswith(_VOCABULARY):
        name = iri.removeprefix(_VOCABULARY)
        hint = nearest(name, names) or ": define it in @context, or remove it"
        yield name, f"{name} has no meaning in this context{hint}"
    elif iri.startswith(_BASE):
        name = iri.removeprefix(_BASE)
        yield name, f"<{name}> is a relative IRI: write the complete IRI, such as https://example.org/{name or 'a'}"
    else:
        try:
            NamedNode(iri)
        except ValueError:
            yield iri, f"<{iri}> is not an IRI: write %20 for a space, and percent-encode other special characters"


def _with_vocabulary(node: Any) -> Any:
    if not isinstance(node, dict):
        return node
    return {**node, "@context": [{"@vocab": _VOCABULARY}, *_as_list(node.get("@context", []))]}


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _keys(value: Any) -> Iterator[str]:
    """Yield all keys of the objects in a JSON value."""
    if isinstance(value, dict):
        yield from value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _keys(inner)


def _terms(document: Any) -> Iterator[str]:
    """Yield the terms that contexts of a document define."""
    for node in _as_list(document):
        for context in _as_list(node.get("@context", [])) if isinstance(node, dict) else ():
            yield from (key for key in context if not key.startswith("@")) if isinstance(context, dict) else ()


def _line_of(text: str, value: str) -> int | None:
    """Return the line where a key or a value is written, also after a prefix, or as the end of an IRI."""
    quoted = re.escape(json.dumps(value, ensure_ascii=False)[1:-1])
    end = re.escape(value.rpartition("/")[2] or value)
    patterns = (f'"{quoted}"', rf'"[\w-]+:{quoted}"', f'(?i:"{quoted}")', end)  # tags are returned in lower case
    matches = (re.search(pattern, text) for pattern in patterns)
    match = next((match for match in matches if match), None)
    return text.count("\n", 0, match.start()) + 1 if match else None
