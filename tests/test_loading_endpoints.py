"""Loading into real stores over HTTP: whole or not at all, proved, and every fault told in one line."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
from pyoxigraph import RdfFormat, Store, parse

from conftest import Load
from faulty_proxy import (
    Fault,
    Proxy,
    answer_lost,
    changed,
    cut_half_way,
    line_lost,
    page,
    proxy,
    refused,
    with_headers,
)
from spacepact import cli
from spacepact.graph import sections
from spacepact.rdf import canonical
from spacepact.terms import GRAPH
from stores.kinds import Fuseki, Oxigraph
from stores.server import Missing, Server, request

STAGE, SIGN = f"{GRAPH}/staging", f"{GRAPH}/loading"
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
def between(oxigraph: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Proxy]:
    """A proxy before an emptied Oxigraph, which spacepact.toml here calls by the three ways there are to load."""
    request("POST", f"{oxigraph.root}/update", b"DROP ALL", "application/sparql-update")
    with proxy(oxigraph.root) as server:
        monkeypatch.chdir(tmp_path)
        settings(tmp_path, server.root)
        yield server


def settings(folder: Path, root: str) -> None:
    """Name a store by the ways to load it: by one PUT, by a graph beside that PUT fills, and by updates only."""
    addresses = f'query = "{root}/query"\nupdate = "{root}/update"\n'
    (folder / "spacepact.toml").write_text(
        f'[endpoints.put]\nkind = "oxigraph"\nurl = "{root}"\n'
        f'[endpoints.beside]\nkind = "generic"\n{addresses}graphs = "{root}/store"\n'
        f'[endpoints.updates]\nkind = "generic"\n{addresses}'
    )


def held(server: Server, graph: str | None = GRAPH) -> list[str]:
    """The canonical lines of a graph, as the store itself gives them."""
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


WAYS = ["put", "beside", "updates"]


# What is loaded


@pytest.mark.usefixtures("between")
@pytest.mark.parametrize("way", WAYS)
def test_the_whole_graph_arrives_and_twice_is_as_once(oxigraph: Server, load: Load, way: str) -> None:
    other = f"{oxigraph.root}/store?graph={quote(OTHER)}"
    request("PUT", other, b'<urn:a> <urn:b> "c" .\n')
    whole = graph_of()
    line = f"{way}: {len(whole)} triples in <{GRAPH}>, read back the same (SHA-256 {canonical.digest(whole)})\n"
    for _ in range(2):
        assert load(way) == line
        assert held(oxigraph) == whole
        assert held(oxigraph, STAGE) == []
    assert held(oxigraph, OTHER) == ['<urn:a> <urn:b> "c" .']
    assert held(oxigraph, None) == []


@pytest.mark.usefixtures("between")
@pytest.mark.parametrize("way", WAYS)
def test_places_and_parts(oxigraph: Server, load: Load, tmp_path: Path, way: str) -> None:
    own = tmp_path / "own.ttl"
    own.write_text('<urn:a> <urn:b> "x\\ty\\u00e9\\\\u0041", [ <urn:c> [ <urn:d> "e" ] ] .')
    load(way, "--only", "vocabulary", "--graph", "urn:g")
    assert held(oxigraph, "urn:g") == graph_of("vocabulary")
    load(way, "--only", "codes", "--only", "queries", "--default-graph", "--no-verify")
    assert held(oxigraph, None) == graph_of("codes", "queries")
    load(way, "--only", "instances", "-d", str(own))
    assert held(oxigraph) == canonical.lines(sections.store(["instances"], [own]))
    assert held(oxigraph, "urn:g") == graph_of("vocabulary")


@pytest.mark.usefixtures("between")
@pytest.mark.parametrize("way", WAYS)
def test_adding_keeps_what_is_there_and_twice_is_as_once(oxigraph: Server, load: Load, way: str) -> None:
    load(way, "--only", "codes")
    for _ in range(2):
        assert load(way, "--only", "vocabulary", "--add").startswith(
            f"{way}: {len(graph_of('vocabulary'))} triples added"
        )
        assert held(oxigraph) == graph_of("codes", "vocabulary")


def test_a_url_alone_tells_of_what_kind_the_store_is(oxigraph: Server, load: Load) -> None:
    for url in (oxigraph.root, f"{oxigraph.root}/query"):
        load(url, "--only", "codes")
        assert held(oxigraph) == graph_of("codes")


@pytest.mark.usefixtures("between")
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("more", [[], ["--add"], ["--default-graph"]])
def test_the_commands_of_a_dry_run_do_the_same(
    oxigraph: Server, capsys: pytest.CaptureFixture[str], tmp_path: Path, way: str, more: list[str]
) -> None:
    sys.argv = ["spacepact", "load", way, "--only", "vocabulary", *more, "--dry-run"]
    cli.main()
    script = capsys.readouterr().out
    assert held(oxigraph) == []
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
    assert held(oxigraph, None if more == ["--default-graph"] else GRAPH) == graph_of("vocabulary")
    assert held(oxigraph, STAGE) == []


# What goes wrong


# Of what sort the requests are, what is forced upon them, the exit code, and what is said.
BEFORE: list[tuple[str, Fault, int, str]] = [
    ("upload", cut_half_way, 3, "the connection was lost"),
    ("upload", refused(413), 3, "413 .*: it takes no body this large"),
    ("upload", refused(500, b"no space left on device"), 3, r"500 .*it says: no space left on device"),
    ("upload", refused(401), 3, "401 .*SPACEPACT_USER"),
    ("upload", refused(403), 3, "403 "),
    ("upload", refused(405), 3, "405 "),
    ("query", refused(404), 3, "404 "),
    ("query", refused(500), 3, "500 "),
    ("query", page(), 3, "text/html.*Welcome to the proxy"),
    ("query", with_headers(206), 3, "206 Partial Content"),
    ("query", with_headers(200, **{"X-SPARQL-MaxRows": "10"}), 3, "X-SPARQL-MaxRows: 10"),
    ("query", refused(200, b'{"results":', **{"Content-Type": "application/sparql-results+json"}), 3, "is no sound"),
]
NOT_STORED: list[tuple[str, Fault]] = [("201", refused(201)), ("200, a page", page())]
CHANGED: list[tuple[str, Fault, str]] = [
    ("a literal", changed("pledged", "sworn"), r"1 missing: .*pledged.*; 1 that were not sent: .*sworn"),
    ("a triple lost", line_lost, r"1 missing: <"),
]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("sort", "fault", "code", "message"), BEFORE)
def test_a_fault_leaves_what_was_there(
    between: Proxy, oxigraph: Server, load: Load, way: str, sort: str, fault: Fault, code: int, message: str
) -> None:
    load(way, "--only", "vocabulary")
    between.faults = {sort: fault}
    line = load(way, "--only", "codes", code=code)
    assert re.search(message, line), line
    assert line.count("\n") == 1
    assert held(oxigraph) == graph_of("vocabulary")
    mends(between, oxigraph, load, way)


def mends(between: Proxy, oxigraph: Server, load: Load, way: str) -> None:
    """The same again, without the fault, does what was wanted and leaves nothing beside."""
    between.faults = {}
    load(way, "--only", "codes")
    assert held(oxigraph) == graph_of("codes")
    assert held(oxigraph, STAGE) == []
    assert held(oxigraph, SIGN) == []


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("name", "fault"), NOT_STORED)
@pytest.mark.parametrize("verify", [[], ["--no-verify"]])
def test_a_store_that_says_yes_and_stores_nothing(
    between: Proxy, oxigraph: Server, load: Load, way: str, name: str, fault: Fault, verify: list[str]
) -> None:
    load(way, "--only", "vocabulary")
    between.faults = {"upload": fault}
    line = load(way, "--only", "codes", *verify, code=1)
    assert re.search(r"holds \d+ triples, not the \d+ that were to come|does not hold what was sent", line), name
    assert held(oxigraph) == graph_of("vocabulary")
    mends(between, oxigraph, load, way)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("name", "fault", "message"), CHANGED)
def test_a_store_that_changes_triples_is_caught(
    between: Proxy, oxigraph: Server, load: Load, way: str, name: str, fault: Fault, message: str
) -> None:
    load(way, "--only", "vocabulary")
    between.faults = {"upload": fault}
    line = load(way, "--only", "codes", code=1)
    assert re.search(message, line), (name, line)
    assert line.count("\n") == 1
    if way != "put":  # where it is looked at before it is put in its place
        assert held(oxigraph) == graph_of("vocabulary")
        assert f"<{GRAPH}> is as it was" in line
    mends(between, oxigraph, load, way)


@pytest.mark.parametrize("body", [b"{}", b"<urn:a> <urn:b> .", b'<urn:a> <urn:b> "\xff" .'])
def test_a_graph_that_cannot_be_read_back(between: Proxy, oxigraph: Server, load: Load, body: bytes) -> None:
    between.faults, between.only_if = (
        {"query": refused(200, body, **{"Content-Type": "application/n-triples"})},
        "/store?graph=",
    )
    line = load("put", "--only", "codes", code=3)
    assert re.search("N-Triples that (cannot be read|are not UTF-8)", line), line
    mends(between, oxigraph, load, "put")


@pytest.mark.parametrize("way", ["beside", "updates"])
@pytest.mark.parametrize(
    ("fault", "code", "message"),
    [
        (refused(500), 3, f"<{GRAPH}> holds .* triples, as before; the new triples are whole in <{STAGE}>"),
        (cut_half_way, 3, "as before"),
        (refused(200), 1, f"<{GRAPH}> does not hold what was sent"),
    ],
)
def test_a_swap_that_does_not_happen(
    between: Proxy, oxigraph: Server, load: Load, way: str, fault: Fault, code: int, message: str
) -> None:
    load(way, "--only", "vocabulary")
    between.faults, between.only_if = {"update": fault}, "WHERE"
    line = load(way, "--only", "codes", code=code)
    assert re.search(message, line), line
    assert held(oxigraph) == graph_of("vocabulary")
    assert held(oxigraph, STAGE) == graph_of("codes")
    mends(between, oxigraph, load, way)


@pytest.mark.parametrize("way", WAYS)
def test_an_answer_that_is_lost_is_asked_for_again(between: Proxy, oxigraph: Server, load: Load, way: str) -> None:
    load(way, "--only", "vocabulary")
    lost = iter([True])
    between.faults = dict.fromkeys(
        ("upload", "update"), lambda asked, on: answer_lost(asked, on) if next(lost, False) else on(asked)
    )
    load(way, "--only", "codes")
    assert held(oxigraph) == graph_of("codes")


def test_stores_that_are_only_read(load: Load, tmp_path: Path) -> None:
    assert "cannot be written, only asked" in load("comunica+http://127.0.0.1:1/sparql", code=3)
    store = Store(tmp_path / "data")
    store.flush()
    del store

    class ReadOnly(Oxigraph):
        def command(self) -> list[str]:
            return [word.replace("serve", "serve-read-only") for word in super().command()]

        def fill(self, triples: Path) -> None:
            """It takes none."""

    with ReadOnly(tmp_path, tmp_path / "none") as server:
        assert re.search(r"(403|404|405) ", load(f"oxigraph+{server.root}", "--only", "codes", code=3))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["folder", "--add"], "--add is for endpoints"),
        (["folder", "--only", "codes"], "--only is for endpoints"),
        (["folder", "--no-verify"], "--no-verify is for endpoints"),
        (["folder", "--verify-only"], "--verify-only is for endpoints"),
        (["virtuoso+http://127.0.0.1:1", "--default-graph"], "no default graph that can be written"),
        (["oxigraph+http://127.0.0.1:1", "--graph", "a b"], "is no absolute IRI"),
        (["oxigraph+http://127.0.0.1:1", "--only", "code"], "did you mean codes"),
    ],
)
def test_what_cannot_be_asked_for(load: Load, arguments: list[str], message: str) -> None:
    assert message in load(*arguments, code=2)


def test_triples_that_share_blank_nodes_go_together() -> None:
    from spacepact.stores.upload import LARGEST_UPDATE, chunked

    whole = sections.store(list(sections.PARTS))
    chunks = list(chunked(whole, 50))
    assert len(chunks) > 100
    assert max(chunk.count("\n") for chunk in chunks) <= 50
    # Each chunk is read alone, and so has blank nodes of its own: what was parted would show.
    apart = [f"{chunk}".replace("_:", f"_:x{number}") for number, chunk in enumerate(chunks)]
    assert canonical.lines(parse("".join(apart), RdfFormat.N_TRIPLES)) == canonical.lines(whole)
    one = Store()
    one.load(
        ('<urn:a> <urn:b> "' + "c" * LARGEST_UPDATE + '" .\n<urn:a> <urn:b> <urn:c> .').encode(), RdfFormat.N_TRIPLES
    )
    assert sorted(chunk.count("\n") for chunk in chunked(one, 50)) == [1, 1]


# What is killed


@pytest.mark.parametrize("way", WAYS[:1] + WAYS[2:])
@pytest.mark.parametrize("store", ["oxigraph", "fuseki"])
def test_a_load_that_is_killed_leaves_one_graph_whole(
    request: pytest.FixtureRequest, tmp_path: Path, store: str, way: str
) -> None:
    server = request.getfixturevalue(store)
    base = f"{server.root}/ds" if store == "fuseki" else server.root
    kind, known = (store, "") if way == "put" else ("generic", f'update = "{base}/update"\nquery = "{base}/query"\n')
    known = known or f'url = "{base}"\n'
    (tmp_path / "spacepact.toml").write_text(f'[endpoints.it]\nkind = "{kind}"\n{known}')
    script = Path(__file__).with_name("killed_loads.py")
    command = [sys.executable, str(script), "it", "30", "1"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert seen["killed"] > 10, seen
    assert seen["as before"] > 0, seen
    assert seen["replaced"] > 0, seen
    assert seen["announced"] >= seen["killed"] // 2, seen
