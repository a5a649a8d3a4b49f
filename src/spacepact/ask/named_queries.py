"""Read named queries and fill in their parameters."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from spacepact.errors import UnknownName, nearest
from spacepact.files import is_pipe, read_text
from spacepact.graph import packaged_files
from spacepact.lazy import NamedTuple
from spacepact.rdf import fill_values
from spacepact.terms import QUERY, SP, prefixes

# The end of WHERE, and only what can follow it.
_END = re.compile(r"\}\s*(?:(?:GROUP BY|HAVING|ORDER BY|LIMIT|OFFSET)\b[^{}]*)?\Z")

Value = NamedNode | Literal

# How a page shows the answer of a query: the header line ``#+ view: timeline`` selects one.
VIEWS = ("cards", "table", "timeline", "network")


class Parameter(NamedTuple):
    """A parameter of a query.

    The type is ``iri`` (a thing or a term), ``start-of-date`` or ``end-of-date`` (an EDTF date, of which the
    first or last second counts). *kinds* are the CURIEs of the classes or the code list of an ``iri``; empty for any.
    """

    name: str
    type: str
    kinds: tuple[str, ...]
    description: str


class Query(NamedTuple):
    """A query: its SPARQL and the fields of its header.

    *leaves_out* is the name of a query that has the rest, and what the rest is; None if the query is complete.
    *view* is one of VIEWS: without a header line ``view``, it is ``cards`` if a column contains claims, else ``table``.
    *added_lines* is the number of lines put before the text that the user wrote; error messages do not count them.
    """

    name: str
    text: str
    summary: str
    question: str
    description: str
    tags: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    columns: tuple[str, ...]
    leaves_out: tuple[str, str] | None = None
    view: str = "table"
    added_lines: int = 0

    def bind(self, values: Mapping[str, Sequence[Value] | None]) -> str:
        """Return the SPARQL with the ``VALUES`` blocks of these parameters filled; None means any value.

        The engine's serializer writes the terms; no user text is inserted. Raises UnknownName for a parameter
        that the query does not have.
        """
        known = [parameter.name for parameter in self.parameters]
        for name in values:
            if name not in known:
                raise UnknownName(
                    f"query {self.name} has no parameter {name!r}{nearest(name, known)}"
                    f" (parameters: {', '.join(known) or 'none'})"
                )

        def body(name: str) -> str | None:
            if name not in values:
                return None
            terms = values[name]
            return "UNDEF" if terms is None else " ".join(map(str, terms))

        text = fill_values(self.text, body) if values else self.text
        documents = values.get(NARROWING.name) if NARROWING in self.parameters else None
        return narrowed(text, claim_columns(self.columns), documents) if documents else text


# A parameter that each query with rows from claims has, unless its file declares one of this name.
NARROWING = Parameter("document", "iri", ("sp:Document",), "only what this document says (default: any)")


def claim_columns(columns: Sequence[str]) -> list[str]:
    """Return the columns that contain claims: ``claim``, and each column with a sentence (``first_sentence``)."""
    return [column for column in columns if column == "claim" or f"{column}_sentence" in columns]


def narrowed(text: str, claims: Sequence[str], documents: Sequence[Value]) -> str:
    """Add a filter to a query: the claim, or one claim of a pair, must cite a passage of one of the documents."""
    end = _END.search(text)
    assert end, "parse_query adds the parameter only to such queries"
    found = " || ".join(
        f"EXISTS {{ ?{claim} <{SP}hasEvidence> ?cited . ?cited <{SP}isPassageOf> {document} }}"
        for claim in (["claim"] if "claim" in claims else claims)
        for document in documents
    )
    return f"{text[: end.start()]}  FILTER({found})\n{text[end.start() :]}"


def header(text: str) -> dict[str, str]:
    """Return the ``#+ key: value`` lines of a query."""
    lines = (line.removeprefix("#+ ").partition(": ") for line in text.split("\n") if line.startswith("#+ "))
    return {key.strip(): value.strip() for key, colon, value in lines if colon}


def parse_query(name: str, text: str) -> Query:
    """Return the query with this SPARQL; fields that its header omits are empty."""
    fields = header(text)
    parameters = []
    for key, value in fields.items():
        if key.startswith("param "):
            form, _, description = value.partition(", ")
            kind, _, kinds = form.partition(" ")
            parameter_name = key.removeprefix("param ").strip()
            parameters.append(Parameter(parameter_name, kind, tuple(kinds.split("|")) if kinds else (), description))
    columns = _items(fields.get("columns", ""))
    if claim_columns(columns) and _END.search(text) and all(p.name != NARROWING.name for p in parameters):
        parameters.append(NARROWING)
    rest, _, what = fields.get("leaves-out", "").partition(", ")
    return Query(
        name=name,
        text=text,
        summary=fields.get("summary", ""),
        question=fields.get("question", ""),
        description=fields.get("description", ""),
        tags=_items(fields.get("tags", "")),
        parameters=tuple(parameters),
        columns=columns,
        leaves_out=(rest, what) if what else None,
        view=view if (view := fields.get("view", "")) in VIEWS else "cards" if claim_columns(columns) else "table",
    )


def read(path: Path) -> Query:
    """Return the query in a file; raises BadInput if the file is not readable UTF-8."""
    return parse_query(path.stem, read_text(path))


def all_queries() -> dict[str, Query]:
    """Return the packaged queries by name."""
    return {path.stem: read(path) for path in packaged_files.queries()}


def find_query(name: str) -> Query:
    """Return the packaged query with this name or IRI, or the query in a file or a pipe."""
    plain = name.strip("<>").removeprefix(QUERY)
    packaged = packaged_files.root() / "queries" / f"{plain}.rq"
    if re.fullmatch(r"[a-z0-9-]+", plain) and packaged.is_file():
        return read(packaged)
    if name.endswith(".rq") or _is_input(name):
        return read(Path(name))
    if "://" in plain:
        raise UnknownName(f"{plain} is not a query: for what the graph says about it, write spacepact show {plain}")
    known = [path.stem for path in packaged_files.queries()]
    raise UnknownName(f"unknown query {plain!r}{nearest(plain, known)}; spacepact queries lists them")


def _is_input(name: str) -> bool:
    return os.path.isfile(name) or is_pipe(Path(name))  # noqa: PTH113, pathlib raises OSError for a long name


def parse_sparql(text: str) -> Query:
    """Return a query for SPARQL that the user wrote, after declaring the project's prefixes that it uses."""
    text = text.removeprefix("\ufeff")
    missing = [
        name
        for name in prefixes()
        if re.search(rf"(?<![\w:]){name}:", text) and not re.search(rf"PREFIX\s+{name}:", text, re.I)
    ]
    declarations = "".join(f"PREFIX {name}: <{prefixes()[name]}>\n" for name in missing)
    return parse_query("as typed", declarations + text)._replace(added_lines=len(missing))


def _items(text: str) -> tuple[str, ...]:
    return tuple(item.strip() for item in text.strip("[]").split(",") if item.strip())
