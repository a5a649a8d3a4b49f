"""Golden answers, as the tests use them: one case for each file of ``golden/``.

The first line of a file is the query with its parameters, and ``-d FILE`` for one of the invented
examples beside the graph; the second names the key columns; then comes one row for each distinct
combination of them, or ``# no rows``. Other columns of the answer are not compared. The columns of a
graph are subject, property and value: with subjects, all triples that link things are compared, and
without, only those of the properties that the file names.
"""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pyoxigraph import NamedNode, Store

from spacepact.ask import parameters
from spacepact.ask.execute import Table, Triples, run_query
from spacepact.ask.named_queries import Query, find_query
from spacepact.graph.select import text_of
from spacepact.graph.store import packaged
from spacepact.terms import curie

EXAMPLES = Path(__file__).parent / "examples"
Rows = set[tuple[str, ...]]


@dataclass(frozen=True)
class Case:
    """One golden answer."""

    path: Path

    @cached_property
    def _lines(self) -> list[str]:
        return self.path.read_text(encoding="utf-8").splitlines()

    @cached_property
    def _asked(self) -> list[str]:
        return shlex.split(self._lines[0].removeprefix("# "))

    @property
    def query(self) -> Query:
        return find_query(self._asked[0])

    @property
    def pairs(self) -> list[tuple[str, str]]:
        return [(k, v) for k, equals, v in (word.partition("=") for word in self._asked[1:]) if equals]

    @property
    def example(self) -> Path | None:
        """The invented example that answers, where it is not the graph alone."""
        return EXAMPLES / f"{self._asked[self._asked.index('-d') + 1]}.ttl" if "-d" in self._asked else None

    @property
    def key(self) -> list[str]:
        return self._lines[1].split("\t")

    @property
    def rows(self) -> Rows:
        written = [line.split("\t") for line in self._lines[2:] if not line.startswith("#")]
        assert written or "# no rows" in self._lines, f"{self.path.name}: write the rows, or # no rows"
        return {tuple(row + [""] * (len(self.key) - len(row))) for row in written}

    def store(self, graph: Store) -> Store:
        """The graph that answers: the one given, or one with the example beside it."""
        return packaged([self.example]) if self.example else graph

    def sparql(self, store: Store) -> str:
        return self.query.bind(parameters.resolve_values(store, self.query, self.pairs))

    def answered(self, store: Store) -> Rows:
        """The rows that the query gives, as far as this file speaks of them."""
        answer = run_query(store, self.sparql(store))
        if isinstance(answer, Triples):
            columns = ("subject", "property", "value")
            cells = [dict(zip(columns, t, strict=True)) for t in answer.triples]
            if "subject" in self.key:
                cells = [row for row in cells if isinstance(row["value"], NamedNode)]
            rows = {tuple(graph_text(row[column]) for column in self.key) for row in cells}
            place = self.key.index("property")
            named = {row[place] for row in self.rows}
            return rows if "subject" in self.key else {row for row in rows if row[place] in named}
        assert isinstance(answer, Table)
        assert set(self.key) <= set(answer.columns)
        return {tuple(graph_text(row.get(column)) for column in self.key) for row in answer.rows}


def graph_text(term: object) -> str:
    return curie(text_of(term))  # type: ignore[arg-type]


CASES = [Case(path) for path in sorted((Path(__file__).parent / "golden").glob("*.tsv"))]
