"""Load the graph into each real store twice, and query it."""

from __future__ import annotations

import pytest

from store_servers.command import spacepact
from store_servers.server import Server

pytestmark = pytest.mark.stores


def test_loading_twice(writable: Server) -> None:
    lines = []
    for _ in range(2):
        done = spacepact(writable, "load", writable.named)
        assert done.returncode == 0, done.stderr
        lines.append(done.stderr.splitlines()[-1])
    assert lines[0] == lines[1]
    near = spacepact(writable, "query", "positions", "programme=ILRS", "-f", "csv")
    far = spacepact(writable, "query", "positions", "programme=ILRS", "-f", "csv", "-e", writable.named)
    assert (far.returncode, far.stdout) == (0, near.stdout)
    assert near.stdout.count("\n") > 10
