"""No output contains a secret: neither credentials nor the query string of a URL, also if the store returns them."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from command_line import run
from fault_server import JSON, Behaviour, Handler, answer, serving
from remote_errors import RIGHT, SECRET, clean_environment, failed  # noqa: F401, a fixture for every test here

SELECT = ("query", "-q", "SELECT ?x { ?s ?p ?x }", "-f", "csv")


@pytest.mark.parametrize("kind", ["oxigraph", "fuseki", "virtuoso", "generic", "rdflib-endpoint"])
def test_a_dry_run_with_a_query_string(kind: str) -> None:
    target = f"{kind}+http://127.0.0.1:9/ds?sig={SECRET}"
    done = run("load", target, "--only", "codes", "--dry-run")
    assert done.returncode == 0, done.stderr
    assert SECRET not in done.stdout + done.stderr
    assert f"TARGET='{kind}+http://127.0.0.1:9/ds?...'\n" in done.stdout
    assert "\nQUERY_URL='http://127.0.0.1:9/ds" in done.stdout


def test_a_dry_run_with_the_urls_completed(tmp_path: Path) -> None:
    script = run("load", f"oxigraph+http://127.0.0.1:9/?sig={SECRET}", "--only", "codes", "--dry-run").stdout
    bin_folder = tmp_path / "bin"
    bin_folder.mkdir()
    for name in ("curl", "spacepact"):  # print the last argument but not run anything
        (bin_folder / name).write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n', encoding="utf-8")
        (bin_folder / name).chmod(0o755)
    done = subprocess.run(
        ["sh", "-ec", script.replace("?...", f"?sig={SECRET}")],
        env={**os.environ, "PATH": f"{bin_folder}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=True,
    )
    urls = [line for line in done.stdout.splitlines() if line.startswith("http")]
    graph = "https%3A%2F%2Fw3id.org%2Fspacepact%2Fgraph"
    assert urls == [
        f"http://127.0.0.1:9/store?sig={SECRET}&graph={graph}",
        f"http://127.0.0.1:9/query?sig={SECRET}",
    ]


def test_a_query_string_is_sent_to_the_path_of_the_kind() -> None:
    with serving({"/query": RIGHT}) as server:
        done = run(*SELECT, "-e", f"oxigraph+{server.url('/')}?key={SECRET}", "--default-graph")
        assert (done.returncode, done.stdout) == (0, "x\nright\n")
        assert [seen.target for seen in server.seen] == [f"/query?key={SECRET}"]


def echo(status: int, media_type: str, **headers: str) -> Behaviour:
    """Return the path and the Authorization header of the request in the response."""

    def behave(handler: Handler) -> None:
        text = f"{handler.path} {handler.headers.get('Authorization', '')}".strip()
        body = f'{{"head":{{"vars":["x"]}},"results":{{"bindings":[{{"x":{{"type":"{text}"}}}}]}}}}'
        answer(status, body, media_type, **{name: value.format(text) for name, value in headers.items()})(handler)

    return behave


ECHOES = [
    echo(200, JSON),
    echo(200, "text/html"),
    echo(200, JSON, X_SQL_Message="{}"),
    echo(200, JSON, Content_Encoding="{}"),
    echo(403, "text/plain"),
    echo(500, "text/html", X_SQL_Message="{}"),
    echo(307, "text/html", Location="ftp://me:{}@127.0.0.1/"),
]


@pytest.mark.parametrize("behaviour", ECHOES)
def test_what_the_store_returns_of_the_request(behaviour: Behaviour) -> None:
    with serving({"*": behaviour}) as server:
        store = f"generic+{server.url()}?sig={SECRET}"
        failed(run(*SELECT, "-e", store))
        failed(run(*SELECT, "-e", store, SPACEPACT_TOKEN=SECRET))
        failed(run("load", store, "--only", "codes", SPACEPACT_TOKEN=SECRET))


def test_the_list_of_stores(tmp_path: Path) -> None:
    with serving({"*": ECHOES[1]}) as server:
        folder = tmp_path / "settings" / "spacepact"
        folder.mkdir(parents=True)
        text = f'[endpoints.far]\nkind = "generic"\nurl = "{server.url()}?sig={SECRET}"\n'
        (folder / "spacepact.toml").write_text(text, encoding="utf-8")
        for form in ("text", "json"):
            done = run("endpoints", "-f", form, SPACEPACT_FAR_TOKEN=SECRET)
            assert done.returncode == 3
            assert SECRET not in done.stdout + done.stderr
            assert "expected application/sparql-results+json" in done.stdout


@pytest.mark.parametrize(
    ("store", "message"),
    [
        (f"me:{SECRET}@localhost:80/x", "localhost:80/x: missing scheme: write http://localhost:80/x"),
        (f"localhost:80?sig={SECRET}", "localhost:80: missing scheme: write http://localhost:80"),
        (f"http:/me:{SECRET}@store/x", "invalid URL: write http://store/x, with two slashes"),
        (f"fuseki+https:me:{SECRET}@store/x", "invalid URL: write fuseki+https://store/x, with two slashes"),
        (
            "fuseki+http://localhost:3030/#/dataset/ds/query",
            "http://localhost:3030/: a URL of a store contains no #: "
            "write the URL of its endpoint, not of its web page",
        ),
    ],
)
def test_a_mistyped_url(store: str, message: str) -> None:
    assert failed(run("load", store), 2) == message
    assert failed(run(*SELECT, "-e", store), 2) == message
