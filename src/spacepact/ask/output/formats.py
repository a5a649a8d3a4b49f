"""Format answers for programs and documents: CSV, TSV, JSON, XML, JSON lines and Markdown."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping

from pyoxigraph import BlankNode, Literal, NamedNode, QueryResultsFormat, Triple, parse_query_results

from spacepact.ask.execute import Boolean, Table
from spacepact.errors import BadInput
from spacepact.graph import Term, text_of
from spacepact.lazy import TYPE_CHECKING
from spacepact.rdf import not_in_xml
from spacepact.terms import PREFIXES, curie

if TYPE_CHECKING:
    from typing import Any

_CLAIM_OR_PASSAGE = r"(?!sp:).*[:/#](?:claim|passage)_[^/#]*"


def to_csv(table: Table) -> str:
    """Return CSV (W3C SPARQL 1.1 Query Results CSV): plain IRIs, blank nodes as ``_:name``, CRLF line ends."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(table.columns)
    writer.writerows([_cell_text(row.get(column)) for column in table.columns] for row in table.rows)
    return out.getvalue()


def to_tsv(table: Table) -> str:
    """Return TSV (W3C SPARQL 1.1 Query Results TSV): terms as in Turtle."""
    return _serialized(table, QueryResultsFormat.TSV)


def to_json(table: Table) -> str:
    """Return JSON (W3C SPARQL 1.1 Query Results JSON)."""
    import json

    bindings = [{c: _json(row[c]) for c in table.columns if c in row} for row in table.rows]
    document = {"head": {"vars": table.columns}, "results": {"bindings": bindings}}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def to_xml(table: Table) -> str:
    """Return XML (W3C SPARQL Query Results XML)."""
    return _serialized(table, QueryResultsFormat.XML)


def to_jsonl(table: Table) -> str:
    """Return one flat JSON object per row, for ``pandas.read_json(lines=True)``, with values as from :func:`plain`.

    A number keeps all its digits.
    """
    import json

    from spacepact.graph import datatypes

    def value(term: Term | None) -> str:
        if isinstance(term, Literal) and datatypes.is_json_number(term):
            return term.value
        return json.dumps(plain(term), ensure_ascii=False)

    names = {column: json.dumps(column, ensure_ascii=False) for column in table.columns}
    rows = (", ".join(f"{name}: {value(row.get(column))}" for column, name in names.items()) for row in table.rows)
    return "".join(f"{{{row}}}\n" for row in rows)


def to_markdown(table: Table, labels: Mapping[str, str] | None = None) -> str:
    """Return a Markdown table with labels, or CURIEs where *labels* has none."""
    lines = [table.columns, ["---"] * len(table.columns)]
    lines += [[_markdown_cell(row.get(column), labels or {}) for column in table.columns] for row in table.rows]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)


TABLES: Mapping[str, Callable[[Table], str]] = {
    "csv": to_csv,
    "tsv": to_tsv,
    "json": to_json,
    "jsonl": to_jsonl,
    "xml": to_xml,
    "md": to_markdown,
}


def boolean_text(answer: Boolean, form: str) -> str:
    """Return true or false, in the W3C form for JSON and XML."""
    word = "true" if answer.value else "false"
    document = f'{{"head": {{}}, "boolean": {word}}}\n'
    if form == "json":
        return document
    if form == "xml":
        return _converted(document, QueryResultsFormat.XML)
    return word + "\n"


def plain(term: Term | None) -> str | int | float | bool | None:
    """Return a term as a Python value: a number, a boolean, or text for any other term.

    A literal that is not valid for its datatype, an infinite number and NaN are text.
    """
    from spacepact.graph import datatypes

    if isinstance(term, Literal):
        value = datatypes.value(term)
        return term.value if value is None else value
    return _cell_text(term) if term is not None else None


def _cell_text(term: Term | None) -> str:
    return str(term) if isinstance(term, BlankNode) else text_of(term)


def display(term: Term | None, labels: Mapping[str, str]) -> str:
    """Return a term as shown to people: its label, or a CURIE if it has none. Claims and passages are always CURIEs."""
    text = text_of(term)
    short = curie(text) if isinstance(term, NamedNode) else text
    return short if re.fullmatch(_CLAIM_OR_PASSAGE, short) else labels.get(text, short)


def _serialized(table: Table, form: QueryResultsFormat) -> str:
    return _converted(to_json(table), form)


def _converted(results: str, form: QueryResultsFormat) -> str:
    """Convert JSON results to another format with the engine's writer."""
    text = parse_query_results(results, QueryResultsFormat.JSON).serialize(format=form)
    assert text is not None  # serialize returns None only if it writes to a file
    document = text.decode("utf-8").rstrip("\n") + "\n"
    if form != QueryResultsFormat.XML:
        return document
    invalid = not_in_xml(document)
    if invalid:
        problem = f"XML cannot contain the character U+{ord(invalid):04X}, which a value of the answer contains"
        raise BadInput(f"{problem}: use another format, such as -f json")
    return document.replace("\r", "&#13;")  # XML parsers read a plain CR as LF


def _json(term: Term) -> dict[str, Any]:
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, Triple):
        parts = {name: _json(getattr(term, name)) for name in ("subject", "predicate", "object")}
        return {"type": "triple", "value": parts}
    if not isinstance(term, Literal):
        return {"type": "uri", "value": term.value}
    cell = {"type": "literal", "value": term.value}
    if term.language:
        cell["xml:lang"] = term.language
        if term.direction:
            cell["its:dir"] = str(term.direction)
    elif term.datatype.value != PREFIXES["xsd"] + "string":
        cell["datatype"] = term.datatype.value
    return cell


def _markdown_cell(term: Term | None, labels: Mapping[str, str]) -> str:
    text = display(term, labels)
    for mark, written in (("&", "&amp;"), ("<", "&lt;"), ("|", "\\|"), ("\r", " "), ("\n", " ")):
        text = text.replace(mark, written)
    return text
