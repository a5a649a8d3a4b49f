"""Share between the tests of remote stores: a clean environment, a correct answer, and the check of an error line."""

from __future__ import annotations

import gc
import os
import re
from collections.abc import Iterator
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from fault_server import results
from spacepact.stores.transport import http

SECRET = "s3cr3t-w0rd"
RIGHT = results(["x"], [{"x": "right"}])


@pytest.fixture(autouse=True)
def clean_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Hide the settings, netrc file, proxies and credentials of the person who runs the tests; retry at once."""
    for name in [*os.environ]:
        if name.lower().endswith("_proxy") or name.startswith(("SPACEPACT_", "SSL_CERT")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    monkeypatch.setattr(http, "_FIRST_PAUSE", 0.01)
    gc.disable()  # pyoxigraph's objects must be freed in their own thread, and not in that of a fault server
    yield
    gc.enable()


def failed(done: CompletedProcess[str], code: int = 3) -> str:
    """Check that a command printed one line of error, without rows and secrets, and return the line."""
    assert (done.returncode, done.stdout) == (code, ""), done
    assert re.fullmatch(r"spacepact: [^\n]+\n", done.stderr), done.stderr
    assert SECRET not in done.stderr
    return done.stderr.removeprefix("spacepact: ").strip()
