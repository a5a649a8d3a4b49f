"""Every named query, find, show and the evidence: from each store the bytes that the embedded engine gives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from pyoxigraph import NamedNode, Store

from cases import CASES
from spacepact.ask import answer_text, parameters
from spacepact.ask.empty_answers import explain_empty
from spacepact.ask.execute import Table, run_query
from spacepact.ask.find import find_things
from spacepact.ask.named_queries import all_queries
from spacepact.ask.show import show_thing
from spacepact.errors import UnknownName
from spacepact.graph import names
from spacepact.stores import sparql_client
from spacepact.stores.endpoints import Endpoint, target
from spacepact.stores.sparql_client import RemoteStore
from spacepact.terms import SPID
from stores.server import PATIENCE, Server


@pytest.fixture(scope="session")
def far(server: Server) -> Iterator[RemoteStore]:
    """The same graph, behind an endpoint."""
    endpoint = target(server.named)
    assert isinstance(endpoint, Endpoint)
    # Comunica has the file as its default graph, and nothing else; some answers take it long on a busy machine.
    with sparql_client.opened(
        replace(endpoint, default_graph=server.name == "comunica", timeout=5 * PATIENCE)
    ) as store:
        yield store


def asked(name: str, store: Store, *, few: bool) -> list[str]:
    """The query with its defaults, and with the parameter values of its golden answers."""
    bound = [case.sparql(store) for case in CASES if case.query.name == name and case.pairs]
    return list(dict.fromkeys([all_queries()[name].text, *(bound[:1] if few else bound)]))


def same(sparql: str, near: Store, far: RemoteStore, by_code_point: bool) -> None:
    one, other = run_query(near, sparql), run_query(far, sparql)
    if isinstance(one, Table) and isinstance(other, Table) and not by_code_point:
        one.rows.sort(key=str)
        other.rows.sort(key=str)
    for form in ("csv", "json") if isinstance(one, Table) else ("nt",):
        assert answer_text.write_answer(other, form, far) == answer_text.write_answer(one, form, near)


@pytest.mark.parametrize("name", all_queries())
def test_every_query_gives_the_same_bytes(name: str, server: Server, far: RemoteStore, richer: Store) -> None:
    for sparql in asked(name, richer, few=server.slow):
        same(sparql, richer, far, server.sorts_by_code_point)


def test_another_answer_is_seen(server: Server, far: RemoteStore, richer: Store) -> None:
    less = Store()
    less.extend(quad for quad in richer if "claim_thenews-1342410_1072_3" not in str(quad.subject))
    with pytest.raises(AssertionError):
        same(all_queries()["negotiations"].text, less, far, server.sorts_by_code_point)


@pytest.mark.parametrize(("name", "value"), [("positions", "programme=ILRS"), ("acts", "party=China")])
def test_names_are_looked_up_and_evidence_is_told_alike(
    name: str, value: str, server: Server, far: RemoteStore, richer: Store
) -> None:
    told = []
    for store in (richer, far):
        query = all_queries()[name]
        key, _, text = value.partition("=")
        answer = run_query(store, query.bind(parameters.resolve_values(store, query, [(key, text)])))
        assert isinstance(answer, Table)
        if not server.sorts_by_code_point:
            answer.rows.sort(key=str)
        told.append([answer_text.write_answer(answer, form, store, evidence=True) for form in ("csv", "table")])
    assert told[0] == told[1]
    assert "scmp-3223585" in told[0][0]


@pytest.mark.parametrize("text", ["moon", "Pakistan", "SUPARCO"])
def test_find_is_the_same(text: str, far: RemoteStore, richer: Store) -> None:
    found = [answer_text.write_answer(find_things(store, text), "csv", store) for store in (richer, far)]
    assert found[0] == found[1]
    assert found[0].count("\n") > 1


def test_what_is_not_found_is_told_alike(far: RemoteStore, richer: Store) -> None:
    query, mars = all_queries()["acts"], NamedNode(f"{SPID}place_mars")
    told = []
    for store in (richer, far):
        with pytest.raises(UnknownName, match="did you mean Pakistan") as caught:
            names.resolve(store, "Pakistn")
        told.append((str(caught.value), explain_empty(store, query, {"party": [mars]})))
    assert told[0] == told[1]
    assert " rows without it)" in told[0][1]


@pytest.mark.parametrize("thing", ["SUPARCO", "Spain", "spid:claim_scmp-3223585_0000_7", "sp:hasStance"])
def test_show_is_the_same(thing: str, far: RemoteStore, richer: Store) -> None:
    shown = [show_thing(store, names.resolve(store, thing)) for store in (richer, far)]
    assert shown[0] == shown[1]
