"""The number of rows that a store returns depends on the answer, not on the size of the graph."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator

import pytest
from pyoxigraph import Quad, QuerySolutions, RdfFormat, Store, Triple, Variable

from locations import TESTS
from spacepact.ask import execute, parameters
from spacepact.ask.find import find_things
from spacepact.ask.missing_rows import explain_empty
from spacepact.ask.named_queries import Value, all_queries, find_query
from spacepact.ask.output import answer_text
from spacepact.ask.show import show_thing
from spacepact.errors import UnknownName
from spacepact.graph import names
from spacepact.graph.queryable import QueryableStore
from spacepact.graph.select import select, select_about, text_of

sys.path.insert(0, str(TESTS / "benchmarks"))
import generate

SIZES = (20_000, 60_000)
LARGEST_QUERY = 250_000  # characters


class CountedRows:
    """The rows of an answer; a CountingStore counts them as they are read."""

    def __init__(self, rows: QuerySolutions, store: CountingStore) -> None:
        self.variables: list[Variable] = rows.variables
        self._rows = rows
        self._store = store

    def __iter__(self) -> Iterator[Iterable[object]]:
        for row in self._rows:
            self._store.rows += 1
            yield row


class CountingStore:
    """A store that counts the rows, triples and quads it returns and records the queries it gets."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.rows = 0
        self.queries: list[str] = []

    def query(self, query: str, /) -> object:
        self.queries.append(query)
        answer = self._store.query(query)
        if isinstance(answer, QuerySolutions):
            return CountedRows(answer, self)
        if isinstance(answer, Iterable):
            triples: list[Triple] = list(answer)
            self.rows += len(triples)
            return triples
        return answer

    def quads_for_pattern(self, *terms: object) -> Iterator[Quad]:
        for quad in self._store.quads_for_pattern(*terms):  # type: ignore[arg-type]
            self.rows += 1
            yield quad


def positions(store: QueryableStore, form: str, *, evidence: bool = False) -> str:
    """Return the answer of the query positions about the ILRS."""
    query = all_queries()["positions"]
    answer = execute.run_query(store, query.bind(parameters.resolve_values(store, query, [("programme", "ILRS")])))
    return answer_text.format_answer(answer, form, store, evidence=evidence)


def reason_for_no_rows(store: QueryableStore, name: str, parameter: str) -> str:
    """Return why a query has no rows for Mars."""
    values: dict[str, list[Value]] = {parameter: [names.resolve(store, "Mars")]}
    query = find_query(name)
    assert execute.is_empty(execute.run_query(store, query.bind(values)))
    return explain_empty(store, query, values)


OPERATIONS: dict[str, Callable[[QueryableStore], str]] = {
    "resolve": lambda store: str(names.resolve(store, "ilrs")),
    "resolve by letters that fold": lambda store: str(names.resolve(store, "Pakiſtan")),
    "resolve a part of a name": lambda store: str(names.resolve(store, "morning post", ["sp:Document"])),
    "resolve a sentence": lambda store: str(names.resolve(store, "Amer Nadeem is the chairman of SUPARCO.")),
    "table": lambda store: positions(store, "table"),
    "evidence": lambda store: positions(store, "csv", evidence=True),
    "find": lambda store: answer_text.format_answer(find_things(store, "SUPARCO"), "table", store),
    "find a sentence": lambda store: answer_text.format_answer(find_things(store, "good brothers"), "csv", store),
    "show a document": lambda store: show_thing(store, names.resolve(store, "scmp-3223585")),
    "show a passage": lambda store: show_thing(store, names.resolve(store, "spid:passage_scmp-3223585_0207")),
    "show": lambda store: show_thing(store, names.resolve(store, "SUPARCO")),
    "show a term": lambda store: show_thing(store, names.resolve(store, "sp:hasStance")),
    "completion": lambda store: str(names.completions(store, "SUPA", ["sp:Agent"])),
    "empty": lambda store: reason_for_no_rows(store, "acts", "party"),
    "empty graph": lambda store: reason_for_no_rows(store, "network", "party"),
}


@pytest.fixture(scope="module")
def stores(store: Store) -> list[Store]:
    """The packaged graph with few and with many generated documents."""
    stores = []
    for size in SIZES:
        larger = Store()
        larger.extend(store)
        parts = (part.nodes for part in generate.generate(size, seed=3))
        larger.load(generate.HEAD + "".join(map(generate.turtle, parts)), RdfFormat.TURTLE)
        stores.append(larger)
    return stores


def rows_returned(store: Store, operation: Callable[[QueryableStore], str]) -> tuple[str, int]:
    """Return the text that an operation prints and the number of rows that it reads."""
    counting = CountingStore(store)
    text = operation(counting)  # type: ignore[arg-type]
    assert max(map(len, counting.queries)) < LARGEST_QUERY
    return text, counting.rows


@pytest.mark.parametrize("name", OPERATIONS)
def test_a_larger_graph_returns_no_more_rows(name: str, stores: list[Store]) -> None:
    (small_text, small_count), (large_text, large_count) = (rows_returned(store, OPERATIONS[name]) for store in stores)
    assert small_text == large_text
    assert 0 < small_count == large_count < 3000


def test_an_unknown_name_reads_a_limited_number_of_names(stores: list[Store], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(names, "_MOST_NAMES", 500)

    def error(store: QueryableStore) -> str:
        with pytest.raises(UnknownName, match="unknown name 'Pakistn'") as caught:
            names.resolve(store, "Pakistn")
        return str(caught.value)

    # Once to compare the name in other letters, once to suggest a similar name.
    assert rows_returned(stores[1], error)[1] == 2 * 500


def test_many_labels_are_read_by_several_queries(stores: list[Store]) -> None:
    labelled = select(stores[1], "SELECT ?s ?l { ?s <http://www.w3.org/2004/02/skos/core#prefLabel> ?l }")
    subjects = [row["s"] for row in labelled]
    assert len(subjects) > 4000
    counting = CountingStore(stores[1])
    labels = names.labels(counting, subjects)  # type: ignore[arg-type]
    assert labels == {text_of(row["s"]): text_of(row["l"]) for row in labelled}
    assert counting.rows == len(subjects)
    assert len(counting.queries) > 8
    long = [f"https://example.org/{'x' * 30_000}{number}" for number in range(5)]
    assert list(select_about(counting, "SELECT ?s { VALUES ?s { @these@ } ?s ?p ?o }", long)) == []  # type: ignore[arg-type]
    assert max(map(len, counting.queries)) < LARGEST_QUERY
