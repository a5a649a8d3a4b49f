"""A SPARQL endpoint gives the same answers as the embedded engine: named queries, find, show and evidence."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from pyoxigraph import Store

import oxigraph_server
from command_line import run
from fault_server import JSON, answer, json_text, results, serving
from remote_errors import RIGHT, SECRET, clean_environment, failed  # noqa: F401, a fixture for every test here
from spacepact.ask import execute
from spacepact.ask.named_queries import all_queries
from spacepact.ask.output import formats
from spacepact.rdf.serialize import graph_text
from spacepact.stores import endpoints, settings, sparql_client
from spacepact.terms import GRAPH


@pytest.fixture(scope="module")
def server(store: Store, store_with_examples: Store) -> Iterator[str]:
    """The URL of a server with the graph, the graph with examples, and graphs that must not appear in answers."""
    with oxigraph_server.serving() as url:
        oxigraph_server.put(url, store)
        oxigraph_server.put(url, store_with_examples, "urn:examples")
        other = Store()
        other.update("INSERT DATA { <urn:a> a <https://w3id.org/spacepact/ontology#State> ; <urn:b> 'c' }")
        oxigraph_server.put(url, other, "urn:other")
        oxigraph_server.put(url, other, "")
        yield url


def require_same(arguments: list[str], url: str, code: int = 0) -> None:
    """Assert that a command prints the same for the embedded graph and for the endpoint."""
    here, there = run(*arguments), run(*arguments, "-e", url)
    assert (there.returncode, there.stdout, there.stderr) == (here.returncode, here.stdout, here.stderr)
    assert here.returncode == code


@pytest.mark.parametrize("name", all_queries())
def test_named_queries_give_the_same_bytes(name: str, server: str, store_with_examples: Store) -> None:
    query = all_queries()[name]
    endpoint = endpoints.with_graph(endpoints.resolve_target(f"oxigraph+{server}"), "urn:examples", False)
    assert isinstance(endpoint, endpoints.Endpoint)
    with sparql_client.open_endpoint(endpoint) as remote:
        here, there = (execute.run_query(store, query.bind({})) for store in (store_with_examples, remote))
    if isinstance(here, execute.Table):
        assert isinstance(there, execute.Table)
        assert here.rows, "without rows, the test checks nothing"
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
def test_commands_print_the_same(arguments: list[str], server: str) -> None:
    require_same(arguments, f"{server}/query")


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
    require_same(arguments, f"{server}/query", 2)


@pytest.mark.parametrize("name", ["", "/query", "/update", "/store"])
def test_any_url_of_a_store(name: str, server: str) -> None:
    arguments = ["query", "acts", "party=Spain", "-f", "csv"]
    assert run(*arguments, "-e", f"{server}{name}").stdout == run(*arguments).stdout
    assert run(*arguments, "-e", f"oxigraph+{server}{name}").stdout == run(*arguments).stdout


def test_other_graphs(server: str, tmp_path: Path) -> None:
    query = ("query", "-q", "SELECT ?o { ?s <urn:b> ?o }", "-f", "csv")
    assert run(*query, "-e", f"{server}/query", "--graph", "urn:other").stdout == "o\nc\n"
    assert run(*query, "-e", f"{server}/query", "--default-graph").stdout == "o\nc\n"
    assert run(*query, "-e", f"{server}/query").stdout == "o\n"
    line = failed(run(*query, "-e", f"{server}/query", "--graph", "urn:none"), 2)
    assert "contains no graph urn:none" in line
    assert "cannot be combined: choose one" in failed(
        run(*query, "-e", server, "--graph", "urn:x", "--default-graph"), 2
    )
    assert "invalid graph 'a b': expected an absolute IRI" in failed(run(*query, "-e", server, "--graph", "a b"), 2)
    assert "add -e STORE" in failed(run(*query, "--graph", "urn:x"), 2)
    assert "-d cannot be combined with -e" in failed(run(*query, "-e", server, "-d", str(tmp_path)), 2)


def test_an_empty_store_says_so() -> None:
    with oxigraph_server.serving() as url:
        assert f"contains no graph {GRAPH}" in failed(run("query", "acts", "party=Spain", "-e", f"{url}/query"), 2)
        line = failed(run("find", "moon", "-e", f"{url}/query", "-f", "csv", "--default-graph"), 2)
        assert "the default graph contains no triples" in line


def test_one_request_for_one_query() -> None:
    """A query needs no other request."""
    with serving({"/sparql": RIGHT}) as server:
        assert run("query", "-q", "SELECT ?x { ?s ?p ?x }", "-f", "csv", "-e", server.url()).returncode == 0
        assert len(server.seen) == 1
        run("query", "inventory", "-f", "csv", "-e", server.url())
        assert len(server.seen) == 2


# Settings


def write_settings(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "spacepact.toml"
    file.write_text(text, encoding="utf-8")
    return file


def run_in(folder: Path, *arguments: str) -> CompletedProcess[str]:
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
        write_settings(tmp_path / "settings" / "spacepact", own)
        write_settings(tmp_path / "work", f'[endpoints.a]\nurl = "{server.url("/near")}"\n')
        write_settings(tmp_path, "not read")
        inside = tmp_path / "work" / "deep" / "deeper"
        inside.mkdir(parents=True)
        assert run_in(inside, *ONE, "-e", "a").stdout == "x\nnear\n"
        assert run_in(inside, *ONE, "-e", "b").stdout == "x\nown\n"


def test_all_settings(tmp_path: Path) -> None:
    file = write_settings(
        tmp_path,
        '[endpoints.a]\nkind = "fuseki"\nurl = "http://h/ds"\nupdate = "http://u/"\ngraph = "urn:g"\ntimeout = 5\n'
        '[endpoints.b]\nkind = "qlever"\nquery = "http://h/q"\ndefault-graph = true\n',
    )
    sections = {section.name: section for section in settings.read_sections(file)}
    a, b = (endpoints.configured_endpoint(sections[name]) for name in "ab")
    assert (a.query_url, a.update_url, a.graph_store_url) == ("http://h/ds/query", "http://u/", "http://h/ds/data")
    assert (a.graph, a.timeout, a.default_graph, a.kind, a.is_guess) == ("urn:g", 5.0, False, "fuseki", False)
    assert (b.query_url, b.graph_store_url, b.default_graph, b.graph) == ("http://h/q", "http://h/q", True, GRAPH)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[endpoints.a\n", ": invalid TOML: .*line 1.*"),
        (
            "[endpoint.a]\nurl='http://h'\n",
            r": unknown setting 'endpoint'; did you mean endpoints\? \(expected \[end.*",
        ),
        ("endpoints = 1\n", ": invalid value of endpoints: expected a table .*"),
        (
            "[endpoints.a]\n\nurk = 'http://h'\n",
            r":3: unknown setting 'urk'; did you mean url\? \(expected one of .*",
        ),
        ("[endpoints.a]\nurl = 1\n", ":2: invalid url: expected a string"),
        ("[endpoints.a]\nurl='http://h'\ntimeout = true\n", ":3: invalid timeout: expected a number"),
        (
            "[endpoints.a]\nurl='http://h'\ntimeout = 0\n",
            ":3: invalid timeout: expected a number of seconds above 0, at most 1000000",
        ),
        ("[endpoints.b]\nurl='http://h'\n[endpoints.a]\nkind='generic'\n", ":3: missing url: .*"),
        ("[endpoints.a]\nurl='h:80'\n", ":2: invalid URL: .*"),
        ("[endpoints.a]\nurl='http://me:pw@h/'\n", ":2: a URL cannot contain a password: .*"),
        ("[endpoints.a]\nurl='http://h'\nkind = 'fusek'\n", r":3: unknown kind of store 'fusek'; did you mean .*"),
        ("[endpoints.a]\nurl='http://h'\npassword = 'pw'\n", ":3: password is not a setting: use an environ.*"),
        ("[endpoints.a]\nurl='http://h'\ngraph = 'g'\n", ":3: invalid graph: expected an absolute IRI"),
        ("[endpoints.'a b']\nurl='http://h'\n", ":1: invalid store name 'a b': .*"),
    ],
)
def test_invalid_settings(text: str, message: str, tmp_path: Path) -> None:
    file = write_settings(tmp_path, text)
    line = failed(run_in(tmp_path, *ONE, "-e", "a"), 2)
    assert re.fullmatch(message, line.removeprefix(str(file))), line


# Endpoints


def test_endpoints_lists_the_stores(
    server: str, store: Store, store_with_examples: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPACEPACT_TOKEN", SECRET)
    with serving({"/sparql": answer(401, b"no")}) as other:
        write_settings(
            tmp_path,
            f'[endpoints.there]\nurl = "{server}"\n[endpoints.off]\nurl = "http://127.0.0.1:9/"\n'
            f'[endpoints.closed]\nurl = "{other.url()}"\ntimeout = 5\n',
        )
        done = run_in(tmp_path, "endpoints")
        assert done.returncode == 3
        closed, off, there = done.stdout.splitlines()
        assert there == (
            f"there   oxigraph {version('oxigraph')}  {len(store)} triples in {GRAPH}, "
            f"{len(store) + len(store_with_examples) + 2} in all named graphs, "
            "2 in the default graph"
        )
        assert off.startswith("off     generic          http://127.0.0.1:9/: ")
        assert "401 Unauthorized" in closed
        # A token for any store is not sent to one of several.
        assert not any("Authorization" in seen.headers for seen in other.seen)
        monkeypatch.setenv("SPACEPACT_CLOSED_TOKEN", SECRET)
        listed = json.loads(run_in(tmp_path, "endpoints", "-f", "json").stdout)
        assert [(store["name"], store["triples"], bool(store["problem"])) for store in listed] == [
            ("closed", None, True),
            ("off", None, True),
            ("there", len(store), False),
        ]
        assert other.seen[-1].headers["Authorization"] == f"Bearer {SECRET}"
        assert SECRET not in json.dumps(listed)


@pytest.mark.parametrize("text", [json_text(["n"], []), json_text(["n"], [{"n": "many"}]), json_text([], [])])
def test_endpoints_reports_an_invalid_count(text: str, tmp_path: Path) -> None:
    with serving({"/sparql": answer(200, text, JSON)}) as store:
        write_settings(tmp_path, f'[endpoints.odd]\nkind = "generic"\nurl = "{store.url()}?token={SECRET}"\n')
        done = run_in(tmp_path, "endpoints")
        assert (done.returncode, done.stderr) == (3, "")
        assert done.stdout == f"odd  generic  {store.url()}: invalid answer to a COUNT query: expected one number\n"


def test_endpoints_without_settings(tmp_path: Path) -> None:
    done = run_in(tmp_path, "endpoints")
    assert (done.returncode, done.stdout) == (0, "")
    assert "no store is configured: write [endpoints.NAME] into spacepact.toml" in done.stderr
