"""Real stores that fail during a load: killed, with a full disk, or stopped.

Afterwards the graph is complete, or the message says that it may not be. The next load repairs it.
"""

from __future__ import annotations

import os
import random
import resource
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from conftest import Load
from faulty_proxy import CLOSED, Fault, Forward, Request, Response, proxy
from spacepact.stores.kinds import KINDS
from store_servers.kinds import Oxigraph
from store_servers.server import Server

pytestmark = pytest.mark.stores

VOCABULARY = ("--only", "vocabulary")
MAY_BE_INCOMPLETE = ("may be incomplete", "may be damaged by the failed write")


@pytest.fixture
def store(writable: Server, load: Load, monkeypatch: pytest.MonkeyPatch) -> Server:
    """Give a store that contains the vocabulary."""
    for name, value in zip(("USER", "PASSWORD"), writable.credentials or (), strict=False):
        monkeypatch.setenv(f"SPACEPACT_{name}", value)
    load(writable.named, *VOCABULARY)
    return writable


def large(folder: Path, literals: int) -> tuple[str, ...]:
    """Return the options for a load with this many literals of 5,000 random characters, which do not compress."""
    own = folder / "own.ttl"
    chance = random.Random(1)
    lines = (f'<urn:a{number}> <urn:b> "{chance.randbytes(2500).hex()}" .\n' for number in range(literals))
    own.write_text("".join(lines), encoding="utf-8")
    return "--only", "codes", "-d", str(own), "--only", "instances"


def is_complete(store: Server, load: Load, *options: str) -> bool:
    try:
        load(store.named, *options, "--verify-only")
    except AssertionError:
        return False
    return True


def says_complete(store: Server, line: str) -> bool:
    """Return whether the message says that the graph is complete, which it must for a durable store."""
    may_be_incomplete = any(words in line for words in MAY_BE_INCOMPLETE)
    assert not (may_be_incomplete and KINDS[store.kind].durable)
    return not may_be_incomplete


# Killed


def killing(store: Server, seconds: float) -> Fault:
    """Kill the store this many seconds after the request, and send no response."""
    lock = threading.Lock()

    def kill() -> None:
        with lock:
            if store.process.poll() is None:
                os.killpg(store.process.pid, signal.SIGKILL)
                store.process.wait()

    def fault(request: Request, forward: Forward) -> Response:
        timer = threading.Timer(seconds, kill)
        timer.start()
        forward(request)
        timer.join()
        return CLOSED

    return fault


def test_a_killed_store(store: Server, load: Load, tmp_path: Path) -> None:
    new = large(tmp_path, 400)
    chance = random.Random(1)
    begin = time.monotonic()
    load(store.named, *new)
    longest = time.monotonic() - begin
    for _ in range(2 if store.kind == "oxigraph" else 1):  # the others restart slowly
        load(store.named, *VOCABULARY)
        with proxy(store.root) as faulty:
            faulty.faults = {"upload": killing(store, chance.uniform(0, longest / 2))}
            line = load(store.named.replace(store.root, faulty.root), *new, code=3)
        assert line.count("\n") == 1
        store.start()
        if says_complete(store, line):
            assert is_complete(store, load, *VOCABULARY) or is_complete(store, load, *new), line
        load(store.named, *new)


# With a full disk


def largest_file(store: Server) -> int:
    return max(path.stat().st_size for path in store.folder.rglob("*") if path.is_file() and path.suffix != ".jar")


@contextmanager
def full_disk(store: Server) -> Iterator[None]:
    """Limit the size of a file to that of the store's largest file, and 500 kB."""
    most = largest_file(store) + 500_000
    resource.prlimit(store.process.pid, resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))
    try:
        yield
    finally:
        resource.prlimit(store.process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def test_a_store_with_a_full_disk(store: Server, load: Load, tmp_path: Path) -> None:
    # The new literals need more than the largest file of Fuseki, which grows with each test.
    new = large(tmp_path, 3000 + (largest_file(store) // 5000 if store.kind == "fuseki" else 0))
    if store.kind == "blazegraph":  # its one file can contain much free space
        store.stop()
        (store.folder / "blazegraph.jnl").unlink()
        store.start()
        load(store.named, *VOCABULARY)
    with full_disk(store):
        line = load(store.named, *new, code=3)
    assert line.count("\n") == 1
    store.stop()  # some accept no data, or show deleted data, until they are restarted
    store.start()
    if says_complete(store, line):
        load(store.named, *VOCABULARY, "--verify-only")
    load(store.named, *new)


# Stopped


def test_a_stopped_store(load: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nothing = tmp_path / "nothing.nt"
    nothing.write_text("")
    monkeypatch.chdir(tmp_path)
    with Oxigraph(tmp_path, nothing) as server:
        (tmp_path / "spacepact.toml").write_text(
            f'[endpoints.far]\nkind = "oxigraph"\nurl = "{server.root}"\ntimeout = 1\n'
        )
        load("far", *VOCABULARY)
        os.killpg(server.process.pid, signal.SIGSTOP)
        try:
            line = load("far", "--only", "codes", code=3)
        finally:
            os.killpg(server.process.pid, signal.SIGCONT)
        assert "timeout: no response within" in line
        load("far", *VOCABULARY, "--verify-only")
