"""Read named queries, and give their parameters values."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode

from spacepact.errors import BadInput, UnknownName, nearest
from spacepact.graph import packaged_files
from spacepact.terms import PREFIXES

_HEAD = re.compile(r"^#\+ (?P<key>[^:]+): (?P<value>.*)$", re.M)

# Strings, IRIs and comments are read whole, so that a block inside one is no parameter.
_TOKENS = re.compile(
    r""""{3}(?:[^"\\]|\\.|"(?!""))*"{3} | '{3}(?:[^'\\]|\\.|'(?!''))*'{3}
      | "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*'
      | <[^<>"{}|^`\\\s]*> | \#[^\n]*
      | (?P<block>\bVALUES\s+[?$](?P<name>\w+)\s*\{(?P<body>[^{}]*)\})""",
    re.X | re.I,
)


Value = NamedNode | Literal


class Parameter(NamedTuple):
    """A parameter of a query.

    The type is ``iri`` (a thing or a term; *kinds* holds the CURIEs of the classes or the code list
    it is to come from, none where anything will do), ``start-of-date`` or ``end-of-date`` (an EDTF
    date, taken at its first or last second).
    """

    name: str
    type: str
    kinds: tuple[str, ...]
    description: str


class Query(NamedTuple):
    """A named query: SPARQL that runs as it stands, and what its head says of it.

    *added* counts the lines before the first that somebody typed, so that errors name the line typed.
    """

    name: str
    text: str
    summary: str
    question: str
    description: str
    tags: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    columns: tuple[str, ...]
    added: int = 0

    def bind(self, given: Mapping[str, Sequence[Value] | None]) -> str:
        """Return the SPARQL with the ``VALUES`` blocks of the parameters named in *given* filled.

        None stands for any value. Terms are written by the engine's own serialiser; nothing is
        ever spliced in as text.
        """
        known = [p.name for p in self.parameters]
        for name in given:
            if name not in known:
                raise UnknownName(
                    f"query {self.name} has no parameter {name!r}{nearest(name, known)}"
                    f" (it has: {', '.join(known) or 'none'})"
                )

        def fill(match: re.Match[str]) -> str:
            if not match["block"] or match["name"] not in given:
                return match[0]
            values = given[match["name"]]
            terms = "UNDEF" if values is None else " ".join(map(str, values))
            return f"VALUES ?{match['name']} {{ {terms} }}"

        return _TOKENS.sub(fill, self.text)


def read(path: Path) -> Query:
    """Return the query in the file at *path*."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise BadInput(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise BadInput(f"{path}: not UTF-8: save it as UTF-8 and try again") from error
    return parse_query(path.stem, text)


def head(text: str) -> dict[str, str]:
    """Return what the ``#+ key: value`` lines of SPARQL say."""
    return {m["key"].strip(): m["value"].strip() for m in _HEAD.finditer(text)}


def parse_query(name: str, text: str) -> Query:
    """Return the query with this SPARQL; what its head does not say is left empty."""
    said = head(text)
    parameters = []
    for key, value in said.items():
        if key.startswith("param "):
            form, _, description = value.partition(", ")
            kind, _, kinds = form.partition(" ")
            name_of_it = key.removeprefix("param ").strip()
            parameters.append(Parameter(name_of_it, kind, tuple(kinds.split("|")) if kinds else (), description))
    return Query(
        name=name,
        text=text,
        summary=said.get("summary", ""),
        question=said.get("question", ""),
        description=said.get("description", ""),
        tags=_list(said.get("tags", "")),
        parameters=tuple(parameters),
        columns=_list(said.get("columns", "")),
    )


def all_queries() -> dict[str, Query]:
    """Return the packaged queries by name."""
    return {path.stem: read(path) for path in packaged_files.queries()}


def find_query(name: str) -> Query:
    """Return the packaged query called *name*, or the query in the ``.rq`` file of that path."""
    if name.endswith(".rq"):
        return read(Path(name))
    known = {path.stem: path for path in packaged_files.queries()}
    if name not in known:
        raise UnknownName(f"no query is called {name!r}{nearest(name, known)}; spacepact queries lists them")
    return read(known[name])


def parse_typed(text: str) -> Query:
    """Return SPARQL typed by hand as a query; prefixes of the project that it uses need not be declared."""
    missing = [
        name
        for name in PREFIXES
        if re.search(rf"(?<![\w:]){name}:", text) and not re.search(rf"PREFIX\s+{name}:", text, re.I)
    ]
    declared = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in missing)
    return parse_query("as typed", declared + text)._replace(added=len(missing))


def _list(text: str) -> tuple[str, ...]:
    return tuple(item.strip() for item in text.strip("[]").split(",") if item.strip())
