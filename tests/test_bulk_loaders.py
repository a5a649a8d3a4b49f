"""The stores' own loaders: the printed commands are pasted, and do what ``spacepact load`` does."""

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
README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")


def known(server: Server) -> dict[str, str]:
    """What stands in capitals in the commands, which only the user of a store knows."""
    here = {"DATABASE": f"{server.folder}/data", "FOLDER": str(server.folder)}
    if server.kind == "fuseki":
        here["FUSEKI_JAR"] = str(jar("jena-fuseki-server-*.jar"))
    if isinstance(server, Virtuoso):
        here |= {"isql": "isql-vt", "PORT": f"127.0.0.1:{server.sql_port}", "PASSWORD": "dba"}
    return here


def pasted(server: Server, script: str, folder: Path) -> str:
    """Run commands with what is known filled in; return what they say."""
    for name, value in known(server).items():
        script = re.sub(rf"\b{name}\b", value, script)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    command = ["bash", "-ec", script]
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, (script, done.stdout, done.stderr)
    return done.stdout


def test_the_own_loader_of_a_store_replaces_the_graph(writable: Server, tmp_path: Path) -> None:
    what = ("load", writable.named, "--only", "codes")
    for place in (["--only", "vocabulary"], ["--only", "codes", "--graph", OTHER]):
        assert spacepact(writable, "load", writable.named, *place).returncode == 0
    first, *script = spacepact(writable, *what, "--dry-run").stdout.splitlines()[1:]
    start = next(at for at, line in enumerate(script) if "the store's own loader" in line)
    *commands, _, proof = (line.removeprefix("# ") for line in script[start + 1 :])
    assert commands
    pasted(writable, first, tmp_path)
    before = spacepact(writable, *proof.split()[1:])
    assert (before.returncode, "does not hold what was sent" in before.stderr) == (1, True)
    is_stopped = "is stopped" in script[start]
    if is_stopped:
        writable.stop()
    for _ in range(2):
        pasted(writable, "\n".join(commands), tmp_path)
    if is_stopped:
        writable.start()
    after = spacepact(writable, *proof.split()[1:])
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


def test_the_readme_has_the_same_commands() -> None:
    """In the order of the kinds, each with a line that says what must be so."""
    (told,) = re.findall(r"<!-- bulk loaders -->\n```sh\n(.*?)```", README, re.S)
    lines = []
    for kind, loader in bulk_loaders.LOADERS.items():
        lines.append(f"# {kind}" + (f": {loader.when}" if loader.when else ""))
        lines += loader.commands
    wanted = "\n".join(lines).replace("@graph@", GRAPH).replace("@encoded@", quote(GRAPH, safe=""))
    assert told == wanted.replace("@url@", "URL") + "\n"
    assert set(bulk_loaders.LOADERS) == set(KINDS) - {"generic", "rdflib-endpoint", "comunica"}
