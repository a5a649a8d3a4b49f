"""Answers of the named queries against golden answers written by hand from the documents (see cases.py)."""

from __future__ import annotations

import pytest
from pyoxigraph import Store

from cases import CASES, Case, graph_text
from spacepact.ask import parameters
from spacepact.ask.execute import Table, run_query
from spacepact.ask.named_queries import all_queries

# Where no value is a parameter, the default answers for any; each of its values must then give its own rows.
OPEN = [
    (case, p.name)
    for case in CASES
    if not case.pairs and not case.example and case.rows
    for p in case.query.parameters
    if p.name in case.key
]
OPEN = [(case, name) for case, name in OPEN if f"VALUES ?{name} {{ UNDEF }}" in case.query.text]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.path.stem)
def test_golden_answer(case: Case, store: Store) -> None:
    assert case.answered(case.store(store)) == case.rows


@pytest.mark.parametrize(("case", "parameter"), OPEN, ids=lambda x: x if isinstance(x, str) else x.path.stem)
def test_each_value_has_its_part_of_the_golden_answer(case: Case, parameter: str, store: Store) -> None:
    place = case.key.index(parameter)
    wanted = sorted({row[place] for row in case.rows if row[place]})
    assert wanted
    for value in wanted:
        terms = parameters.resolve_values(store, case.query, [(parameter, value)])
        answer = run_query(store, case.query.bind(terms))
        assert isinstance(answer, Table)
        rows = {tuple(graph_text(row.get(column)) for column in case.key) for row in answer.rows}
        assert rows == {row for row in case.rows if row[place] == value}


def test_every_query_has_golden_answers() -> None:
    by_query = {name: [case for case in CASES if case.query.name == name] for name in all_queries()}
    assert [name for name, cases in by_query.items() if not cases] == []
    only_default = [
        n for n, cases in by_query.items() if all_queries()[n].parameters and not any(c.pairs for c in cases)
    ]
    assert only_default == []
    assert all(any(case.rows for case in cases) for cases in by_query.values()), "an empty answer alone proves nothing"
