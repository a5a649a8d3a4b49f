"""Each store gives the same bytes as the embedded engine: named queries, find, show and evidence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from pyoxigraph import NamedNode, Store

from golden_cases import CASES
from spacepact.ask import parameters
from spacepact.ask.execute import Table, run_query
from spacepact.ask.find import find_things
from spacepact.ask.missing_rows import explain_empty
from spacepact.ask.named_queries import all_queries
from spacepact.ask.output import answer_text
from spacepact.ask.show import show_thing
from spacepact.errors import UnknownName
from spacepact.graph import names
from spacepact.stores import sparql_client
from spacepact.stores.endpoints import Endpoint, resolve_target
from spacepact.stores.sparql_client import RemoteStore
from spacepact.terms import SPID
from store_servers.server import PATIENCE, Server

pytestmark = pytest.mark.stores


@pytest.fixture(scope="session")
def remote(server: Server) -> Iterator[RemoteStore]:
    """Give the same graph, in a store."""
    endpoint = resolve_target(server.named)
    assert isinstance(endpoint, Endpoint)
    # Comunica has the file in its default graph. It is slow.
    with sparql_client.open_endpoint(
        replace(endpoint, default_graph=server.name == "comunica", timeout=5 * PATIENCE)
    ) as store:
        yield store


def bound_queries(name: str, store: Store, *, few: bool) -> list[str]:
    """Return the query with its defaults, and with the parameters of its golden answers."""
    bound = [case.sparql(store) for case in CASES if case.query.name == name and case.pairs]
    return list(dict.fromkeys([all_queries()[name].text, *(bound[:1] if few else bound)]))


def require_same(sparql: str, local: Store, remote: RemoteStore, by_code_point: bool) -> None:
    expected, answer = run_query(local, sparql), run_query(remote, sparql)
    if isinstance(expected, Table) and isinstance(answer, Table) and not by_code_point:
        expected.rows.sort(key=str)
        answer.rows.sort(key=str)
    for form in ("csv", "json") if isinstance(expected, Table) else ("nt",):
        assert answer_text.format_answer(answer, form, remote) == answer_text.format_answer(expected, form, local)


@pytest.mark.parametrize("name", all_queries())
def test_every_query_gives_the_same_bytes(
    name: str, server: Server, remote: RemoteStore, store_with_examples: Store
) -> None:
    for sparql in bound_queries(name, store_with_examples, few=server.slow):
        require_same(sparql, store_with_examples, remote, server.sorts_by_code_point)


def test_a_different_answer_is_found(server: Server, remote: RemoteStore, store_with_examples: Store) -> None:
    less = Store()
    less.extend(quad for quad in store_with_examples if "claim_thenews-1342410_1072_3" not in str(quad.subject))
    with pytest.raises(AssertionError):
        require_same(all_queries()["negotiations"].text, less, remote, server.sorts_by_code_point)


@pytest.mark.parametrize(("name", "value"), [("positions", "programme=ILRS"), ("acts", "party=China")])
def test_names_and_evidence_are_the_same(
    name: str, value: str, server: Server, remote: RemoteStore, store_with_examples: Store
) -> None:
    texts = []
    for store in (store_with_examples, remote):
        query = all_queries()[name]
        key, _, text = value.partition("=")
        answer = run_query(store, query.bind(parameters.resolve_values(store, query, [(key, text)])))
        assert isinstance(answer, Table)
        if not server.sorts_by_code_point:
            answer.rows.sort(key=str)
        texts.append([answer_text.format_answer(answer, form, store, evidence=True) for form in ("csv", "table")])
    assert texts[0] == texts[1]
    assert "scmp-3223585" in texts[0][0]


@pytest.mark.parametrize("text", ["moon", "Pakistan", "SUPARCO", "good brothers", "join", "The News International"])
def test_find_is_the_same(text: str, remote: RemoteStore, store_with_examples: Store) -> None:
    found = [
        answer_text.format_answer(find_things(store, text), "csv", store) for store in (store_with_examples, remote)
    ]
    assert found[0] == found[1]
    assert found[0].count("\n") > 1


def test_messages_for_no_rows_are_the_same(remote: RemoteStore, store_with_examples: Store) -> None:
    query, mars = all_queries()["acts"], NamedNode(f"{SPID}place_mars")
    texts = []
    for store in (store_with_examples, remote):
        with pytest.raises(UnknownName, match="did you mean Pakistan") as caught:
            names.resolve(store, "Pakistn")
        messages = [str(caught.value), explain_empty(store, query, {"party": [mars]})]
        for value, kinds in (("Suparko", ["sp:Agent", "sp:Group"]), ("xyz", ["sp:stances"]), ("a", ["sp:Agreement"])):
            with pytest.raises(UnknownName) as caught:
                names.resolve(store, value, kinds)
            messages.append(str(caught.value))
        texts.append(messages)
    assert texts[0] == texts[1]
    assert "`spacepact show spid:place_mars` has 2 claims" in texts[0][1]


THINGS = (
    "SUPARCO",
    "Spain",
    "spid:claim_scmp-3223585_0000_7",
    "sp:hasStance",
    "sp:isSignatoryOf",
    "spid:passage_scmp-3223585_0207",
    "spid:passage_thenews-1342410_2546",
    "scmp-3223585",
)


def test_show_is_the_same(server: Server, remote: RemoteStore, store_with_examples: Store) -> None:
    things = THINGS[:2] if server.name == "rdflib-endpoint" else THINGS  # rdflib needs half a minute for each
    for thing in things:
        texts = [show_thing(store, names.resolve(store, thing)) for store in (store_with_examples, remote)]
        assert texts[0] == texts[1]
