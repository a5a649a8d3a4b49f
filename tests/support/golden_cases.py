"""Read the golden answers: ``golden/QUERY.tsv`` has a block of lines for each case, separated by blank lines.

The first line of a block is the query with its parameters, and ``-d EXAMPLE`` if an invented example is added to the
graph. The second line names the key columns. Then follows one row for each distinct combination of their values, or
the line ``# no rows``. Other columns of the answer are not compared.

The columns of a CONSTRUCT answer are subject, property and value. If the key has the subject, all triples between
things are compared; if not, only the triples with a property that the block names.
"""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pyoxigraph import NamedNode, Store

from locations import EXAMPLES, TESTS
from spacepact.ask import parameters
from spacepact.ask.execute import Table, Triples, run_query
from spacepact.ask.named_queries import Query, find_query
from spacepact.graph.select import text_of
from spacepact.graph.store import packaged
from spacepact.terms import curie

GOLDEN = TESTS / "ask" / "golden"
Rows = set[tuple[str, ...]]


@dataclass(frozen=True, eq=False)
class Case:
    """A golden answer: a query, its parameter values, the key columns and the expected rows."""

    command: str
    query: Query
    pairs: list[tuple[str, str]]
    example: Path | None  # the invented example added to the graph
    key: list[str]
    rows: Rows

    def __str__(self) -> str:
        return self.command

    def store(self) -> Store:
        """Return the packaged graph, with the example if the case has one; the caller must not change it."""
        return store_with(self.example)

    def sparql(self, store: Store) -> str:
        """Return the query with its parameter values; names are looked up in *store*."""
        return self.query.bind(parameters.resolve_values(store, self.query, self.pairs))

    def actual_rows(self, store: Store) -> Rows:
        """Run the query on *store* and return the key columns of its answer."""
        answer = run_query(store, self.sparql(store))
        if isinstance(answer, Table):
            return key_columns(answer, self.key)
        assert isinstance(answer, Triples)
        with_subject = "subject" in self.key
        columns = ("subject", "property", "value")
        triples = [dict(zip(columns, triple, strict=True)) for triple in answer.triples]
        rows = {
            tuple(cell_text(triple[column]) for column in self.key)
            for triple in triples
            if not with_subject or isinstance(triple["value"], NamedNode)
        }
        place = self.key.index("property")
        properties = {row[place] for row in self.rows}
        return rows if with_subject else {row for row in rows if row[place] in properties}


@cache
def store_with(example: Path | None) -> Store:
    """Return the packaged graph, with an example if one is given."""
    return packaged([example] if example else [])


def key_columns(answer: Table, key: list[str]) -> Rows:
    """Return the distinct values of the columns *key*, as text."""
    assert set(key) <= set(answer.columns)
    return {tuple(cell_text(row.get(column)) for column in key) for row in answer.rows}


def cell_text(term: object) -> str:
    """Return a cell as the golden answers write it: the CURIE of an IRI, the text of a literal."""
    return curie(text_of(term))  # type: ignore[arg-type]


def read_cases(path: Path) -> list[Case]:
    """Return the golden answers in a file; raise ValueError if a block is incomplete."""
    return [_case(path, block.split("\n")) for block in path.read_text(encoding="utf-8").strip("\n").split("\n\n")]


def _case(path: Path, block: list[str]) -> Case:
    first, *lines = block
    if first.split()[:2] != ["#", path.stem]:
        raise ValueError(f"invalid block {first!r} ({path.name}): expected '# {path.stem} [PARAMETER=VALUE ...]'")
    key, *rows = [line.split("\t") for line in lines if not line.startswith("#")] or [[]]
    if not key or bool(rows) == ("# no rows" in lines):
        raise ValueError(f"incomplete block {first!r} ({path.name}): write the key columns, and rows or '# no rows'")
    words = shlex.split(first)[2:]
    return Case(
        command=first.removeprefix("# "),
        query=find_query(path.stem),
        pairs=[(name, value) for name, equals, value in (word.partition("=") for word in words) if equals],
        example=EXAMPLES / f"{words[words.index('-d') + 1]}.ttl" if "-d" in words else None,
        key=key,
        rows={tuple(row + [""] * (len(key) - len(row))) for row in rows},
    )


CASES = [case for path in sorted(GOLDEN.glob("*.tsv")) for case in read_cases(path)]
