"""Parse and change SPARQL text outside the engine: prologue, keyword, VALUES blocks, normal form."""

from __future__ import annotations

import re
from collections.abc import Callable

# Strings, IRIs and comments are single tokens, so that their contents are never read as a keyword or a block.
_OPAQUE = r"""
    "{3}(?:[^"\\]|\\.|"(?!""))*"{3} | '{3}(?:[^'\\]|\\.|'(?!''))*'{3}
    | "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*' | <[^<>"{}|^`\\\s]*> | (?P<comment>\#[^\n]*)
"""
_TOKEN = re.compile(rf"{_OPAQUE} | [\w?$:@-]+ | \S", re.X)
_VALUES = re.compile(rf"{_OPAQUE} | (?P<block>\bVALUES\s+[?$](?P<variable>\w+)\s*\{{[^{{}}]*\}})", re.X | re.I)
_GRAPH_CLAUSE = re.compile(
    rf"""{_OPAQUE} | (?P<clause>(?<![\w?$:@.-])(?:FROM(?:\s+NAMED)?|GRAPH)\s*
        (?:<[^<>\s]*>|[?$]\w+|\s[\w.-]*:[\w.-]*))""",
    re.X | re.I,
)
_PROLOGUE = re.compile(r"(?:\s|#[^\n]*(?:\n|\Z)|(?:PREFIX\s+\S*\s*|BASE\s*)<[^>]*>)*", re.I)
_PREFIX = re.compile(r"PREFIX \S+ <[^>]*> ?", re.I)


def split_prologue(sparql: str) -> tuple[str, str]:
    """Split a query into its prologue (comments, PREFIX and BASE) and the rest.

    >>> split_prologue("PREFIX a: <urn:a> ASK {}")
    ('PREFIX a: <urn:a> ', 'ASK {}')
    """
    match = _PROLOGUE.match(sparql)
    end = match.end() if match else 0
    return sparql[:end], sparql[end:]


def first_keyword(sparql: str) -> str:
    r"""Return the keyword after the prologue in capitals, such as SELECT or INSERT; empty if there is none.

    >>> first_keyword("# all\nask { ?s ?p ?o }")
    'ASK'
    """
    match = re.match(r"[A-Za-z]+", split_prologue(sparql)[1])
    return match[0].upper() if match else ""


def fill_values(sparql: str, fill: Callable[[str], str | None]) -> str:
    """Replace the body of each ``VALUES ?name { ... }`` block with one variable.

    *fill* gets the variable's name and returns the new body, or None to keep the block.

    >>> fill_values("SELECT * { VALUES ?a { UNDEF } ?a ?b 'VALUES ?a { }' }", lambda name: "<urn:x>")
    "SELECT * { VALUES ?a { <urn:x> } ?a ?b 'VALUES ?a { }' }"
    """

    def replaced(match: re.Match[str]) -> str:
        body = fill(match["variable"]) if match["block"] else None
        return match[0] if body is None else f"VALUES ?{match['variable']} {{ {body} }}"

    return _VALUES.sub(replaced, sparql)


def without_graph_clauses(sparql: str) -> tuple[str, list[str]]:
    """Return the query without FROM and GRAPH, so that it reads the default graph, and the removed clauses.

    >>> without_graph_clauses("SELECT * FROM <urn:g> { ?from ?p 'GRAPH ?g' GRAPH ?g { ?s ?p ?o } }")
    ("SELECT *  { ?from ?p 'GRAPH ?g'  { ?s ?p ?o } }", ['FROM <urn:g>', 'GRAPH ?g'])
    """
    clauses = [match["clause"] for match in _GRAPH_CLAUSE.finditer(sparql) if match["clause"]]
    return _GRAPH_CLAUSE.sub(lambda match: "" if match["clause"] else match[0], sparql), clauses


def normalized(sparql: str) -> str:
    r"""Return the query without comments, with single spaces and sorted prefixes, to compare two versions.

    >>> normalized("PREFIX b: <urn:b>\nPREFIX a: <urn:a>\n# all\nASK {\n  ?s ?p '#1'. }")
    "PREFIX a: <urn:a> PREFIX b: <urn:b> ASK { ?s ?p '#1' . }"
    """
    text = " ".join(match[0] for match in _TOKEN.finditer(sparql) if not match["comment"])
    return "".join(sorted(match[0] for match in _PREFIX.finditer(text))) + _PREFIX.sub("", text)
