"""Read named queries, and give their parameters values."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode

from spacepact import folders
from spacepact.errors import BadInput, UnknownName, nearest

_HEAD = re.compile(r"^#\+ (?P<key>[^:]+): (?P<value>.*)$", re.M)

# Strings, IRIs and comments are read whole, so that a block inside one is no parameter.
_TOKENS = re.compile(
    r""""{3}(?:[^"\\]|\\.|"(?!""))*"{3} | '{3}(?:[^'\\]|\\.|'(?!''))*'{3}
      | "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*'
      | <[^<>"{}|^`\\\s]*> | \#[^\n]*
      | (?P<block>\bVALUES\s+[?$](?P<name>\w+)\s*\{(?P<body>[^{}]*)\})""",
    re.X | re.I,
)


@dataclass(frozen=True)
class Parameter:
    """A parameter of a query: its name, its type, and what it means."""

    name: str
    type: str
    description: str


@dataclass(frozen=True)
class Query:
    """A named query: SPARQL that runs as it stands, and what its head says of it."""

    name: str
    text: str
    summary: str
    question: str
    tags: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    columns: tuple[str, ...]

    def bind(self, given: Mapping[str, Sequence[NamedNode]]) -> str:
        """Return the SPARQL with the ``VALUES`` blocks of the parameters named in *given* filled.

        Terms are written by the engine's own serialiser; nothing is ever spliced in as text.
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
            return f"VALUES ?{match['name']} {{ {' '.join(map(str, given[match['name']]))} }}"

        return _TOKENS.sub(fill, self.text)


def read(path: Path) -> Query:
    """Return the query in the file at *path*."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise BadInput(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise BadInput(f"{path}: not UTF-8: save it as UTF-8 and try again") from error
    head = {m["key"].strip(): m["value"].strip() for m in _HEAD.finditer(text)}
    parameters = []
    for key, value in head.items():
        if key.startswith("param "):
            kind, _, description = value.partition(", ")
            parameters.append(Parameter(key.removeprefix("param ").strip(), kind, description))
    return Query(
        name=path.stem,
        text=text,
        summary=head.get("summary", ""),
        question=head.get("question", ""),
        tags=_list(head.get("tags", "")),
        parameters=tuple(parameters),
        columns=_list(head.get("columns", "")),
    )


def named() -> dict[str, Query]:
    """Return the packaged queries by name."""
    return {path.stem: read(path) for path in folders.queries()}


def find(name: str) -> Query:
    """Return the packaged query called *name*, or the query in the ``.rq`` file of that path."""
    if name.endswith(".rq"):
        return read(Path(name))
    known = {path.stem: path for path in folders.queries()}
    if name not in known:
        raise UnknownName(f"no query is called {name!r}{nearest(name, known)}; spacepact queries lists them")
    return read(known[name])


def _list(text: str) -> tuple[str, ...]:
    return tuple(item.strip() for item in text.strip("[]").split(",") if item.strip())
