"""A store behind an endpoint answers as the embedded engine does: every named query, find, show, evidence."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pytest
from pyoxigraph import Store

import oxigraph_server
from fault_server import answer, results, serving
from spacepact.ask import execute, formats
from spacepact.ask.named_queries import all_queries
from spacepact.rdf.serialize import graph_text
from spacepact.stores import endpoints, sparql_client
from spacepact.terms import GRAPH
from test_cli import run
from test_remote_faults import RIGHT, SECRET, bare, failed  # noqa: F401, a fixture for every test here


@pytest.fixture(scope="module")
def server(store: Store, richer: Store) -> Iterator[str]:
    """The URL of a server that holds the graph, a richer one, and others that must not show in answers."""
    with oxigraph_server.serving() as url:
        oxigraph_server.put(url, store)
        oxigraph_server.put(url, richer, "urn:richer")
        other = Store()
        other.update("INSERT DATA { <urn:a> a <https://w3id.org/spacepact/ontology#State> ; <urn:b> 'c' }")
        oxigraph_server.put(url, other, "urn:other")
        oxigraph_server.put(url, other, "")
        yield url


def alike(arguments: list[str], url: str, code: int = 0) -> None:
    """Assert that a command says the same of the embedded graph and of the endpoint."""
    here, there = run(*arguments), run(*arguments, "-e", url)
    assert (there.returncode, there.stdout, there.stderr) == (here.returncode, here.stdout, here.stderr)
    assert here.returncode == code


@pytest.mark.parametrize("name", all_queries())
def test_named_queries_give_the_same_bytes(name: str, server: str, richer: Store) -> None:
    query = all_queries()[name]
    endpoint = endpoints.with_graph(endpoints.target(f"oxigraph+{server}"), "urn:richer", False)
    assert isinstance(endpoint, endpoints.Endpoint)
    with sparql_client.opened(endpoint) as far:
        here, there = (execute.run_query(one, query.bind({})) for one in (richer, far))
    if isinstance(here, execute.Table):
        assert isinstance(there, execute.Table)
        assert here.rows, "a query without rows shows nothing"
        for form in ("csv", "json"):
            assert formats.TABLES[form](there) == formats.TABLES[form](here)
    else:
        assert isinstance(here, execute.Triples)
        assert isinstance(there, execute.Triples)
        assert graph_text(there.triples, "nt") == graph_text(here.triples, "nt")


@pytest.mark.parametrize(
    "arguments",
    [
        ["query", "positions", "programme=ILRS", "-f", "csv"],
        ["query", "positions", "--evidence", "-f", "json"],
        ["query", "acts", "party=Pakistan", "party=China", "-f", "table"],
        ["query", "timeline", "-f", "xml"],
        ["query", "about", "thing=SUPARCO"],
        ["query", "acts", "party=Mars"],
        ["query", "-q", "ASK { ?s a sp:State }"],
        ["query", "-q", "SELECT (COUNT(*) AS ?n) { ?s a sp:State }", "-f", "csv"],
        ["find", "moon"],
        ["show", "SUPARCO"],
        ["show", "sp:isSignatoryOf"],
        ["show", "spid:claim_scmp-3223585_0000_7"],
    ],
)
def test_commands_say_the_same(arguments: list[str], server: str) -> None:
    alike(arguments, f"{server}/query")


@pytest.mark.parametrize(
    "arguments",
    [
        ["query", "acts", "party=Atlantis"],
        ["query", "acts", "party=spid:state_pakistn"],
        ["query", "actz"],
        ["query", "acts", "partei=Spain"],
        ["query", "-q", "SELECT ?s { ?s a sp:State"],
        ["query", "-q", "DROP ALL"],
        ["query", "-q", ""],
        ["find", "Atlantis"],
        ["show", "Pakistann"],
    ],
)
def test_errors_are_the_same(arguments: list[str], server: str) -> None:
    alike(arguments, f"{server}/query", 2)


@pytest.mark.parametrize("name", ["", "/query", "/update", "/store"])
def test_a_store_is_found_by_any_of_its_addresses(name: str, server: str) -> None:
    arguments = ["query", "acts", "party=Spain", "-f", "csv"]
    assert run(*arguments, "-e", f"{server}{name}").stdout == run(*arguments).stdout
    assert run(*arguments, "-e", f"oxigraph+{server}{name}").stdout == run(*arguments).stdout


def test_other_graphs(server: str, tmp_path: Path) -> None:
    ask = ("query", "-q", "SELECT ?o { ?s <urn:b> ?o }", "-f", "csv")
    assert run(*ask, "-e", f"{server}/query", "--graph", "urn:other").stdout == "o\nc\n"
    assert run(*ask, "-e", f"{server}/query", "--default-graph").stdout == "o\nc\n"
    assert run(*ask, "-e", f"{server}/query").stdout == "o\n"
    line = failed(run(*ask, "-e", f"{server}/query", "--graph", "urn:none"), 2)
    assert "holds no graph urn:none" in line
    assert "exclude each other" in failed(run(*ask, "-e", server, "--graph", "urn:x", "--default-graph"), 2)
    assert "no absolute IRI" in failed(run(*ask, "-e", server, "--graph", "a b"), 2)
    assert "add -e STORE" in failed(run(*ask, "--graph", "urn:x"), 2)
    assert "-d cannot be combined with -e" in failed(run(*ask, "-e", server, "-d", str(tmp_path)), 2)


def test_an_empty_store_says_so() -> None:
    with oxigraph_server.serving() as url:
        assert f"holds no graph {GRAPH}" in failed(run("query", "acts", "party=Spain", "-e", f"{url}/query"), 2)
        line = failed(run("find", "moon", "-e", f"{url}/query", "-f", "csv", "--default-graph"), 2)
        assert "its default graph holds no triples" in line


def test_one_request_for_one_query() -> None:
    """No round trip is superfluous: what is known beforehand is not asked."""
    with serving({"/sparql": RIGHT}) as server:
        assert run("query", "-q", "SELECT ?x { ?s ?p ?x }", "-f", "csv", "-e", server.url()).returncode == 0
        assert len(server.seen) == 1
        run("query", "inventory", "-f", "csv", "-e", server.url())
        assert len(server.seen) == 2


# Settings


def settings(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "spacepact.toml"
    file.write_text(text, encoding="utf-8")
    return file


def run_in(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        return run(*arguments)
    finally:
        os.chdir(before)


ONE = ("query", "-q", "SELECT ?x { ?s ?p ?x }", "-f", "csv")


def test_the_nearest_settings_win(tmp_path: Path) -> None:
    with serving({"/near": results(["x"], [{"x": "near"}]), "/own": results(["x"], [{"x": "own"}])}) as server:
        own = f'[endpoints.a]\nurl = "{server.url("/own")}"\n[endpoints.b]\nurl = "{server.url("/own")}"\n'
        settings(tmp_path / "settings" / "spacepact", own)
        settings(tmp_path / "work", f'[endpoints.a]\nurl = "{server.url("/near")}"\n')
        settings(tmp_path, "not read")
        inside = tmp_path / "work" / "deep" / "deeper"
        inside.mkdir(parents=True)
        assert run_in(inside, *ONE, "-e", "a").stdout == "x\nnear\n"
        assert run_in(inside, *ONE, "-e", "b").stdout == "x\nown\n"


def test_what_can_be_set(tmp_path: Path) -> None:
    file = settings(
        tmp_path,
        '[endpoints.a]\nkind = "fuseki"\nurl = "http://h/ds"\nupdate = "http://u/"\ngraph = "urn:g"\ntimeout = 5\n'
        '[endpoints.b]\nkind = "qlever"\nquery = "http://h/q"\ndefault-graph = true\n',
    )
    from spacepact.stores import settings as module

    sections = {section.name: section for section in module._sections(file)}
    a, b = (endpoints.configured(sections[name]) for name in "ab")
    assert (a.query_url, a.update_url, a.graph_store_url) == ("http://h/ds/query", "http://u/", "http://h/ds/data")
    assert (a.graph, a.timeout, a.default_graph, a.kind, a.is_guess) == ("urn:g", 5.0, False, "fuseki", False)
    assert (b.query_url, b.graph_store_url, b.default_graph, b.graph) == ("http://h/q", "http://h/q", True, GRAPH)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[endpoints.a\n", ": not TOML: .*line 1.*"),
        ("[endpoint.a]\nurl='http://h'\n", r": nothing is set by 'endpoint'; did you mean endpoints\?: .*"),
        ("endpoints = 1\n", ": endpoints holds one table for each store: .*"),
        ("[endpoints.a]\n\nurk = 'http://h'\n", r":3: no setting is called 'urk'; did you mean url\?; use kind, .*"),
        ("[endpoints.a]\nurl = 1\n", ":2: url must be a string"),
        ("[endpoints.a]\nurl='http://h'\ntimeout = true\n", ":3: timeout must be a number"),
        ("[endpoints.a]\nurl='http://h'\ntimeout = 0\n", ":3: timeout must be a number of seconds above 0"),
        ("[endpoints.b]\nurl='http://h'\n[endpoints.a]\nkind='generic'\n", ":3: url is missing: .*"),
        ("[endpoints.a]\nurl='h:80'\n", ":2: no URL that can be asked: .*"),
        ("[endpoints.a]\nurl='http://me:pw@h/'\n", ":2: no user or password in a URL: .*"),
        ("[endpoints.a]\nurl='http://h'\nkind = 'fusek'\n", r":3: no kind of store is called 'fusek'; did you mean .*"),
        ("[endpoints.a]\nurl='http://h'\npassword = 'pw'\n", ":3: password is no setting: give it by the environ.*"),
        ("[endpoints.a]\nurl='http://h'\ngraph = 'g'\n", ":3: graph must be an absolute IRI"),
        ("[endpoints.'a b']\nurl='http://h'\n", ":1: the name 'a b' has other signs .*"),
    ],
)
def test_settings_that_cannot_be(text: str, told: str, tmp_path: Path) -> None:
    import re

    file = settings(tmp_path, text)
    line = failed(run_in(tmp_path, *ONE, "-e", "a"), 2)
    assert re.fullmatch(told, line.removeprefix(str(file))), line


# Endpoints


def test_endpoints_tells_how_the_stores_are(
    server: str, store: Store, richer: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPACEPACT_TOKEN", SECRET)
    with serving({"/sparql": answer(401, b"no")}) as other:
        settings(
            tmp_path,
            f'[endpoints.there]\nurl = "{server}"\n[endpoints.off]\nurl = "http://127.0.0.1:9/"\n'
            f'[endpoints.closed]\nurl = "{other.url()}"\ntimeout = 5\n',
        )
        done = run_in(tmp_path, "endpoints")
        assert done.returncode == 3
        closed, off, there = done.stdout.splitlines()
        assert there == (
            f"there   oxigraph {version('oxigraph')}  {len(store)} triples in {GRAPH}, "
            f"{len(store) + len(richer) + 2} in all named graphs, "
            "2 in the default graph"
        )
        assert off.startswith("off     generic          http://127.0.0.1:9/: ")
        assert "401 Unauthorized" in closed
        # What is meant for any store is not handed round.
        assert not any("Authorization" in seen.headers for seen in other.seen)
        monkeypatch.setenv("SPACEPACT_CLOSED_TOKEN", SECRET)
        listed = json.loads(run_in(tmp_path, "endpoints", "-f", "json").stdout)
        assert [(one["name"], one["triples"], bool(one["problem"])) for one in listed] == [
            ("closed", None, True),
            ("off", None, True),
            ("there", len(store), False),
        ]
        assert other.seen[-1].headers["Authorization"] == f"Bearer {SECRET}"
        assert SECRET not in json.dumps(listed)


def test_endpoints_without_settings(tmp_path: Path) -> None:
    done = run_in(tmp_path, "endpoints")
    assert (done.returncode, done.stdout) == (0, "")
    assert "no store is configured: write [endpoints.NAME] into spacepact.toml" in done.stderr
