"""Write answers for programs and documents: CSV, TSV, JSON, XML, JSON lines, Markdown, and RDF for graphs."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping

from pyoxigraph import BlankNode, Literal, NamedNode

from spacepact.ask.execute import Table, Verdict
from spacepact.graph import Term, text_of
from spacepact.terms import curie

_SPARQL_XML = "http://www.w3.org/2005/sparql-results#"


def to_csv(table: Table) -> str:
    """Return CSV: W3C SPARQL 1.1 Query Results CSV, bare IRIs, CRLF line ends."""
    import csv

    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(table.columns)
    writer.writerows([text_of(row.get(column)) for column in table.columns] for row in table.rows)
    return out.getvalue()


def to_tsv(table: Table) -> str:
    """Return TSV: W3C SPARQL 1.1 Query Results TSV, terms as in Turtle."""
    lines = ["\t".join(f"?{column}" for column in table.columns)]
    lines += [
        "\t".join(str(row.get(column, "")).replace("\t", "\\t") for column in table.columns) for row in table.rows
    ]
    return "\n".join(lines) + "\n"


def to_json(table: Table) -> str:
    """Return W3C SPARQL 1.1 Query Results JSON."""
    import json

    bindings = [{c: _json(row[c]) for c in table.columns if c in row} for row in table.rows]
    document = {"head": {"vars": table.columns}, "results": {"bindings": bindings}}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def to_jsonl(table: Table) -> str:
    """Return one flat JSON object a row, numbers and booleans as such, for ``pandas.read_json(lines=True)``."""
    import json

    rows = [{c: plain(row.get(c)) for c in table.columns} for row in table.rows]
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def to_xml(table: Table) -> str:
    """Return W3C SPARQL Query Results XML."""
    from xml.etree import ElementTree

    root = ElementTree.Element("sparql", xmlns=_SPARQL_XML)
    head = ElementTree.SubElement(root, "head")
    for column in table.columns:
        ElementTree.SubElement(head, "variable", name=column)
    results = ElementTree.SubElement(root, "results")
    for row in table.rows:
        result = ElementTree.SubElement(results, "result")
        for column in table.columns:
            if column in row:
                cell = _json(row[column])
                attributes: dict[str, str] = {key: cell[key] for key in ("xml:lang", "datatype") if key in cell}
                binding = ElementTree.SubElement(result, "binding", name=column)
                ElementTree.SubElement(binding, cell["type"], attributes).text = cell["value"]
    ElementTree.indent(root)
    return '<?xml version="1.0"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def to_markdown(table: Table, label: Mapping[str, str] | None = None) -> str:
    """Return a Markdown table, with labels where they are given and CURIEs elsewhere."""
    lines = [table.columns, ["---"] * len(table.columns)]
    lines += [[_cell(row.get(column), label or {}) for column in table.columns] for row in table.rows]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)


def plain(term: Term | None) -> str | int | float | bool | None:
    """Return the plain value of a term: numbers and booleans as such, IRIs and texts as text."""
    if isinstance(term, Literal):
        kind = term.datatype.value.rpartition("#")[2]
        if kind == "integer":
            return int(term.value)
        if kind in ("decimal", "double", "float"):
            return float(term.value)
        if kind == "boolean":
            return term.value in ("true", "1")
    return text_of(term) if term is not None else None


TABLES: Mapping[str, Callable[[Table], str]] = {
    "csv": to_csv,
    "tsv": to_tsv,
    "json": to_json,
    "jsonl": to_jsonl,
    "xml": to_xml,
    "md": to_markdown,
}


def verdict_text(answer: Verdict, form: str) -> str:
    """Return true or false; for JSON and XML in the W3C form."""
    word = "true" if answer.holds else "false"
    if form == "json":
        return f'{{"head": {{}}, "boolean": {word}}}\n'
    if form == "xml":
        return f'<?xml version="1.0"?>\n<sparql xmlns="{_SPARQL_XML}"><head/><boolean>{word}</boolean></sparql>\n'
    return word + "\n"


def _json(term: Term) -> dict[str, str]:
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if not isinstance(term, Literal):
        return {"type": "uri", "value": text_of(term)}
    cell = {"type": "literal", "value": term.value}
    if term.language:
        cell["xml:lang"] = term.language
    elif not term.datatype.value.endswith("#string"):
        cell["datatype"] = term.datatype.value
    return cell


def shown(term: Term | None, label: Mapping[str, str]) -> str:
    """Return a term as people read it: its label, or a CURIE; claims and passages stay CURIEs, to be cited."""
    text = text_of(term)
    short = curie(text) if isinstance(term, NamedNode) else text
    return short if short.startswith(("spid:claim_", "spid:passage_")) else label.get(text, short)


def _cell(term: Term | None, label: Mapping[str, str]) -> str:
    text = shown(term, label)
    for mark, written in (("&", "&amp;"), ("<", "&lt;"), ("|", "\\|"), ("\n", " ")):
        text = text.replace(mark, written)
    return text
