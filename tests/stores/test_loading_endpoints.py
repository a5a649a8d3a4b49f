"""Load into Oxigraph and Fuseki: the result is complete, or the error says in one line what the graph contains."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from pyoxigraph import RdfFormat, Store, parse

from conftest import Load
from faulty_proxy import (
    Fault,
    Forward,
    Proxy,
    Request,
    Response,
    changed,
    cut_in_half,
    line_lost,
    page,
    proxy,
    refused,
    response_lost,
    with_headers,
)
from locations import TESTS
from spacepact import cli
from spacepact.graph import sections
from spacepact.rdf import canonical
from spacepact.stores.remote_graphs import MAX_UPDATE, batches
from spacepact.terms import GRAPH
from store_servers.kinds import Fuseki, Oxigraph
from store_servers.server import Missing, Server, request

STAGING, MARKER = f"{GRAPH}/staging", f"{GRAPH}/loading"
OTHER = "urn:spacepact:other"


@contextmanager
def running(kind: type[Server], folder: Path) -> Iterator[Server]:
    nothing = folder / "nothing.nt"
    nothing.write_text("")
    try:
        with kind(folder, nothing) as server:
            yield server
    except Missing as missing:
        pytest.skip(str(missing))


@pytest.fixture(scope="module")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(Oxigraph, tmp_path_factory.mktemp("oxigraph")) as server:
        yield server


@pytest.fixture(scope="module")
def fuseki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(Fuseki, tmp_path_factory.mktemp("fuseki")) as server:
        yield server


@pytest.fixture
def faulty(oxigraph: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Proxy]:
    """Give a proxy to an empty Oxigraph; spacepact.toml names it for each of the three ways to load."""
    request("POST", f"{oxigraph.root}/update", b"DROP ALL", "application/sparql-update")
    with proxy(oxigraph.root) as server:
        monkeypatch.chdir(tmp_path)
        settings(tmp_path, server.root)
        yield server


def settings(folder: Path, root: str) -> None:
    """Name the store for each way to load: an atomic PUT, a staging graph filled by PUT, and one filled by updates."""
    addresses = f'query = "{root}/query"\nupdate = "{root}/update"\n'
    (folder / "spacepact.toml").write_text(
        f'[endpoints.put]\nkind = "oxigraph"\nurl = "{root}"\n'
        f'[endpoints.staging]\nkind = "generic"\n{addresses}graphs = "{root}/store"\n'
        f'[endpoints.updates]\nkind = "generic"\n{addresses}'
    )


def contents(server: Server, graph: str | None = GRAPH) -> list[str]:
    """Return the canonical lines of a graph, downloaded from the store."""
    name = "default" if graph is None else f"graph={quote(graph, safe='')}"
    service = f"{server.root}/ds/data" if isinstance(server, Fuseki) else f"{server.root}/store"
    try:
        body = request("GET", f"{service}?{name}", accept="application/n-triples")
    except OSError as error:
        assert "404" in str(error)
        return []
    return canonical.lines(parse(body, RdfFormat.N_TRIPLES))


def graph_of(*names: str) -> list[str]:
    return canonical.lines(sections.store(names or list(sections.PARTS)))


WAYS = ["put", "staging", "updates"]


def first_in_quick_runs(cases: Sequence[Any]) -> list[Any]:
    """Leave out all cases but the first of quick test runs."""
    rest = (case if isinstance(case, tuple) else (case,) for case in cases[1:])
    return [cases[0], *(pytest.param(*case, marks=pytest.mark.stores) for case in rest)]


# Successful loads


@pytest.mark.usefixtures("faulty")
@pytest.mark.parametrize("way", first_in_quick_runs(WAYS))
def test_loading_is_idempotent(oxigraph: Server, load: Load, way: str) -> None:
    other = f"{oxigraph.root}/store?graph={quote(OTHER)}"
    request("PUT", other, b'<urn:a> <urn:b> "c" .\n')
    graph = graph_of()
    line = f"{way}: {len(graph)} triples in <{GRAPH}>, read back and equal (SHA-256 {canonical.digest(graph)})\n"
    for _ in range(2):
        assert load(way) == line
        assert contents(oxigraph) == graph
        assert contents(oxigraph, STAGING) == []
    assert contents(oxigraph, OTHER) == ['<urn:a> <urn:b> "c" .']
    assert contents(oxigraph, None) == []


@pytest.mark.usefixtures("faulty")
@pytest.mark.parametrize("way", first_in_quick_runs(WAYS))
def test_other_graphs_and_parts(oxigraph: Server, load: Load, tmp_path: Path, way: str) -> None:
    own = tmp_path / "own.ttl"
    own.write_text('<urn:a> <urn:b> "x\\ty\\u00e9\\\\u0041", [ <urn:c> [ <urn:d> "e" ] ] .')
    load(way, "--only", "vocabulary", "--graph", "urn:g")
    assert contents(oxigraph, "urn:g") == graph_of("vocabulary")
    load(way, "--only", "codes", "--only", "queries", "--default-graph", "--no-verify")
    assert contents(oxigraph, None) == graph_of("codes", "queries")
    load(way, "--only", "instances", "-d", str(own))
    assert contents(oxigraph) == canonical.lines(sections.store(["instances"], [own]))
    assert contents(oxigraph, "urn:g") == graph_of("vocabulary")


@pytest.mark.slow
@pytest.mark.usefixtures("faulty")
@pytest.mark.parametrize("way", WAYS)
def test_adding_is_idempotent(oxigraph: Server, load: Load, way: str) -> None:
    load(way, "--only", "codes")
    for _ in range(2):
        assert load(way, "--only", "vocabulary", "--add").startswith(
            f"{way}: {len(graph_of('vocabulary'))} triples added"
        )
        assert contents(oxigraph) == graph_of("codes", "vocabulary")


def test_a_load_identifies_the_kind_of_store(oxigraph: Server, load: Load) -> None:
    for url in (oxigraph.root, f"{oxigraph.root}/query"):
        load(url, "--only", "codes")
        assert contents(oxigraph) == graph_of("codes")


@pytest.mark.usefixtures("faulty")
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("more", first_in_quick_runs([[], ["--add"], ["--default-graph"]]))
def test_the_commands_of_a_dry_run(
    oxigraph: Server, capsys: pytest.CaptureFixture[str], tmp_path: Path, way: str, more: list[str]
) -> None:
    sys.argv = ["spacepact", "load", way, "--only", "vocabulary", *more, "--dry-run"]
    cli.main()
    script = capsys.readouterr().out
    assert contents(oxigraph) == []
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-eo", "pipefail", "-c", script],
        cwd=tmp_path,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, (script, done.stderr)
    assert f'"{len(graph_of("vocabulary"))}"' in done.stdout
    assert contents(oxigraph, None if more == ["--default-graph"] else GRAPH) == graph_of("vocabulary")
    assert contents(oxigraph, STAGING) == []


# Faults


# The sort of request, its fault, the exit code, and the message.
BEFORE: list[tuple[str, Fault, int, str]] = [
    ("upload", cut_in_half, 3, "the connection was lost"),
    ("upload", refused(413), 3, "413 .*: the request is too large"),
    ("upload", refused(500, b"no space left on device"), 3, r"500 .*the store says: no space left on device"),
    ("upload", refused(401), 3, "401 .*SPACEPACT_USER"),
    ("upload", refused(403), 3, "403 "),
    ("upload", refused(405), 3, "405 "),
    ("query", refused(404), 3, "404 "),
    ("query", refused(500), 3, "500 "),
    ("query", page(), 3, "got text/html.*Welcome to the proxy"),
    ("query", with_headers(206), 3, "206 Partial Content"),
    ("query", with_headers(200, **{"X-SPARQL-MaxRows": "10"}), 3, "X-SPARQL-MaxRows: 10"),
    (
        "query",
        refused(200, b'{"results":', **{"Content-Type": "application/sparql-results+json"}),
        3,
        "invalid application/sparql-results",
    ),
]
STORES_NOTHING: list[tuple[str, Fault]] = [("201", refused(201)), ("200, a page", page())]
CHANGED: list[tuple[str, Fault, str]] = [
    ("a literal", changed("pledged", "sworn"), r"1 missing: .*pledged.*; 1 unexpected: .*sworn"),
    ("a triple lost", line_lost, r"1 missing: <"),
]


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("sort", "fault", "code", "message"), first_in_quick_runs(BEFORE))
def test_a_fault_leaves_the_graph_unchanged(
    faulty: Proxy, oxigraph: Server, load: Load, way: str, sort: str, fault: Fault, code: int, message: str
) -> None:
    load(way, "--only", "vocabulary")
    faulty.faults = {sort: fault}
    line = load(way, "--only", "codes", code=code)
    assert re.search(message, line), line
    assert line.count("\n") == 1
    assert contents(oxigraph) == graph_of("vocabulary")
    repairs(faulty, oxigraph, load, way)


def repairs(faulty: Proxy, oxigraph: Server, load: Load, way: str) -> None:
    """Check that the same load, without the fault, succeeds and leaves no other graph."""
    faulty.faults = {}
    load(way, "--only", "codes")
    assert contents(oxigraph) == graph_of("codes")
    assert contents(oxigraph, STAGING) == []
    assert contents(oxigraph, MARKER) == []


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("name", "fault"), first_in_quick_runs(STORES_NOTHING))
@pytest.mark.parametrize("verify", first_in_quick_runs([[], ["--no-verify"]]))
def test_a_store_that_reports_success_and_stores_nothing(
    faulty: Proxy, oxigraph: Server, load: Load, way: str, name: str, fault: Fault, verify: list[str]
) -> None:
    load(way, "--only", "vocabulary")
    faulty.faults = {"upload": fault}
    line = load(way, "--only", "codes", *verify, code=1)
    assert re.search(r"contains \d+ triples, expected \d+|differs from what was sent", line), name
    assert contents(oxigraph) == graph_of("vocabulary")
    repairs(faulty, oxigraph, load, way)


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("name", "fault", "message"), first_in_quick_runs(CHANGED))
def test_a_store_that_changes_triples(
    faulty: Proxy, oxigraph: Server, load: Load, way: str, name: str, fault: Fault, message: str
) -> None:
    load(way, "--only", "vocabulary")
    faulty.faults = {"upload": fault}
    line = load(way, "--only", "codes", code=1)
    assert re.search(message, line), (name, line)
    assert line.count("\n") == 1
    if way != "put":  # compared in the staging graph
        assert contents(oxigraph) == graph_of("vocabulary")
        assert f"<{GRAPH}> is unchanged" in line
    repairs(faulty, oxigraph, load, way)


@pytest.mark.parametrize("body", first_in_quick_runs([b"{}", b"<urn:a> <urn:b> .", b'<urn:a> <urn:b> "\xff" .']))
def test_a_store_that_returns_invalid_n_triples(faulty: Proxy, oxigraph: Server, load: Load, body: bytes) -> None:
    faulty.faults, faulty.only_if = (
        {"query": refused(200, body, **{"Content-Type": "application/n-triples"})},
        "/store?graph=",
    )
    line = load("put", "--only", "codes", code=3)
    assert re.search("invalid N-Triples", line), line
    repairs(faulty, oxigraph, load, "put")


@pytest.mark.slow
@pytest.mark.parametrize("way", ["staging", "updates"])
@pytest.mark.parametrize(
    ("fault", "code", "message"),
    first_in_quick_runs(
        [
            (refused(500), 3, f"<{GRAPH}> contains .* triples, as before; the new triples are complete in <{STAGING}>"),
            (cut_in_half, 3, "as before"),
            (refused(200), 1, f"<{GRAPH}> differs from what was sent"),
        ]
    ),
)
def test_a_swap_that_fails(
    faulty: Proxy, oxigraph: Server, load: Load, way: str, fault: Fault, code: int, message: str
) -> None:
    load(way, "--only", "vocabulary")
    faulty.faults, faulty.only_if = {"update": fault}, "WHERE"
    line = load(way, "--only", "codes", code=code)
    assert re.search(message, line), line
    assert contents(oxigraph) == graph_of("vocabulary")
    assert contents(oxigraph, STAGING) == graph_of("codes")
    repairs(faulty, oxigraph, load, way)


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_a_lost_response_is_retried(faulty: Proxy, oxigraph: Server, load: Load, way: str) -> None:
    load(way, "--only", "vocabulary")
    lost = iter([True])

    def lose_once(request: Request, forward: Forward) -> Response:
        return response_lost(request, forward) if next(lost, False) else forward(request)

    faulty.faults = dict.fromkeys(("upload", "update"), lose_once)
    load(way, "--only", "codes")
    assert contents(oxigraph) == graph_of("codes")


def test_read_only_stores(load: Load, tmp_path: Path) -> None:
    assert "stores of kind comunica are read-only" in load("comunica+http://127.0.0.1:1/sparql", code=3)
    store = Store(tmp_path / "data")
    store.flush()
    del store

    class ReadOnly(Oxigraph):
        def command(self) -> list[str]:
            return [word.replace("serve", "serve-read-only") for word in super().command()]

        def fill(self, triples: Path) -> None:
            """Do nothing: the server is read-only."""

    with ReadOnly(tmp_path, tmp_path / "none") as server:
        assert re.search(r"(403|404|405) ", load(f"oxigraph+{server.root}", "--only", "codes", code=3))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["folder", "--add"], "--add is for endpoints"),
        (["folder", "--only", "codes"], "--only is for endpoints"),
        (["folder", "--no-verify"], "--no-verify is for endpoints"),
        (["folder", "--verify-only"], "--verify-only is for endpoints"),
        (["virtuoso+http://127.0.0.1:1", "--default-graph"], "no writable default graph"),
        (["oxigraph+http://127.0.0.1:1", "--graph", "a b"], "expected an absolute IRI"),
        (["oxigraph+http://127.0.0.1:1", "--only", "code"], "did you mean codes"),
    ],
)
def test_invalid_options(load: Load, arguments: list[str], message: str) -> None:
    assert message in load(*arguments, code=2)


def test_triples_that_share_a_blank_node_are_in_one_batch() -> None:
    graph = sections.store(list(sections.PARTS))
    texts = list(batches(graph, 50))
    assert len(texts) > 100
    assert max(text.count("\n") for text in texts) <= 50
    # A store reads each batch on its own, and renames its blank nodes: a divided group would differ.
    apart = [text.replace("_:", f"_:x{number}") for number, text in enumerate(texts)]
    assert canonical.lines(parse("".join(apart), RdfFormat.N_TRIPLES)) == canonical.lines(graph)
    large = Store()
    large.load(
        ('<urn:a> <urn:b> "' + "c" * MAX_UPDATE + '" .\n<urn:a> <urn:b> <urn:c> .').encode(), RdfFormat.N_TRIPLES
    )
    assert sorted(text.count("\n") for text in batches(large, 50)) == [1, 1]


# Killed loads


@pytest.mark.stores
@pytest.mark.parametrize("way", ["put", "updates"])
@pytest.mark.parametrize("store", ["oxigraph", "fuseki"])
def test_a_killed_load_leaves_a_complete_graph(
    request: pytest.FixtureRequest, tmp_path: Path, store: str, way: str
) -> None:
    server = request.getfixturevalue(store)
    base = f"{server.root}/ds" if store == "fuseki" else server.root
    kind, known = (store, "") if way == "put" else ("generic", f'update = "{base}/update"\nquery = "{base}/query"\n')
    known = known or f'url = "{base}"\n'
    (tmp_path / "spacepact.toml").write_text(f'[endpoints.it]\nkind = "{kind}"\n{known}')
    script = TESTS / "support" / "killed_loads.py"
    command = [sys.executable, str(script), "it", "30", "1"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert seen["killed"] > 10, seen
    assert seen["as before"] > 0, seen
    assert seen["replaced"] > 0, seen
    assert seen["announced"] >= seen["killed"] // 2, seen
