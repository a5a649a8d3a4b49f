"""The public Python API: query the graph, find things, show their claims, and check new facts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import Store

from spacepact.ask import (
    Query,
    Table,
    all_queries,
    find_query,
    find_things,
    parse_sparql,
    plain,
    resolve_values,
    run_query,
    show_thing,
)
from spacepact.errors import BrokenQuery
from spacepact.files import keep_pipes
from spacepact.graph import names, packaged
from spacepact.settings import own_namespace

if TYPE_CHECKING:
    from spacepact.documents import CompiledSheet
    from spacepact.rdf import ParsedFile
    from spacepact.validate import Finding

# A date that a spreadsheet program has changed, such as 12/03/2034 or Mar-34.
_CHANGED_DATE = re.compile(r"'(?:\d{1,2}[./]\d{1,2}[./]\d{2,4}|[A-Z][a-z]{2}[ -]\d\d)'")
_ADVICE = ". If a spreadsheet program has changed the date, format the column as text"

Value = str | int | float | bool | None


class Graph:
    """The packaged graph, with your own Turtle files or folders added.

    >>> import spacepact
    >>> graph = spacepact.load()
    >>> [row["stance"].rpartition("_")[2] for row in graph.query("acts", party="Spain")]
    ['asserted']
    >>> graph.query("SELECT (COUNT(*) AS ?n) WHERE { ?s a sp:State }")
    [{'n': 6}]

    The rows fit pandas: ``pandas.DataFrame(graph.query("positions"))``.
    """

    def __init__(self, data: Sequence[Path | str] = ()) -> None:
        with keep_pipes():
            self._store = packaged([Path(path) for path in data])

    @property
    def store(self) -> Store:
        """The graph in the embedded engine (pyoxigraph), for operations without a method here."""
        return self._store

    def queries(self) -> list[Query]:
        """Return the named queries, each with its question, parameters and columns."""
        return list(all_queries().values())

    def query(self, query: str, **parameters: str | Sequence[str]) -> list[dict[str, Value]]:
        """Run a named query, or a SELECT query given as text, and return its rows.

        The value of a parameter is a name, a CURIE, an ``<iri>`` or a date, or a list of these. Unbound cells are None,
        numbers and booleans have their Python type, and all other cells are text.

        Raises UnknownName for an unknown query, parameter or value, BadInput for an invalid value, and BrokenQuery for
        SPARQL that is not a SELECT query or does not parse.
        """
        parsed = parse_sparql(query) if any(mark in query for mark in "{ ") else find_query(query)
        values = {name: [value] if isinstance(value, str) else value for name, value in parameters.items()}
        pairs = [(name, text) for name, texts in values.items() for text in texts]
        answer = run_query(self._store, parsed.bind(resolve_values(self._store, parsed, pairs)), parsed.added_lines)
        if not isinstance(answer, Table):
            raise BrokenQuery("only SELECT queries return rows: use the method query of Graph.store for other queries")
        return _rows(answer)

    def find(self, text: str) -> list[dict[str, Value]]:
        """Return what has *text* in a name, a sentence or a definition, best match first.

        The columns are thing, text, match, position and class.

        >>> Graph().find("ILRS")[0]["thing"]
        'https://w3id.org/spacepact/id/programme_ilrs'
        """
        return _rows(find_things(self._store, text))

    def show(self, thing: str) -> str:
        """Return all claims about a thing, with their evidence, as text.

        Raises UnknownName if no thing has this name.
        """
        return show_thing(self._store, names.resolve(self._store, thing))


def _rows(table: Table) -> list[dict[str, Value]]:
    return [{column: plain(row.get(column)) for column in table.columns} for row in table.rows]


def load(*data: Path | str) -> Graph:
    """Return the packaged graph, with the Turtle files or folders in *data* added."""
    return Graph(data)


def check(text: str, form: str = "turtle", data: Sequence[Path] = ()) -> list[Finding]:
    r"""Return the problems in new facts that are given as text, by line; nothing is kept.

    *form* is ``turtle``, or ``sheet`` for a table of claims. *data* are the user's own files and folders that the facts
    are checked against, with the packaged graph.

    >>> [(finding.line, finding.rule) for finding in check("@prefix a: <urn:a> .\na:b a:c", "turtle")]
    [(2, 'syntax')]
    """
    from tempfile import TemporaryDirectory

    from spacepact.documents import compile_sheet
    from spacepact.validate import validate_files

    with TemporaryDirectory(prefix="spacepact-") as folder:
        path = Path(folder) / ("input.tsv" if form == "sheet" else "input.ttl")
        path.write_bytes(text.encode(errors="surrogatepass"))
        if form == "sheet":
            return validate_sheets([compile_sheet(path, data, base=own_namespace().iri)], data)
        return validate_files([path], data)


def validate_sheets(
    sheets: Sequence[CompiledSheet],
    data: Sequence[Path],
    files: Sequence[ParsedFile] = (),
    paths: Sequence[Path] = (),
    *,
    alone: bool = False,
) -> list[Finding]:
    """Return the findings about sheets, and about the Turtle files that are validated with them.

    If a sheet has faults, the rows without a fault are validated, too. What is only missing because of a row with a
    fault is not reported.
    """
    from spacepact.validate import Finding, in_order, validate_parsed

    parsed = [*files, *(file for sheet in sheets for file in sheet.files if file.triples)]
    replaced = [*paths, *(path for sheet in sheets for path in sheet.replaced)]
    found = validate_parsed(parsed, replaced, data, alone=alone) if parsed else []
    findings = []
    for finding in found:
        sheet = next((one for one in sheets if finding.path in one.paths), None)
        if sheet is None:
            findings.append(finding)
        elif not sheet.faults or finding.line in sheet.lines_of_claims(finding.path):
            advice = _ADVICE if finding.rule == "edtf" and _CHANGED_DATE.search(finding.message) else ""
            findings.append(finding._replace(message=sheet.in_words(finding.message) + advice, triple=None))
    for sheet in sheets:
        findings += [Finding(path, f.line, f.column, "error", f.message, f.rule) for path, f in sheet.faults]
    return in_order(findings)
