"""A federated engine over three stores, each with a third of the documents, gives the same answers as one store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from pyoxigraph import Store

from conftest import missing
from spacepact.ask.execute import Table, run_query
from spacepact.ask.named_queries import all_queries
from spacepact.ask.output import answer_text
from spacepact.graph.queryable import QueryableStore
from spacepact.stores import sparql_client
from spacepact.stores.endpoints import Endpoint, resolve_target
from spacepact.stores.sparql_client import RemoteStore
from store_servers.federation import PARTS, federated, graph_and_parts
from store_servers.server import PATIENCE, Missing

pytestmark = pytest.mark.stores


@pytest.fixture(scope="module")
def parted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Store, list[Store]]:
    return graph_and_parts(tmp_path_factory.mktemp("parts"))


@pytest.fixture(scope="module")
def graph(parted: tuple[Store, list[Store]]) -> Store:
    return parted[0]


@pytest.fixture(scope="module")
def members(parted: tuple[Store, list[Store]]) -> list[Store]:
    return parted[1]


@pytest.fixture(scope="module")
def federation(members: list[Store], tmp_path_factory: pytest.TempPathFactory) -> Iterator[RemoteStore]:
    try:
        with federated("fedx", members, tmp_path_factory.mktemp("federation")) as server:
            endpoint = resolve_target(server.named)
            assert isinstance(endpoint, Endpoint)
            with sparql_client.open_endpoint(replace(endpoint, default_graph=True, timeout=PATIENCE)) as store:
                yield store
    except Missing as error:
        missing(error)


def test_each_part_has_a_third_of_the_claims(members: list[Store], graph: Store) -> None:
    claims = "SELECT ?c WHERE { ?c a <https://w3id.org/spacepact/ontology#Claim> }"
    claims_by_part = [{str(row) for row in run_query(part, claims).rows} for part in members]  # type: ignore[union-attr]
    everything = len(set().union(*claims_by_part))
    assert sum(map(len, claims_by_part)) == everything
    assert len(claims_by_part) == PARTS
    assert all(abs(len(part) / everything - 1 / PARTS) < 0.1 for part in claims_by_part), [
        len(part) for part in claims_by_part
    ]
    assert sum(map(len, members)) == len(graph)


def answer(name: str, store: QueryableStore) -> str:
    found = run_query(store, all_queries()[name].text)
    return answer_text.format_answer(found, "csv" if isinstance(found, Table) else "nt", store)


def test_most_queries_need_more_than_one_part(members: list[Store], graph: Store) -> None:
    alone = [name for name in all_queries() if answer(name, graph) in [answer(name, part) for part in members]]
    assert len(alone) < len(all_queries()) / 2, alone


def test_a_missing_part_changes_the_answer(federation: RemoteStore, members: list[Store]) -> None:
    found = answer("contradictions", federation)
    for absent in range(PARTS):
        less = Store()
        for part in members[:absent] + members[absent + 1 :]:
            less.extend(part)
        assert found != answer("contradictions", less), absent


@pytest.mark.parametrize("name", all_queries())
def test_the_federation_answers_as_one_store(name: str, federation: RemoteStore, graph: Store) -> None:
    assert answer(name, federation) == answer(name, graph)
