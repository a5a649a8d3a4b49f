"""Parse and change SPARQL text outside the engine: prologue, keyword, VALUES blocks, normal form."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress

# The patterns are not compiled here: a query needs one of them at most, and compiling them all takes 1.5 ms.
# Strings, IRIs and comments are single tokens, so that their contents are never read as a keyword or a block.
_OPAQUE = r"""
    "{3}(?:[^"\\]|\\.|"(?!""))*"{3} | '{3}(?:[^'\\]|\\.|'(?!''))*'{3}
    | "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*' | <[^<>"{}|^`\\\s]*> | (?P<comment>\#[^\n\r]*)
"""
_TOKEN = rf"(?x){_OPAQUE} | [\w?$:@-]+ | \S"
# Variables, prefixed names and words; a variable can follow a keyword without a space.
_WORD = rf"(?x){_OPAQUE} | [?$]\w+ | @[\w-]+ | [\w.-]*:[\w.:%-]* | \w+ | \S"
_VALUES = rf"(?xi){_OPAQUE} | (?P<block>\bVALUES\s+[?$](?P<variable>\w+)\s*\{{(?P<body>[^{{}}]*)\}})"
_GRAPH_CLAUSE = rf"""(?xi)
    {_OPAQUE} | (?P<clause>(?<![\w?$:@.-])(?:FROM(?:\s+NAMED)?|GRAPH)\s*
        (?:<[^<>\s]*>|[?$]\w+|\s[\w.-]*:[\w.-]*))
"""
_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH")
_OPERATORS, _JOINS = ("!", "|", "&", "/", "^", "+", "*", "-"), ("UNION", "OPTIONAL", "MINUS", "BIND", "FILTER")
_MAX_NESTING = 2000  # the engine fails at about five times as many
_PREFIX = r"(?i)PREFIX \S+ <[^>]*> ?"


def _words(sparql: str) -> Iterator[re.Match[str]]:
    """Yield the words without comments, which count as blanks."""
    return (match for match in re.finditer(_WORD, sparql) if not match["comment"])


def _form(sparql: str) -> re.Match[str] | None:
    """Return the first word that is the form of a query or update.

    It follows the prologue: PREFIX, BASE and VERSION, and declarations of a store, such as DEFINE of Virtuoso.
    """
    for match in _words(sparql):
        if match[0] == "{":
            return None
        if match[0].upper() in (*_FORMS, *UPDATES):
            return match
    return None


def split_prologue(sparql: str) -> tuple[str, str]:
    """Split a query into its prologue (comments, PREFIX, BASE, VERSION) and the rest.

    >>> split_prologue("PREFIX a: <urn:a> ASK {}")
    ('PREFIX a: <urn:a> ', 'ASK {}')
    """
    match = _form(sparql) or next(_words(sparql), None)
    start = match.start() if match else len(sparql)
    return sparql[:start], sparql[start:]


def first_keyword(sparql: str) -> str:
    r"""Return the keyword after the prologue in capitals, such as SELECT or INSERT; empty if there is none.

    >>> first_keyword("# all\nask { ?s ?p ?o }")
    'ASK'
    >>> first_keyword("VERSION '1.2' PREFIX # select\r a: <urn:select> DESCRIBE a:x")
    'DESCRIBE'
    """
    match = _form(sparql)
    return match[0].upper() if match else ""


def has_standard_prologue(sparql: str) -> bool:
    """Return whether a query begins with its form or with a declaration of SPARQL, and not with one of a store.

    >>> has_standard_prologue("BASE <urn:a> ASK {}"), has_standard_prologue("DEFINE sql:log-enable 2 ASK {}")
    (True, False)
    """
    prologue = [match[0].upper() for match in _words(split_prologue(sparql)[0])]
    return all(word in ("PREFIX", "BASE", "VERSION") for word in prologue if re.fullmatch(r"[A-Z]+", word))


def result_columns(sparql: str) -> list[str]:
    """Return the columns of a SELECT query in order; an empty list for ``SELECT *``.

    >>> result_columns("SELECT DISTINCT ?a (COUNT(?b) AS ?n) WHERE { ?a ?b ?c }")
    ['a', 'n']
    """
    columns: list[str] = []
    depth, previous = 0, ""
    for match in _words(split_prologue(sparql)[1]):
        word = match[0]
        depth += {"(": 1, ")": -1}.get(word, 0)
        if depth == 0 and (word == "{" or word.upper() in ("WHERE", "FROM")):
            break
        if word[0] in "?$" and (depth == 0 or (depth == 1 and previous == "AS")):
            columns.append(word[1:])
        previous = word.upper()
    return columns


def selected_variables(sparql: str) -> list[str]:
    """Return the variables that a query selects as they are, but does not group by.

    >>> selected_variables("SELECT ?s ?t (COUNT(?c) AS ?n) { ?s ?t ?c } GROUP BY ?t")
    ['s']
    """
    expressions = re.findall(r"\bAS\s*[?$](\w+)\s*\)", sparql, re.I)
    grouped = re.search(r"\bGROUP\s+BY\b(.*)\Z", sparql, re.S | re.I)
    others = {*expressions, *(re.findall(r"[?$](\w+)", grouped[1]) if grouped else ())}
    return [column for column in result_columns(sparql) if column not in others]


def undeclared_prefix(sparql: str) -> re.Match[str] | None:
    """Return the first prefixed name whose prefix is not declared.

    >>> undeclared_prefix("PREFIX a: <urn:a> ASK { a:b c:d _:e }")[0]
    'c:d'
    """
    declared, previous = {"_"}, ""
    for match in _words(sparql):
        if re.fullmatch(r"[\w.-]*:[\w.:%-]*", match[0]):
            prefix = match[0].partition(":")[0]
            if previous == "PREFIX":
                declared.add(prefix)
            elif prefix not in declared:
                return match
        previous = match[0].upper()
    return None


def is_balanced(sparql: str) -> bool:
    """Return whether all brackets of a query are closed.

    >>> is_balanced("ASK { ?s ?p ')' }"), is_balanced("ASK { ?s ?p (1 }")
    (True, False)
    """
    words = [match[0] for match in _words(sparql)]
    return all(words.count(first) == words.count(last) for first, last in ("{}", "()", "[]"))


def require_syntax(sparql: str) -> None:
    """Raise SyntaxError if the embedded engine cannot parse a query. The query is not run, and contacts no store."""
    from pyoxigraph import Literal, Store, Variable

    require_shallow(sparql)
    # The engine has no method to parse only. It rejects the value of an unknown variable after it has parsed the
    # query, and before it runs it.
    unknown = "unknown"
    while f"?{unknown}" in sparql or f"${unknown}" in sparql:
        unknown += "_"
    with suppress(RuntimeError):
        Store().query(sparql, substitutions={Variable(unknown): Literal("")})


def require_shallow(sparql: str) -> None:
    """Raise SyntaxError for a query whose nesting would overflow the stack of the engine, and so end the process."""
    capitals = sparql.upper()
    if sum(map(capitals.count, ("(", "[", "{", *_OPERATORS, *_JOINS))) <= _MAX_NESTING:  # reading the tokens is slow
        return
    depth = deepest = operators = 0
    for token in tokens(sparql):
        if token in ("(", "[", "{"):
            depth += 1
            deepest = max(deepest, depth)
        elif token in (")", "]", "}"):
            depth -= 1
        operators += token in _OPERATORS or token.upper() in _JOINS
    if deepest + operators > _MAX_NESTING:
        raise SyntaxError(f"it nests or joins more than {_MAX_NESTING} parts: use VALUES, or several queries")


def calls_service(sparql: str) -> bool:
    """Return whether a query asks another endpoint (SERVICE), by the parse tree of rdflib and by its words.

    If rdflib cannot parse a query that contains the letters, the answer is True.

    >>> calls_service("SELECT * { SERVICE <urn:x> { ?s ?p ?o } }"), calls_service("ASK { ?s ?p 'SERVICE' }")
    (True, False)
    """
    if "service" not in sparql.casefold():
        return False
    if any(match[0].casefold() == "service" for match in _words(sparql)):
        return True
    from rdflib.plugins.sparql.parser import parseQuery  # slow to import

    try:
        nodes: list[object] = [parseQuery(sparql)]
    except Exception:  # the parser raises many types, RecursionError among them
        return True
    while nodes:
        node = nodes.pop()
        if getattr(node, "name", "") == "ServiceGraphPattern":
            return True
        if not isinstance(node, str) and isinstance(node, Iterable):
            nodes.extend(node.values() if isinstance(node, dict) else node)  # ParseResults is a Mapping, too
    return False


def fill_values(sparql: str, fill: Callable[[str], str | None]) -> str:
    """Replace the body of each ``VALUES ?name { ... }`` block with one variable.

    *fill* gets the variable's name and returns the new body, or None to keep the block.

    >>> fill_values("SELECT * { VALUES ?a { UNDEF } ?a ?b 'VALUES ?a { }' }", lambda name: "<urn:x>")
    "SELECT * { VALUES ?a { <urn:x> } ?a ?b 'VALUES ?a { }' }"
    """

    def replaced(match: re.Match[str]) -> str:
        body = fill(match["variable"]) if match["block"] else None
        return match[0] if body is None else f"VALUES ?{match['variable']} {{ {body} }}"

    return re.sub(_VALUES, replaced, sparql)


def values_blocks(sparql: str) -> dict[str, str]:
    """Return the body of each ``VALUES ?name { ... }`` block with one variable, by the variable's name.

    >>> values_blocks("SELECT * { VALUES ?a { <urn:x> } VALUES ?b { UNDEF } ?a ?b 'VALUES ?c { }' }")
    {'a': '<urn:x>', 'b': 'UNDEF'}
    """
    return {m["variable"]: m["body"].strip() for m in re.finditer(_VALUES, sparql) if m["block"]}


def without_graph_clauses(sparql: str) -> tuple[str, list[str]]:
    """Return the query without FROM and GRAPH, so that it reads the default graph, and the removed clauses.

    >>> without_graph_clauses("SELECT * FROM <urn:g> { ?from ?p 'GRAPH ?g' GRAPH ?g { ?s ?p ?o } }")
    ("SELECT *  { ?from ?p 'GRAPH ?g'  { ?s ?p ?o } }", ['FROM <urn:g>', 'GRAPH ?g'])
    """
    if not re.search(r"(?im)^(?!#).*\b(?:FROM|GRAPH)\b", sparql):  # searching for the clauses is slow
        return sparql, []
    clauses = [match["clause"] for match in re.finditer(_GRAPH_CLAUSE, sparql) if match["clause"]]
    return re.sub(_GRAPH_CLAUSE, lambda match: "" if match["clause"] else match[0], sparql), clauses


def tokens(sparql: str) -> list[str]:
    """Return the IRIs, texts, words and other characters of a query, without comments.

    >>> tokens("SELECT ?s { ?s a sp:State, <urn:a> } # all")
    ['SELECT', '?s', '{', '?s', 'a', 'sp:State', ',', '<urn:a>', '}']
    """
    return [match[0] for match in re.finditer(_TOKEN, sparql) if not match["comment"]]


def normalized(sparql: str) -> str:
    r"""Return the query without comments, with single spaces and sorted prefixes, to compare two versions.

    >>> normalized("PREFIX b: <urn:b>\nPREFIX a: <urn:a>\n# all\nASK {\n  ?s ?p '#1'. }")
    "PREFIX a: <urn:a> PREFIX b: <urn:b> ASK { ?s ?p '#1' . }"
    """
    text = " ".join(tokens(sparql))
    return "".join(sorted(match[0] for match in re.finditer(_PREFIX, text))) + re.sub(_PREFIX, "", text)
