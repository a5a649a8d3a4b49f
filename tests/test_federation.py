"""Three stores with the documents parted among them, behind one federated engine: the way past one machine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from pyoxigraph import Store

from conftest import EXAMPLES, missing
from spacepact import folders, remote, results
from spacepact.answers import ask
from spacepact.queries import named
from spacepact.remote import RemoteStore
from spacepact.stores import Asked
from spacepact.targets import Endpoint, target
from stores.federation import PARTS, federated, parts
from stores.server import PATIENCE, Missing

# Those that RDF4J's FedX 3.7.7 answers within its own limit of 30 seconds; tests/README.md says what it cannot.
ASKED = [
    *("acts", "agreements", "attitudes", "balance", "bodies", "changes", "conditions", "contradictions"),
    *("counts", "coverage", "evidence", "fields", "frameworks"),
]


@pytest.fixture(scope="module")
def parted(richer: Store) -> list[Store]:
    documents = sorted((folders.root() / "instances" / "documents").glob("*.ttl"))
    return parts(richer, [*documents, *sorted(EXAMPLES.glob("*.ttl"))])


@pytest.fixture(scope="module")
def federation(parted: list[Store], tmp_path_factory: pytest.TempPathFactory) -> Iterator[RemoteStore]:
    try:
        with federated(parted, tmp_path_factory.mktemp("federation")) as url:
            endpoint = target(f"rdf4j+{url}")
            assert isinstance(endpoint, Endpoint)
            with remote.opened(replace(endpoint, default_graph=True, timeout=PATIENCE)) as store:
                yield store
    except Missing as error:
        missing(error)


def test_each_part_has_documents_of_its_own_and_no_other(parted: list[Store], richer: Store) -> None:
    claims = "SELECT ?c WHERE { ?c a <https://w3id.org/spacepact/ontology#Claim> }"
    held = [{str(row) for row in ask(part, claims).rows} for part in parted]  # type: ignore[union-attr]
    assert all(held) and len(held) == PARTS
    assert not held[0] & held[1] and not held[1] & held[2] and not held[0] & held[2]
    assert sum(len(part) for part in parted) == len(richer)


def answer(name: str, store: Asked) -> str:
    return results.write(ask(store, named()[name].text), "csv", store)


def test_most_queries_need_more_than_one_part(parted: list[Store], richer: Store) -> None:
    alone = [name for name in ASKED if answer(name, richer) in [answer(name, part) for part in parted]]
    assert len(alone) < len(ASKED) / 2


@pytest.mark.parametrize("name", ASKED)
def test_the_federation_answers_as_one_store(name: str, federation: RemoteStore, richer: Store) -> None:
    assert answer(name, federation) == answer(name, richer)
