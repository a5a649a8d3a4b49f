"""Test the SPARQL page without a browser: the files from npm, their digests, and the page without npm."""

from __future__ import annotations

import io
import json
import os
import shlex
import sys
import tarfile
import urllib.request
from pathlib import Path
from urllib.parse import quote

import pytest

import command_line
from html_pages import ids, links, parse, text
from oxigraph_server import serving
from spacepact.ask import all_queries
from spacepact.errors import BadInput
from spacepact.site.sparql_page import MOST_TRIPLES, sparql_page
from spacepact.site.sparql_page.web_files import WEB_FILES


def fake_npm(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a program named npm first on the search path."""
    program = folder / "npm"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


@pytest.mark.site
@pytest.mark.usefixtures("programs")
def test_the_files_come_from_npm_with_the_expected_digests() -> None:
    page = sparql_page(all_queries(), 9000, "graph.nt")
    assert sorted(page.files) == [
        "sparql-files/oxigraph-0.5.11-web.js",
        "sparql-files/oxigraph-0.5.11-web_bg.wasm",
        "sparql-files/yasgui-4.6.2-yasgui.min.css",
        "sparql-files/yasgui-4.6.2-yasgui.min.js",
    ]
    assert page.files["sparql-files/oxigraph-0.5.11-web_bg.wasm"].startswith(b"\0asm")
    assert (page.note, page.is_too_large) == ("", False)
    assert "https:" not in page.policy


def test_a_file_with_another_digest_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = tmp_path / "changed.tgz"
    with tarfile.open(archive, "w:gz") as members:
        for file in WEB_FILES:
            member = tarfile.TarInfo(f"package/{file.path}")
            member.size = 7
            members.addfile(member, io.BytesIO(b"changed"))
    fake_npm(tmp_path, f'cp {archive} "$5/changed.tgz" && echo changed.tgz', monkeypatch)
    with pytest.raises(
        BadInput, match=r"@zazuko/yasgui 4.6.2 from npm: build/yasgui.min.js does not have the expected"
    ):
        sparql_page(all_queries(), 9000, "graph.nt")


@pytest.mark.parametrize("script", ["exit 1", "echo nothing.tgz"])
def test_without_npm_the_page_uses_a_public_network_and_says_so(
    script: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_npm(tmp_path, script, monkeypatch)
    page = sparql_page(all_queries(), 9000, "graph.nt")
    assert not page.files
    assert "npm is not available" in page.note
    assert page.urls["wasm"] == "https://cdn.jsdelivr.net/npm/oxigraph@0.5.11/web_bg.wasm"
    assert page.integrity["wasm"] == "sha384-3lrAP79k0hDe25R5JOPYJGLnUnAXtjAMs9L4/zRpz6Z8nLaBuh33nrC2O4r3h2Zj"
    assert "script-src 'self' blob: 'wasm-unsafe-eval' https://cdn.jsdelivr.net;" in page.policy


def test_npm_may_be_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "npm is not available" in sparql_page(all_queries(), 9000, "graph.nt").note


def test_a_large_graph_needs_a_server() -> None:
    page = sparql_page(all_queries(), MOST_TRIPLES + 1, "graph.nt")
    assert (page.is_too_large, dict(page.files), page.note) == (True, {}, "")


def test_the_queries_cannot_end_the_script_element() -> None:
    page = sparql_page(all_queries(), 9000, "graph.nt")
    assert "<" not in page.config
    positions = json.loads(page.config)["queries"]["positions"]
    assert positions.startswith("#+ summary: Positions of parties towards a programme\n#+ question: ")
    assert "#+ columns" not in positions
    assert "SELECT DISTINCT ?subject" in positions


def build(folder: Path, *options: str) -> tuple[str, set[str]]:
    """Write the site by the command; return its messages and the files."""
    done = command_line.run("site", str(folder), *options)
    assert done.returncode == 0, done.stderr
    return done.stderr, {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


@pytest.mark.slow
def test_the_site_has_the_page_and_says_if_npm_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_npm(tmp_path, "exit 1", monkeypatch)
    messages, files = build(tmp_path / "site")
    assert messages.startswith("spacepact: npm is not available: the SPARQL page gets its editor and its engine")
    assert {"sparql.html", "assets/sparql.js", "assets/sparql-worker.js", "graph.nt"} <= files
    page = parse(tmp_path / "site" / "sparql.html")
    (policy,) = (meta.get("content", "") for meta in page.iter("meta") if meta.get("http-equiv"))
    assert "'wasm-unsafe-eval' https://cdn.jsdelivr.net" in policy
    assert "../sparql.html#balance" in set(links(parse(tmp_path / "site" / "query" / "balance.html")))
    assert set(all_queries()) <= set(ids(page))


@pytest.mark.slow
def test_the_site_may_leave_out_the_page(tmp_path: Path) -> None:
    messages, files = build(tmp_path / "site", "--no-sparql")
    assert "npm" not in messages
    assert not {name for name in files if name.startswith("sparql")}
    for path in ("index.html", "query/balance.html"):
        assert not [link for link in links(parse(tmp_path / "site" / path)) if "sparql" in link]


@pytest.mark.slow
def test_the_page_of_a_large_graph_gives_commands_that_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["spacepact.site.sparql_page.sparql_page"], "MOST_TRIPLES", 9000)
    monkeypatch.chdir(tmp_path)
    build(tmp_path / "site")
    page = parse(tmp_path / "site" / "sparql.html")
    assert not [link for link in links(page) if "sparql-files" in link or "cdn" in link]
    assert not [link for link in links(parse(tmp_path / "site" / "query" / "balance.html")) if "#balance" in link]
    load, serve = (shlex.split(line) for line in text(next(page.iter("pre"))).split("oxigraph ", 1))
    assert load[0] == "spacepact"
    assert command_line.run(*load[1:]).returncode == 0
    with serving(*serve[1:], command=serve[0]) as url:
        query = quote("ASK { ?claim a <https://w3id.org/spacepact/ontology#Claim> }")
        request = urllib.request.Request(f"{url}/query?query={query}", headers={"Accept": "text/csv"})
        with urllib.request.urlopen(request) as answer:
            assert answer.read() == b"true"
