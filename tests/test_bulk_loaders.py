"""Run the bulk loader commands of the page about triple stores: they do what ``spacepact load`` does."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest

from oxigraph_server import serving
from spacepact import cli
from spacepact.stores import bulk_loaders, endpoints
from spacepact.stores.kinds import KINDS
from spacepact.stores.load_plan import Plan
from spacepact.terms import GRAPH
from stores.kinds import Virtuoso
from stores.server import Server, jar
from test_load_everywhere import spacepact

OTHER = "urn:spacepact:other"
PAGE = (Path(__file__).parent.parent / "src" / "spacepact" / "stores" / "README.md").read_text(encoding="utf-8")


def documented() -> dict[str, str]:
    """Return the commands of the page by kind of store; the first line of each is the comment ``# KIND: NOTE``."""
    (block,) = re.findall(r"<!-- bulk loaders -->\n```sh\n(.*?)```", PAGE, re.S)
    return {re.match(r"# ([\w-]+): ", text)[1]: text for text in re.split(r"^(?=# )", block, flags=re.M)[1:]}  # type: ignore[index]


def placeholders(server: Server) -> dict[str, str]:
    """Return the values of the words in capitals."""
    base = server.endpoint.removesuffix("/query").removesuffix("/sparql")
    here = {"DATABASE": f"{server.folder}/data", "FOLDER": str(server.folder), "URL": base}
    if server.kind == "fuseki":
        here["FUSEKI_JAR"] = str(jar("jena-fuseki-server-*.jar"))
    if isinstance(server, Virtuoso):
        here |= {"isql": "isql-vt", "PORT": f"127.0.0.1:{server.sql_port}", "PASSWORD": "dba"}
    return here


def run_script(server: Server, script: str, folder: Path) -> None:
    """Run documented commands in a folder, with their placeholders filled in."""
    for name, value in placeholders(server).items():
        script = re.sub(rf"\b{name}\b", value, script)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    command = ["bash", "-ec", script]
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, (script, done.stdout, done.stderr)


def test_the_documented_commands_replace_the_graph(writable: Server, tmp_path: Path) -> None:
    what = ("load", writable.named, "--only", "codes")
    for place in (["--only", "vocabulary"], ["--only", "codes", "--graph", OTHER]):
        assert spacepact(writable, "load", writable.named, *place).returncode == 0
    assert spacepact(writable, *what, "-o", str(tmp_path / "spacepact.nt")).returncode == 0
    before = spacepact(writable, *what, "--verify-only")
    assert (before.returncode, "does not hold what was sent" in before.stderr) == (1, True)
    script = documented()[writable.kind]
    is_stopped = "stop the server first" in script
    if is_stopped:
        writable.stop()
    for _ in range(2):
        run_script(writable, script, tmp_path)
    if is_stopped:
        writable.start()
    after = spacepact(writable, *what, "--verify-only")
    assert after.returncode == 0, after.stderr
    assert "read back the same" in after.stderr
    other = spacepact(writable, *what, "--graph", OTHER, "--verify-only")
    assert other.returncode == 0, other.stderr


def test_a_large_load_names_it_and_a_look_sends_nothing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("spacepact.cli.stores.LARGE", 100)
    with serving() as url:
        arguments = ["load", f"oxigraph+{url}", "--only", "codes"]
        for more, code, told in (
            (["--verify-only"], 1, "holds 0 triples, not the"),
            (
                [],
                0,
                f"--dry-run tells all): oxigraph update --location DATABASE --update 'DROP SILENT GRAPH <{GRAPH}>' &&",
            ),
            (["--verify-only"], 0, f"triples in <{GRAPH}>, read back the same"),
        ):
            monkeypatch.setattr(sys, "argv", ["spacepact", *arguments, *more])
            if code:
                with pytest.raises(SystemExit, match=str(code)):
                    cli.main()
            else:
                cli.main()
            assert told in (said := capsys.readouterr().err), said
            assert ("own loader" in said) == (not more)


def planned(kind: str, graph: str = "urn:g", add: bool = False) -> Plan:
    endpoint = endpoints.target(f"{kind}+http://127.0.0.1/place")
    assert isinstance(endpoint, endpoints.Endpoint)
    return Plan(endpoint, graph, add)


def test_what_cannot_be_done_so_is_not_printed() -> None:
    assert bulk_loaders.commands(planned("oxigraph"))
    assert not bulk_loaders.commands(planned("oxigraph", add=True))
    assert not bulk_loaders.commands(planned("oxigraph", graph="urn:g'; true; '"))
    assert not bulk_loaders.commands(planned("generic"))


def test_every_kind_with_a_bulk_loader_is_documented() -> None:
    assert set(documented()) == set(KINDS) - {"generic", "rdflib-endpoint", "comunica"}
    assert all(GRAPH in script or quote(GRAPH, safe="") in script for script in documented().values())
