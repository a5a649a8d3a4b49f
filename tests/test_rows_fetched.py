"""What a store gives to be looked at: as many rows as the answer takes, however large the graph around it is."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from pyoxigraph import Quad, QuerySolutions, RdfFormat, Store, Triple, Variable

from spacepact.ask import answer_text, execute, parameters
from spacepact.ask.empty_answers import explain_empty
from spacepact.ask.find import find_things
from spacepact.ask.named_queries import Value, all_queries, find_query
from spacepact.ask.show import show_thing
from spacepact.errors import UnknownName
from spacepact.graph import names
from spacepact.graph.queryable import QueryableStore
from spacepact.graph.select import select, select_about, text_of

sys.path.insert(0, str(Path(__file__).parent / "benchmarks"))
import generate

SIZES = (20_000, 60_000)
LARGEST_QUERY = 250_000  # characters


class Rows:
    """The rows of an answer, counted as they are read."""

    def __init__(self, rows: QuerySolutions, counted: Counted) -> None:
        self.variables: list[Variable] = rows.variables
        self._rows = rows
        self._counted = counted

    def __iter__(self) -> Iterator[Iterable[object]]:
        for row in self._rows:
            self._counted.rows += 1
            yield row


class Counted:
    """A store that counts what it gives, and keeps what it was asked."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.rows = 0
        self.queries: list[str] = []

    def query(self, query: str, /) -> object:
        self.queries.append(query)
        answer = self._store.query(query)
        if isinstance(answer, QuerySolutions):
            return Rows(answer, self)
        if isinstance(answer, Iterable):
            found: list[Triple] = list(answer)
            self.rows += len(found)
            return found
        return answer

    def quads_for_pattern(self, *terms: object) -> Iterator[Quad]:
        for quad in self._store.quads_for_pattern(*terms):  # type: ignore[arg-type]
            self.rows += 1
            yield quad


def answered(store: QueryableStore, form: str, *, evidence: bool = False) -> str:
    query = all_queries()["positions"]
    answer = execute.run_query(store, query.bind(parameters.resolve_values(store, query, [("programme", "ILRS")])))
    return answer_text.write_answer(answer, form, store, evidence=evidence)


def reason_for_none(store: QueryableStore, name: str, parameter: str) -> str:
    given: dict[str, list[Value]] = {parameter: [names.resolve(store, "Mars")]}
    query = find_query(name)
    assert execute.is_empty(execute.run_query(store, query.bind(given)))
    # How many rows there are without it is counted by the store, and grows.
    return explain_empty(store, query, given).partition(" (")[0]


WAYS: dict[str, Callable[[QueryableStore], str]] = {
    "resolve": lambda store: str(names.resolve(store, "ilrs")),
    "resolve by letters that fold": lambda store: str(names.resolve(store, "Pakiſtan")),
    "table": lambda store: answered(store, "table"),
    "evidence": lambda store: answered(store, "csv", evidence=True),
    "find": lambda store: answer_text.write_answer(find_things(store, "SUPARCO"), "table", store),
    "show": lambda store: show_thing(store, names.resolve(store, "SUPARCO")),
    "show a term": lambda store: show_thing(store, names.resolve(store, "sp:hasStance")),
    "completion": lambda store: str(names.completions(store, "SUPA", ["sp:Agent"])),
    "empty": lambda store: reason_for_none(store, "acts", "party"),
    "empty graph": lambda store: reason_for_none(store, "network", "party"),
}


@pytest.fixture(scope="module")
def stores(store: Store) -> list[Store]:
    """The graph beside generated documents, few and many."""
    made = []
    for size in SIZES:
        larger = Store()
        larger.extend(store)
        parts = (part.nodes for part in generate.generate(size, seed=3))
        larger.load(generate.HEAD + "".join(map(generate.turtle, parts)), RdfFormat.TURTLE)
        made.append(larger)
    return made


def fetched(store: Store, way: Callable[[QueryableStore], str]) -> tuple[str, int]:
    counted = Counted(store)
    text = way(counted)  # type: ignore[arg-type]
    assert max(map(len, counted.queries)) < LARGEST_QUERY
    return text, counted.rows


@pytest.mark.parametrize("name", WAYS)
def test_the_rows_follow_the_answer(name: str, stores: list[Store]) -> None:
    (small, few), (large, many) = (fetched(store, WAYS[name]) for store in stores)
    assert small == large
    assert 0 < few == many < 2000


def test_a_name_that_nothing_bears_is_compared_with_a_bounded_number(
    stores: list[Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(names, "_MOST_COMPARED", 500)

    def told(store: QueryableStore) -> str:
        with pytest.raises(UnknownName, match="nothing has the name 'Pakistn'") as caught:
            names.resolve(store, "Pakistn")
        return str(caught.value)

    assert fetched(stores[1], told)[1] <= 500


def test_the_labels_of_much_are_asked_in_parts(stores: list[Store]) -> None:
    found = select(stores[1], "SELECT ?s ?l { ?s <http://www.w3.org/2004/02/skos/core#prefLabel> ?l }")
    wanted = [row["s"] for row in found]
    assert len(wanted) > 4000
    counted = Counted(stores[1])
    assert names.labels(counted, wanted) == {text_of(row["s"]): text_of(row["l"]) for row in found}  # type: ignore[arg-type]
    assert counted.rows == len(wanted)
    assert len(counted.queries) > 8
    long = [f"https://example.org/{'x' * 30_000}{number}" for number in range(5)]
    assert list(select_about(counted, "SELECT ?s { VALUES ?s { @these@ } ?s ?p ?o }", long)) == []  # type: ignore[arg-type]
    assert max(map(len, counted.queries)) < LARGEST_QUERY
