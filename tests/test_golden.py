"""Answers of the named queries against golden answers written by hand from the documents.

The first line of a golden file is the query with its parameters, the second its key columns; then
comes one row for each distinct combination of them. Other columns of the answer are not compared.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Store

from spacepact import graph, names
from spacepact.answers import Table, ask
from spacepact.queries import find, named
from spacepact.terms import curie

GOLDEN = sorted((Path(__file__).parent / "golden").glob("*.tsv"))


def lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def asked(path: Path) -> list[str]:
    return lines(path)[0].removeprefix("# ").split()


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_golden_answer(path: Path, store: Store) -> None:
    name, *pairs = asked(path)
    query = find(name)
    given = {key: [names.resolve(store, value)] for key, _, value in (pair.partition("=") for pair in pairs)}
    answer = ask(store, query.bind(given))
    assert isinstance(answer, Table)
    key = lines(path)[1].split("\t")
    assert set(key) <= set(answer.columns)
    written = [line.split("\t") for line in lines(path)[2:] if not line.startswith("#")]
    assert written, "a golden answer without rows proves nothing"
    answered = sorted({tuple(curie(graph.text(row.get(column))) for column in key) for row in answer.rows})
    assert answered == sorted({tuple(row + [""] * (len(key) - len(row))) for row in written})


def test_every_query_has_a_golden_answer() -> None:
    assert {asked(path)[0] for path in GOLDEN} == set(named())
