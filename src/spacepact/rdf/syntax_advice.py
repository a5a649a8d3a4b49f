"""Say where a syntax error is and how to correct it: a parser only reports where it stopped."""

from __future__ import annotations

import re

from spacepact.errors import nearest
from spacepact.rdf.characters import unusual_characters
from spacepact.rdf.turtle_lines import Token, last_tokens
from spacepact.terms import PREFIXES

# A pattern and the message for it; the first match counts. A pattern is searched in the message of the parser, a line
# break, and the line of the error with ▲ where the parser stopped.
_ADVICE = [
    (
        "|".join(rf"^[{mark}▲]{{7,8}}(?: |$)" for mark in "<=>|"),
        "a merge conflict marker: keep one version and remove the markers",
    ),
    (r"^▲?`▲?`▲?`|^▲?~▲?~▲?~", "a code fence is not part of the data: remove the line"),
    (
        r"^Line jumps are not allowed|^Unexpected end of file\n.*▲[\"']",
        'a text does not end: add the closing quote, or write a text of several lines in """ """',
    ),
    (
        r"(is not|is expected|has not been).*\n.*[\"']▲\w",
        'a text ends before this word: add the missing quote, or write \\" for a quote inside the text',
    ),
    (r"prefix (https?|ftp|urn|mailto): has not", "an address needs < and > around it: write <https://...>"),
    (r"^Unexpected escape", "an unknown escape in a text: write \\\\ for a backslash"),
    (r"^Unexpected character.*\n.*@[a-zA-Z]+▲_", "an underscore in a language tag: write a hyphen, such as @en-gb"),
    (r"^Invalid IRI code point ' '", "a space in an address: write %20, or add the missing >"),
    (r"^No scheme found", "an address without its beginning: write https://... or use a prefix"),
    (r"^\. is not a valid", "a value is missing before the full stop, or the line before ends with . where it needs ;"),
    (
        r"^({|}|=>?|<=|\?\w+) is not",
        "Turtle contains only triples: write no rules or variables; named graphs need a .trig file",
    ),
]
_XML = r"\s*(<\?xml\b|<rdf:RDF\b)"
# What a file can be instead of RDF, by its start.
_OTHER_FILES = {
    r"\s*<(!doctype\s+html|html)\b": "a web page, not RDF: download the data itself",
    r"version https://git-lfs\b": "a pointer of Git LFS instead of the file: run git lfs pull",
    _XML: "XML, not Turtle: rename the file so that it ends with .rdf",
}
_UNFINISHED = re.compile(r"A dot is expected|should end with|is not a valid subject|Unexpected end$")
_WORD = re.compile(r"<[^>]*>?|[^ \t\r\n<>\"',;]*")


def explain(message: str, text: str, line: int, column: int, *, is_xml: bool = False) -> tuple[str, int, int]:
    """Return what is wrong and what to do, with the line and column of the mistake.

    *message* is the message of the parser for *text*, and *line* and *column* are where the parser stopped. If a
    statement does not end, the mistake is at the end of its last word.
    *is_xml*: the file is read as XML.
    """
    for start, advice in _OTHER_FILES.items():
        if re.match(start, text, re.IGNORECASE) and not (is_xml and start == _XML):
            return advice, line, column
    lines = text.split("\n")
    source = lines[line - 1] if line <= len(lines) else ""
    before, after = source[: column - 1], source[column - 1 :]
    marked = f"{message}\n{before}▲{after}"
    for pattern, advice in _ADVICE:
        if re.search(pattern, marked, re.MULTILINE):
            return advice, line, column
    undeclared = re.search(r"The prefix (.*): has not been declared", message)
    word = undeclared[1] if undeclared else _WORD.match(after)[0]  # type: ignore[index]  # it matches any text
    if characters := unusual_characters(word, letters=not word.startswith("<")):
        start = f"{message}: it contains" if undeclared else "unexpected"
        return f"{start} {characters}: type a plain character instead", line, column
    if undeclared and word in PREFIXES:
        return f"{message}: add @prefix {word}: <{PREFIXES[word]}> .", line, column
    if undeclared:
        return message + nearest(word, PREFIXES), line, column
    if not _UNFINISHED.search(message):
        return message, line, column
    *_, comma, last = [Token("", "", 0, 0)] * 2 + last_tokens("\n".join([*lines[: line - 1], before]), 2)
    if comma.text == "," and comma.line < last.line == line:
        return "a comma before the next property: write ; instead", comma.line, comma.column
    if last.line and not last.text.endswith(".") and (end := last.line + last.text.count("\n")) < line:
        word = last.text.rpartition("\n")[2]
        column = len(word) + (last.column if end == last.line else 1)
        return f"the statement does not end: write . or ; or , after {word[-40:]}", end, column
    return message, line, column
