"""The bulk loaders of the stores: run the commands in the documentation, and check the graph with --verify-only."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest

from conftest import Load
from locations import ROOT
from oxigraph_server import serving
from spacepact.stores.kinds import KINDS
from spacepact.terms import GRAPH
from store_servers.command import spacepact
from store_servers.kinds import Virtuoso
from store_servers.server import Server, jar

OTHER = "urn:spacepact:other"
PAGE = (ROOT / "src" / "spacepact" / "stores" / "README.md").read_text(encoding="utf-8")


def documented_commands() -> dict[str, tuple[str, str]]:
    """Return the comment and the commands of each kind of store, from the page on triple stores."""
    (block,) = re.findall(r"<!-- bulk loaders -->\n```sh\n(.*?)```", PAGE, re.S)
    sections = re.findall(r"^# ([\w-]+):?([^\n]*)\n((?:[^#\n][^\n]*\n)+)", block, re.M)
    return {kind: (comment, commands) for kind, comment, commands in sections}


def values(server: Server) -> dict[str, str]:
    """Return the values for the words in capitals."""
    found = {"DATABASE": f"{server.folder}/data", "FOLDER": str(server.folder)}
    found["URL"] = server.endpoint.removesuffix("/query").removesuffix("/sparql")
    if server.kind == "fuseki":
        found["FUSEKI_JAR"] = str(jar("jena-fuseki-server-*.jar"))
    if isinstance(server, Virtuoso):
        found |= {"isql": "isql-vt", "PORT": f"127.0.0.1:{server.sql_port}", "PASSWORD": "dba"}
    return found


def run_commands(server: Server, commands: str, folder: Path) -> None:
    for word, value in values(server).items():
        commands = re.sub(rf"\b{word}\b", value, commands)
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    command = ["bash", "-ec", commands]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, (commands, done.stdout, done.stderr)


@pytest.mark.stores
@pytest.mark.parametrize("graph", [GRAPH, "urn:spacepact:own"])
def test_the_documented_commands_replace_the_graph(writable: Server, tmp_path: Path, graph: str) -> None:
    comment, commands = documented_commands()[writable.kind]
    commands = commands.replace(quote(GRAPH, safe=""), quote(graph, safe="")).replace(GRAPH, graph)
    for options in (["--only", "vocabulary", "--graph", graph], ["--only", "codes", "--graph", OTHER]):
        assert spacepact(writable, "load", writable.named, *options).returncode == 0
    codes = ("load", writable.named, "--only", "codes", "--graph")
    assert spacepact(writable, *codes, graph, "-o", str(tmp_path / "spacepact.nt")).returncode == 0
    before = spacepact(writable, *codes, graph, "--verify-only")
    assert (before.returncode, "differs from what was sent" in before.stderr) == (1, True)
    must_stop = "stop the server first" in comment
    if must_stop:
        writable.stop()
    for _ in range(2):
        run_commands(writable, commands, tmp_path)
    if must_stop:
        writable.start()
    after = spacepact(writable, *codes, graph, "--verify-only")
    assert after.returncode == 0, after.stderr
    assert "read back and equal" in after.stderr
    other = spacepact(writable, *codes, OTHER, "--verify-only")
    assert other.returncode == 0, other.stderr


def test_the_documentation_has_commands_for_each_kind_of_store() -> None:
    assert set(documented_commands()) == set(KINDS) - {"generic", "rdflib-endpoint", "comunica"}


def test_a_large_load_recommends_a_bulk_loader(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spacepact.cli.stores.LARGE", 100)
    with serving() as url:
        arguments = [f"oxigraph+{url}", "--only", "codes"]
        missing = load(*arguments, "--verify-only", code=1)
        assert "contains 0 triples, expected" in missing
        loaded = load(*arguments)
        assert "bulk loader" in loaded
        assert "src/spacepact/stores/README.md" in loaded
        verified = load(*arguments, "--verify-only")
        assert f"triples in <{GRAPH}>, read back and equal" in verified
        assert "bulk loader" not in missing + verified
