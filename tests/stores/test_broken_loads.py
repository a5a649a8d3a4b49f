"""Loads into five real stores that a proxy interrupts, and that are run again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from conftest import Load
from faulty_proxy import Fault, Forward, Proxy, Request, Response, cut_in_half, proxy, response_lost
from spacepact.stores import endpoints
from spacepact.stores.load import Plan
from spacepact.stores.remote_graphs import RemoteGraphs
from spacepact.stores.transport.http import Transport
from spacepact.terms import GRAPH
from store_servers.server import Server

pytestmark = pytest.mark.stores


@pytest.fixture
def faulty(writable: Server, load: Load, monkeypatch: pytest.MonkeyPatch) -> Iterator[Proxy]:
    """Give a proxy to a store that contains the vocabulary."""
    for name, value in zip(("USER", "PASSWORD"), writable.credentials or (), strict=False):
        monkeypatch.setenv(f"SPACEPACT_{name}", value)
    load(writable.named, "--only", "vocabulary")
    with proxy(writable.root) as server:
        yield server


def proxied(faulty: Proxy, store: Server) -> str:
    return store.named.replace(store.root, faulty.root)


def count_leftovers(store: Server) -> int:
    """Count the triples in the staging graph and the marker graph."""
    endpoint = endpoints.resolve_target(store.named)
    assert isinstance(endpoint, endpoints.Endpoint)
    plan = Plan(endpoint, GRAPH)
    with Transport() as transport:
        return sum(RemoteGraphs(endpoint, transport).count(graph) for graph in (plan.staging, plan.marker))


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(cut_in_half, id="cut"),
        pytest.param(response_lost, id="response lost"),
    ],
)
def test_an_interrupted_upload(faulty: Proxy, writable: Server, load: Load, fault: Fault) -> None:
    faulty.faults = {"upload": fault}
    line = load(proxied(faulty, writable), "--only", "codes", code=3)
    assert f"<{GRAPH}> " in line
    assert line.count("\n") == 1
    if fault is response_lost and writable.kind in ("oxigraph", "fuseki", "rdf4j"):
        # The load succeeded, and its response was lost.
        assert "as many as were sent" in line
        load(writable.named, "--only", "codes", "--verify-only")
    else:
        load(writable.named, "--only", "vocabulary", "--verify-only")
    faulty.faults = {}
    load(proxied(faulty, writable), "--only", "codes")
    assert count_leftovers(writable) == 0


def test_a_response_that_is_lost_once(faulty: Proxy, writable: Server, load: Load) -> None:
    """Each request that changes something succeeds, and its first response is lost."""
    seen: set[tuple[str, bytes]] = set()

    def once(request: Request, forward: Forward) -> Response:
        key = (request.path, request.body)
        if key in seen:
            return forward(request)
        seen.add(key)
        return response_lost(request, forward)

    faulty.faults = dict.fromkeys(("upload", "update"), once)
    load(proxied(faulty, writable), "--only", "codes")
    assert len(seen) > 2
    load(writable.named, "--only", "codes", "--verify-only")
    assert count_leftovers(writable) == 0
