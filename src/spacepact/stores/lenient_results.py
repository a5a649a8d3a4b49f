"""Rewrite SPARQL results that stores write in their own way, so that the engine's strict parser reads them.

A term that RDF does not allow, such as an IRI with a space or the language tag en_US, becomes plain text, so that one
cell does not lose the answer. Tolerated: unknown members, a head without variables, null for an unbound variable,
values that are JSON numbers or booleans, names of columns such as callret-0, half characters, bytes that are not UTF-8,
and any label of a blank node (a label has no meaning outside the answer). Nothing else is changed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from xml.etree import ElementTree

from pyoxigraph import Literal, NamedNode

from spacepact.terms import PREFIXES

_XML = "{http://www.w3.org/XML/1998/namespace}"
_ITS = "{http://www.w3.org/2005/11/its}"
_NODE = re.compile(r"(?:_:|nodeID://)(.*)", re.S)
_LITERALS = ("literal", "typed-literal", "typed_literal")
_PLAIN = "so the cell is plain text"
_HALF = re.compile("[\ud800-\udfff]")
_LANGUAGE_STRING, _DIRECTED_STRING = (PREFIXES["rdf"] + name for name in ("langString", "dirLangString"))
_PARTS = ("subject", "predicate", "object")
_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}
_MOST_NESTED = 50


def has_labelled_iri(body: bytes) -> bool:
    """Return whether results can contain a blank node that is typed as an IRI, as Virtuoso writes it."""
    return b"nodeID:" in body or b'"_:' in body


def standard_json(document: Any, columns: Sequence[str], notes: list[str] | None = None) -> bytes:
    """Return SPARQL 1.1 JSON results for a document like them.

    *columns* are those of the query; an empty list if they are unknown. *notes* gets a line about the first term that
    became plain text. Raises ValueError for any other document.
    """
    if not isinstance(document, dict):
        raise ValueError("not a JSON object")
    boolean = document.get("boolean")
    boolean = _BOOLEANS.get(boolean) if isinstance(boolean, str) else boolean
    if isinstance(boolean, bool) and "results" not in document:
        return json.dumps({"head": {}, "boolean": boolean}).encode()
    results, head = document.get("results"), document.get("head")
    bindings = results.get("bindings") if isinstance(results, dict) else None
    if not isinstance(bindings, list) or not all(isinstance(row, dict) for row in bindings):
        raise ValueError("no list of bindings")
    given = head.get("vars") if isinstance(head, dict) else None
    given = [name for name in given if isinstance(name, str)] if isinstance(given, list) else []
    column = _columns([*given, *(name for row in bindings for name in row)])
    rows = [{column[name]: _term(cell) for name, cell in row.items() if cell is not None} for row in bindings]
    places = ((number, name, cell) for number, row in enumerate(rows, 1) for name, cell in row.items())
    invalid = [(number, name, problem) for number, name, cell in places if (problem := _make_valid(cell))]
    if invalid and notes is not None:
        number, name, problem = invalid[0]
        more = f", and {len(invalid) - 1} other cells" if len(invalid) > 1 else ""
        notes.append(f"row {number}, column {name}: {problem}{more}")
    names = [column[name] for name in given]
    names = list(dict.fromkeys([*(names or columns), *(name for row in rows for name in row)]))
    return json.dumps({"head": {"vars": names}, "results": {"bindings": rows}}).encode()


def json_document(body: bytes) -> Any:
    """Parse JSON; numbers and booleans of terms stay as they are written. Raises ValueError."""
    try:
        text = body.decode("utf-8-sig", "surrogateescape")  # invalid bytes become half characters, each in its cell
        return json.loads(text, parse_int=str, parse_float=str, parse_constant=str)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def xml_document(body: bytes) -> dict[str, Any]:
    """Return XML results as the same document in JSON; raises ValueError for invalid XML."""
    try:
        root = ElementTree.fromstring(body)  # noqa: S314, expat limits the expansion of entities
    except ElementTree.ParseError as error:
        raise ValueError(str(error)) from error
    if root.tag.rpartition("}")[2] != "sparql":
        raise ValueError("the root element is not sparql")
    boolean = next(_named(root, "boolean"), None)
    if boolean is not None:
        return {"boolean": _BOOLEANS.get((boolean.text or "").strip())}
    names = [variable.get("name") for variable in _named(root, "variable")]
    rows = [
        {binding.get("name", ""): _xml_term(cell) for binding in _named(row, "binding") for cell in binding}
        for row in _named(root, "result")
    ]
    return {"head": {"vars": names}, "results": {"bindings": rows}}


def _named(element: ElementTree.Element, name: str) -> Iterator[ElementTree.Element]:
    return (e for e in element.iter() if isinstance(e.tag, str) and e.tag.rpartition("}")[2] == name)


def _xml_term(cell: ElementTree.Element) -> dict[str, Any]:
    kind = cell.tag.rpartition("}")[2]
    if kind == "triple":
        parts = {part.tag.rpartition("}")[2]: next((_xml_term(e) for e in part), None) for part in cell}
        return {"type": "triple", "value": parts}
    term = {"type": kind, "value": cell.text or ""}
    for name, value in (
        ("xml:lang", cell.get(f"{_XML}lang")),
        ("its:dir", cell.get(f"{_ITS}dir")),
        ("datatype", cell.get("datatype")),
    ):
        if value:
            term[name] = value
    return term


def _columns(names: Sequence[str]) -> dict[str, str]:
    """Return a valid variable for each name; different names stay different."""
    plain = {name: name.removeprefix("?").removeprefix("$") for name in names}
    columns = {name: text for name, text in plain.items() if re.fullmatch(r"\w+", text)}
    for name in plain:
        if name not in columns:
            variable = re.sub(r"\W", "_", plain[name]) or "_"
            while variable in columns.values():
                variable += "_"
            columns[name] = variable
    return columns


def with_valid_labels(body: bytes) -> bytes:
    """Return Turtle or N-Triples with valid labels of blank nodes instead of those like ``_:nodeID://b1``."""
    token = rb'"(?:[^"\\\n]|\\.)*"|<[^>\n]*>|_:(?P<label>[^\s,;()\[\]]*[^\s,;()\[\].])'

    def valid(match: re.Match[bytes]) -> bytes:
        name = match["label"]
        return match[0] if name is None else b"_:" + label(name.decode("utf-8", "surrogateescape")).encode()

    return re.sub(token, valid, body)


