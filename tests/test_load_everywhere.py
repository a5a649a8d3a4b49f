"""``spacepact load`` into each real store: twice, with the proof of arrival, and then asked there."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from conftest import missing
from stores.kinds import KINDS
from stores.server import Missing, Server

WRITABLE = [kind for kind in KINDS if kind.writable]


@pytest.fixture(scope="module", params=WRITABLE, ids=lambda kind: kind.name)
def empty(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Each store that can be written to, with nothing in it."""
    folder = tmp_path_factory.mktemp("empty")
    nothing = folder / "nothing.nt"
    nothing.write_text("")
    try:
        with request.param(folder, nothing) as running:
            yield running
    except Missing as error:
        missing(error)


def spacepact(server: Server, *arguments: str) -> subprocess.CompletedProcess[str]:
    user, password = server.credentials or ("", "")
    given = {"SPACEPACT_USER": user, "SPACEPACT_PASSWORD": password} if user else {}
    command = [sys.executable, "-m", "spacepact", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env={**os.environ, **given}, timeout=300)


def test_loaded_twice_it_holds_the_graph_once(empty: Server) -> None:
    told = []
    for _ in range(2):
        done = spacepact(empty, "load", empty.named)
        assert done.returncode == 0, done.stderr
        told.append(done.stderr.splitlines()[-1])
    assert told[0] == told[1]
    near = spacepact(empty, "query", "positions", "programme=ILRS", "-f", "csv")
    far = spacepact(empty, "query", "positions", "programme=ILRS", "-f", "csv", "-e", empty.named)
    assert (far.returncode, far.stdout) == (0, near.stdout)
    assert near.stdout.count("\n") > 10
