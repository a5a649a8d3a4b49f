"""Loads into five real stores that break off half-way, by a proxy before them, and are run again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from conftest import Load
from faulty_proxy import Fault, Pass, Proxy, QueryableStore, Told, answer_lost, cut_half_way, proxy
from spacepact.stores import endpoints
from spacepact.stores.graph_contents import Contents
from spacepact.stores.http import Transport
from spacepact.stores.load_plan import Plan
from spacepact.terms import GRAPH
from stores.server import Server


@pytest.fixture
def between(writable: Server, load: Load, monkeypatch: pytest.MonkeyPatch) -> Iterator[Proxy]:
    """A proxy before a store that holds the vocabulary."""
    for name, value in zip(("USER", "PASSWORD"), writable.credentials or (), strict=False):
        monkeypatch.setenv(f"SPACEPACT_{name}", value)
    load(writable.named, "--only", "vocabulary")
    with proxy(writable.root) as server:
        yield server


def through(between: Proxy, store: Server) -> str:
    return store.named.replace(store.root, between.root)


def left_beside(store: Server) -> int:
    """How many triples the graphs hold that a load uses."""
    endpoint = endpoints.target(store.named)
    assert isinstance(endpoint, endpoints.Endpoint)
    plan = Plan(endpoint, GRAPH)
    with Transport() as transport:
        return sum(Contents(endpoint, transport).count(graph) for graph in (plan.stage, plan.sign))


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(cut_half_way, id="cut"),
        pytest.param(answer_lost, id="answers lost"),
    ],
)
def test_an_upload_that_breaks_off(between: Proxy, writable: Server, load: Load, fault: Fault) -> None:
    between.faults = {"upload": fault}
    line = load(through(between, writable), "--only", "codes", code=3)
    assert f"<{GRAPH}> " in line
    assert line.count("\n") == 1
    if fault is answer_lost and writable.kind in ("oxigraph", "fuseki", "rdf4j"):
        # Done, and nobody heard of it.
        assert "as many as were sent" in line
        load(writable.named, "--only", "codes", "--verify-only")
    else:
        load(writable.named, "--only", "vocabulary", "--verify-only")
    between.faults = {}
    load(through(between, writable), "--only", "codes")
    assert left_beside(writable) == 0


def test_an_answer_that_is_lost_once(between: Proxy, writable: Server, load: Load) -> None:
    """Each request that changes anything is done, and its first answer lost."""
    heard: set[tuple[str, bytes]] = set()

    def once(asked: QueryableStore, on: Pass) -> Told:
        what = (asked.path, asked.body)
        if what in heard:
            return on(asked)
        heard.add(what)
        return answer_lost(asked, on)

    between.faults = dict.fromkeys(("upload", "update"), once)
    load(through(between, writable), "--only", "codes")
    assert len(heard) > 2
    load(writable.named, "--only", "codes", "--verify-only")
    assert left_beside(writable) == 0
