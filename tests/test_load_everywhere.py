"""``spacepact load`` into each real store: twice, with the proof of arrival, and then asked there."""

from __future__ import annotations

import os
import subprocess
import sys

from stores.server import Server


def spacepact(server: Server, *arguments: str) -> subprocess.CompletedProcess[str]:
    user, password = server.credentials or ("", "")
    given = {"SPACEPACT_USER": user, "SPACEPACT_PASSWORD": password} if user else {}
    command = [sys.executable, "-m", "spacepact", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env={**os.environ, **given}, timeout=300)


def test_loaded_twice_it_holds_the_graph_once(writable: Server) -> None:
    told = []
    for _ in range(2):
        done = spacepact(writable, "load", writable.named)
        assert done.returncode == 0, done.stderr
        told.append(done.stderr.splitlines()[-1])
    assert told[0] == told[1]
    near = spacepact(writable, "query", "positions", "programme=ILRS", "-f", "csv")
    far = spacepact(writable, "query", "positions", "programme=ILRS", "-f", "csv", "-e", writable.named)
    assert (far.returncode, far.stdout) == (0, near.stdout)
    assert near.stdout.count("\n") > 10