def _term(cell: Any, depth: int = 0) -> dict[str, Any]:
    if not isinstance(cell, dict) or depth > _MOST_NESTED:
        raise ValueError("a binding that is not a term")
    kind, value = cell.get("type"), cell.get("value")
    kind = kind.lower() if isinstance(kind, str) else kind
    if kind in ("triple", "statement") and isinstance(value, dict):  # before the standard, s, p and o
        parts = {part: _term(value.get(part, value.get(part[0])), depth + 1) for part in _PARTS}
        return {"type": "triple", "value": parts}
    if isinstance(value, bool):
        value = "true" if value else "false"
    if not isinstance(value, str):
        raise ValueError("a term without a value")
    node = _NODE.fullmatch(value)
    if kind == "bnode" or (kind in ("uri", "iri") and node):
        return {"type": "bnode", "value": label(node[1] if node else value)}
    if kind in ("uri", "iri"):
        return {"type": "uri", "value": value}
    if kind not in _LITERALS:
        raise ValueError(f"unknown type of term {str(kind)[:40]!r}")
    members = {name: cell[name] for name in ("xml:lang", "its:dir", "datatype") if isinstance(cell.get(name), str)}
    return {"type": "literal", "value": value, **{name: text for name, text in members.items() if text}}


def _make_valid(cell: dict[str, Any]) -> str | None:
    """Make a term that RDF does not allow plain text, in place; return what is wrong with it."""
    value, datatype, language = cell["value"], cell.get("datatype"), cell.get("xml:lang")
    if isinstance(value, dict):
        return next((problem for part in value.values() if (problem := _make_valid(part))), None)
    if _HALF.search(value):
        cell["value"] = value = _HALF.sub("\ufffd", value)
        return _make_valid(cell) or "an invalid character is replaced by U+FFFD"
    if cell["type"] == "uri" and not _is_valid(lambda: NamedNode(value)):
        cell["type"] = "literal"
        return f"<{value}> is not an IRI, {_PLAIN}"
    if datatype and not _is_valid(lambda: NamedNode(datatype)):
        del cell["datatype"]
        return f"<{datatype}> is not the IRI of a datatype, {_PLAIN}"
    if language and not _is_valid(lambda: Literal("", language=language)):
        del cell["xml:lang"]
        cell.pop("its:dir", None)
        return f"{language} is not a language tag, {_PLAIN}"
    if language and datatype not in (None, _LANGUAGE_STRING, _DIRECTED_STRING):
        del cell["datatype"]
        return f"a text in a language has the datatype <{datatype}>, which is left out"
    return None


def _is_valid(make: Callable[[], object]) -> bool:
    try:
        make()
    except ValueError:
        return False
    return True


def label(text: str) -> str:
    """Return a valid label of a blank node; different labels stay different."""
    if re.fullmatch(r"[A-Za-z][A-Za-z0-9]*", text) and not text.startswith("x0"):
        return text
    return "x0" + text.encode("utf-8", errors="surrogatepass").hex()
