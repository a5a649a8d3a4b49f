"""Explain in one line why the engine rejects a query."""

from __future__ import annotations

import re

from spacepact.rdf import UPDATES, first_keyword, is_balanced, selected_variables, tokens, undeclared_prefix
from spacepact.terms import PREFIXES

_POSITION = re.compile(r"error at (\d+):(\d+): (.*)", re.S)
_NOT_VALID = "not valid at or shortly before this position"
_FUNCTION = re.compile(r"custom (?:aggregate )?function (<\S+>) is not supported")
_MAX_REASON = 120  # characters; a longer message of the engine lists the grammar
# In the engine's list of what it expected, an item in words is the reason.
_SENTENCE = re.compile(r"(?=.*[a-z])[A-Z\\][\w\\]*( [\w*.\\-]+)+")


def is_read_error(error: Exception) -> bool:
    """Return whether an error of the engine is about the files of the store, and not about the query."""
    text = str(error)
    is_about_files = re.search(r"corrupt|checksum|\bI/?O error|not readable|invalid (block|key|storage)", text, re.I)
    return type(error) is RuntimeError and bool(is_about_files) and not _FUNCTION.search(text)


def query_error(sparql: str, message: str, added_lines: int) -> str:
    """Shorten the engine's message to one line with the position of the error.

    *added_lines* is the number of lines put before the query that the user wrote.
    """
    if first_keyword(sparql) in UPDATES:
        return "the query is an update, but the graph is read-only: use SELECT, ASK or CONSTRUCT"
    function = _FUNCTION.search(message)
    if function:
        return f"the query failed: this engine does not know the function {function[1]}"
    match = _POSITION.match(message)
    if not match:
        return f"the query failed: {' '.join(message.split())}"
    line, column = int(match[1]), int(match[2])
    name = undeclared_prefix(sparql)
    if name:
        if "Prefix not found" not in message:  # the engine reports a position further on
            line, column = sparql.count("\n", 0, name.start()) + 1, name.start() - sparql.rfind("\n", 0, name.start())
        problem = _undeclared(sparql, name)
        return f"the query does not parse: line {line - added_lines}, column {column}: {problem}"
    lines = sparql.split("\n")
    before = lines[line - 1][: column - 1] if line <= len(lines) else ""
    is_end = not "".join(lines[line - 1 :])[column - 1 :].strip()
    reason = _reason(sparql, " ".join(match[3].split()), before, is_end)
    return f"the query does not parse: line {line - added_lines}, column {column}: {reason}"


def _undeclared(sparql: str, name: re.Match[str]) -> str:
    """Say what is wrong with a name whose prefix is not declared: it can be an IRI."""
    prefix = name[0].partition(":")[0]
    if written := re.compile(r"<[^<>\n]*>").match(sparql, name.start() - 1):
        return f"{written[0]} is not an IRI: write %20 for a space, and percent-encode other special characters"
    if prefix.lower() in ("http", "https", "ftp", "urn", "mailto"):
        return "an IRI needs < and > around it: write <https://...>"
    declaration = f": add PREFIX {prefix}: <{PREFIXES[prefix]}>" if prefix in PREFIXES else ""
    return f"the prefix {prefix}: is not declared{declaration}"


def _reason(sparql: str, expected: str, before: str, is_end: bool) -> str:
    items = re.sub(r"^expected (one of )?", "", expected).split(", ")
    sentence = next((item for item in items if _SENTENCE.fullmatch(item)), "")
    iri = re.search(r"<[^<>]*>\Z", before)
    quote = re.search("[“”„«»‘’]", "".join(word for word in tokens(sparql) if len(word) == 1))
    if quote:
        return f'{quote[0]} does not begin or end a text in SPARQL: write the quotation mark "'
    if sentence == "IRI parsing failed":
        return f"{iri[0] if iri else 'an IRI'} is not a valid absolute IRI: write <https://...>, or a prefix and a name"
    if sentence.endswith("variable that is unbound"):
        ungrouped = selected_variables(sparql)
        names = " and ".join(f"?{name}" for name in ungrouped)
        return f"{names} must be grouped (GROUP BY) or aggregated" if ungrouped else sentence
    if sentence:
        return sentence.rstrip(".")
    if first_keyword(sparql) and set(items) <= {"[_]", "<unreported>"}:  # the grammar expects nothing more
        bound = [name for name in re.findall(r"\bAS\s*[?$](\w+)", sparql, re.I) if _count(sparql, name) > 1]
        names = " or ".join(f"?{name}" for name in bound)
        return f"{names} is already in use: choose another name after AS" if bound else "the query is not valid"
    if not first_keyword(sparql) and not is_end:
        return "expected SELECT, ASK, CONSTRUCT or DESCRIBE"
    variables = " ".join(tokens(sparql)).partition("{")[0]
    variables = re.split(r"\bSELECT\b", variables, flags=re.I)[-1]
    if re.search(r"[?$]\w+ ,", re.sub(r"\([^{]*\)", "", variables)):
        return "the variables after SELECT are separated by spaces: remove the comma"
    function = re.match(r" (DISTINCT )?(COUNT|SUM|MIN|MAX|AVG|SAMPLE|GROUP_CONCAT) \(", variables, re.I)
    if function:
        return f"an expression after SELECT needs parentheses and a name: write ({function[2].upper()}(...) AS ?x)"
    if is_end:
        is_complete = first_keyword(sparql) != "" and is_balanced(sparql)
        return _NOT_VALID if is_complete else "unexpected end of the query"
    # The engine expects this at one place that it tried: other text can be valid there, too.
    return _NOT_VALID + (f" ({expected})" if len(expected) <= _MAX_REASON else "")


def _count(sparql: str, name: str) -> int:
    return len(re.findall(rf"[?$]{name}\b", sparql))
