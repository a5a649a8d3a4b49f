"""The named queries return the golden answers, which were written by hand from the documents (see golden_cases.py)."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Store

from golden_cases import CASES, GOLDEN, Case, key_columns, read_cases
from spacepact.ask import parameters
from spacepact.ask.execute import Table, run_query
from spacepact.ask.named_queries import all_queries

# A query with an unbound parameter returns the rows of all its values. Each value must then return its rows alone.
UNBOUND = [
    (case, parameter.name)
    for case in CASES
    if not case.pairs and not case.example and case.rows
    for parameter in case.query.parameters
    if parameter.name in case.key and f"VALUES ?{parameter.name} {{ UNDEF }}" in case.query.text
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_golden_answer(case: Case) -> None:
    assert case.actual_rows(case.store()) == case.rows


@pytest.mark.parametrize(("case", "parameter"), UNBOUND, ids=str)
def test_each_value_of_an_unbound_parameter_returns_its_rows(case: Case, parameter: str, store: Store) -> None:
    place = case.key.index(parameter)
    expected = sorted({row[place] for row in case.rows if row[place]})
    assert expected
    for value in expected:
        terms = parameters.resolve_values(store, case.query, [(parameter, value)])
        answer = run_query(store, case.query.bind(terms))
        assert isinstance(answer, Table)
        assert key_columns(answer, case.key) == {row for row in case.rows if row[place] == value}


def test_every_query_has_golden_answers() -> None:
    assert {path.stem for path in GOLDEN.iterdir()} == set(all_queries())
    assert len({str(case) for case in CASES}) == len(CASES), "two blocks have the same query and parameters"
    with_values = {case.query.name for case in CASES if case.pairs}
    assert [name for name, query in all_queries().items() if query.parameters and name not in with_values] == []
    with_rows = {case.query.name for case in CASES if case.rows}
    assert [name for name in all_queries() if name not in with_rows] == [], "every golden answer is empty"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "invalid block ''"),
        ("\n# a comment\n", "invalid block '# a comment'"),
        ("# posts\nperson\n# no rows\n", "invalid block '# posts'"),
        ("# acts\n", "incomplete block '# acts'"),
        ("# acts\nact\n", "incomplete block '# acts'"),
        ("# acts\nact\nsp:leads\n# no rows\n", "incomplete block '# acts'"),
        ("# acts\nact\nsp:leads\n\n\n# acts asof=2024\nact\nsp:leads\n", "invalid block ''"),
    ],
    ids=["empty file", "no block", "another query", "no key", "no rows", "rows and no rows", "two blank lines"],
)
def test_an_invalid_file_is_an_error(text: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "acts.tsv"
    path.write_text(text)
    with pytest.raises(ValueError, match=message):
        read_cases(path)
