"""The stores that the tests start: they listen on loopback only, stop completely, and report why they fail."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from conftest import missing
from store_servers import server as servers
from store_servers.kinds import KINDS
from store_servers.listening import is_loopback, listening
from store_servers.server import HOST, Failed, Missing, Server, jar


@pytest.mark.stores
def test_stores_listen_on_loopback_only(server: Server) -> None:
    addresses = listening(server.process.pid)
    assert addresses, "without an address, the test checks nothing"
    assert [address for address in addresses if not is_loopback(address)] == []


def test_each_store_has_its_own_name() -> None:
    assert len({kind.name for kind in KINDS}) == len(KINDS) >= 7


class Scripted(Server):
    """A server that runs a line of Python."""

    name = kind = "scripted"
    script: str = ""

    @property
    def endpoint(self) -> str:
        return f"{self.root}/sparql"

    def command(self) -> list[str]:
        return [sys.executable, "-c", self.script]


def is_running(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def started(tmp_path: Path, script: str) -> Scripted:
    server = Scripted(tmp_path, tmp_path / "graph.nt")
    server.script = script
    return server


def test_a_store_that_stops_at_once(tmp_path: Path) -> None:
    server = started(tmp_path, "raise SystemExit('no luck today')")
    with pytest.raises(Failed, match=r"scripted exited with 1 before it responded(.|\n)*no luck today"):
        server.start()
    assert not is_running(server.process.pid)


@pytest.mark.slow
def test_a_store_that_never_answers_leaves_no_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(servers, "PATIENCE", 1)
    # A worker process, as Comunica has one.
    script = "import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(99)'])"
    server = started(tmp_path, f"{script}; print('waiting', flush=True); time.sleep(99)")
    with pytest.raises(Failed, match=r"did not respond within 1 seconds(.|\n)*waiting"):
        server.start()
    for _ in range(50):  # the system removes the worker a little later
        if not is_running(server.process.pid):
            break
        time.sleep(0.1)
    assert not is_running(server.process.pid)


def test_a_store_that_rejects_its_data_is_stopped(tmp_path: Path) -> None:
    server_code = (
        "from http.server import *\n"
        "class Yes(BaseHTTPRequestHandler):\n"
        "    def do_GET(self): self.send_response(200); self.end_headers()\n"
    )
    server = started(tmp_path, "")
    server.script = f"{server_code}HTTPServer(('{HOST}', {server.port}), Yes).serve_forever()"
    server.fill = lambda triples: servers.request("PUT", server.root, triples.read_bytes())  # type: ignore[method-assign, assignment]
    server.triples.write_text("")
    with pytest.raises(Failed, match="was not filled: HTTP Error 501"):
        server.__enter__()
    assert not is_running(server.process.pid)


def test_a_missing_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPACEPACT_STORES", str(tmp_path))
    with pytest.raises(Missing, match=r"run \.ci/stores") as error:
        jar("jena-fuseki-server-*.jar")
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match=r"run \.ci/stores"):
        missing(error.value)
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match=r"run \.ci/stores"):
        missing(error.value)
