"""Find the line of each triple in JSON-LD, by the value in the text: the parser reports no positions."""

from __future__ import annotations

import json
import re
from bisect import bisect
from collections.abc import Iterator, Sequence

from pyoxigraph import BlankNode, Literal, Triple

_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"(?P<key>\s*+:)?+|-?\d[\d.eE+-]*+|true|false|\n')


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
